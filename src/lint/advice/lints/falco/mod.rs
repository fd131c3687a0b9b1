//! Falco rules inside advice, and what advice does to Falco's own files.

mod conditions;
mod exceptions;
mod fields;
mod files;
mod keys;
mod switches;

use super::{CommandLint, ObjectLint, RulesLint};

pub(super) const RULES: &[RulesLint] =
    &[conditions::check, fields::check, keys::check, exceptions::check, switches::check];
pub(super) const COMMANDS: &[CommandLint] = &[files::check];
pub(super) const OBJECTS: &[ObjectLint] = &[keys::lone_rule, switches::settings];
