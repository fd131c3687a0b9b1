//! The host and its network: what runs in a shell.

mod access;
mod fetch;
mod files;
mod firewall;
mod kernel;
mod logs;
mod packages;
mod peer;
mod processes;
mod protection;
mod sample;

use super::CommandLint;

pub(super) const COMMANDS: &[CommandLint] = &[
    fetch::check,
    files::check,
    firewall::check,
    protection::check,
    logs::check,
    kernel::check,
    access::check,
    packages::check,
    sample::check,
    peer::check,
    processes::check,
];
