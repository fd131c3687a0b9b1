//! The tree of a template from its tokens: nesting counted, holes and conditions read.

use super::ast::{Hole, HoleSource, Piece, Template};
use super::error::TemplateError;
use super::go_action::is_go_action;
use super::tokens::{Slice, Token, TokenKind};
use super::{MAX_NESTING, Mode};
use crate::source::ByteRange;
use crate::syntax::condition::ast::Expr;
use crate::syntax::condition::{self, ParseOptions, SyntaxError};

/// Builds the tree.
pub(super) fn template(tokens: &[Token<'_>], text: &str, mode: Mode) -> Result<Template, Vec<TemplateError>> {
    let mut builder =
        Builder { text, eat_line: false, mode, errors: Vec::new(), open: Vec::new(), pieces: Vec::new() };
    for (at, token) in tokens.iter().enumerate() {
        let alone = mode == Mode::Prose && stands_alone(tokens, at);
        builder.token(token, alone);
    }
    builder.finish()
}

/// An `{% if %}` that is still open.
struct Open {
    range: ByteRange,
    branches: Vec<(Expr, Vec<Piece>)>,
    /// The condition of the branch that is being read; `None` once `else` was met or if it cannot be read.
    condition: Option<Expr>,
    has_else: bool,
    /// The pieces before it.
    before: Vec<Piece>,
}

struct Builder<'t> {
    text: &'t str,
    /// The rest of the line belongs to a directive that stands alone on it.
    eat_line: bool,
    mode: Mode,
    errors: Vec<TemplateError>,
    open: Vec<Open>,
    /// The pieces of the innermost branch.
    pieces: Vec<Piece>,
}

impl<'t> Builder<'t> {
    fn token(&mut self, token: &Token<'t>, alone: bool) {
        let range = token.range;
        match &token.kind {
            TokenKind::Text(text) => self.author_text(text, range),
            TokenKind::Brace(text) => self.push_text(text, range),
            TokenKind::Hole { .. } | TokenKind::Braces if self.is_go_action(range) => {
                self.push_text(self.slice(range), range);
            }
            TokenKind::Hole { source, .. } if is_go_action(source.text) => {
                self.errors.push(no_hole(range, self.slice(range)));
            }
            TokenKind::Hole { source, filters } => match self.source(*source) {
                Ok(source) => self.pieces.push(Piece::Hole(Hole { source, filters: filters.clone(), range })),
                Err(error) => self.errors.push(error),
            },
            TokenKind::Braces => self.errors.push(no_hole(range, self.slice(range))),
            TokenKind::OpenHole => {
                self.fail(range, "the hole is not closed", "close it with `}}`; `{{ \"{{\" }}` writes `{{`")
            }
            TokenKind::Tag { word, body } if self.mode == Mode::Prose => self.tag(word, *body, range, alone),
            TokenKind::Tag { word: "if" | "elif" | "else" | "endif", .. } => self.fail(
                range,
                "`{% if %}` is for prose only",
                "give the example a `condition`, or write two examples",
            ),
            TokenKind::OpenTag if self.mode == Mode::Prose => {
                self.fail(
                    range,
                    "the directive is not closed",
                    "close it with `%}`; `{{ \"{%\" }}` writes `{%`",
                );
            }
            TokenKind::Tag { .. } | TokenKind::OpenTag => self.push_text(self.slice(range), range),
        }
    }

    fn is_go_action(&self, range: ByteRange) -> bool {
        let text = self.slice(range);
        let inner = text.strip_prefix("{{").and_then(|text| text.strip_suffix("}}"));
        self.mode == Mode::Code && inner.is_some_and(is_go_action)
    }

    /// What a hole names: a word without a dot is a parameter or a var, all else an operand of conditions.
    fn source(&self, source: Slice<'_>) -> Result<HoleSource, TemplateError> {
        let name = source.text;
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        if is_name {
            return Ok(HoleSource::Name(name.to_owned(), source.range));
        }
        match condition::parse_operand(name) {
            Ok(mut operand) => {
                super::shift::operand(&mut operand, source.range.start);
                Ok(HoleSource::Operand(operand))
            }
            Err(error) => Err(from_condition(
                &error,
                source,
                "a hole holds a field, a parameter or a var, then filters",
            )),
        }
    }

    fn tag(&mut self, word: &str, body: Slice<'_>, range: ByteRange, alone: bool) {
        if alone {
            self.trim_line();
            self.eat_line = true;
        }
        match word {
            "if" => {
                if self.open.len() == MAX_NESTING {
                    self.errors.push(TemplateError::too_deep(range));
                }
                let condition = self.condition(body);
                let before = std::mem::take(&mut self.pieces);
                self.open.push(Open { range, branches: Vec::new(), condition, has_else: false, before });
            }
            "elif" => {
                let condition = self.condition(body);
                self.next_branch(range, condition, false);
            }
            "else" => {
                self.expect_no_body(word, body);
                self.next_branch(range, None, true);
            }
            "endif" => {
                self.expect_no_body(word, body);
                self.end_if(range);
            }
            _ => {
                let message = format!("`{{% {word} %}}` is no directive");
                self.fail(
                    range,
                    &message,
                    "there are `{% if … %}`, `{% elif … %}`, `{% else %}`, `{% endif %}`",
                );
            }
        }
    }

    fn next_branch(&mut self, range: ByteRange, condition: Option<Expr>, is_else: bool) {
        let pieces = std::mem::take(&mut self.pieces);
        let Some(open) = self.open.last_mut() else {
            self.pieces = pieces;
            return self.fail(range, "there is no `{% if %}` before this", "begin with `{% if … %}`");
        };
        if open.has_else {
            return self.fail(range, "this comes after `{% else %}`", "make `{% else %}` the last branch");
        }
        if let Some(previous) = std::mem::replace(&mut open.condition, condition) {
            open.branches.push((previous, pieces));
        }
        open.has_else = is_else;
    }

    fn end_if(&mut self, range: ByteRange) {
        let Some(open) = self.open.pop() else {
            return self.fail(range, "there is no `{% if %}` before this", "remove it");
        };
        let last = std::mem::replace(&mut self.pieces, open.before);
        let mut branches = open.branches;
        let otherwise = match open.condition {
            Some(condition) => {
                branches.push((condition, last));
                Vec::new()
            }
            None => last,
        };
        let range = ByteRange { start: open.range.start, end: range.end };
        self.pieces.push(Piece::If { branches, otherwise, range });
    }

    fn condition(&mut self, body: Slice<'_>) -> Option<Expr> {
        match condition::parse(body.text, ParseOptions::default()) {
            Ok(mut parsed) => {
                super::shift::expr(&mut parsed.expr, body.range.start);
                Some(parsed.expr)
            }
            Err(error) => {
                self.errors.push(from_condition(&error, body, "write a condition as in `condition:`"));
                None
            }
        }
    }

    fn expect_no_body(&mut self, word: &str, body: Slice<'_>) {
        if !body.text.trim().is_empty() {
            let message = format!("`{word}` takes nothing after it");
            self.fail(body.range, &message, "remove it, or write `elif`");
        }
    }

    /// A directive alone on its line takes the line with it: the text before loses its indentation.
    fn trim_line(&mut self) {
        if let Some(Piece::Text { text, .. }) = self.pieces.last_mut() {
            text.truncate(text.trim_end_matches([' ', '\t']).len());
        }
    }

    fn author_text(&mut self, text: &str, range: ByteRange) {
        let line = if std::mem::take(&mut self.eat_line) {
            text.find('\n').map_or(0, |at| at.saturating_add(1))
        } else {
            0
        };
        let rest = text.get(line..).unwrap_or("");
        self.push_text(rest, ByteRange::new(range.range().start.saturating_add(line), range.range().end));
    }

    fn push_text(&mut self, text: &str, range: ByteRange) {
        self.pieces.push(Piece::Text { text: text.to_owned(), range });
    }

    fn slice(&self, range: ByteRange) -> &'t str {
        self.text.get(range.range()).unwrap_or("")
    }

    fn fail(&mut self, range: ByteRange, message: &str, hint: &str) {
        self.errors.push(TemplateError::new(range, message, hint));
    }

    fn finish(mut self) -> Result<Template, Vec<TemplateError>> {
        for open in std::mem::take(&mut self.open) {
            self.fail(open.range, "`{% if %}` is not closed", "close it with `{% endif %}`");
        }
        if self.errors.is_empty() {
            Ok(Template { pieces: self.pieces })
        } else {
            self.errors.sort_by_key(|error| error.range);
            Err(self.errors)
        }
    }
}

/// Whether the tag at `at` is all that its line holds.
fn stands_alone(tokens: &[Token<'_>], at: usize) -> bool {
    let is_tag = matches!(tokens.get(at), Some(Token { kind: TokenKind::Tag { .. }, .. }));
    let line_before = match at.checked_sub(1).and_then(|before| tokens.get(before)) {
        None => true,
        Some(Token { kind: TokenKind::Text(text), .. }) => {
            // Blanks alone begin a line only at the template's own start.
            text.rsplit_once('\n').map_or(at == 1, |_| true)
                && text.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
        }
        Some(_) => false,
    };
    let line_after = match at.checked_add(1).and_then(|after| tokens.get(after)) {
        None => true,
        Some(Token { kind: TokenKind::Text(text), .. }) => {
            text.split('\n').next().is_some_and(|line| line.trim().is_empty()) && text.contains('\n')
        }
        Some(_) => false,
    };
    is_tag && line_before && line_after
}

fn no_hole(range: ByteRange, text: &str) -> TemplateError {
    let inner = text.trim_start_matches("{{").trim_end_matches("}}").trim();
    if inner.is_empty() {
        return TemplateError::new(range, "the hole is empty", "name a field: `{{ proc.name }}`");
    }
    TemplateError::new(
        range,
        format!("`{{{{ {inner} }}}}` is no hole"),
        "write `{{ FIELD | filter(\"argument\") }}`; `{{ \"{{\" }}` writes `{{`",
    )
}

/// An error of the conditions' parser, moved to its place in the template.
fn from_condition(error: &SyntaxError, part: Slice<'_>, otherwise: &str) -> TemplateError {
    let shift = |offset: u32| part.range.start.saturating_add(offset);
    let range = ByteRange { start: shift(error.range.start), end: shift(error.range.end) };
    let hint = error.hint.clone().unwrap_or_else(|| otherwise.to_owned());
    TemplateError::new(range, error.message.clone(), hint)
}
