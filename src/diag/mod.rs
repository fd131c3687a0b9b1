//! Diagnostics as data: what is wrong, where, and what to do.
//!
//! In: findings of every later layer. Out: [`Diagnostic`] values, sorted and deduplicated. Knows no lint and
//! no rendering; the terminal, SARIF and other renderings live behind the command line.

mod codes;
pub mod edit;
pub mod page;
mod suggest;
pub mod suppress;

pub use codes::{Code, Row, all};
pub use suggest::did_you_mean;
pub(crate) use suggest::{Spelling, nearest};

use crate::source::Span;

/// How bad it is. Orders from note to error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably not what was meant; `--strict` makes it an error.
    Warning,
    /// The rulebook cannot be used as it is.
    Error,
}

/// A piece of text at a span.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What to say there; may be empty.
    pub text: String,
}

/// Edits that mend the problem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fix {
    /// What it does, as an imperative.
    pub title: String,
    /// What to replace, in order, without overlap, all in one file.
    pub edits: Vec<Edit>,
    /// Whether it may be applied without a look: it repairs what does not work, and changes nothing that does.
    pub safe: bool,
}

/// One piece of a file and what to write in its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// What to replace; empty to insert.
    pub span: Span,
    /// What must stand there for the edit to be made. A place in a scalar that YAML escapes may be known only
    /// roughly, and then the file says something else.
    pub was: Option<String>,
    /// What to write.
    pub text: String,
}

impl Edit {
    /// Replaces whatever stands at `span`.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, was: None, text: text.into() }
    }

    /// Replaces `was`, and nothing else.
    pub fn of(span: Span, was: impl Into<String>, text: impl Into<String>) -> Self {
        Self { span, was: Some(was.into()), text: text.into() }
    }
}

/// One problem of one run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// The main place. Comes first so that diagnostics sort by place.
    pub primary: Label,
    /// Which kind of problem: code and name.
    pub code: Code,
    /// How bad; the code's own unless configured otherwise.
    pub severity: Severity,
    /// One line, lower case, no full stop, user text in backticks.
    pub message: String,
    /// Other places that matter, such as the first definition of a duplicate.
    pub secondary: Vec<Label>,
    /// What to do about it.
    pub hint: Option<String>,
    /// An edit, where one is known.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A diagnostic of the code's own severity at `span`.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            primary: Label { span, text: String::new() },
            code,
            severity: code.severity(),
            message: message.into(),
            secondary: Vec::new(),
            hint: None,
            fix: None,
        }
    }

    /// Says something at the main place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hint = Some(text.into());
        self
    }

    /// Offers an edit.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Says which name was probably meant instead of the one at the main place, and offers to write it.
    #[must_use]
    pub fn did_you_mean(self, written: &str, meant: &str) -> Self {
        let span = self.primary.span;
        self.hint(format!("did you mean `{meant}`?")).fix(Fix {
            title: format!("write `{meant}`"),
            edits: vec![Edit::of(span, written, meant)],
            safe: suggest::is_slip(written, meant),
        })
    }
}

/// So many diagnostics of one file are kept: whoever makes more mistakes repeats one.
pub const MAX_KEPT: usize = 10_000;

/// Sorts by place and removes repetitions.
pub fn settle(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort();
    diagnostics.dedup();
}
