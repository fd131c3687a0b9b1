//! Cutting a stream of bytes into pieces that each should be an alert: lines, pretty-printed objects, elements of
//! a JSON array.
//!
//! In: the bytes of an input, as many at a time as there are ([`Splitter::split`]). Out: [`Piece`]s with their
//! places. The pieces depend on the bytes alone, never on how many came at a time, and no more than one piece is
//! held: what is longer than the bound is skipped as it comes. Knows how an input is laid out, not what an alert is.
//!
//! - An input is lines, blank ones and Falco's own log lines among them. A line that begins a JSON object and does
//!   not end it takes the lines behind it that can only continue one; a line that was cut never swallows the
//!   alerts behind it, for those begin with `{`.
//! - An input that begins with `[` and then a JSON value is an array, whose elements are taken one by one; what
//!   follows its end is lines again, or the next array.

mod array;
mod lines;

use super::bytes::UTF8_MARK;
use super::reject::count;
use std::ops::Range;

/// How many bytes of a piece that is too long are kept to show it.
const HEAD: usize = 120;

/// A piece of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Where its bytes stand in the buffer that was split, a line's end included.
    pub range: Range<usize>,
    /// The line it begins on, from 1.
    pub line: u64,
    /// The column it begins at, from 1, in characters.
    pub column: u64,
    /// The byte of the input it begins at, from 0.
    pub offset: u64,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PieceKind {
    /// A line, or the lines of a pretty-printed object.
    Line,
    /// An element of an array.
    Element,
    /// Longer than the bound: its first bytes. Its range is empty.
    TooLong(Vec<u8>),
    /// An array without elements. Its range is empty.
    EmptyArray,
    /// The input ended where a comma or `]` of an array should stand. Its range is empty.
    OpenArray,
}

/// Where an input can be taken up again: between two pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Bytes before it.
    pub offset: u64,
    /// Its line, from 1.
    pub line: u64,
    /// Its column, from 1, in characters.
    pub column: u64,
    /// What is being read there.
    pub layout: Layout,
}

impl Default for Place {
    fn default() -> Self {
        Self { offset: 0, line: 1, column: 1, layout: Layout::Unknown }
    }
}

impl Place {
    /// The place behind a line of so many bytes, its end included.
    fn next_line(&mut self, length: usize) {
        self.offset = self.offset.saturating_add(count(length));
        (self.line, self.column) = (self.line.saturating_add(1), 1);
    }
}

/// What an input holds at some place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// Not seen yet: nothing but space so far.
    Unknown,
    /// Lines until the end.
    Lines,
    /// The place of an array's first element.
    FirstElement,
    /// The place of a later element.
    Element,
    /// Behind an element: a comma or `]` must follow.
    AfterElement,
    /// Behind an array, on the line of its `]`.
    AfterArray,
}

/// Cuts an input into pieces.
#[derive(Debug)]
pub struct Splitter {
    limit: usize,
    place: Place,
    line: lines::Pending,
    element: array::Pending,
    skip: Option<Skip>,
}

/// A piece that is too long, while it goes by.
#[derive(Debug)]
struct Skip {
    from: Place,
    head: Vec<u8>,
}

/// What the bytes at hand begin with.
enum Step {
    /// A piece of that many bytes, and how many are used up with it.
    Piece(PieceKind, usize, usize),
    /// A piece that is one line with its end, that long.
    Line(usize),
    /// Nothing of interest, that long.
    Pass(usize),
    /// The end of a piece that was too long, that long.
    Skipped(usize),
    /// Too little to tell.
    More,
}

impl Splitter {
    /// A splitter of an input that skips pieces longer than `limit` bytes.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self::at(Place::default(), limit)
    }

    /// A splitter that goes on at `place`.
    #[must_use]
    pub fn at(place: Place, limit: usize) -> Self {
        let (line, element) = Default::default();
        Self { limit, place, line, element, skip: None }
    }

    /// The place of the first byte that is not used up, unless it lies within a piece that is too long.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.skip.is_none().then_some(self.place)
    }

    /// Cuts at most `max` pieces off the beginning of `buffer`, which begins with what the last call left over, and
    /// returns how many bytes are used up. `last` says that nothing follows.
    pub fn split(&mut self, buffer: &[u8], last: bool, max: usize, pieces: &mut Vec<Piece>) -> usize {
        let mut used = 0;
        while pieces.len() < max {
            let rest = buffer.get(used..).unwrap_or_default();
            let Place { line, column, offset, .. } = self.place;
            let step = self.step(rest, last);
            let taken = match step {
                Step::Piece(_, _, taken) | Step::Line(taken) | Step::Skipped(taken) | Step::Pass(taken) => {
                    taken
                }
                Step::More => break,
            };
            if let Some(skip) = &mut self.skip {
                skip.keep(rest.get(..taken).unwrap_or(rest));
            }
            let mut piece = |kind, length| {
                let range = used..used.saturating_add(length);
                pieces.push(Piece { kind, range, line, column, offset });
            };
            match step {
                Step::Line(length) => {
                    piece(PieceKind::Line, length);
                    self.place.next_line(length);
                    used = used.saturating_add(length);
                    continue;
                }
                Step::Piece(kind, length, _) => piece(kind, length),
                Step::Skipped(_) => pieces.extend(self.skip.take().map(Skip::piece)),
                Step::Pass(_) | Step::More => {}
            }
            self.advance(rest, taken);
            used = used.saturating_add(taken);
        }
        used
    }

    fn step(&mut self, rest: &[u8], last: bool) -> Step {
        match self.place.layout {
            Layout::Unknown => self.begin(rest, last),
            Layout::Lines => self.lines(rest, last),
            Layout::FirstElement | Layout::Element | Layout::AfterElement => self.array(rest, last),
            Layout::AfterArray => self.after_array(rest),
        }
    }

    /// Finds out what the input holds. Blank lines before it are lines.
    fn begin(&mut self, rest: &[u8], last: bool) -> Step {
        if self.skip.is_some() {
            // Blanks without end and then something: the line of an input of lines, as it is where it comes at once.
            let mut line = rest.iter().take_while(|&&byte| byte != b'\n');
            if line.any(|&byte| !is_space(byte)) {
                self.place.layout = Layout::Lines;
            }
            return self.lines(rest, last);
        }
        if self.place.offset == 0 {
            if rest.starts_with(UTF8_MARK) {
                return Step::Pass(UTF8_MARK.len());
            }
            if !last && rest.len() < UTF8_MARK.len() && UTF8_MARK.starts_with(rest) {
                return Step::More;
            }
        }
        let mut marks = rest.iter().enumerate().filter(|(_, byte)| **byte == b'\n' || !is_space(**byte));
        let first = marks.next();
        let second = marks.find(|(_, byte)| **byte != b'\n');
        match (first, second) {
            // An array's opening bracket and what follows it are looked for no further than an alert reaches.
            (Some((at, b'[')), Some((next, b'{' | b'[' | b'"' | b']'))) if next <= self.limit => {
                self.place.layout = Layout::FirstElement;
                // What was seen of the line before the bracket came is no part of the lines behind the array.
                self.line = lines::Pending::default();
                Step::Pass(at.saturating_add(1))
            }
            (Some((_, b'[')), None) if !last && rest.len() <= self.limit => Step::More,
            (Some((_, b'\n')), _) | (None, _) => self.lines(rest, last),
            _ => {
                self.place.layout = Layout::Lines;
                self.lines(rest, last)
            }
        }
    }

    /// The rest of the line on which an array ended.
    fn after_array(&mut self, rest: &[u8]) -> Step {
        let spaces = rest.iter().take_while(|&&byte| byte != b'\n' && is_space(byte)).count();
        let taken = match rest.get(spaces) {
            Some(b'\n') => spaces.saturating_add(1),
            None if spaces == 0 => return Step::More,
            _ => spaces,
        };
        if rest.get(spaces).is_some() {
            self.place.layout = Layout::Unknown;
        }
        Step::Pass(taken)
    }

    /// Begins to let a piece go by that is too long, and `taken` bytes of it.
    fn skip(&mut self, taken: usize) -> Step {
        self.skip = Some(Skip { from: self.place, head: Vec::new() });
        Step::Pass(taken)
    }

    fn advance(&mut self, rest: &[u8], taken: usize) {
        let taken = rest.get(..taken).unwrap_or(rest);
        if taken == UTF8_MARK {
            // It takes room, but is no character.
            self.place.offset = self.place.offset.saturating_add(count(taken.len()));
            return;
        }
        let place = &mut self.place;
        place.offset = place.offset.saturating_add(count(taken.len()));
        let last_line = match memchr::memrchr(b'\n', taken) {
            Some(at) => {
                let lines = memchr::memchr_iter(b'\n', taken).count();
                (place.line, place.column) = (place.line.saturating_add(count(lines)), 1);
                taken.get(at.saturating_add(1)..).unwrap_or_default()
            }
            None => taken,
        };
        let characters = last_line.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        place.column = place.column.saturating_add(count(characters));
    }
}

impl Skip {
    /// Keeps the first bytes of the piece, however many come at a time.
    fn keep(&mut self, bytes: &[u8]) {
        let room = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(bytes.get(..room).unwrap_or_default());
    }

    fn piece(self) -> Piece {
        let Place { line, column, offset, .. } = self.from;
        Piece { kind: PieceKind::TooLong(self.head), range: 0..0, line, column, offset }
    }
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

#[cfg(test)]
mod tests;
