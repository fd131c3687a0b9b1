//! FL1512 and FL1513: a leaked secret hidden instead of revoked; a repository's guards taken away.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::word::Word;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    rewrites(site, findings);
    unguards(site, findings);
}

fn rewrites(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let force = command.is(&["git"])
        && command.operand(0) == Some("push")
        && command.flag(&["force", "force-with-lease"]).is_some();
    let rewrite = command.is(&["git-filter-repo", "bfg"])
        || command.is(&["git"])
            && command.operand(0).is_some_and(|word| matches!(word, "filter-repo" | "filter-branch"));
    let hides = command.runs(&["gh"], &["repo edit"]) && command.value(&["visibility"]) == Some("private");
    let about_secret =
        site.subject.incident || site.script.commands.iter().any(|one| one.is(&["git-filter-repo", "bfg"]));
    let rotated = site
        .script
        .commands
        .iter()
        .take(site.at)
        .any(|one| one.is(&["aws", "gh", "gcloud", "vault"]) && !std::ptr::eq(one, command));
    if (force || rewrite || hides) && about_secret && !rotated {
        findings.add(
            Code::SECRET_HIDDEN,
            command.span,
            "what was pushed was read: clones, forks and caches keep it",
            "revoke and replace the secret first; rewriting history is tidying up afterwards",
        );
    }
}

fn unguards(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let deletes = command.runs(&["gh"], &["api"])
        && command.value(&["method"]).is_some_and(|method| method.eq_ignore_ascii_case("delete"));
    let guards = |word: &&Word| {
        let path = word.as_str().split('?').next().unwrap_or_default();
        path.ends_with("/protection")
            || path.contains("/protection/")
            || path.contains("/rulesets/")
            || path.contains("/hooks/")
            || path.ends_with("/vulnerability-alerts")
    };
    if deletes && let Some(word) = command.operands.iter().find(guards) {
        findings.add(
            Code::GUARD_REMOVED,
            command.span,
            format!("takes away `{}`, which guards the repository", word.as_str()),
            "look at it instead (the same call without `-X DELETE`), and change the one rule that is in the way",
        );
    }
    let disabled = command
        .all(&["field", "raw-field"])
        .find(|flag| flag.text().contains("push_protection") && flag.text().ends_with("disabled"));
    if let Some(flag) = disabled.filter(|_| command.is(&["gh"])) {
        findings.add(
            Code::GUARD_REMOVED,
            flag.span,
            "switches push protection off",
            "leave it on; allow the one finding with a reason",
        );
    }
}
