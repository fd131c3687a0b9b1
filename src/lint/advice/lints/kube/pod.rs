//! FL1201 and FL1202: privileged containers, namespaces of the host.

use super::shape::{is_agent, is_true, pod_specs, security_contexts};
use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Object;

pub(super) fn check(object: &Object<'_>, findings: &mut Findings) {
    let agent = is_agent(object);
    let severity = if agent { Severity::Warning } else { Severity::Error };
    for context in security_contexts(object) {
        if let Some(node) = context.get("privileged").filter(|node| is_true(Some(node))) {
            let hint = match agent {
                true => {
                    "an agent of the node may need it; prefer the capabilities that its documentation lists"
                }
                false => {
                    "leave it out: `allowPrivilegeEscalation: false`, `capabilities: {drop: [ALL]}`, `runAsNonRoot: true`"
                }
            };
            findings.add_as(
                severity,
                Code::PRIVILEGED_POD,
                object.span(node),
                "a privileged container is root of the node",
                hint,
            );
        }
    }
    for spec in pod_specs(object) {
        for key in ["hostPID", "hostIPC", "hostNetwork"] {
            if let Some(node) = spec.get(key).filter(|node| is_true(Some(node))) {
                findings.add_as(
                    severity,
                    Code::POD_HOST_NAMESPACE,
                    object.span(node),
                    format!("`{key}: true` takes down the wall between the pod and its node"),
                    format!(
                        "leave `{key}` out; to look at one container's processes use `kubectl debug --target`"
                    ),
                );
            }
        }
    }
}
