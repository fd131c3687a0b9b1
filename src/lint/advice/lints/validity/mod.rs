//! Advice that does not work: flags and subcommands that do not exist, text that is no shell or no YAML.

mod data;
mod flags;
mod placeholders;
mod prose;
mod script;

use super::{CommandLint, ObjectLint, SnippetLint};

pub(super) const COMMANDS: &[CommandLint] = &[flags::check, placeholders::check, script::check];
pub(super) const OBJECTS: &[ObjectLint] = &[data::repeated];
pub(super) const SNIPPETS: &[SnippetLint] = &[data::broken, script::broken, data::misnamed, prose::check];
