//! FL1214 and FL1215: admission controls that control nothing.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::{Object, Site};
use crate::lint::advice::read::yaml;
use crate::lint::advice::snippet::Snippet;
use crate::source::yaml::Node;

const ENFORCE: &str = "pod-security.kubernetes.io/enforce";
const HINT: &str =
    "`pod-security.kubernetes.io/enforce=restricted`, or `baseline` where that is not possible yet";

/// `kubectl label ns NS pod-security.kubernetes.io/enforce=privileged`
pub(super) fn command(site: &Site<'_>, findings: &mut Findings) {
    if !site.command.runs(&["kubectl", "oc"], &["label"]) {
        return;
    }
    for word in &site.command.operands {
        if word.as_str().strip_prefix(ENFORCE) == Some("=privileged") {
            findings.add(Code::NO_ADMISSION, word.span(), "the level `privileged` refuses nothing", HINT);
        }
    }
}

pub(super) fn check(object: &Object<'_>, findings: &mut Findings) {
    if object.kind() == "Namespace"
        && let Some(level) = yaml::at(object.root, &["metadata", "labels", ENFORCE])
        && level.scalar().is_some_and(|text| text.as_str() == "privileged")
    {
        findings.add(Code::NO_ADMISSION, object.span(level), "the level `privileged` refuses nothing", HINT);
    }
    if object.kind().ends_with("WebhookConfiguration") {
        for webhook in object.root.get("webhooks").and_then(Node::items).unwrap_or_default() {
            if let Some(policy) = webhook
                .get("failurePolicy")
                .filter(|node| node.scalar().is_some_and(|text| text.as_str() == "Ignore"))
            {
                findings.add(
                    Code::NO_ADMISSION,
                    object.span(policy),
                    "with `failurePolicy: Ignore` everything passes while the webhook is down",
                    "`failurePolicy: Fail`, with the webhook's own namespace left out",
                );
            }
        }
    }
}

/// A policy whose binding is not shown does nothing when it is applied.
pub(super) fn snippet(snippet: &Snippet, findings: &mut Findings) {
    let mut policies = Vec::new();
    let mut bound = false;
    for documents in &snippet.documents {
        for root in &documents.roots {
            match yaml::text_at(root, &["kind"]) {
                Some("ValidatingAdmissionPolicy" | "MutatingAdmissionPolicy") => {
                    policies.extend(root.get("kind").map(|kind| documents.span(kind)))
                }
                Some("ValidatingAdmissionPolicyBinding" | "MutatingAdmissionPolicyBinding") => bound = true,
                _ => {}
            }
        }
    }
    if !bound {
        for span in policies {
            findings.add(
                Code::POLICY_UNBOUND,
                span,
                "without a binding the policy is never asked",
                "add a `ValidatingAdmissionPolicyBinding`, first with `validationActions: [Warn, Audit]`",
            );
        }
    }
}
