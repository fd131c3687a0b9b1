//! Text cut out of text, which still knows where each of its bytes stood in the file.
//!
//! In: a [`Text`] and what a reader took out of it: a range, a quoted word decoded, a scalar of a YAML document
//! that stood in a here-document. Out: a [`Text`] of its own whose places are places in the file. Knows no
//! language.

use crate::source::{ByteRange, OffsetMap, Span, Text};

/// Builds a text piece by piece, each with the place it came from.
pub(super) struct Builder<'t> {
    outer: &'t Text,
    value: String,
    runs: Vec<(u32, u32)>,
    /// Where the next byte must stand to go on with the last run.
    next: Option<u32>,
}

impl<'t> Builder<'t> {
    /// Begins a text whose pieces stand in `outer`.
    pub(super) fn new(outer: &'t Text) -> Self {
        Self { outer, value: String::new(), runs: Vec::new(), next: None }
    }

    /// Adds `piece`, which stands unchanged at byte `at` of the outer text.
    pub(super) fn push(&mut self, piece: &str, at: usize) {
        if *self.outer.map() == OffsetMap::Whole {
            // No place within it is known, and `finish` says so.
            return self.value.push_str(piece);
        }
        let (mut rest, mut at) = (piece, at);
        while let Some((start, length)) = self.outer.unbroken(at)
            && let Some((part, after)) = rest.split_at_checked(length.min(rest.len()))
            && !part.is_empty()
        {
            self.side_by_side(part, start);
            (rest, at) = (after, at.saturating_add(part.len()));
        }
        for (index, ch) in rest.char_indices() {
            self.one(ch, at.saturating_add(index), ch.len_utf8());
        }
    }

    /// Adds a part whose bytes stand in the file as they do here, from `start` on.
    fn side_by_side(&mut self, part: &str, start: u32) {
        if self.next != Some(start) {
            self.runs.push((clamp(self.value.len()), start));
        }
        self.value.push_str(part);
        self.next = start.checked_add(clamp(part.len()));
    }

    /// Adds `piece`, which was written as something else at `range` of the outer text.
    pub(super) fn replaced(&mut self, piece: &str, range: std::ops::Range<usize>) {
        for ch in piece.chars() {
            self.one(ch, range.start, range.len().max(1));
            self.next = None;
        }
    }

    fn one(&mut self, ch: char, at: usize, length: usize) {
        let span = self.outer.span_at(ByteRange::new(at, at.saturating_add(length)));
        self.side_by_side(ch.encode_utf8(&mut [0; 4]), span.bytes.start);
    }

    /// The text, which as a whole stands at `range` of the outer one.
    pub(super) fn finish(self, range: std::ops::Range<usize>) -> Text {
        let span = self.outer.span_at(ByteRange::new(range.start, range.end));
        let map = match (self.outer.map(), self.runs.as_slice()) {
            (OffsetMap::Whole, _) => OffsetMap::Whole,
            (_, &[(0, raw)]) => OffsetMap::Identity { raw },
            _ => OffsetMap::Runs(self.runs.into()),
        };
        Text::new(self.value, span, map)
    }
}

/// A part of a text.
pub(super) fn slice(text: &Text, range: std::ops::Range<usize>) -> Text {
    let value = text.as_str().get(range.clone()).unwrap_or_default();
    let span = text.span_at(ByteRange::new(range.start, range.end));
    match text.map() {
        OffsetMap::Identity { .. } => Text::new(value, span, OffsetMap::Identity { raw: span.bytes.start }),
        OffsetMap::Whole => Text::new(value, span, OffsetMap::Whole),
        OffsetMap::Runs(_) => {
            let mut builder = Builder::new(text);
            builder.push(value, range.start);
            builder.finish(range)
        }
    }
}

/// A text whose places are offsets into `outer`, with places in the file instead.
pub(super) fn rebase(inner: &Text, outer: &Text) -> Text {
    let mut builder = Builder::new(outer);
    for (at, ch) in inner.as_str().char_indices() {
        let from = inner.span_at(ByteRange::new(at, at.saturating_add(ch.len_utf8()))).bytes;
        builder.replaced(ch.encode_utf8(&mut [0; 4]), from.range());
    }
    builder.finish(inner.span().bytes.range())
}

/// Where an offset range of a document inside `outer` stands in the file.
pub(super) fn place(span: Span, outer: &Text) -> Span {
    outer.span_at(span.bytes)
}

fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn file(value: &str) -> Text {
        Text::whole_file(FileId(0), value)
    }

    fn start(text: &Text, at: usize) -> u32 {
        text.span_at(ByteRange::new(at, at + 1)).bytes.start
    }

    #[test]
    fn a_slice_of_a_slice_keeps_its_places() {
        let text = file("abcdefghij");
        let part = slice(&slice(&text, 2..8), 1..4);
        assert_eq!((part.as_str(), start(&part, 2)), ("def", 5));
    }

    #[test]
    fn a_rebuilt_text_keeps_its_places() {
        let text = file("> ab\n> cd\n");
        let mut builder = Builder::new(&text);
        builder.push("ab\n", 2);
        builder.push("cd\n", 7);
        let built = builder.finish(2..10);
        assert_eq!((built.as_str(), start(&built, 3), start(&built, 4)), ("ab\ncd\n", 7, 8));
        let inner = Text::whole_file(FileId(0), "cd");
        let shifted = Text::new("cd", inner.span(), OffsetMap::Identity { raw: 3 });
        assert_eq!(start(&rebase(&shifted, &built), 1), 8);
    }
}
