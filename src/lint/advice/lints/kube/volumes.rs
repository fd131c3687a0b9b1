//! FL1203: paths of the node inside a pod.

use super::shape::{is_agent, is_true, pod_specs};
use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Object;
use crate::lint::advice::lints::engine::mounts;
use crate::lint::advice::read::yaml;
use crate::source::yaml::Node;

pub(super) fn check(object: &Object<'_>, findings: &mut Findings) {
    for spec in pod_specs(object) {
        for volume in spec.get("volumes").and_then(Node::items).unwrap_or_default() {
            let Some(path) = yaml::at(volume, &["hostPath", "path"]) else { continue };
            let text = path.scalar().map_or("", |text| text.as_str());
            judge(object, spec, volume, path, text, findings);
        }
    }
}

fn judge(object: &Object<'_>, spec: &Node, volume: &Node, path: &Node, text: &str, findings: &mut Findings) {
    let hint = "use `emptyDir`, or a volume claim; read the node's files on the node";
    if mounts::is_runtime_socket(text) {
        let message = format!("`{text}` lets the pod start others as root of the node");
        let severity = if is_agent(object) { Severity::Warning } else { Severity::Error };
        return findings.add_as(severity, Code::HOST_PATH, object.span(path), message, hint);
    }
    let what = mounts::sensitive(text);
    let read_only = is_read_only(spec, yaml::text_at(volume, &["name"]).unwrap_or_default());
    let severity = match (what, is_agent(object) || read_only) {
        (Some(_), false) => Severity::Error,
        (Some(_), true) => Severity::Warning,
        (None, true) => Severity::Note,
        (None, false) => Severity::Warning,
    };
    let holds = what.map(|what| format!(" ({what})")).unwrap_or_default();
    findings.add_as(
        severity,
        Code::HOST_PATH,
        object.span(path),
        format!("`{text}` of the node{holds} inside a pod"),
        hint,
    );
}

/// Whether every container mounts the volume read-only.
fn is_read_only(spec: &Node, name: &str) -> bool {
    let containers = spec.get("containers").and_then(Node::items).unwrap_or_default();
    let mounts =
        containers.iter().flat_map(|one| one.get("volumeMounts").and_then(Node::items).unwrap_or_default());
    let mut own = mounts.filter(|mount| yaml::text_at(mount, &["name"]) == Some(name)).peekable();
    own.peek().is_some() && own.all(|mount| is_true(mount.get("readOnly")))
}
