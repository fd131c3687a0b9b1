//! Bracket expressions: sets of characters, with nothing of Rust's set notation.

use super::RegexError;
use super::translate::Cursor;
use std::fmt::Write;

/// Reads a bracket expression after its `[` and writes it for the `regex` crate.
pub(super) fn bracket(cursor: &mut Cursor<'_>, out: &mut String) -> Result<(), RegexError> {
    let negated = cursor.eat('^');
    let mut ranges = Vec::new();
    let mut first = true;
    while first || !cursor.eat(']') {
        if cursor.at_end() {
            return Err(RegexError::new("a `[` is not closed"));
        }
        // POSIX allows a bare `-` only first or last.
        if cursor.peek() == Some('-') && !first && cursor.peek_second() != Some(']') {
            return Err(RegexError::new("a `-` in brackets stands neither first nor last")
                .hint("write `\\-`, or put it last"));
        }
        first = false;
        match named(cursor)? {
            Some(class) => ranges.extend(class),
            None => ranges.push(range(cursor)?),
        }
    }
    out.push_str(if negated { "[^" } else { "[" });
    for (low, high) in ranges {
        // Writing to a string cannot fail.
        let _ = write!(out, "\\x{{{low:x}}}-\\x{{{high:x}}}");
    }
    out.push(']');
    Ok(())
}

/// One character, or two with `-` between.
fn range(cursor: &mut Cursor<'_>) -> Result<(u32, u32), RegexError> {
    let low = element(cursor)?;
    if cursor.peek() != Some('-') || cursor.peek_second() == Some(']') {
        return Ok((low, low));
    }
    cursor.next();
    let high = element(cursor)?;
    if high < low {
        return Err(RegexError::new("a range in brackets ends before it begins"));
    }
    Ok((low, high))
}

fn element(cursor: &mut Cursor<'_>) -> Result<u32, RegexError> {
    match cursor.next() {
        Some('\\') => cursor.escape(),
        Some(character) => Ok(u32::from(character)),
        None => Err(RegexError::new("a `[` is not closed")),
    }
}

/// `[:alpha:]` and its like; `None` where no such thing begins.
fn named(cursor: &mut Cursor<'_>) -> Result<Option<Vec<(u32, u32)>>, RegexError> {
    let Some(inner) = cursor.rest().strip_prefix("[:") else { return Ok(None) };
    let Some((name, _)) = inner.split_once(":]") else { return Ok(None) };
    let (name, negated) = match name.strip_prefix('^') {
        Some(name) => (name, true),
        None => (name, false),
    };
    let Some(ranges) = ascii_class(name) else {
        return Err(RegexError::new(format!("there is no class `[:{name}:]`"))
            .hint("the classes are alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit"));
    };
    let skipped = "[:".len() + name.len() + usize::from(negated) + ":]".len();
    cursor.skip(skipped);
    let ranges: Vec<_> = ranges.iter().map(|&(low, high)| (u32::from(low), u32::from(high))).collect();
    Ok(Some(if negated { complement(&ranges) } else { ranges }))
}

/// Everything outside sorted, disjoint ranges.
fn complement(ranges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut outside = Vec::new();
    let mut next = 0;
    for &(low, high) in ranges {
        if low > next {
            outside.push((next, low - 1));
        }
        next = high + 1;
    }
    outside.push((next, u32::from(char::MAX)));
    outside
}

/// Sorted, disjoint ranges.
fn ascii_class(name: &str) -> Option<&'static [(u8, u8)]> {
    Some(match name {
        "alnum" => &[(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')],
        "alpha" => &[(b'A', b'Z'), (b'a', b'z')],
        "ascii" => &[(0, 0x7f)],
        "blank" => &[(b'\t', b'\t'), (b' ', b' ')],
        "cntrl" => &[(0, 0x1f), (0x7f, 0x7f)],
        "digit" => &[(b'0', b'9')],
        "graph" => &[(b'!', b'~')],
        "lower" => &[(b'a', b'z')],
        "print" => &[(b' ', b'~')],
        "punct" => &[(b'!', b'/'), (b':', b'@'), (b'[', b'`'), (b'{', b'~')],
        "space" => &[(b'\t', b'\r'), (b' ', b' ')],
        "upper" => &[(b'A', b'Z')],
        "word" => &[(b'0', b'9'), (b'A', b'Z'), (b'_', b'_'), (b'a', b'z')],
        "xdigit" => &[(b'0', b'9'), (b'A', b'F'), (b'a', b'f')],
        _ => return None,
    })
}
