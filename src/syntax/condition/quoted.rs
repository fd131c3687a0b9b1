//! Quoted strings: their end, their escapes, and what in them surprises.
//!
//! In: a token with its quotes, as the grammar matched it, or the text from a quote on. Out: its bytes, or what
//! is wrong with it. The rules are those of `escaping.cpp` in falcosecurity/libs.

use super::ast::Quote;
use super::trap::TrapKind;
use std::ops::Range;

/// A quoted token, read.
pub(super) struct Content {
    /// Which quotes.
    pub(super) quote: Option<Quote>,
    /// The bytes it stands for.
    pub(super) bytes: Vec<u8>,
    /// Surprises, with their place counted from the opening quote.
    pub(super) surprises: Vec<(TrapKind, Range<usize>)>,
}

/// Reads a token whose escapes are known to be good.
pub(super) fn read(token: &str) -> Content {
    let quote = Quote::from_char(token.chars().next());
    let mut content = Content { quote, bytes: Vec::with_capacity(token.len()), surprises: Vec::new() };
    // INVARIANT: a quote is one byte.
    let last = token.len().saturating_sub(1);
    let inside = token.get(1..last).unwrap_or_default().as_bytes();
    let mut at = 0;
    while let Some(&byte) = inside.get(at) {
        let rest = inside.get(at..).unwrap_or_default();
        let (value, length) =
            if byte == b'\\' { escape(rest, quote).unwrap_or((byte, 1)) } else { (byte, 1) };
        content.bytes.push(value);
        let end = at.saturating_add(length);
        if let Some(kind) = surprise(rest, inside.get(end..).unwrap_or_default(), quote) {
            // The backslash that the next character hangs on, and that character; the opening quote counts.
            let last_backslash = if rest.get(1) == Some(&b'\\') { at.saturating_add(1) } else { at };
            let start = last_backslash.saturating_add(1);
            content.surprises.push((kind, start..start.saturating_add(2)));
        }
        at = end;
    }
    content
}

/// What surprises about the escape that `rest` begins with, `after` standing behind it.
fn surprise(rest: &[u8], after: &[u8], quote: Option<Quote>) -> Option<TrapKind> {
    let own = quote.map(Quote::byte);
    match (rest.first()?, *rest.get(1)?) {
        (b'\\', b' ') => Some(TrapKind::LostSpace),
        // Escaped backslash, then a quote that was surely meant to end the string.
        (b'\\', b'\\') if after.first().copied() == own => Some(TrapKind::QuoteGoesOn),
        (b'\\', next) if Some(next) == own && looks_like_logic(after) => Some(TrapKind::QuoteGoesOn),
        _ => None,
    }
}

/// Whether a condition seems to go on: ` and `, ` or `.
fn looks_like_logic(after: &[u8]) -> bool {
    after.first().is_some_and(u8::is_ascii_whitespace) && {
        let word = after.trim_ascii_start();
        [&b"and"[..], b"or"].iter().any(|&keyword| {
            word.strip_prefix(keyword)
                .and_then(<[u8]>::first)
                .is_some_and(|&b| b.is_ascii_whitespace() || b == b'(')
        })
    }
}

/// The byte an escape stands for and the escape's length; `rest` begins with the backslash.
fn escape(rest: &[u8], quote: Option<Quote>) -> Option<(u8, usize)> {
    let value = match *rest.get(1)? {
        b'b' => 0x08,
        b'f' => 0x0C,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'\\' | b' ' => b'\\',
        b'/' => b'/',
        b'x' => {
            let digits = std::str::from_utf8(rest.get(2..4)?).ok()?;
            let plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
            return plain.then(|| u8::from_str_radix(digits, 16).ok()).flatten().map(|byte| (byte, 4));
        }
        byte if Some(byte) == quote.map(Quote::byte) => byte,
        _ => return None,
    };
    Some((value, 2))
}

/// What is wrong with the quoted string that `text` begins with.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has no end. `backslash`: a quote came, but after a backslash.
    Unterminated {
        /// Where that quote stands.
        backslash: Option<usize>,
    },
    /// It holds a NUL, which ends the search for its end.
    Nul(usize),
    /// An escape that there is not, with its place.
    Escape(Range<usize>),
}

/// Finds what is wrong with the quoted string that `text` begins with, if anything.
pub(super) fn fault(text: &str) -> Option<Fault> {
    let quote = Quote::from_char(text.chars().next())?;
    let bytes = text.as_bytes();
    let mut escaped_quote = None;
    let mut end = None;
    for (at, &byte) in bytes.iter().enumerate().skip(1) {
        let after_backslash = at.checked_sub(1).and_then(|i| bytes.get(i)) == Some(&b'\\');
        if byte == 0 {
            return Some(Fault::Nul(at));
        }
        if byte == quote.byte() {
            if !after_backslash {
                end = Some(at);
                break;
            }
            escaped_quote = Some(at);
        }
    }
    let Some(end) = end else { return Some(Fault::Unterminated { backslash: escaped_quote }) };
    let mut at = 1;
    while at < end {
        let rest = bytes.get(at..end).unwrap_or_default();
        let length = match rest.first() {
            Some(b'\\') => match escape(rest, Some(quote)) {
                Some((_, length)) => length,
                None => return Some(Fault::Escape(at..at.saturating_add(escape_width(text, at)).min(end))),
            },
            _ => 1,
        };
        at = at.saturating_add(length);
    }
    None
}

/// The width of a bad escape: backslash and one character.
fn escape_width(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.chars().take(2).map(char::len_utf8).sum()
}

impl Quote {
    /// The quote a character is.
    pub(super) fn from_char(c: Option<char>) -> Option<Self> {
        match c {
            Some('"') => Some(Self::Double),
            Some('\'') => Some(Self::Single),
            _ => None,
        }
    }

    /// As a byte.
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Single => b'\'',
            Self::Double => b'"',
        }
    }
}
