//! FL1204 to FL1207: what a container's security context gives away.

use super::shape::{containers, is_agent, is_false, is_true, security_contexts};
use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Object;
use crate::lint::advice::lints::engine::capabilities::is_dangerous;
use crate::lint::advice::read::yaml;
use crate::source::yaml::Node;

pub(super) fn check(object: &Object<'_>, findings: &mut Findings) {
    for context in security_contexts(object) {
        escalation(object, context, findings);
        capabilities(object, context, findings);
        profiles(object, context, findings);
        user(object, context, findings);
    }
    lacking(object, findings);
    annotation(object, findings);
}

fn escalation(object: &Object<'_>, context: &Node, findings: &mut Findings) {
    let privileged = is_true(context.get("privileged"));
    if let Some(node) =
        context.get("allowPrivilegeEscalation").filter(|node| is_true(Some(node)) && !privileged)
    {
        findings.add(
            Code::PRIVILEGE_ESCALATION,
            object.span(node),
            "a process may gain more rights than its parent, by a setuid program for instance",
            "`allowPrivilegeEscalation: false`",
        );
    }
}

/// An example of hardening that says a lot and leaves this out.
fn lacking(object: &Object<'_>, findings: &mut Findings) {
    if !object.snippet.hardens || object.kind().is_empty() {
        return;
    }
    for container in containers(object) {
        let Some(context) = container.get("securityContext") else { continue };
        let hardening =
            context.get("readOnlyRootFilesystem").is_some() || context.get("capabilities").is_some();
        if hardening
            && context.get("allowPrivilegeEscalation").is_none()
            && !is_true(context.get("privileged"))
        {
            findings.add_as(
                Severity::Note,
                Code::PRIVILEGE_ESCALATION,
                object.span(context),
                "hardening without `allowPrivilegeEscalation: false` lets a setuid program undo it",
                "add `allowPrivilegeEscalation: false`",
            );
        }
    }
}

fn capabilities(object: &Object<'_>, context: &Node, findings: &mut Findings) {
    let Some(added) = yaml::at(context, &["capabilities", "add"]) else { return };
    for (name, node) in yaml::texts(added).into_iter().filter(|(name, _)| is_dangerous(name)) {
        let severity = if is_agent(object) { Severity::Warning } else { Severity::Error };
        findings.add_as(
            severity,
            Code::POD_CAPABILITY,
            object.span(node),
            format!("the capability `{name}` gives control of more than the container"),
            "`drop: [ALL]`, and add only what the program fails without",
        );
    }
}

fn profiles(object: &Object<'_>, context: &Node, findings: &mut Findings) {
    for key in ["seccompProfile", "appArmorProfile"] {
        let Some(kind) = yaml::at(context, &[key, "type"]) else { continue };
        if kind.scalar().is_some_and(|text| text.as_str() == "Unconfined") {
            findings.add(
                Code::POD_UNCONFINED,
                object.span(kind),
                format!("`{key}` switches off what holds the container"),
                format!("`{key}: {{type: RuntimeDefault}}`"),
            );
        }
    }
}

/// AppArmor by annotation: a field since Kubernetes 1.30.
fn annotation(object: &Object<'_>, findings: &mut Findings) {
    for (_, node) in yaml::mappings(object.root).into_iter().filter(|(name, _)| *name == "annotations") {
        let entries = node.entries().unwrap_or_default();
        for (key, value) in entries {
            let name = key.scalar().map_or("", |text| text.as_str());
            if name.starts_with("container.apparmor.security.beta.kubernetes.io/") {
                let off = value.scalar().is_some_and(|text| text.as_str() == "unconfined");
                let severity = if off { Severity::Error } else { Severity::Note };
                findings.add_as(
                    severity,
                    Code::POD_UNCONFINED,
                    object.span(key),
                    if off {
                        "the annotation switches AppArmor off"
                    } else {
                        "the annotation is deprecated since Kubernetes 1.30"
                    },
                    "`securityContext: {appArmorProfile: {type: RuntimeDefault}}`",
                );
            }
        }
    }
}

fn user(object: &Object<'_>, context: &Node, findings: &mut Findings) {
    if is_agent(object) {
        return;
    }
    if let Some(node) = context.get("runAsUser").filter(|node| node.plain() == Some("0")) {
        findings.add(
            Code::RUNS_AS_ROOT,
            object.span(node),
            "the container runs as root",
            "`runAsUser: 10001` and `runAsNonRoot: true`",
        );
    } else if let Some(node) = context.get("runAsNonRoot").filter(|node| is_false(Some(node))) {
        findings.add(
            Code::RUNS_AS_ROOT,
            object.span(node),
            "the container may run as root",
            "`runAsNonRoot: true`",
        );
    }
}
