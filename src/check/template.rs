//! Templates with names resolved, filters looked up and a context at every hole.

use super::condition::{Condition, Operand};
use crate::escape::Context;
use crate::fields::Shape;
use crate::ops::filter::FilterCall;
use crate::source::Span;

/// A checked template.
#[derive(Debug, Clone)]
pub struct Template {
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// Where it stands.
    pub span: Span,
}

/// One piece of a checked template.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Literal text.
    Text(String),
    /// A hole.
    Hole(Hole),
    /// Alternatives; only in prose.
    If {
        /// `if` and `elif`.
        branches: Vec<(Condition, Vec<Piece>)>,
        /// `else`.
        otherwise: Vec<Piece>,
    },
}

/// A checked hole.
#[derive(Debug, Clone)]
pub struct Hole {
    /// What fills it.
    pub value: HoleValue,
    /// Filters, left to right, looked up and typed.
    pub filters: Vec<FilterCall>,
    /// Where it stands in its language.
    pub context: Context,
    /// What its value must look like in code.
    pub shape: Option<Shape>,
    /// What the author wrote between the braces, for messages: `proc.exepath`.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// What fills a hole.
#[derive(Debug, Clone)]
pub enum HoleValue {
    /// A var's value: the site's own, but encoded like any other.
    Var(String),
    /// A field or transformer of the alert.
    Operand(Operand),
}
