//! Cloud control planes, identity providers and repositories.

mod exposure;
mod identity;
mod logging;
mod policy;
mod repository;

use super::{CommandLint, ObjectLint};

pub(super) const COMMANDS: &[CommandLint] =
    &[exposure::check, identity::check, logging::check, policy::command, repository::check];

pub(super) const OBJECTS: &[ObjectLint] = &[policy::check];
