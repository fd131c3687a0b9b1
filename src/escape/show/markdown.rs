//! Values in Markdown: always inline code, for mentions, autolinks and emphasis survive backslashes but not code.
//!
//! The rules of code spans are CommonMark's (<https://spec.commonmark.org/0.31.2/#code-spans>), those of table
//! cells GitHub's (<https://github.github.com/gfm/#tables-extension->).

use super::super::visible::shown;
use super::super::{Encoded, Untrusted};

/// Inline code in running text.
pub enum MarkdownCode {}

/// Inline code in a heading.
pub enum MarkdownHeading {}

/// Inline code in a cell of a table.
pub enum MarkdownCell {}

impl Encoded<MarkdownCode> {
    /// Encodes a value, or a code span of the author's with the values in it.
    ///
    /// ```
    /// use falconer::escape::{Encoded, MarkdownCode, Untrusted};
    /// assert_eq!(Encoded::<MarkdownCode>::of(Untrusted("a`b")).as_str(), "``a`b``");
    /// ```
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        Self::seal(span(&shown(value.0)))
    }
}

impl Encoded<MarkdownHeading> {
    /// Encodes a value. A heading ends at a newline, and the visible form has none.
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        Self::seal(span(&shown(value.0)))
    }
}

impl Encoded<MarkdownCell> {
    /// Encodes a value. Cells are split before code spans are read, so the bar is escaped inside code too.
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        let mut text = String::new();
        let mut previous = ' ';
        for c in shown(value.0).chars() {
            match c {
                // Readers disagree on how many backslashes escape a bar, so beside one it is written out.
                '|' if previous == '\\' => text.push_str("\\u{7c}"),
                '|' => text.push_str("\\|"),
                _ => text.push(c),
            }
            previous = c;
        }
        Self::seal(span(&text))
    }
}

/// A code span around `text`: a fence longer than any run of backticks inside, padded where stripping would eat.
fn span(text: &str) -> String {
    let fence = "`".repeat(longest_run(text).saturating_add(1));
    let ticked = text.starts_with('`') || text.ends_with('`');
    let spaced = text.starts_with(' ') && text.ends_with(' ') && text.contains(|c| c != ' ');
    let pad = if ticked || spaced { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
