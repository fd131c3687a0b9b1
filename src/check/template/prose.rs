//! The Markdown of prose, read as the report will read it: once for each choice of branches that shows another
//! text.

use crate::diag::{Code, Diagnostic};
use crate::source::{ByteRange, Text};
use crate::syntax::prose::{MAX_HOLES, ProseError, forbidden_character, has_no_markup, mark, parse};
use crate::syntax::template::ast::{Piece, Template};
use std::collections::BTreeSet;

/// Reports what is no prose of ours in any of the branches.
pub(super) fn check(text: &Text, template: &Template, out: &mut Vec<Diagnostic>) {
    if let Some(range) = forbidden_character(text.as_str()) {
        let message = "the text holds a private-use character, which would be taken for a hole";
        return out.push(Diagnostic::new(Code::PROSE_MARKUP, text.span_at(range), message).hint("remove it"));
    }
    let mut errors = BTreeSet::new();
    for choice in 0..=most_branches(&template.pieces) {
        let mut flat = Flat::default();
        flat.add(&template.pieces, choice);
        if !has_no_markup(&flat.text)
            && let Err(found) = parse(&flat.text)
        {
            errors.extend(
                found.into_iter().map(|error| ProseError { range: flat.place(error.range), ..error }),
            );
        }
    }
    out.extend(errors.iter().map(|error| error.diagnostic(text.span_at(error.range))));
}

/// The most branches that any `{% if %}` has.
fn most_branches(pieces: &[Piece]) -> usize {
    let of = |piece: &Piece| match piece {
        Piece::If { branches, otherwise, .. } => {
            let inner = branches.iter().map(|(_, pieces)| most_branches(pieces)).max().unwrap_or(0);
            branches.len().max(inner).max(most_branches(otherwise))
        }
        Piece::Text { .. } | Piece::Hole(_) => 0,
    };
    pieces.iter().map(of).max().unwrap_or(0)
}

/// A template with its branches chosen and its holes marked.
#[derive(Default)]
struct Flat {
    text: String,
    holes: usize,
    /// Where each part of `text` came from: its start here, its range in the template.
    parts: Vec<(usize, ByteRange)>,
}

impl Flat {
    /// Adds pieces; of every `{% if %}` the branch `choice`, or what `else` holds if there are not so many.
    fn add(&mut self, pieces: &[Piece], choice: usize) {
        for piece in pieces {
            match piece {
                Piece::Text { text, range } => {
                    self.parts.push((self.text.len(), *range));
                    self.text.push_str(text);
                }
                Piece::Hole(hole) => {
                    self.parts.push((self.text.len(), hole.range));
                    // Too many holes are reported elsewhere; here they may share a mark.
                    self.text.extend(mark(self.holes.min(MAX_HOLES.saturating_sub(1))));
                    self.holes = self.holes.saturating_add(1);
                }
                Piece::If { branches, otherwise, .. } => {
                    self.add(branches.get(choice).map_or(otherwise, |(_, pieces)| pieces), choice);
                }
            }
        }
    }

    /// The range of the template that a range of the text came from.
    fn place(&self, range: ByteRange) -> ByteRange {
        let start = self.offset(range.range().start, false);
        let end = self.offset(range.range().end.saturating_sub(1), true).max(start);
        ByteRange::new(start, end)
    }

    fn offset(&self, at: usize, is_last: bool) -> usize {
        let part = self.parts.partition_point(|&(start, _)| start <= at).checked_sub(1);
        let Some(&(start, range)) = part.and_then(|part| self.parts.get(part)) else { return 0 };
        let inside = at.saturating_sub(start).saturating_add(usize::from(is_last));
        let is_hole = self.text.get(start..).and_then(|text| text.chars().next()).and_then(|c| {
            let mut mark = [0; 4];
            forbidden_character(c.encode_utf8(&mut mark))
        });
        match (is_hole, is_last) {
            (Some(_), true) => range.range().end,
            (Some(_), false) => range.range().start,
            (None, _) => range.range().start.saturating_add(inside).min(range.range().end),
        }
    }
}
