//! What is wrong with a condition that cannot be read.

use super::trap::Trap;
use crate::diag::{Code, Diagnostic};
use crate::source::{ByteRange, Text};
use std::fmt;

/// The one reason why a text is no condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Which sort of mistake.
    pub kind: SyntaxErrorKind,
    /// The token to point at; empty at the end of the text.
    pub range: ByteRange,
    /// One line: lower case, no full stop, user text in backticks.
    pub message: String,
    /// What to say at the token: what was expected there.
    pub label: String,
    /// What to write instead, where that can be guessed.
    pub hint: Option<String>,
}

/// Sorts of mistakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SyntaxErrorKind {
    /// There is nothing but blanks.
    Empty,
    /// No field, macro or parenthesis where a check must begin.
    Check,
    /// A field or transformer without an operator after it.
    Operator,
    /// No usable right side after an operator.
    Value,
    /// A list that is not well written.
    List,
    /// What brackets or a transformer's parentheses hold is not well written.
    Argument,
    /// A quoted string without end or with a bad escape.
    Quoted,
    /// A parenthesis that is not closed.
    Unclosed,
    /// Something after a complete condition.
    Junk,
    /// Deeper than Falco's parser goes.
    TooDeep,
    /// Longer than [`super::MAX_SOURCE`].
    TooLong,
    /// Our own syntax in the Falco dialect.
    NotFalco,
}

impl SyntaxError {
    pub(super) fn new(
        kind: SyntaxErrorKind,
        range: ByteRange,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self { kind, range, message: message.into(), label: label.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The code of its diagnostic.
    #[must_use]
    pub fn code(&self) -> Code {
        match self.kind {
            SyntaxErrorKind::Empty => Code::EMPTY_CONDITION,
            SyntaxErrorKind::TooDeep => Code::CONDITION_TOO_DEEP,
            SyntaxErrorKind::TooLong => Code::CONDITION_TOO_LONG,
            SyntaxErrorKind::NotFalco => Code::NOT_FALCO,
            _ => Code::CONDITION_SYNTAX,
        }
    }

    /// As a diagnostic; `text` is what was parsed.
    #[must_use]
    pub fn diagnostic(&self, text: &Text) -> Diagnostic {
        let diagnostic = Diagnostic::new(self.code(), text.span_at(self.range), self.message.as_str())
            .label(self.label.as_str());
        match &self.hint {
            Some(hint) => diagnostic.hint(hint.as_str()),
            None => diagnostic,
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

impl Trap {
    /// As a diagnostic; `text` is what was parsed.
    #[must_use]
    pub fn diagnostic(&self, text: &Text) -> Diagnostic {
        let condition = text.as_str();
        Diagnostic::new(self.code(), text.span_at(self.range), self.message(condition))
            .hint(self.hint(condition))
    }
}
