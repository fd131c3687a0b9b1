//! Escaping: encoders, one type per sink, and finders of contexts, one per language.
//!
//! In: literal text around holes (at load), values of alerts (at render). Out: a [`Context`] per hole, and
//! encoded text or a [`Refusal`]. Nothing else in the crate turns an alert's value into text for a reader, and
//! there is no way to switch escaping off.

/// The language of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// POSIX shell.
    Sh,
    /// bash: may use `$'…'`.
    Bash,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
    /// A Falco rules file.
    Falco,
    /// Anything else: no holes.
    Other,
}

/// A part of an example's code, as the finders see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePiece<'a> {
    /// The author's text.
    Text(&'a str),
    /// A hole.
    Hole,
}

/// Where a hole stands in its language, decided at load.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Context {
    /// Running text or a code span of prose: the tree of [`crate::syntax::prose`] tells which.
    Prose,
}

/// Why a hole may not stand where it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextError {
    /// Which hole, counted from 0.
    pub hole: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: String,
}

/// Why a value may not enter its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// For a reader: "begins with `-` and would be read as an option".
    pub reason: String,
}
