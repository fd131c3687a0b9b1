//! FL1101: a container with all of the host's rights.

use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let engine = command.is_engine() && matches!(command.path.as_str(), "run" | "create" | "exec");
    let kubectl = command.runs(&["kubectl", "oc"], &["run"]);
    if !(engine || kubectl) {
        return;
    }
    if let Some(flag) = command.flag(&["privileged"]).filter(|flag| flag.is_on()) {
        findings.add_as(
            super::severity(command),
            Code::PRIVILEGED_CONTAINER,
            flag.span,
            "`--privileged` gives the container every right of the host's root",
            "leave it out and give less instead: `--cap-drop ALL --security-opt no-new-privileges --read-only --user 10001:10001`",
        );
    }
    let profile = command.flag(&["profile"]).filter(|flag| flag.text() == "sysadmin");
    if let Some(flag) = profile.filter(|_| command.runs(&["kubectl", "oc"], &["debug"])) {
        let hint = "`--profile=general` or `netadmin` where that is enough";
        let message = "`--profile=sysadmin` is a privileged container";
        findings.add_as(Severity::Note, Code::PRIVILEGED_CONTAINER, flag.span, message, hint);
    }
}
