//! An input that holds one or several alerts, as people have them: one JSON object, pretty-printed or not, a
//! JSON array, or lines (NDJSON), with Falco's own plain log lines in between.
//!
//! In: all bytes of a file or of stdin. Out: [`Entry`] after [`Entry`] in order, each with its line. This is for
//! reports, which read few alerts; an archive is streamed elsewhere.

use super::Alert;
use super::bytes::{is_utf16, strip_mark};
use super::json;
use super::limits::Limits;
use super::reject::{Reject, RejectKind};

/// One thing found in an input.
#[derive(Debug, Clone)]
pub enum Entry<'a> {
    /// An alert, and the line it begins on.
    Alert(u64, Alert<'a>),
    /// One of Falco's plain log lines, or an alert printed without `json_output`; not an error.
    Log(u64),
    /// What should have been an alert.
    Reject(Reject),
}

/// Reads all entries of an input.
///
/// ```
/// use falconer::alert::{Limits, input::{Entry, read}};
///
/// let lines = b"Mon May 20 10:14:00 2024: Falco initialized\n{\"rule\":\"a\"}\n{\"rule\":\"b\"}\n";
/// let entries = read(lines, &Limits::default());
/// assert!(matches!(entries.as_slice(), [Entry::Log(1), Entry::Alert(2, _), Entry::Alert(3, _)]));
/// ```
#[must_use]
pub fn read<'a>(bytes: &'a [u8], limits: &Limits) -> Vec<Entry<'a>> {
    if is_utf16(bytes) || bytes.trim_ascii().is_empty() {
        return vec![entry(bytes, 1, 1, limits)];
    }
    let bytes = strip_mark(bytes);
    let as_array = if bytes.trim_ascii_start().starts_with(b"[") { array(bytes, limits) } else { None };
    as_array.unwrap_or_else(|| lines(bytes, limits))
}

fn entry<'a>(bytes: &'a [u8], line: u64, column: u64, limits: &Limits) -> Entry<'a> {
    match Alert::parse_within(bytes, limits) {
        Ok(alert) => Entry::Alert(line, alert),
        Err(reject) => Entry::Reject(reject.moved(line, column)),
    }
}

/// The elements of a JSON array; `None` if it is none, so that each line gets its own answer.
fn array<'a>(bytes: &'a [u8], limits: &Limits) -> Option<Vec<Entry<'a>>> {
    let text = std::str::from_utf8(bytes).ok()?;
    serde_json::from_str::<&serde_json::value::RawValue>(text).ok()?;
    let mut place = Place::default();
    let elements = json::parts(text.trim_ascii()).map(|element| {
        let offset = (element.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let (line, column) = place.advance(text, offset);
        entry(element.as_bytes(), line, column, limits)
    });
    let entries: Vec<_> = elements.collect();
    if entries.is_empty() {
        return Some(vec![Entry::Reject(Reject::new(RejectKind::Empty, "an empty array"))]);
    }
    Some(entries)
}

/// Line and column of ever later offsets, each byte looked at once.
struct Place {
    offset: usize,
    line: u64,
    column: u64,
}

impl Default for Place {
    fn default() -> Self {
        Self { offset: 0, line: 1, column: 1 }
    }
}

impl Place {
    fn advance(&mut self, text: &str, offset: usize) -> (u64, u64) {
        for character in text.get(self.offset..offset).unwrap_or_default().chars() {
            if character == '\n' {
                (self.line, self.column) = (self.line.saturating_add(1), 1);
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
        self.offset = offset;
        (self.line, self.column)
    }
}

fn lines<'a>(bytes: &'a [u8], limits: &Limits) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    let (mut rest, mut line) = (bytes, 1_u64);
    while !rest.is_empty() {
        let first = until_newline(rest);
        let taken = if first.trim_ascii_start().starts_with(b"{") && ends_too_early(first) {
            whole_object(rest, first.len())
        } else {
            first.len()
        };
        let (chunk, after) = rest.split_at_checked(taken).unwrap_or((rest, &[]));
        if is_log_line(chunk) {
            entries.push(Entry::Log(line));
        } else if !chunk.trim_ascii().is_empty() {
            entries.push(entry(chunk, line, 1, limits));
        }
        line = line.saturating_add(chunk.iter().filter(|&&byte| byte == b'\n').map(|_| 1).sum());
        rest = after;
    }
    entries
}

/// The first line, its newline included.
fn until_newline(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| at.saturating_add(1));
    bytes.get(..end).unwrap_or(bytes)
}

/// Whether a line is the beginning of a longer JSON text.
fn ends_too_early(line: &[u8]) -> bool {
    serde_json::from_slice::<&serde_json::value::RawValue>(line).is_err_and(|error| error.is_eof())
}

/// How many bytes the pretty-printed object takes whose first line is `first` bytes long: all lines that can
/// only continue one. A line that was cut never swallows the alerts behind it, for those begin with `{`.
fn whole_object(bytes: &[u8], first: usize) -> usize {
    let mut taken = first;
    while let Some(rest) = bytes.get(taken..) {
        let line = until_newline(rest);
        match line.first() {
            Some(b' ' | b'\t' | b'"' | b']' | b'\r' | b'\n') => taken = taken.saturating_add(line.len()),
            Some(b'}') => return taken.saturating_add(line.len()),
            _ => break,
        }
    }
    taken
}

/// Whether this is a line of Falco's own log, or an alert in plain text:
/// `Mon May 20 10:14:00 2024: …`, `2024-05-20T10:14:00+0000: …`, `10:14:03.412688903: Critical …`.
fn is_log_line(line: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(line) else { return false };
    let stamps = [
        "aaa aaa nn nn:nn:nn nnnn: ",
        "aaa aaa  n nn:nn:nn nnnn: ",
        "nnnn-nn-nnTnn:nn:nn+nnnn: ",
        "nnnn-nn-nnTnn:nn:nn-nnnn: ",
        "nnnn-nn-nnTnn:nn:nn.nnnnnnnnnZ: ",
        "nnnn-nn-nnTnn:nn:nn.nnnnnnnnn+nnnn: ",
        "nn:nn:nn.nnnnnnnnn: ",
    ];
    stamps.iter().any(|stamp| begins_like(text, stamp))
}

/// Whether `text` begins like `pattern`, in which `n` is any digit and `a` any letter.
fn begins_like(text: &str, pattern: &str) -> bool {
    let mut bytes = text.bytes();
    pattern.bytes().all(|wanted| match (wanted, bytes.next()) {
        (b'n', Some(byte)) => byte.is_ascii_digit(),
        (b'a', Some(byte)) => byte.is_ascii_alphabetic(),
        (_, byte) => byte == Some(wanted),
    })
}
