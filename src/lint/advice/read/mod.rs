//! Readers: text of one language in, a model that lints can ask out. Every part of a model knows its place.

pub(super) mod command;
pub(super) mod dockerfile;
pub(super) mod embedded;
pub(super) mod falco;
pub(super) mod json_patch;
pub(super) mod parse;
pub(super) mod shell;
pub(super) mod transcript;
pub(super) mod unwrap;
mod vars;
pub(super) mod word;
pub(super) mod yaml;

/// No snippet larger than this is read; what is left out is counted and said.
pub(super) const MAX_SNIPPET: usize = 256 * 1024;
/// How often a script may stand inside a script (`ssh h 'sh -c "…"'`).
pub(super) const MAX_NESTED: usize = 8;
/// How many commands of one snippet are looked at.
pub(super) const MAX_COMMANDS: usize = 2_000;
