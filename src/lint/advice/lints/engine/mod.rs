//! Containers on the command line: docker, podman and nerdctl.

mod api;
pub(super) mod capabilities;
mod confinement;
mod image;
pub(super) mod mounts;
mod namespaces;
pub(super) mod ports;
mod privileged;
mod runtime;
pub(super) mod update;

use super::CommandLint;
use crate::diag::Severity;
use crate::lint::advice::read::command::Command;

pub(super) const COMMANDS: &[CommandLint] = &[
    privileged::check,
    mounts::check,
    namespaces::check,
    capabilities::check,
    confinement::check,
    image::check,
    update::check,
    api::check,
    ports::check,
    runtime::check,
];

/// Whether a command makes a container.
fn makes_container(command: &Command) -> bool {
    command.is_engine() && matches!(command.path.as_str(), "run" | "create")
}

/// How bad a right is: an agent that watches the host needs some.
fn severity(command: &Command) -> Severity {
    let agents = ["falco", "sysdig", "tracee", "tetragon", "cadvisor", "node-exporter", "driverkit"];
    let image = command.operand(0).unwrap_or_default();
    if agents.iter().any(|agent| image.contains(agent)) { Severity::Warning } else { Severity::Error }
}
