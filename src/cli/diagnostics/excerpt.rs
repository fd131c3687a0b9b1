//! One line of a file for an excerpt: in visible form, cut to what fits, with the ranges to underline.
//!
//! INVARIANT: ranges are moved together with the text they point at, so an underline stands under its own
//! characters whatever the line holds.

use crate::cli::shell::visible;
use crate::source::{SourceFile, Span};
use std::ops::Range;

/// So many characters are shown on either side of what is underlined.
const CONTEXT: usize = 60;
/// So much of an underlined piece is shown.
const UNDERLINED: usize = 120;

/// A line ready to be shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// Its number, from 1.
    pub(super) line: usize,
    /// Its text.
    pub(super) text: String,
    /// What to underline, in bytes of `text`. A span of several lines is shown by its first.
    pub(super) marked: Range<usize>,
}

/// The line on which `span` begins.
pub(super) fn of(file: &SourceFile, span: Span) -> Option<Excerpt> {
    let text = file.text();
    let start = floor(text, span.bytes.range().start);
    let (before, rest) = text.split_at_checked(start)?;
    let line_start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let before = before.get(line_start..)?;
    let line_rest = rest.split('\n').next()?.trim_end_matches('\r');
    let length = span.bytes.range().len();
    let (marked, after) = line_rest.split_at_checked(floor(line_rest, length))?;
    // The blanks that end a block scalar's line are not what the span is about.
    let marked_text = marked.trim_end();
    let after = if marked_text.len() < marked.len() { "" } else { after };

    let (before, marked, after) =
        (last(before, CONTEXT), first(marked_text, UNDERLINED), first(after, CONTEXT));
    let mut shown = visible(&before);
    let from = shown.len();
    shown.push_str(&visible(&marked));
    let mut marked_range = from..shown.len();
    shown.push_str(&visible(&after));
    // What a CI log would obey may stand across a border; then no part of the line can be told apart.
    let whole = visible(&format!("{before}{marked}{after}"));
    if whole != shown {
        (marked_range, shown) = (0..whole.len(), whole);
    }
    let line = usize::try_from(file.location(span.bytes.start).line).ok()?;
    Some(Excerpt { line, text: shown, marked: marked_range })
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn first(text: &str, count: usize) -> String {
    match text.char_indices().nth(count).and_then(|(at, _)| text.get(..at)) {
        Some(head) => format!("{head}…"),
        None => text.to_owned(),
    }
}

fn last(text: &str, count: usize) -> String {
    let cut = count.checked_sub(1).and_then(|back| text.char_indices().rev().nth(back));
    match cut.filter(|&(at, _)| at > 0).and_then(|(at, _)| text.get(at..)) {
        Some(tail) => format!("…{tail}"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{ByteRange, Sources};
    use proptest::prelude::*;

    fn excerpt(text: &str, range: Range<usize>) -> Excerpt {
        let mut sources = Sources::default();
        let file = sources.add("f", text.to_owned());
        let span = Span { file, bytes: ByteRange::new(range.start, range.end) };
        of(sources.get(file).unwrap(), span).unwrap()
    }

    #[track_caller]
    fn shows(text: &str, range: Range<usize>, line: usize, marked: &str) {
        let excerpt = excerpt(text, range);
        let shown = excerpt.text.get(excerpt.marked.clone());
        assert_eq!((excerpt.line, shown), (line, Some(marked)), "{excerpt:?}");
    }

    #[test]
    fn the_marked_text_is_the_spans() {
        shows("a: b\nc: dé\n", 8..11, 2, "dé");
        shows("a: b\r\nc: d\r\n", 6..100, 2, "c: d");
        shows("one\ntwo\n", 0..7, 1, "one");
        shows("", 0..0, 1, "");
        shows("a\u{1b}[31m", 1..6, 1, "\\u{1b}[31m");
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let text = format!("{}HERE{}", "é".repeat(5_000), "x".repeat(5_000));
        let excerpt = excerpt(&text, 10_000..10_004);
        assert_eq!(excerpt.text.get(excerpt.marked.clone()), Some("HERE"));
        assert!(excerpt.text.starts_with('…') && excerpt.text.ends_with('…'));
        assert_eq!(excerpt.text.chars().count(), 1 + CONTEXT + 4 + CONTEXT + 1);
    }

    proptest! {
        #[test]
        fn any_span_of_any_text_has_an_excerpt(text in "\\PC{0,40}|[\\s\\S]{0,40}", a in 0usize..60, b in 0usize..60) {
            let excerpt = excerpt(&text, a.min(b)..a.max(b));
            prop_assert!(excerpt.text.get(excerpt.marked.clone()).is_some());
            prop_assert!(!excerpt.text.chars().any(char::is_control), "{excerpt:?}");
        }
    }
}
