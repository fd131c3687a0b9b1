//! Where pods and containers stand in a document: in every kind of workload, in patches, and in fragments that show
//! only a `spec` or a `securityContext`.

use crate::lint::advice::lints::Object;
use crate::lint::advice::read::yaml;
use crate::source::yaml::{Node, NodeKind};

/// Mappings that are a pod's spec.
pub(super) fn pod_specs<'s>(object: &Object<'s>) -> Vec<&'s Node> {
    if object.is_policy() {
        return Vec::new();
    }
    let is_spec = |name: &str, node: &Node| {
        node.get("containers").is_some_and(|list| matches!(list.kind, NodeKind::Sequence(_)))
            || name == "spec"
                && ["hostPID", "hostIPC", "hostNetwork", "hostUsers"]
                    .iter()
                    .any(|key| node.get(key).is_some())
            || name == "spec" && volumes_of_pod(node)
    };
    let root_is_fragment = object.kind().is_empty()
        && ["hostPID", "hostIPC", "hostNetwork"].iter().any(|key| object.root.get(key).is_some());
    let mut found: Vec<&Node> = yaml::mappings(object.root)
        .into_iter()
        .filter(|(name, node)| is_spec(name, node))
        .map(|(_, node)| node)
        .collect();
    if root_is_fragment && !found.iter().any(|node| std::ptr::eq(*node, object.root)) {
        found.push(object.root);
    }
    found
}

fn volumes_of_pod(node: &Node) -> bool {
    let volumes = node.get("volumes").and_then(Node::items).unwrap_or_default();
    volumes.iter().any(|volume| volume.get("hostPath").is_some_and(|path| path.entries().is_some()))
}

/// Mappings that are a container.
pub(super) fn containers<'s>(object: &Object<'s>) -> Vec<&'s Node> {
    if object.is_policy() {
        return Vec::new();
    }
    let lists = ["containers", "initContainers", "ephemeralContainers"];
    yaml::mappings(object.root)
        .into_iter()
        .filter(|(name, _)| lists.contains(name))
        .map(|(_, node)| node)
        .filter(|node| {
            node.get("name").is_some() || node.get("image").is_some() || node.get("securityContext").is_some()
        })
        .collect()
}

/// Mappings under `securityContext`, of pods, containers, charts' values and fragments.
pub(super) fn security_contexts<'s>(object: &Object<'s>) -> Vec<&'s Node> {
    if object.is_policy() {
        return Vec::new();
    }
    let named =
        |name: &str| matches!(name, "securityContext" | "podSecurityContext" | "containerSecurityContext");
    let mut found: Vec<&Node> = yaml::mappings(object.root)
        .into_iter()
        .filter(|(name, _)| named(name))
        .map(|(_, node)| node)
        .collect();
    let fragment = object.kind().is_empty() && object.root.get("allowPrivilegeEscalation").is_some();
    if fragment {
        found.push(object.root);
    }
    found
}

/// Whether a value is YAML's true.
pub(super) fn is_true(node: Option<&Node>) -> bool {
    node.and_then(Node::plain).is_some_and(|text| matches!(text, "true" | "True" | "TRUE"))
}

/// Whether a value is YAML's false.
pub(super) fn is_false(node: Option<&Node>) -> bool {
    node.and_then(Node::plain).is_some_and(|text| matches!(text, "false" | "False" | "FALSE"))
}

/// Whether the object is an agent of the node, such as Falco itself, which needs to see it.
pub(super) fn is_agent(object: &Object<'_>) -> bool {
    let name = yaml::text_at(object.root, &["metadata", "name"]).unwrap_or_default();
    let names = [
        "falco", "agent", "exporter", "csi", "cni", "proxy", "tetragon", "tracee", "calico", "cilium",
        "fluent", "node-",
    ];
    let chart = ["falco", "falcosidekick", "falcoctl", "driver", "collectors"]
        .iter()
        .any(|key| object.root.get(key).is_some());
    chart || object.kind() == "DaemonSet" && names.iter().any(|part| name.contains(part))
}
