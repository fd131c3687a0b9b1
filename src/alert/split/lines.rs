//! Lines, and pretty-printed objects over several of them.

use super::{PieceKind, Splitter, Step};

/// What is known of the bytes that are not used up.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// No line ends before this one byte, but those before `line_start`.
    scanned: usize,
    /// Where the line that is looked at begins: not 0 within an object.
    line_start: usize,
    /// How a piece that is too long goes on.
    skipped: Skipped,
}

/// Where in a piece that is too long the bytes at hand begin.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Skipped {
    /// In its only line.
    #[default]
    Line,
    /// Where a line of an object begins, if it is one.
    ObjectLine,
    /// Within a line of an object.
    InObject,
    /// Within the last line of an object.
    ObjectEnd,
}

impl Splitter {
    pub(super) fn lines(&mut self, rest: &[u8], last: bool) -> Step {
        if self.skip.is_some() {
            return self.skip_lines(rest, last);
        }
        loop {
            let start = self.line.line_start;
            if start > 0 {
                match rest.get(start) {
                    None if !last => return Step::More,
                    Some(&byte) if continues(byte) => {}
                    _ => return self.line_piece(start),
                }
            }
            let from = self.line.scanned.max(start);
            let found = memchr::memchr(b'\n', rest.get(from..).unwrap_or_default());
            let end = found.map_or(rest.len(), |at| from.saturating_add(at).saturating_add(1));
            if content(rest.get(..end).unwrap_or(rest)) > self.limit {
                return self.skip_from(start);
            }
            match found {
                None if !last || rest.is_empty() => {
                    self.line.scanned = end;
                    return Step::More;
                }
                None => return self.line_piece(end),
                Some(_) if start > 0 && rest.get(start) == Some(&b'}') => return self.line_piece(end),
                Some(_) if start > 0 => self.line.line_start = end,
                Some(_) => match self.goes_on(rest, end, last) {
                    Some(false) => {
                        self.line = Pending::default();
                        return Step::Line(end);
                    }
                    Some(true) => self.line.line_start = end,
                    None => {
                        self.line.scanned = end.saturating_sub(1);
                        return Step::More;
                    }
                },
            }
        }
    }

    /// Whether the line that ends at `end` begins an object that the next line continues; `None` if too little is
    /// known of that.
    fn goes_on(&self, rest: &[u8], end: usize, last: bool) -> Option<bool> {
        let line = rest.get(..end).unwrap_or(rest);
        let next = rest.get(end);
        let possible = next.map_or(!last, |&byte| continues(byte));
        if !possible || !line.trim_ascii_start().starts_with(b"{") || !ends_too_early(line) {
            return Some(false);
        }
        next.map(|_| true)
    }

    fn line_piece(&mut self, end: usize) -> Step {
        self.line = Pending::default();
        Step::Piece(PieceKind::Line, end, end)
    }

    fn skip_from(&mut self, line_start: usize) -> Step {
        let skipped = if line_start > 0 { Skipped::ObjectLine } else { Skipped::Line };
        self.line = Pending { skipped, ..Pending::default() };
        self.skip(line_start)
    }

    fn skip_lines(&mut self, rest: &[u8], last: bool) -> Step {
        if self.line.skipped == Skipped::ObjectLine {
            self.line.skipped = match rest.first() {
                Some(b'}') => Skipped::ObjectEnd,
                Some(&byte) if continues(byte) => Skipped::InObject,
                None if !last => return Step::More,
                _ => return self.skipped(0),
            };
        }
        match memchr::memchr(b'\n', rest).map(|at| at.saturating_add(1)) {
            Some(end) if self.line.skipped == Skipped::InObject => {
                self.line.skipped = Skipped::ObjectLine;
                Step::Pass(end)
            }
            Some(end) => self.skipped(end),
            None if last => self.skipped(rest.len()),
            None if rest.is_empty() => Step::More,
            None => Step::Pass(rest.len()),
        }
    }

    fn skipped(&mut self, taken: usize) -> Step {
        self.line = Pending::default();
        Step::Skipped(taken)
    }
}

/// Whether a line that begins so can only be a later line of a pretty-printed object.
fn continues(first: u8) -> bool {
    matches!(first, b' ' | b'\t' | b'"' | b']' | b'}' | b'\r' | b'\n')
}

/// How long a line is without its end.
fn content(line: &[u8]) -> usize {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line).len()
}

/// Whether a line is the beginning of a longer JSON text.
fn ends_too_early(line: &[u8]) -> bool {
    serde_json::from_slice::<&serde_json::value::RawValue>(line).is_err_and(|error| error.is_eof())
}
