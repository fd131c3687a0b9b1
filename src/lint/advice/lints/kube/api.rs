//! FL1212 and FL1213: objects that a cluster of today refuses.

use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Object;
use crate::lint::advice::read::yaml;
use crate::source::yaml::Node;

/// Kinds, the version that is gone, the release that removed it, and what takes its place
/// (<https://kubernetes.io/docs/reference/using-api/deprecation-guide/>).
const REMOVED: [(&str, &str, &str, &str); 13] = [
    (
        "PodSecurityPolicy",
        "",
        "1.25",
        "the label `pod-security.kubernetes.io/enforce: restricted` on the namespace",
    ),
    ("Deployment", "extensions/v1beta1", "1.16", "`apiVersion: apps/v1`"),
    ("DaemonSet", "extensions/v1beta1", "1.16", "`apiVersion: apps/v1`"),
    ("ReplicaSet", "extensions/v1beta1", "1.16", "`apiVersion: apps/v1`"),
    ("NetworkPolicy", "extensions/v1beta1", "1.16", "`apiVersion: networking.k8s.io/v1`"),
    ("Ingress", "extensions/v1beta1", "1.22", "`apiVersion: networking.k8s.io/v1`"),
    ("Ingress", "networking.k8s.io/v1beta1", "1.22", "`apiVersion: networking.k8s.io/v1`"),
    ("CronJob", "batch/v1beta1", "1.25", "`apiVersion: batch/v1`"),
    ("PodDisruptionBudget", "policy/v1beta1", "1.25", "`apiVersion: policy/v1`"),
    (
        "ClusterRole",
        "rbac.authorization.k8s.io/v1beta1",
        "1.22",
        "`apiVersion: rbac.authorization.k8s.io/v1`",
    ),
    (
        "ClusterRoleBinding",
        "rbac.authorization.k8s.io/v1beta1",
        "1.22",
        "`apiVersion: rbac.authorization.k8s.io/v1`",
    ),
    ("Role", "rbac.authorization.k8s.io/v1beta1", "1.22", "`apiVersion: rbac.authorization.k8s.io/v1`"),
    (
        "ValidatingAdmissionPolicy",
        "admissionregistration.k8s.io/v1alpha1",
        "1.34",
        "`apiVersion: admissionregistration.k8s.io/v1`",
    ),
];

/// Kinds and the groups in which they stand.
const GROUPS: [(&str, &[&str]); 24] = [
    (
        "NetworkPolicy",
        &["networking.k8s.io/v1", "extensions/v1beta1", "crd.projectcalico.org/v1", "projectcalico.org/v3"],
    ),
    (
        "Ingress",
        &[
            "networking.k8s.io/v1",
            "networking.k8s.io/v1beta1",
            "extensions/v1beta1",
            "config.openshift.io/v1",
        ],
    ),
    ("Deployment", &["apps/"]),
    ("StatefulSet", &["apps/"]),
    ("DaemonSet", &["apps/"]),
    ("ReplicaSet", &["apps/"]),
    ("Pod", &["v1"]),
    ("Secret", &["v1"]),
    ("ConfigMap", &["v1"]),
    ("Namespace", &["v1"]),
    ("ServiceAccount", &["v1"]),
    ("PersistentVolumeClaim", &["v1"]),
    ("ResourceQuota", &["v1"]),
    ("LimitRange", &["v1"]),
    ("Job", &["batch/"]),
    ("CronJob", &["batch/"]),
    ("Role", &["rbac.authorization.k8s.io/", "iam."]),
    ("ClusterRole", &["rbac.authorization.k8s.io/"]),
    ("RoleBinding", &["rbac.authorization.k8s.io/"]),
    ("ClusterRoleBinding", &["rbac.authorization.k8s.io/"]),
    ("PodDisruptionBudget", &["policy/"]),
    ("HorizontalPodAutoscaler", &["autoscaling/"]),
    ("ValidatingAdmissionPolicy", &["admissionregistration.k8s.io/"]),
    ("ValidatingAdmissionPolicyBinding", &["admissionregistration.k8s.io/"]),
];

pub(super) fn check(object: &Object<'_>, findings: &mut Findings) {
    let (kind, api) = (object.kind(), object.api());
    if kind.is_empty() || api.is_empty() {
        return;
    }
    let removed = REMOVED
        .iter()
        .find(|row| row.0 == kind && (row.1.is_empty() && api.starts_with("policy/") || row.1 == api));
    if let (Some((_, _, release, instead)), Some(node)) = (removed, object.root.get("apiVersion")) {
        let message = format!("Kubernetes {release} and later have no `{kind}` of `{api}`");
        return findings.add(Code::REMOVED_API, object.span(node), message, format!("use {instead}"));
    }
    wrong_group(object, kind, api, findings);
    fields(object, findings);
}

fn wrong_group(object: &Object<'_>, kind: &str, api: &str, findings: &mut Findings) {
    let Some((_, groups)) = GROUPS.iter().find(|(name, _)| *name == kind) else { return };
    let fits =
        |group: &&str| if group.ends_with(['/', '.']) { api.starts_with(*group) } else { api == *group };
    let own = [
        "v1",
        "apps/",
        "batch/",
        "policy/",
        "networking.k8s.io/",
        "rbac.authorization.k8s.io/",
        "extensions/",
    ];
    // Kinds of other groups may share a name (`Role` of a cloud); only groups of Kubernetes itself are judged.
    let judged =
        own.iter().any(|group| if group.ends_with('/') { api.starts_with(group) } else { api == *group });
    if judged
        && !groups.iter().any(fits)
        && let Some(node) = object.root.get("apiVersion")
    {
        let right = groups.first().copied().unwrap_or_default();
        let right = if right.ends_with('/') { format!("{right}v1") } else { right.to_owned() };
        findings.add(
            Code::MANIFEST_SHAPE,
            object.span(node),
            format!("`{kind}` is no kind of `{api}`"),
            format!("`apiVersion: {right}`"),
        );
    }
}

/// Fields at the wrong place or of the wrong type, of those that hardening and isolation use.
fn fields(object: &Object<'_>, findings: &mut Findings) {
    if object.is_policy() {
        return;
    }
    for (name, node) in yaml::mappings(object.root) {
        match name {
            "securityContext" => {
                security_context(object, node, findings);
            }
            "spec" if object.kind() == "NetworkPolicy" => {
                for (key, _) in node.entries().unwrap_or_default() {
                    strange(
                        object,
                        key,
                        &["podSelector", "policyTypes", "ingress", "egress"],
                        "a NetworkPolicy's spec",
                        findings,
                    );
                }
            }
            _ => {}
        }
    }
}

const POD_AND_CONTAINER: [&str; 18] = [
    "allowPrivilegeEscalation",
    "appArmorProfile",
    "capabilities",
    "privileged",
    "procMount",
    "readOnlyRootFilesystem",
    "runAsGroup",
    "runAsNonRoot",
    "runAsUser",
    "seLinuxOptions",
    "seccompProfile",
    "windowsOptions",
    "fsGroup",
    "fsGroupChangePolicy",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "sysctls",
    "seLinuxChangePolicy",
];

fn security_context(object: &Object<'_>, node: &Node, findings: &mut Findings) {
    let api = object.api();
    // Charts and operators add switches of their own.
    if !(api == "v1" || api.starts_with("apps/") || api.starts_with("batch/")) {
        return;
    }
    for (key, value) in node.entries().unwrap_or_default() {
        strange(object, key, &POD_AND_CONTAINER, "a securityContext", findings);
        let name = key.scalar().map_or("", |text| text.as_str());
        let boolean = matches!(
            name,
            "privileged" | "allowPrivilegeEscalation" | "runAsNonRoot" | "readOnlyRootFilesystem"
        );
        let is_boolean = matches!(value.plain(), Some("true" | "false" | "True" | "False"));
        if boolean
            && !is_boolean
            && !value.is_null()
            && value
                .scalar()
                .is_some_and(|text| !text.as_str().starts_with('x') && !text.as_str().contains('$'))
        {
            let message = format!("`{name}` is a boolean");
            findings.add(
                Code::MANIFEST_SHAPE,
                object.span(value),
                message,
                "write `true` or `false` without quotes",
            );
        }
    }
}

fn strange(object: &Object<'_>, key: &Node, known: &[&str], place: &str, findings: &mut Findings) {
    let Some(name) = key.scalar().map(|text| text.as_str()) else { return };
    if known.contains(&name) || name.starts_with('x') && name.chars().all(|c| c == 'x') || name.is_empty() {
        return;
    }
    let hint = match crate::diag::did_you_mean(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{place} has `{}`", known.join("`, `")),
    };
    findings.add_as(
        Severity::Error,
        Code::MANIFEST_SHAPE,
        object.span(key),
        format!("`{name}` is no field of {place}"),
        hint,
    );
}
