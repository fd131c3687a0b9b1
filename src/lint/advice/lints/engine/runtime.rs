//! FL1611: docker where the alert is about a pod.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let acts =
        matches!(command.path.as_str(), "stop" | "rm" | "kill" | "pause" | "exec" | "restart" | "update");
    if site.subject.kubernetes && site.subject.incident && command.is(&["docker"]) && acts && !command.inside
    {
        findings.add(
            Code::WRONG_RUNTIME,
            command.span,
            "the alert names a pod: its node most likely runs containerd or CRI-O, where docker sees nothing",
            "use kubectl, or on the node `crictl` and `ctr -n k8s.io`",
        );
    }
}
