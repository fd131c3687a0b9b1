//! Applying fixes to a file's text.
//!
//! In: a text and the fixes of its diagnostics. Out: the text with every fix that fits. A fix is applied whole or
//! not at all: not if it overlaps one already chosen, not if the file does not say what the fix replaces. What
//! stands outside of the edits stays byte for byte.

use super::{Edit, Fix};

/// The text after `fixes`, and how many of them were applied.
///
/// ```
/// use falconer::diag::{Edit, Fix, edit};
/// use falconer::source::{ByteRange, FileId, Span};
/// let span = Span { file: FileId(0), bytes: ByteRange::new(2, 5) };
/// let fix = Fix { title: "write `and`".into(), edits: vec![Edit::of(span, "AND", "and")], safe: true };
/// assert_eq!(edit::apply("a AND b", &[&fix]), ("a and b".to_owned(), 1));
/// assert_eq!(edit::apply("a OR? b", &[&fix]), ("a OR? b".to_owned(), 0));
/// ```
#[must_use]
pub fn apply(text: &str, fixes: &[&Fix]) -> (String, usize) {
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut count = 0_usize;
    for fix in fixes {
        let fits = |edit: &Edit| stands(text, edit) && !chosen.iter().any(|other| touch(edit, other));
        if !fix.edits.is_empty() && fix.edits.iter().all(fits) {
            chosen.extend(&fix.edits);
            count = count.saturating_add(1);
        }
    }
    chosen.sort_by_key(|edit| edit.span.bytes);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in chosen {
        let range = edit.span.bytes.range();
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.push_str(&edit.text);
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    (out, count)
}

/// Whether the file says what the edit replaces.
fn stands(text: &str, edit: &Edit) -> bool {
    text.get(edit.span.bytes.range()).is_some_and(|now| edit.was.as_deref().is_none_or(|was| was == now))
}

/// Whether two edits share a byte, or insert at the same place.
fn touch(a: &Edit, b: &Edit) -> bool {
    let (a, b) = (a.span.bytes, b.span.bytes);
    a == b || (a.start < b.end && b.start < a.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{ByteRange, FileId, Span};
    use proptest::prelude::*;

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edit = |&(start, end, text): &(usize, usize, &str)| {
            Edit::new(Span { file: FileId(0), bytes: ByteRange::new(start, end) }, text)
        };
        Fix { title: String::new(), edits: edits.iter().map(edit).collect(), safe: true }
    }

    #[track_caller]
    fn gives(fixes: &[Fix], expected: &str, count: usize) {
        let fixes: Vec<&Fix> = fixes.iter().collect();
        assert_eq!(apply("0123456789", &fixes), (expected.to_owned(), count));
    }

    #[test]
    fn fixes_are_whole_and_do_not_overlap() {
        gives(&[fix(&[(0, 1, "a"), (9, 10, "b")])], "a12345678b", 1);
        gives(&[fix(&[(4, 6, "x")]), fix(&[(5, 7, "y"), (0, 1, "z")])], "0123x6789", 1);
        gives(&[fix(&[(5, 6, "y")]), fix(&[(0, 5, "x")])], "xy6789", 2);
        gives(&[fix(&[(3, 3, "i")]), fix(&[(3, 3, "j")])], "012i3456789", 1);
        gives(&[fix(&[(8, 12, "out of it")])], "0123456789", 0);
    }

    proptest! {
        #[test]
        fn what_is_outside_of_the_edits_stays(text in "\\PC{0,20}", ranges in prop::collection::vec((0_usize..30, 0_usize..5), 0..6)) {
            let fixes: Vec<Fix> = ranges.iter().map(|&(at, length)| fix(&[(at, at + length, "")])).collect();
            let (out, count) = apply(&text, &fixes.iter().collect::<Vec<_>>());
            prop_assert!(count <= fixes.len() && out.len() <= text.len());
            let mut rest = text.chars();
            prop_assert!(out.chars().all(|c| rest.any(|other| other == c)), "{out:?} is no part of {text:?}");
        }
    }
}
