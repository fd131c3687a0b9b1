//! FL1406, FL1408, FL1511 and FL1514: keys deleted before their use is known, what cannot be undone, second factors
//! taken away, credentials that never end.

use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Command;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    irreversible(site, findings);
    if command.runs(&["aws"], &["iam deactivate-mfa-device", "iam delete-virtual-mfa-device"])
        && site.subject.incident
    {
        let revokes = site.script.commands.iter().any(|one| {
            one.arguments()
                .any(|word| word.as_str().contains("TokenIssueTime") || word.as_str().contains("AWSDenyAll"))
        });
        if !revokes {
            findings.add(
                Code::FACTOR_REMOVED,
                command.span,
                "takes the second factor away while sessions that are open go on",
                "end the sessions first (deny by `aws:TokenIssueTime`; Okta: `DELETE /api/v1/users/{id}/sessions?oauthTokens=true`), then enrol the factor anew",
            );
        }
    }
    if let Some(hint) = long_lived(command) {
        findings.add(Code::LONG_LIVED, command.span, "makes a credential that outlives the incident", hint);
    }
}

/// What cannot be undone, at once or after a while.
fn irreversible(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let hint = match (command.program.as_str(), command.path.as_str()) {
        ("aws", "kms schedule-key-deletion" | "kms delete-imported-key-material") => {
            "`aws kms disable-key --key-id KEY`, which `enable-key` undoes"
        }
        ("aws", "s3 rb") if command.has(&["force"]) => {
            "deny access by the bucket's policy; keep what it holds"
        }
        ("aws", "s3 rm") if command.has(&["recursive"]) => "keep the objects, and deny access to them",
        ("aws", "s3api delete-bucket") => "deny access by the bucket's policy",
        ("aws", "secretsmanager delete-secret")
            if command.flag(&["force-delete-without-recovery"]).is_some() =>
        {
            "rotate the secret; delete it with a recovery window"
        }
        ("gcloud", "kms keys versions destroy") => {
            "`gcloud kms keys versions disable`, which `enable` undoes"
        }
        ("gcloud", "storage rm") if command.has(&["recursive"]) => {
            "keep the objects, and take the bindings away"
        }
        ("gcloud", "projects delete") => "take the bindings away instead",
        ("aws", "iam delete-access-key") if site.subject.incident || site.snippet.own => {
            let searched = site.script.commands.iter().take(site.at).any(|one| {
                one.path.starts_with("cloudtrail lookup") || one.value(&["status"]) == Some("Inactive")
            });
            if !searched {
                findings.add(
                    Code::KEY_DELETED,
                    command.span,
                    "a deleted key cannot be put back, and what it did is harder to find",
                    "`aws iam update-access-key --status Inactive`, then search the log for its use; delete it at the end",
                );
            }
            return;
        }
        _ => return,
    };
    let severity =
        if site.subject.incident || site.snippet.own { Severity::Error } else { Severity::Warning };
    findings.add_as(
        severity,
        Code::IRREVERSIBLE,
        command.span,
        format!("`{}` destroys data for good", command.title()),
        hint,
    );
}

fn long_lived(command: &Command) -> Option<&'static str> {
    match (command.program.as_str(), command.path.as_str()) {
        ("kubectl" | "oc", "create token") => {
            let hours = hours(command.value(&["duration"])?)?;
            (hours > 24).then_some("`--duration=10m`")
        }
        ("aws", "iam create-access-key") => {
            Some("use a role: `aws sts assume-role`, whose credentials end by themselves")
        }
        ("gcloud", "iam service-accounts keys create") => {
            Some("use workload identity, or impersonate: `--impersonate-service-account`")
        }
        _ => None,
    }
}

fn hours(duration: &str) -> Option<u64> {
    let unit = duration.chars().last()?;
    let count: u64 = duration.trim_end_matches(unit).parse().ok()?;
    match unit {
        'h' => Some(count),
        'm' => Some(count / 60),
        's' => Some(count / 3_600),
        _ => None,
    }
}
