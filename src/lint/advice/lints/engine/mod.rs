//! Containers on the command line: docker, podman and nerdctl.

mod api;
pub(super) mod capabilities;
mod confinement;
mod image;
pub(super) mod mounts;
mod namespaces;
mod ports;
mod privileged;
pub(super) mod update;

use super::CommandLint;
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
];

/// Whether a command makes a container.
fn makes_container(command: &Command) -> bool {
    command.is_engine() && matches!(command.path.as_str(), "run" | "create")
}
