//! Prose: the Markdown subset of summaries, analyses and strategy texts, as blocks and inlines.
//!
//! Authors write Markdown; values never do. A hole enters the Markdown parser as an opaque mark
//! ([`mark`]) and leaves it as [`Inline::Hole`], so no value is ever parsed as markup. Every output format prints
//! from this tree. Raw HTML, images, headings, tables and links that are not `https:` are errors.

/// A block of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        /// The items, each a sequence of blocks.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// The author's words, plain.
    Text(String),
    /// A code span of the author's, holes inside.
    Code(Vec<CodePart>),
    /// A hole that stands alone in running text.
    Hole(usize),
    /// `*…*`
    Emphasis(Vec<Inline>),
    /// `**…**`
    Strong(Vec<Inline>),
    /// A link of the author's; the target holds no hole.
    Link {
        /// The `https:` target.
        url: String,
        /// The text.
        text: Vec<Inline>,
    },
    /// A line end inside a paragraph.
    SoftBreak,
    /// A forced line end.
    HardBreak,
}

/// A part of a code span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodePart {
    /// The author's words.
    Text(String),
    /// A hole.
    Hole(usize),
}
