//! The condition language: text to tree, and tree to text.
//!
//! In: a condition as text. Out: its tree ([`ast`]) with the [`Trap`]s met, or one [`SyntaxError`]. The Falco
//! dialect accepts exactly what Falco's own parser accepts and gives the same tree. Names are not resolved,
//! fields not looked up, types not known here.

pub mod ast;
mod build;
mod error;
mod explain;
mod grammar;
mod json;
mod print;
mod quoted;
mod trap;
mod words;

pub use error::{SyntaxError, SyntaxErrorKind};
pub use json::{operand_to_json, to_json};
pub use print::{print, print_as};
pub use trap::{Trap, TrapKind};
pub use words::OperatorKind;

use crate::source::ByteRange;
use ast::{Dialect, Expr, Operand, OperandKind};
use build::{Builder, Stop};
use grammar::Rule;

/// The depth at which Falco's rule loader gives up, counted as Falco counts
/// (`rule_loader_compiler.cpp` of falcosecurity/falco).
pub const MAX_DEPTH: usize = 1000;

/// Bytes a condition may have.
pub const MAX_SOURCE: usize = 64 * 1024;

/// How to parse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseOptions {
    /// Which language is spoken.
    pub dialect: Dialect,
    /// The depth that is one too much; no more than [`MAX_DEPTH`] has effect.
    pub max_depth: usize,
}

impl Default for ParseOptions {
    fn default() -> Self {
        Self { dialect: Dialect::default(), max_depth: MAX_DEPTH }
    }
}

/// A condition, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// Its tree.
    pub expr: Expr,
    /// Where Falco understands it otherwise than one would think, in order of the text.
    pub traps: Vec<Trap>,
}

/// Reads a condition.
///
/// ```
/// use falconer::syntax::condition::{ParseOptions, ast::ExprKind, parse};
/// let parsed = parse("proc.name = bash and not user.name = root", ParseOptions::default())?;
/// assert!(matches!(parsed.expr.kind, ExprKind::And(_)));
/// let error = parse("proc.name = bash AND user.name = root", ParseOptions::default()).unwrap_err();
/// assert_eq!(error.hint.as_deref(), Some("write `and`"));
/// # Ok::<(), falconer::syntax::condition::SyntaxError>(())
/// ```
///
/// # Errors
/// The first place where the text leaves the language.
pub fn parse(text: &str, options: ParseOptions) -> Result<Parsed, SyntaxError> {
    if text.len() > MAX_SOURCE {
        return Err(too_long(text));
    }
    let max_depth = options.max_depth.min(MAX_DEPTH);
    let pair = grammar::run(grammar::entry(options.dialect), text)
        .map_err(|failure| explain::failure(text, &failure, options.dialect))?;
    let mut builder = Builder::new(text, max_depth);
    let expr = builder.condition(pair).map_err(|stop| stopped(stop, max_depth))?;
    let mut traps = builder.traps;
    traps.sort_by_key(|trap| trap.range);
    Ok(Parsed { expr, traps })
}

/// Reads a text that is one field or one transformer, as in a template's hole: `proc.aname[2]`,
/// `basename(proc.exepath)`. Blanks around it are allowed, and so are our additions.
///
/// # Errors
/// The first place where the text leaves the language.
pub fn parse_operand(text: &str) -> Result<Operand, SyntaxError> {
    if is_plain_field(text) {
        let kind = OperandKind::Field { name: text.to_owned(), argument: None };
        return Ok(Operand { kind, range: ByteRange::new(0, text.len()) });
    }
    parse_any_operand(text)
}

fn parse_any_operand(text: &str) -> Result<Operand, SyntaxError> {
    let pair =
        grammar::run(Rule::lone_operand, text).map_err(|failure| explain::operand_failure(text, &failure))?;
    let mut builder = Builder::new(text, MAX_DEPTH);
    builder.lone_operand(pair).map_err(|stop| stopped(stop, MAX_DEPTH))
}

/// Whether a text is a field without an argument, in small letters: what most holes hold, and no work for a grammar.
fn is_plain_field(text: &str) -> bool {
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    text.contains('.') && text.split('.').all(is_name)
}

fn too_long(text: &str) -> SyntaxError {
    let last = text.char_indices().map(|(at, _)| at).take_while(|&at| at <= MAX_SOURCE).last().unwrap_or(0);
    let message = "the condition is longer than 64 KiB";
    SyntaxError::new(SyntaxErrorKind::TooLong, ByteRange::new(last, last), message, "cut here at the latest")
        .hint("move parts into macros, and constants into lists")
}

fn stopped(stop: Stop, max_depth: usize) -> SyntaxError {
    match stop {
        Stop::TooDeep(range) => explain::too_deep(range, max_depth),
        Stop::Shape(range) => SyntaxError::new(SyntaxErrorKind::Junk, range, "this cannot be read", "here"),
    }
}

#[cfg(test)]
mod plain_field {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What needs no grammar is what the grammar reads.
        #[test]
        fn is_read_as_by_the_grammar(text in "(and|or|not|in|val|[a-z][a-z0-9_]{0,3})(\\.(and|not|exists|[a-z][a-z0-9_]{0,3})){1,3}") {
            prop_assert!(is_plain_field(&text), "{text}");
            prop_assert_eq!(parse_operand(&text).unwrap(), parse_any_operand(&text).unwrap());
        }
    }
}
