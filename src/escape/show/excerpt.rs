//! Values quoted in messages on stderr: short, on one line, between backticks.
//!
//! Keeps the law of the visible form, cut at [`MAX_EXCERPT`] characters with `…`; a message that quotes more is
//! not read.

use super::super::visible::visible_line;
use super::super::{Encoded, Untrusted};

/// How many characters of a value a message quotes.
pub const MAX_EXCERPT: usize = 120;

/// A value between backticks in a message.
pub enum Excerpt {}

impl Encoded<Excerpt> {
    /// Encodes a value.
    ///
    /// ```
    /// use falconer::escape::{Encoded, Excerpt, Untrusted};
    /// assert_eq!(Encoded::<Excerpt>::of(Untrusted("a\nb")).as_str(), r"`a\nb`");
    /// ```
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        // No character's visible form is empty, so later ones cannot matter.
        let head: String = value.0.chars().take(MAX_EXCERPT.saturating_add(1)).collect();
        Self::seal(format!("`{}`", cut(visible_line(&head))))
    }
}

fn cut(mut text: String) -> String {
    let Some((end, _)) = text.char_indices().nth(MAX_EXCERPT) else { return text };
    let head = text.get(..end).unwrap_or("");
    // Half an escape would be read as something else.
    let is_half = |escape: &str| {
        let digits = |rest: &str| rest.bytes().all(|b| b.is_ascii_hexdigit());
        "\\u{".starts_with(escape) || escape.strip_prefix("\\u{").is_some_and(digits)
    };
    let end = head.rfind('\\').filter(|&at| head.get(at..).is_some_and(is_half)).unwrap_or(end);
    text.truncate(end);
    text.push('…');
    text
}
