//! The elements of a JSON array, one after the other.
//!
//! A string that holds a raw line end was cut: its element ends at the next line that begins with `{`, so that a
//! damaged element does not swallow those behind it.

use super::{Layout, PieceKind, Splitter, Step, is_space};

/// What is known of the element at the beginning of the bytes that are not used up.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Bytes looked at.
    scanned: usize,
    /// Bytes up to the last one that is no space between tokens.
    content: usize,
    depth: usize,
    in_string: bool,
    /// Behind a backslash in a string.
    escaped: bool,
    /// A string of this element was cut.
    damaged: bool,
    /// The last byte ended a line.
    line_start: bool,
}

/// What ends an element.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Comma,
    Bracket,
    /// The element is damaged, and the next one begins here.
    Next,
    /// There is too much space behind it.
    Space,
}

impl Splitter {
    pub(super) fn array(&mut self, rest: &[u8], last: bool) -> Step {
        let skipping = self.skip.is_some();
        if self.element.scanned == 0 && !skipping {
            let spaces = rest.iter().take_while(|&&byte| is_space(byte)).count();
            if spaces > 0 {
                return Step::Pass(spaces);
            }
            if rest.is_empty() {
                return if last { self.open_end() } else { Step::More };
            }
        }
        let end = self.element.scan(rest, self.limit);
        let Pending { scanned, content, .. } = self.element;
        if skipping {
            return self.skip_element(end, scanned, last);
        }
        if content > self.limit || end == Some(End::Space) {
            // What was looked at need not be looked at again.
            (self.element.scanned, self.element.content) = (0, 0);
            let step = self.skip(scanned);
            return match end {
                Some(end) if end != End::Space => self.skip_element(Some(end), scanned, last),
                _ => step,
            };
        }
        match end {
            Some(end) => self.element_piece(end, content, scanned),
            None if last => {
                // A cut element is a reject of its own; behind a whole one the array's end is missing.
                self.place.layout =
                    if self.element.complete() { Layout::AfterElement } else { Layout::AfterArray };
                self.element = Pending::default();
                Step::Piece(PieceKind::Element, content, scanned)
            }
            None => Step::More,
        }
    }

    /// The input ended between two elements.
    fn open_end(&mut self) -> Step {
        self.place.layout = Layout::AfterArray;
        Step::Piece(PieceKind::OpenArray, 0, 0)
    }

    fn element_piece(&mut self, end: End, content: usize, taken: usize) -> Step {
        let first = self.place.layout == Layout::FirstElement;
        self.end_element(end);
        if content == 0 && end == End::Bracket && first {
            return Step::Piece(PieceKind::EmptyArray, 0, taken);
        }
        Step::Piece(PieceKind::Element, content, taken)
    }

    fn end_element(&mut self, end: End) {
        self.place.layout = if end == End::Bracket { Layout::AfterArray } else { Layout::Element };
        self.element = Pending::default();
    }

    fn skip_element(&mut self, end: Option<End>, taken: usize, last: bool) -> Step {
        match end {
            Some(end) if end != End::Space => {
                self.end_element(end);
                Step::Skipped(taken)
            }
            _ if last => {
                self.end_element(End::Bracket);
                Step::Skipped(taken)
            }
            _ if taken == 0 => Step::More,
            _ => {
                (self.element.scanned, self.element.content) = (0, 0);
                Step::Pass(taken)
            }
        }
    }
}

impl Pending {
    /// Whether an element that ends here is a whole JSON text.
    fn complete(&self) -> bool {
        self.depth == 0 && !self.in_string && !self.damaged
    }

    /// Looks at further bytes up to the end of the element, its comma or bracket included.
    fn scan(&mut self, rest: &[u8], limit: usize) -> Option<End> {
        while let Some(&byte) = rest.get(self.scanned) {
            let at = self.scanned;
            self.scanned = at.saturating_add(1);
            if self.in_string {
                self.string(byte, rest);
                continue;
            }
            match byte {
                b'{' if self.damaged && self.line_start => {
                    self.scanned = at;
                    return Some(End::Next);
                }
                b',' if self.depth == 0 => return Some(End::Comma),
                b']' if self.depth == 0 => return Some(End::Bracket),
                b'{' | b'[' => self.depth = self.depth.saturating_add(1),
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                b'"' => self.in_string = true,
                _ => {}
            }
            self.line_start = byte == b'\n';
            if !is_space(byte) {
                self.content = self.scanned;
            } else if self.scanned.saturating_sub(self.content) > limit {
                return Some(End::Space);
            }
        }
        None
    }

    /// A byte of a string, and those behind it that mean nothing.
    fn string(&mut self, byte: u8, rest: &[u8]) {
        match byte {
            b'\n' => {
                (self.in_string, self.escaped, self.damaged, self.line_start) = (false, false, true, true)
            }
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => (self.in_string, self.line_start) = (false, false),
            _ => {
                let behind = rest.get(self.scanned..).unwrap_or_default();
                let plain = memchr::memchr3(b'"', b'\\', b'\n', behind).unwrap_or(behind.len());
                self.scanned = self.scanned.saturating_add(plain);
            }
        }
        if byte != b'\n' {
            self.content = self.scanned;
        }
    }
}
