//! Prose: the Markdown subset of summaries, analyses and strategy texts, as blocks and inlines.
//!
//! Authors write Markdown; values never do. A hole enters the Markdown parser as an opaque mark
//! ([`mark`]) and leaves it as [`Inline::Hole`], so no value is ever parsed as markup. Every output format prints
//! from this tree. Raw HTML, images, headings, tables and links that are not `https:` are errors.
//!
//! Code never stands beside code: holes and code spans that touch become one [`Inline::Code`], for two code
//! spans side by side would read as one with the wrong fence.

mod build;

use crate::diag::{Code, Diagnostic};
use crate::source::ByteRange;

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

/// The first of the private-use characters that stand for holes (plane 15, so never in a font's way).
const FIRST_MARK: char = '\u{f0000}';

/// How many holes a text may have.
pub const MAX_HOLES: usize = 4096;

/// How deep lists and quotations may stand in one another.
pub const MAX_NESTING: usize = 16;

/// The character that stands for a hole in the text that [`parse`] reads; `None` beyond [`MAX_HOLES`].
#[must_use]
pub fn mark(hole: usize) -> Option<char> {
    let offset = u32::try_from(hole).ok().filter(|_| hole < MAX_HOLES)?;
    char::from_u32(u32::from(FIRST_MARK).checked_add(offset)?)
}

/// The hole that a character stands for.
fn hole_of(c: char) -> Option<usize> {
    let offset = u32::from(c).checked_sub(u32::from(FIRST_MARK))?;
    usize::try_from(offset).ok().filter(|&hole| hole < MAX_HOLES)
}

/// One mistake, in bytes of the text that was parsed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProseError {
    /// Where.
    pub range: ByteRange,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: String,
}

impl ProseError {
    /// As a diagnostic at `span`, which is where the range stands in its file.
    #[must_use]
    pub fn diagnostic(&self, span: crate::source::Span) -> Diagnostic {
        Diagnostic::new(Code::PROSE_MARKUP, span, self.message.as_str()).hint(self.hint.as_str())
    }
}

/// Reads prose whose holes have been replaced by their [`mark`]s.
///
/// ```
/// use falconer::syntax::prose::{Block, Inline, mark, parse};
/// let text = format!("Stop {} now", mark(0).unwrap());
/// let words = |text: &str| Inline::Text(text.into());
/// assert_eq!(parse(&text).unwrap(), [Block::Paragraph(vec![words("Stop "), Inline::Hole(0), words(" now")])]);
/// assert!(parse("<b>no</b>").is_err());
/// ```
///
/// # Errors
/// Everything that is not of the subset, in order of the text.
pub fn parse(text: &str) -> Result<Vec<Block>, Vec<ProseError>> {
    build::blocks(text)
}

/// Whether this is an `https:` URL that leads where it seems to: ASCII, so that no letter looks like another, and
/// without a user name, behind which the real host hides (`https://good.example@evil.example`).
#[must_use]
pub fn is_plain_link(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    !host.is_empty()
        && host.chars().all(is_host)
        && url.chars().all(|c| c.is_ascii_graphic() && !"<>\"`\\".contains(c))
}

/// Whether a text has nothing that Markdown could read as markup, so that it is paragraphs of words and holes, and
/// nothing can be wrong with it. Each line begins with a letter or a hole, and no character means anything within it.
/// Other texts may be plain too.
#[must_use]
pub fn has_no_markup(text: &str) -> bool {
    let is_word = |c: char| match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '!' => false,
        ' '..='~' => true,
        _ => hole_of(c).is_some(),
    };
    let begins = |c: char| c.is_ascii_alphabetic() || hole_of(c).is_some();
    text.split('\n').all(|line| line.is_empty() || line.starts_with(begins) && line.chars().all(is_word))
}

/// Whether the author's own text holds a character that stands for a hole; its place.
#[must_use]
pub fn forbidden_character(text: &str) -> Option<ByteRange> {
    if text.is_ascii() {
        return None;
    }
    let (at, c) = text.char_indices().find(|&(_, c)| hole_of(c).is_some())?;
    Some(ByteRange::new(at, at.saturating_add(c.len_utf8())))
}

#[cfg(test)]
mod tests;
