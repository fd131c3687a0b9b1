//! The tree of a template, as parsed. Ranges are bytes of the template's own text.

use crate::source::ByteRange;
use crate::syntax::condition::ast::{Expr, Operand};

/// A parsed template.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Template {
    /// Its pieces in order.
    pub pieces: Vec<Piece>,
}

/// One piece.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Literal text, `{{ "{{" }}` already resolved.
    Text {
        /// The text.
        text: String,
        /// Where it stands.
        range: ByteRange,
    },
    /// `{{ … }}`
    Hole(Hole),
    /// `{% if … %} … {% endif %}`
    If {
        /// The `if` and `elif` branches.
        branches: Vec<(Expr, Vec<Piece>)>,
        /// What `else` holds.
        otherwise: Vec<Piece>,
        /// From `{% if` to `endif %}`.
        range: ByteRange,
    },
}

/// A place that a value fills.
#[derive(Debug, Clone, PartialEq)]
pub struct Hole {
    /// What fills it.
    pub source: HoleSource,
    /// Filters, applied left to right.
    pub filters: Vec<FilterUse>,
    /// From `{{` to `}}`.
    pub range: ByteRange,
}

/// What fills a hole.
#[derive(Debug, Clone, PartialEq)]
pub enum HoleSource {
    /// A name without a dot: a parameter or a var.
    Name(String, ByteRange),
    /// A field or transformer, spelled as in a condition.
    Operand(Operand),
}

/// One `| filter` or `| filter("argument")`.
#[derive(Debug, Clone, PartialEq)]
pub struct FilterUse {
    /// Its name, as written; looked up at check.
    pub name: String,
    /// Its arguments, unquoted.
    pub args: Vec<String>,
    /// From its name to its end.
    pub range: ByteRange,
}
