//! The registry of diagnostic codes: one row each, never reused, one file per range.
//!
//! Ranges: FL00xx files and YAML, FL01xx conditions, FL02xx templates and holes, FL03xx items and names,
//! FL04xx tests, FL05xx lints of rulebooks, FL09xx bounds, FL1xxx advice.

use super::Severity;
use std::fmt;

/// Declares a range's rows and one constant of [`Code`] per row, so that no code is used without a row.
macro_rules! codes {
    ($($name:ident = $code:literal $slug:literal $severity:ident
        what $what:literal why $why:literal bad $bad:literal good $good:literal;)*) => {
        /// The rows of this range, in order of their codes.
        pub(super) static ROWS: &[&Row] = &[$(Code::$name.0),*];
        impl Code {
            $(#[doc = concat!("`", $code, " ", $slug, "`. ", $what)]
            pub const $name: Code = Code(&Row {
                code: $code,
                name: $slug,
                constant: stringify!($name),
                severity: Severity::$severity,
                what: $what,
                why: $why,
                bad: $bad,
                good: $good,
            });)*
        }
    };
}

mod advice;
mod bounds;
mod conditions;
mod files;
mod items;
mod lints;
mod templates;
mod tests;

/// All rows, range by range, in order of their codes.
pub fn all() -> impl Iterator<Item = Code> {
    let ranges = [
        files::ROWS,
        conditions::ROWS,
        templates::ROWS,
        items::ROWS,
        tests::ROWS,
        lints::ROWS,
        bounds::ROWS,
        advice::ROWS,
    ];
    ranges.into_iter().flatten().map(|row| Code(row))
}

/// A row of the registry.
#[derive(Debug)]
pub struct Row {
    /// The code, `FL0102`.
    pub code: &'static str,
    /// The name, `unknown-field`.
    pub name: &'static str,
    /// The constant of [`Code`] that stands for it.
    pub constant: &'static str,
    /// Its severity unless configured otherwise.
    pub severity: Severity,
    /// What is matched, in one sentence or two.
    pub what: &'static str,
    /// What happens if nobody mends it, in one sentence.
    pub why: &'static str,
    /// A small input that shows it.
    pub bad: &'static str,
    /// The same, mended.
    pub good: &'static str,
}

/// A diagnostic code. Compares by its text.
#[derive(Clone, Copy)]
pub struct Code(pub(crate) &'static Row);

impl Code {
    /// The code, `FL0102`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code
    }

    /// The name, `unknown-field`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The severity it has unless configured otherwise.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.0.severity
    }

    /// The whole row.
    #[must_use]
    pub fn row(self) -> &'static Row {
        self.0
    }

    /// The code of this text or name, in any case.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        all().find(|c| c.code().eq_ignore_ascii_case(text) || c.name() == text)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code
    }
}
impl Eq for Code {}
impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Code {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.code.cmp(other.0.code)
    }
}
impl std::hash::Hash for Code {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.code.hash(state);
    }
}
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.code, self.0.name)
    }
}
