//! Templates with names resolved, filters looked up and a context at every hole.
//!
//! In: a template's [`Text`], the parameters of its strategy ([`Bindings`]) and the site's names ([`Site`]).
//! Out: a [`Template`] that the report fills, and diagnostics. Knows no alert.

mod holes;
mod prose;

use super::condition::{Condition, Names, Operand};
use crate::diag::{Code, Diagnostic};
use crate::escape::{CodePiece, Context, Lang, begins_command, contexts, is_hidden};
use crate::fields::Shape;
use crate::ops::filter::FilterCall;
use crate::source::{ByteRange, Span, Text};
use crate::syntax::condition::ast::Expr;
use crate::syntax::prose::forbidden_character;
use crate::syntax::template::{Mode, ast, parse};
use holes::Resolver;
use std::collections::BTreeMap;

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
    /// A hole; most pieces are text, which takes less room.
    Hole(Box<Hole>),
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
    /// What its value must look like in code; none after a filter that changes the value.
    pub shape: Option<Shape>,
    /// What a reader knows the value by: the field's name, also where a parameter stands for it.
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

/// The parameters of a strategy and what each is bound to; `None` for one that no use binds, whose holes are
/// checked as far as that goes.
pub type Bindings = BTreeMap<String, Option<Operand>>;

/// The names of the site's rulebook that templates may use.
pub trait Site: Names {
    /// The value of a var.
    fn var(&self, name: &str) -> Option<&str>;

    /// All names of vars, for "did you mean".
    fn vars(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Whether the macros of a condition of `{% if %}` can be written out; what is wrong is added to `out`.
    fn macros_are_usable(&self, text: &Text, expr: &Expr, out: &mut Vec<Diagnostic>) -> bool {
        let _ = (text, expr, out);
        true
    }
}

/// Checks prose: a summary, an analysis, a strategy's text. `None` after an error, or where an unbound
/// parameter leaves a hole open; what is wrong is added to `out`.
pub fn check_prose(
    text: &Text,
    bindings: &Bindings,
    site: &dyn Site,
    out: &mut Vec<Diagnostic>,
) -> Option<Template> {
    let parsed = parsed(text, Mode::Prose, out)?;
    prose::check(text, &parsed, out);
    let pieces = Resolver { text, bindings, site, out, holes: 0 }.pieces(&parsed.pieces)?;
    Some(Template { pieces, span: text.span() })
}

/// Checks an example's code in its language. `None` after an error, or where an unbound parameter leaves a hole
/// open; what is wrong is added to `out`.
pub fn check_code(
    text: &Text,
    lang: Lang,
    bindings: &Bindings,
    site: &dyn Site,
    out: &mut Vec<Diagnostic>,
) -> Option<Template> {
    let parsed = parsed(text, Mode::Code, out)?;
    let contexts = code_contexts(text, &parsed, lang, out);
    let mut pieces = Resolver { text, bindings, site, out, holes: 0 }.pieces(&parsed.pieces)?;
    let mut contexts = contexts?.into_iter();
    for piece in &mut pieces {
        if let Piece::Hole(hole) = piece {
            hole.context = contexts.next()?;
        }
    }
    Some(Template { pieces, span: text.span() })
}

/// Reports a character of the author's that no reader sees, and that only a terminal, a shell or a CI log would
/// obey.
pub(crate) fn check_visible(text: &Text, mode: Mode, out: &mut Vec<Diagnostic>) {
    if is_plain(text.as_str()) {
        return;
    }
    // What joins letters and emoji is right in prose, and in code names something else than it shows.
    let joins =
        |c: char| mode == Mode::Prose && matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}');
    let is_wrong = |c: char| is_hidden(c) && !matches!(c, '\n' | '\t') && !joins(c);
    let commands = |&(at, c): &(usize, char)| is_wrong(c) || begins_command(text.as_str(), at, c);
    let Some((at, c)) = text.as_str().char_indices().find(commands) else { return };
    let span = text.span_at(ByteRange::new(at, at.saturating_add(c.len_utf8())));
    let message = if is_wrong(c) {
        format!("the text holds the character U+{:04X}, which no reader sees", u32::from(c))
    } else {
        "a CI log takes this for a command".to_owned()
    };
    out.push(Diagnostic::new(Code::HIDDEN_CHARACTER, span, message).hint("remove it, or write its name"));
}

/// Whether a text is ASCII without control characters and without the pairs that begin a command of a CI log, so that
/// no character of it need be looked at more closely.
fn is_plain(text: &str) -> bool {
    let is_visible = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    // Without an early end the processor looks at many bytes at once.
    let all_visible = text.as_bytes().iter().fold(true, |all, byte| all & is_visible(byte));
    all_visible && !text.contains("::") && !text.contains("##")
}

fn parsed(text: &Text, mode: Mode, out: &mut Vec<Diagnostic>) -> Option<ast::Template> {
    // Private-use characters have a message of their own in prose.
    let is_mark = mode == Mode::Prose && forbidden_character(text.as_str()).is_some();
    if !is_mark {
        check_visible(text, mode, out);
    }
    match parse(text.as_str(), mode) {
        Ok(template) => Some(template),
        Err(errors) => {
            out.extend(errors.iter().map(|error| error.diagnostic(text)));
            None
        }
    }
}

fn code_contexts(
    text: &Text,
    parsed: &ast::Template,
    lang: Lang,
    out: &mut Vec<Diagnostic>,
) -> Option<Vec<Context>> {
    let mut ranges = Vec::new();
    let mut pieces = Vec::new();
    for piece in &parsed.pieces {
        match piece {
            ast::Piece::Text { text, .. } => pieces.push(CodePiece::Text(text)),
            ast::Piece::Hole(hole) => {
                pieces.push(CodePiece::Hole);
                ranges.push(hole.range);
            }
            // The parser refuses alternatives in code.
            ast::Piece::If { .. } => return None,
        }
    }
    match contexts(lang, &pieces) {
        Ok(contexts) => Some(contexts),
        Err(errors) => {
            for error in errors {
                let span = ranges.get(error.hole).map_or(text.span(), |range| text.span_at(*range));
                out.push(Diagnostic::new(Code::UNSAFE_HOLE, span, error.message).hint(error.hint));
            }
            None
        }
    }
}

#[cfg(test)]
mod tests;
