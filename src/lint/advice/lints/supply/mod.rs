//! What runs and where it comes from: images, Dockerfiles, signatures, secrets in commands.

mod compose;
mod credentials;
mod dockerfile;
mod signatures;
mod tags;

use super::{CommandLint, ObjectLint, SnippetLint};

pub(super) const COMMANDS: &[CommandLint] = &[tags::command, signatures::check, credentials::command];
pub(super) const OBJECTS: &[ObjectLint] = &[tags::check, compose::check];
pub(super) const SNIPPETS: &[SnippetLint] = &[dockerfile::check, credentials::snippet];
