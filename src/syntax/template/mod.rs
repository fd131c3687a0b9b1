//! Templates: literal text with holes and, in prose, `{% if %}`.
//!
//! In: a template as text and a [`Mode`]. Out: its tree ([`ast`]), or every mistake with its place. Names,
//! fields and filters are not looked up here.

pub mod ast;
mod build;
mod error;
mod go_action;
mod grammar;
mod plain;
mod shift;
mod tokens;

pub use error::TemplateError;

use ast::Template;

/// How long a template may be, in bytes.
pub const MAX_SOURCE: usize = 64 * 1024;

/// How deep `{% if %}` may stand in `{% if %}`.
pub const MAX_NESTING: usize = 16;

/// Where the template stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Running text: holes and `{% if %}`.
    Prose,
    /// An example's code: holes only. Actions of Go templates (`{{.State.Paused}}`) stay as they are.
    Code,
}

/// Reads a template.
///
/// ```
/// use falconer::syntax::template::{Mode, ast::Piece, parse};
/// let template = parse("{{ proc.name }} ran {{ proc.exe_ino.ctime | timestamp }}", Mode::Prose).unwrap();
/// assert_eq!(template.pieces.iter().filter(|p| matches!(p, Piece::Hole(_))).count(), 2);
/// let errors = parse("{{ proc.name", Mode::Prose).unwrap_err();
/// assert_eq!(errors[0].message, "the hole is not closed");
/// ```
///
/// # Errors
/// Every mistake, in order of the text.
pub fn parse(text: &str, mode: Mode) -> Result<Template, Vec<TemplateError>> {
    if text.len() > MAX_SOURCE {
        return Err(vec![TemplateError::too_long(text.len())]);
    }
    build::template(&tokens::read(text), text, mode)
}
