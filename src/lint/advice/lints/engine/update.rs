//! FL1110: what `docker update` cannot change.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Mistake;
use crate::source::ByteRange;

/// Flags of `docker run` that decide about a container's rights; `docker update` has none of them.
const FIXED: [&str; 14] = [
    "--cap-drop",
    "--cap-add",
    "--privileged",
    "--security-opt",
    "--read-only",
    "--user",
    "--network",
    "--volume",
    "--mount",
    "--env",
    "--publish",
    "--tmpfs",
    "--pid",
    "--no-new-privileges",
];

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    if !site.command.is_engine() || site.command.path != "update" {
        return;
    }
    for mistake in &site.command.mistakes {
        if let Mistake::UnknownFlag { spelt, .. } = mistake
            && FIXED.contains(&spelt.as_str())
        {
            let whole = ByteRange::new(0, spelt.as_str().len());
            findings.add(
                Code::UPDATE_CANNOT,
                spelt.span_at(whole),
                format!("`{}` cannot be changed on a container that runs", spelt.as_str()),
                "create the container anew with it; `docker update` changes limits only, such as `--pids-limit 100`",
            );
        }
    }
}

/// Whether the mistake is one that this lint tells.
pub(in crate::lint::advice::lints) fn tells(path: &str, flag: &str) -> bool {
    path == "update" && FIXED.contains(&flag)
}
