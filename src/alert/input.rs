//! An input that holds one or several alerts, as people have them: one JSON object, pretty-printed or not, a
//! JSON array, or lines (NDJSON), with Falco's own plain log lines in between.
//!
//! In: the bytes of an input, whole ([`read`]) or a [`Piece`] at a time ([`Piece::read`]). Out: what they hold, in
//! order, with places. Knows no file: archives are opened and streamed elsewhere, by the same rules.

use super::Alert;
use super::bytes::is_utf16;
use super::limits::Limits;
use super::reject::{Reject, RejectKind};
use super::split::{Piece, PieceKind, Splitter};

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
        return match Alert::parse_within(bytes, limits) {
            Ok(alert) => vec![Entry::Alert(1, alert)],
            Err(reject) => vec![Entry::Reject(reject)],
        };
    }
    let mut pieces = Vec::new();
    Splitter::new(limits.line).split(bytes, true, usize::MAX, &mut pieces);
    let entries = pieces.iter().filter_map(|piece| match piece.read(bytes, limits) {
        Content::Blank => None,
        Content::Log => Some(Entry::Log(piece.line)),
        Content::Alert(alert) => Some(Entry::Alert(piece.line, alert)),
        Content::Reject(reject) => Some(Entry::Reject(reject)),
    });
    entries.collect()
}

/// What a piece of an input is; alerts are of the kind that the piece was read as.
#[derive(Debug, Clone)]
pub enum Content<A> {
    /// A blank line.
    Blank,
    /// One of Falco's plain log lines, or an alert printed without `json_output`; not an error.
    Log,
    /// An alert.
    Alert(A),
    /// What should have been an alert.
    Reject(Reject),
}

impl Piece {
    /// The piece's bytes in the buffer that it was cut from.
    #[must_use]
    pub fn bytes<'a>(&self, buffer: &'a [u8]) -> &'a [u8] {
        buffer.get(self.range.clone()).unwrap_or_default()
    }

    /// Reads the piece.
    #[must_use]
    pub fn read<'a>(&self, buffer: &'a [u8], limits: &Limits) -> Content<Alert<'a>> {
        self.read_by(buffer, limits, |line| Alert::parse_within(line, limits))
    }

    /// Reads the piece, an alert in it by `parse`. Every alert of every command that reads several comes through here.
    pub fn read_by<'a, A>(
        &self,
        buffer: &'a [u8],
        limits: &Limits,
        parse: impl FnOnce(&'a [u8]) -> Result<A, Reject>,
    ) -> Content<A> {
        let bytes = self.bytes(buffer);
        let refused = |kind, message: String| {
            let (line, column) = (self.line, self.column);
            Content::Reject(Reject { kind, line, column, message })
        };
        match &self.kind {
            PieceKind::Line if bytes.trim_ascii().is_empty() => Content::Blank,
            PieceKind::Line if is_log_line(bytes) => Content::Log,
            PieceKind::Line | PieceKind::Element => {
                let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
                match parse(bytes.strip_suffix(b"\r").unwrap_or(bytes)) {
                    Ok(alert) => Content::Alert(alert),
                    Err(reject) => Content::Reject(reject.moved(self.line, self.column)),
                }
            }
            PieceKind::TooLong(_) => {
                refused(RejectKind::TooLong, format!("longer than {} bytes", limits.line))
            }
            PieceKind::EmptyArray => refused(RejectKind::Empty, "an empty array".to_owned()),
            PieceKind::OpenArray => {
                refused(RejectKind::NotJson, "not JSON: the input ends within an array".to_owned())
            }
        }
    }
}

/// Whether this is a line of Falco's own log, or an alert in plain text:
/// `Mon May 20 10:14:00 2024: …`, `2024-05-20T10:14:00+0000: …`, `10:14:03.412688903: Critical …`.
fn is_log_line(line: &[u8]) -> bool {
    if !line.first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
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
