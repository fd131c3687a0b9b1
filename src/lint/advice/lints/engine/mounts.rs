//! FL1102 and FL1103: the runtime's socket, or a part of the host, inside a container.

use super::makes_container;
use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Flag;
use crate::source::Span;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    if !makes_container(site.command) {
        return;
    }
    for flag in site.command.all(&["volume", "mount"]) {
        if let Some((source, read_only)) = host_path(flag) {
            judge(&source, read_only, flag.span, super::severity(site.command), findings);
        }
    }
}

/// The host's path of a mount, and whether it is mounted read-only.
fn host_path(flag: &Flag) -> Option<(String, bool)> {
    let value = flag.text();
    if flag.name == "volume" {
        let mut parts = value.split(':');
        let source = parts.next()?;
        let read_only = parts.nth(1).is_some_and(|options| options.split(',').any(|option| option == "ro"));
        return Some((source.to_owned(), read_only)).filter(|_| value.contains(':'));
    }
    let keys = || value.split(',');
    let source = keys().find_map(|key| key.strip_prefix("source=").or_else(|| key.strip_prefix("src=")))?;
    let read_only = keys().any(|key| matches!(key, "readonly" | "ro" | "readonly=true" | "ro=true"));
    Some((source.to_owned(), read_only)).filter(|_| !keys().any(|key| key == "type=volume"))
}

fn judge(source: &str, read_only: bool, span: Span, worst: Severity, findings: &mut Findings) {
    if is_runtime_socket(source) {
        findings.add_as(
            worst,
            Code::RUNTIME_SOCKET,
            span,
            format!("`{source}` lets the container start others as root of the host"),
            "leave the mount out; run the engine's own commands on the host instead",
        );
    } else if let Some(what) = sensitive(source).or_else(|| control_groups(source, read_only)) {
        let severity = if read_only { Severity::Warning } else { worst };
        findings.add_as(
            severity,
            Code::HOST_MOUNT,
            span,
            format!("`{source}` of the host ({what}) inside a container"),
            "mount a folder of its own, read-only: `-v /srv/evidence:/evidence:ro`; read the rest on the host",
        );
    }
}

/// Whether a path is the socket of a container runtime, or the folder that holds one.
pub(in crate::lint::advice::lints) fn is_runtime_socket(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path);
    let socket = [
        "docker.sock",
        "containerd.sock",
        "crio.sock",
        "podman.sock",
        "dockershim.sock",
        "cri-dockerd.sock",
        "docker_engine",
    ];
    socket.contains(&name)
        || matches!(
            path,
            "/run"
                | "/var/run"
                | "/run/containerd"
                | "/run/docker"
                | "/var/run/docker"
                | "/var/run/containerd"
        )
}

/// Whoever may write control groups may have the kernel run a program outside of the container (`release_agent`).
fn control_groups(path: &str, read_only: bool) -> Option<&'static str> {
    (path.trim_end_matches('/').starts_with("/sys/fs/cgroup") && !read_only).then_some("its control groups")
}

/// What a part of the host holds that a container should not see.
pub(in crate::lint::advice::lints) fn sensitive(path: &str) -> Option<&'static str> {
    let trimmed = path.trim_end_matches('/');
    let within = |folder: &str| {
        trimmed == folder || trimmed.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    };
    match trimmed {
        "" if path.starts_with('/') => Some("everything"),
        "/etc" | "/etc/shadow" | "/etc/kubernetes" => Some("accounts and secrets"),
        "/root" | "/home" | "/root/.ssh" => Some("people's files and keys"),
        "/var" | "/usr" | "/lib" | "/bin" | "/sbin" => Some("programs and data of the system"),
        "/var/lib/docker" | "/var/lib/containerd" => Some("the files of every container"),
        _ if within("/proc") => Some("every process"),
        _ if within("/sys")
            && !trimmed.starts_with("/sys/fs/cgroup")
            && !trimmed.starts_with("/sys/kernel/debug") =>
        {
            Some("the kernel's settings")
        }
        "/dev" => Some("every device"),
        _ if within("/var/lib/kubelet") => Some("the secrets of every pod of the node"),
        _ if within("/boot") => Some("the kernel"),
        _ => None,
    }
}
