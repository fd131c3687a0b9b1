//! A decoded string that knows where its bytes came from.
//!
//! YAML scalars reach the parsers of conditions and templates decoded: escapes resolved, folded lines joined,
//! indentation removed. [`Text`] keeps an [`OffsetMap`] beside the value so that a place inside the value
//! becomes a place in the file without ever searching for it again.

use super::{ByteRange, FileId, Span};
use std::sync::Arc;

/// How offsets of a decoded value map to offsets in its file.
///
/// Runs in order of `decoded`; inside a run byte `decoded + i` came from file byte `raw + i`. Where an escape
/// or a fold made bytes that have no counterpart, a new run begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OffsetMap {
    /// Every byte came unchanged from `raw` on (plain one-line scalars, texts that are no YAML).
    Identity {
        /// File offset of the value's first byte.
        raw: u32,
    },
    /// Sorted runs `(decoded, raw)`.
    Runs(Arc<[(u32, u32)]>),
    /// No map could be proved: every place is the whole scalar.
    Whole,
}

/// A decoded string with its provenance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    value: Arc<str>,
    span: Span,
    map: OffsetMap,
    /// What was appended, each part with the byte of the value at which it begins: it may come from another file. No
    /// part has parts of its own, so that no number of them makes a tree deep.
    tails: Option<Arc<[(u32, Text)]>>,
}

impl Text {
    /// A value that stood at `span`, with the map of its offsets.
    #[must_use]
    pub fn new(value: impl Into<Arc<str>>, span: Span, map: OffsetMap) -> Self {
        Self { value: value.into(), span, map, tails: None }
    }

    /// The whole text of a file that is no YAML (a condition from the command line).
    #[must_use]
    pub fn whole_file(file: FileId, value: &str) -> Self {
        let span = Span { file, bytes: ByteRange::new(0, value.len()) };
        Self::new(value, span, OffsetMap::Identity { raw: 0 })
    }

    /// This text, a separator, and another one, each part keeping its own places.
    ///
    /// A range inside the appended part is a place in that part's file; one that runs over the seam is a
    /// place in the first part's.
    #[must_use]
    pub fn append(&self, separator: &str, other: &Self) -> Self {
        let seam = self.value.len().saturating_add(separator.len());
        let seam = u32::try_from(seam).unwrap_or(u32::MAX);
        let mut tails = self.tails.as_deref().unwrap_or_default().to_vec();
        tails.push((seam, Self { tails: None, ..other.clone() }));
        let further = other.tails.as_deref().unwrap_or_default();
        tails.extend(further.iter().map(|(at, part)| (seam.saturating_add(*at), part.clone())));
        let value = format!("{}{separator}{}", self.value, other.value).into();
        Self { value, span: self.span, map: self.map.clone(), tails: Some(tails.into()) }
    }

    /// The decoded value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// Where the whole scalar stands in its file, quotes included.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// How offsets of the value map to offsets in the file.
    #[must_use]
    pub fn map(&self) -> &OffsetMap {
        &self.map
    }

    /// Where byte `at` of the value stands in the file, and how many bytes from it on stand there side by side as they do
    /// here. `None` where only [`Text::span_at`] can tell: nothing is known byte by byte, or parts were appended.
    #[must_use]
    pub fn unbroken(&self, at: usize) -> Option<(u32, usize)> {
        let offset = u32::try_from(at).ok().filter(|_| self.tails.is_none())?;
        match &self.map {
            OffsetMap::Identity { raw } => {
                Some((raw.checked_add(offset)?, self.value.len().checked_sub(at)?))
            }
            OffsetMap::Runs(runs) => {
                let next = runs.partition_point(|&(decoded, _)| decoded <= offset);
                let &(decoded, raw) = runs.get(next.checked_sub(1)?)?;
                let end = runs.get(next).map_or(self.value.len(), |&(decoded, _)| decoded as usize);
                Some((raw.checked_add(offset.checked_sub(decoded)?)?, end.checked_sub(at)?))
            }
            OffsetMap::Whole => None,
        }
    }

    /// Where a range of the decoded value stands in the file.
    #[must_use]
    pub fn span_at(&self, range: ByteRange) -> Span {
        let tails = self.tails.as_deref().unwrap_or_default();
        let before = tails.partition_point(|(seam, _)| *seam <= range.start);
        if let Some((seam, tail)) = before.checked_sub(1).and_then(|at| tails.get(at)) {
            let from_seam = |offset: u32| offset.saturating_sub(*seam);
            return tail.span_at(ByteRange { start: from_seam(range.start), end: from_seam(range.end) });
        }
        let range = self.behind_the_last_word(range);
        let place = |offset: u32| -> Option<u32> {
            match &self.map {
                OffsetMap::Identity { raw } => raw.checked_add(offset),
                OffsetMap::Runs(runs) => {
                    let run = runs.partition_point(|&(decoded, _)| decoded <= offset).checked_sub(1)?;
                    let &(decoded, raw) = runs.get(run)?;
                    raw.checked_add(offset.checked_sub(decoded)?)
                }
                OffsetMap::Whole => None,
            }
        };
        // The end is taken from the last byte inside, so that a range never runs into the next run's escape.
        let end = match range.end.checked_sub(1).filter(|_| range.end > range.start) {
            Some(last) => place(last).and_then(|at| at.checked_add(1)),
            None => place(range.start),
        };
        match (place(range.start), end) {
            (Some(start), Some(end)) if start <= end => {
                Span { file: self.span.file, bytes: ByteRange { start, end } }
            }
            _ => self.span,
        }
    }

    /// Where something is missing at the end, the place is the end of the last line. The line end that a block scalar
    /// keeps would put it on the line below, which is another item's.
    fn behind_the_last_word(&self, range: ByteRange) -> ByteRange {
        let end = self.value.trim_end_matches('\n').len();
        if range.start == range.end && range.range().start > end { ByteRange::new(end, end) } else { range }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(file: u32, start: u32, value: &str) -> Text {
        let bytes = ByteRange::new(start as usize, start as usize + value.len());
        Text::new(value, Span { file: FileId(file), bytes }, OffsetMap::Identity { raw: start })
    }

    #[test]
    fn what_is_missing_at_the_end_is_missing_on_the_last_line() {
        let text = at(0, 10, "a or\n");
        for (range, start) in [((5, 5), 14), ((4, 4), 14), ((4, 5), 14), ((2, 2), 12)] {
            assert_eq!(text.span_at(ByteRange::new(range.0, range.1)).bytes.start, start, "{range:?}");
        }
        assert_eq!(at(0, 10, "a or").span_at(ByteRange::new(4, 4)).bytes.start, 14);
    }

    #[test]
    fn appended_parts_keep_their_places() {
        let (ab, cd, ef) = (at(0, 10, "ab"), at(1, 20, "cd"), at(2, 30, "ef"));
        for text in [ab.append(" ", &cd).append(" ", &ef), ab.append(" ", &cd.append(" ", &ef))] {
            assert_eq!(text.as_str(), "ab cd ef");
            for (range, file, start) in [((0, 2), 0, 10), ((3, 5), 1, 20), ((4, 5), 1, 21), ((6, 8), 2, 30)] {
                let span = text.span_at(ByteRange::new(range.0, range.1));
                assert_eq!((span.file.0, span.bytes.start), (file, start), "{range:?}");
            }
        }
    }
}
