//! YAML as a tree in which every node has a span and every scalar an offset map.
//!
//! In: the text of one file. Out: its documents as [`Node`] trees, or the one [`YamlError`] that stopped the
//! reading. Only what a rulebook needs is accepted: no tags, no merge keys; depth, nodes and the expansion of
//! aliases are bounded. Knows nothing of rulebooks: which keys exist is the decoder's business.

mod build;
mod offsets;

use super::{FileId, Span, Text};

/// The deepest nesting accepted.
pub const MAX_DEPTH: usize = 64;
/// The most nodes accepted in one file.
pub const MAX_NODES: usize = 1_000_000;
/// How many times its own nodes a file may grow to by aliases.
pub const MAX_EXPANSION: usize = 10;

/// One node of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// A scalar; `plain` when written without quotes and not as a block, so that `~`, `true`, `5` may be typed.
    Scalar {
        /// The decoded text.
        text: Text,
        /// Whether it was a plain scalar.
        plain: bool,
    },
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping, in order of the file; duplicate keys are kept for the decoder to report.
    Mapping(Vec<(Node, Node)>),
}

impl Node {
    /// The text of a scalar.
    #[must_use]
    pub fn scalar(&self) -> Option<&Text> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The text of a plain scalar: the only kind that YAML gives a type of its own.
    #[must_use]
    pub fn plain(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, plain: true } => Some(text.as_str()),
            _ => None,
        }
    }

    /// Whether it is YAML's null: nothing, `~` or `null`, unquoted.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.plain(), Some("" | "~" | "null" | "Null" | "NULL"))
    }

    /// The entries of a mapping.
    #[must_use]
    pub fn entries(&self) -> Option<&[(Node, Node)]> {
        match &self.kind {
            NodeKind::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items of a sequence.
    #[must_use]
    pub fn items(&self) -> Option<&[Node]> {
        match &self.kind {
            NodeKind::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The value of the first entry with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        let is_key = |node: &Node| node.scalar().is_some_and(|text| text.as_str() == key);
        self.entries()?.iter().find(|(node, _)| is_key(node)).map(|(_, value)| value)
    }
}

/// Why a file is no YAML that a rulebook may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub kind: YamlErrorKind,
}

/// What is wrong with a file's YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum YamlErrorKind {
    /// The parser's own words, for mistakes without a kind of their own.
    Syntax(String),
    /// An unquoted value holds `: `.
    ColonInValue,
    /// An unquoted value begins with `{{` and goes on after `}}`.
    HoleAtStart,
    /// An unquoted value begins with a character that YAML keeps for itself.
    ReservedStart(char),
    /// A quote is never closed.
    UnclosedQuote,
    /// A bracket is never closed.
    UnclosedBracket(char),
    /// A line is indented so that it belongs to nothing.
    Indentation,
    /// `*name` without an earlier `&name`.
    UnknownAlias,
    /// `*name` inside the node that `&name` marks.
    AliasInItself,
    /// A tag, `!name`.
    Tag,
    /// A merge key, `<<`.
    MergeKey,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// More than [`MAX_NODES`] nodes.
    TooManyNodes,
    /// Aliases make the file more than [`MAX_EXPANSION`] times as large.
    TooMuchExpansion,
    /// A NUL character.
    Nul,
}

/// The documents of a file, empty ones left out.
///
/// # Errors
/// The first mistake that stops the reading.
pub fn parse(file: FileId, source: &str) -> Result<Vec<Node>, YamlError> {
    build::documents(file, source)
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// An item of a document that is a sequence.
    Item(Node),
    /// A document that is no sequence, and not empty.
    Document(Node),
}

/// Gives the parts of a file in order, each as soon as it was read, so that a large file is never there as a whole.
///
/// # Errors
/// The first mistake that stops the reading; what was given before it came from a file that is no YAML.
pub fn each(file: FileId, source: &str, take: &mut dyn FnMut(Part)) -> Result<(), YamlError> {
    build::parts(file, source, take)
}

#[cfg(test)]
mod tests;
