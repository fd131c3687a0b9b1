//! Compose files: the questions of the command line, asked of `services`.

use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Object;
use crate::lint::advice::lints::engine::{capabilities, mounts, ports};
use crate::lint::advice::read::yaml;
use crate::source::yaml::Node;

pub(super) fn check(object: &Object<'_>, findings: &mut Findings) {
    if !object.kind().is_empty() {
        return;
    }
    for (_, service) in object.root.get("services").and_then(Node::entries).unwrap_or_default() {
        if service.entries().is_some() {
            rights(object, service, findings);
            volumes(object, service, findings);
            published(object, service, findings);
        }
    }
}

fn rights(object: &Object<'_>, service: &Node, findings: &mut Findings) {
    if let Some(node) = service.get("privileged").filter(|node| node.plain() == Some("true")) {
        findings.add(
            Code::PRIVILEGED_CONTAINER,
            object.span(node),
            "`privileged: true` gives the service every right of the host's root",
            "leave it out: `cap_drop: [ALL]`, `security_opt: [no-new-privileges:true]`, `read_only: true`",
        );
    }
    for (key, code) in [
        ("pid", Code::HOST_NAMESPACE),
        ("ipc", Code::HOST_NAMESPACE),
        ("network_mode", Code::HOST_NETWORK),
        ("userns_mode", Code::HOST_NAMESPACE),
    ] {
        if let Some(node) =
            service.get(key).filter(|node| node.scalar().is_some_and(|text| text.as_str() == "host"))
        {
            findings.add(
                code,
                object.span(node),
                format!("`{key}: host` takes down the wall between the service and the host"),
                format!("leave `{key}` out"),
            );
        }
    }
    for (name, node) in service.get("cap_add").map(yaml::texts).unwrap_or_default() {
        if capabilities::is_dangerous(name) {
            let message = format!("the capability `{name}` gives control of more than the container");
            findings.add(
                Code::DANGEROUS_CAPABILITY,
                object.span(node),
                message,
                "`cap_drop: [ALL]`, and add only what the program fails without",
            );
        }
    }
    for (option, node) in service.get("security_opt").map(yaml::texts).unwrap_or_default() {
        if option.contains("unconfined") || option == "label:disable" || option == "label=disable" {
            findings.add(
                Code::UNCONFINED,
                object.span(node),
                format!("`{option}` switches off what holds the container"),
                "leave it out: the default profile applies",
            );
        }
    }
}

fn volumes(object: &Object<'_>, service: &Node, findings: &mut Findings) {
    for volume in service.get("volumes").and_then(Node::items).unwrap_or_default() {
        let (source, read_only, node) = match volume.scalar() {
            Some(text) => (
                text.as_str().split(':').next().unwrap_or_default().to_owned(),
                text.as_str().ends_with(":ro"),
                volume,
            ),
            None => match volume.get("source") {
                Some(source) => (
                    source.scalar().map_or("", |text| text.as_str()).to_owned(),
                    volume.get("read_only").and_then(Node::plain) == Some("true"),
                    source,
                ),
                None => continue,
            },
        };
        if mounts::is_runtime_socket(&source) {
            let message = format!("`{source}` lets the service start others as root of the host");
            findings.add(
                Code::RUNTIME_SOCKET,
                object.span(node),
                message,
                "leave the mount out, or put a proxy before the socket that only reads",
            );
        } else if let Some(what) = mounts::sensitive(&source) {
            let severity = if read_only { Severity::Warning } else { Severity::Error };
            let message = format!("`{source}` of the host ({what}) inside a service");
            findings.add_as(severity, Code::HOST_MOUNT, object.span(node), message, "use a named volume");
        }
    }
}

fn published(object: &Object<'_>, service: &Node, findings: &mut Findings) {
    let mappings = service.get("ports").map(yaml::texts).unwrap_or_default();
    for (mapping, node) in mappings.into_iter().filter(|_| object.snippet.incident) {
        if let Some(inner) = ports::open_admin_port(mapping) {
            findings.add(
                Code::ADMIN_PORT,
                object.span(node),
                format!("port {inner} is reachable from every network of the host"),
                format!("bind it to the host itself: `127.0.0.1:{inner}:{inner}`, or do not publish it"),
            );
        }
    }
}
