//! RE2 POSIX syntax in, the `regex` crate's out.

use super::RegexError;
use super::class::bracket;
use std::fmt::Write;

/// Parentheses that may nest.
pub(super) const MAX_DEPTH: usize = 100;
/// How often a repetition may repeat, in all levels together.
const MAX_REPEAT: u32 = 1000;

/// Writes the pattern for the `regex` crate, anchored at both ends.
pub(super) fn translate(pattern: &str) -> Result<String, RegexError> {
    let mut cursor = Cursor { text: pattern, at: 0 };
    let mut out = String::from("\\A(?:");
    alternation(&mut cursor, &mut out, 0)?;
    if !cursor.at_end() {
        return Err(RegexError::new("a `)` closes nothing").hint("write `\\)` for the character"));
    }
    out.push_str(")\\z");
    Ok(out)
}

/// `a|b|c`. Returns how often the deepest repetition inside can repeat.
fn alternation(cursor: &mut Cursor<'_>, out: &mut String, depth: usize) -> Result<u32, RegexError> {
    let mut repeats = sequence(cursor, out, depth)?;
    while cursor.eat('|') {
        out.push('|');
        repeats = repeats.max(sequence(cursor, out, depth)?);
    }
    Ok(repeats)
}

fn sequence(cursor: &mut Cursor<'_>, out: &mut String, depth: usize) -> Result<u32, RegexError> {
    let mut repeats = 1;
    while !matches!(cursor.peek(), None | Some('|' | ')')) {
        let start = out.len();
        let inner = atom(cursor, out, depth)?;
        repeats = repeats.max(repetitions(cursor, out, start, inner)?);
    }
    Ok(repeats)
}

fn atom(cursor: &mut Cursor<'_>, out: &mut String, depth: usize) -> Result<u32, RegexError> {
    match cursor.next() {
        Some('(') => {
            if depth == MAX_DEPTH {
                return Err(RegexError::new(format!("parentheses nest deeper than {MAX_DEPTH}")));
            }
            if cursor.peek() == Some('?') {
                return Err(RegexError::new("`(?` is not available").hint(
                    "groups are plain `(…)`; for any case use `icontains`, `iglob`, or brackets such as `[aA]`",
                ));
            }
            out.push_str("(?:");
            let repeats = alternation(cursor, out, depth + 1)?;
            if !cursor.eat(')') {
                return Err(RegexError::new("a `(` is not closed"));
            }
            out.push(')');
            return Ok(repeats);
        }
        Some('[') => bracket(cursor, out)?,
        Some('.') => out.push_str("[^\\n]"),
        Some('^') => out.push_str("(?m:^)"),
        Some('$') => out.push_str("(?m:$)"),
        Some(op @ ('*' | '+' | '?')) => return Err(nothing_to_repeat(op)),
        Some('{') if cursor.counts_after_brace().is_some() => return Err(nothing_to_repeat('{')),
        Some('\\') => {
            let character = cursor.escape()?;
            literal(out, character);
        }
        Some(character) => literal(out, u32::from(character)),
        None => {}
    }
    Ok(1)
}

fn nothing_to_repeat(op: char) -> RegexError {
    RegexError::new(format!("`{op}` has nothing to repeat"))
        .hint("write a backslash before it for the character")
}

fn literal(out: &mut String, character: u32) {
    // Writing to a string cannot fail.
    let _ = write!(out, "\\x{{{character:x}}}");
}

/// Wraps what was written since `start` in the repetition operators that follow it.
///
/// In POSIX syntax a `?` after another operator is an operator itself, not a mark of laziness.
fn repetitions(
    cursor: &mut Cursor<'_>,
    out: &mut String,
    start: usize,
    inner: u32,
) -> Result<u32, RegexError> {
    let mut repeats = inner;
    let mut previous: Option<char> = None;
    loop {
        match cursor.peek() {
            Some(op @ ('*' | '+' | '?')) => {
                cursor.next();
                match previous {
                    // `a**` and its like stay one operator, however long: equal ones as they are, others as `*`.
                    Some(before) => {
                        out.pop();
                        out.push(if before == op { op } else { '*' });
                        previous = Some(if before == op { op } else { '*' });
                    }
                    None => {
                        wrap(out, start);
                        out.push(op);
                        previous = Some(op);
                    }
                }
            }
            Some('{') => {
                cursor.next();
                let Some((counts, length)) = cursor.counts_after_brace() else {
                    cursor.back('{');
                    return Ok(repeats);
                };
                cursor.skip(length);
                repeats = counted(counts, repeats)?;
                wrap(out, start);
                let _ = match counts {
                    (least, Some(most)) => write!(out, "{{{least},{most}}}"),
                    (least, None) => write!(out, "{{{least},}}"),
                };
                previous = None;
            }
            _ => return Ok(repeats),
        }
    }
}

fn wrap(out: &mut String, start: usize) {
    out.insert_str(start, "(?:");
    out.push(')');
}

/// RE2 bounds the product of nested counts.
fn counted((least, most): (u32, Option<u32>), inner: u32) -> Result<u32, RegexError> {
    if most.is_some_and(|most| most < least) {
        return Err(RegexError::new("a repetition ends before it begins"));
    }
    let count = most.unwrap_or(least).max(1);
    match inner.checked_mul(count) {
        Some(total) if total <= MAX_REPEAT => Ok(total),
        _ => Err(RegexError::new(format!("repetitions multiply to more than {MAX_REPEAT}"))),
    }
}

/// A place in the pattern.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn at_end(&self) -> bool {
        self.rest().is_empty()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn peek_second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    fn back(&mut self, character: char) {
        self.at -= character.len_utf8();
    }

    /// `2}`, `2,}` or `2,5}` after a brace, with its length; anything else makes the brace a character.
    fn counts_after_brace(&self) -> Option<((u32, Option<u32>), usize)> {
        let (inner, _) = self.rest().split_once('}')?;
        let number = |digits: &str| {
            let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            // A number too long for 32 bits exceeds every bound.
            plain.then(|| digits.parse().unwrap_or(u32::MAX))
        };
        let counts = match inner.split_once(',') {
            None => {
                let exactly = number(inner)?;
                (exactly, Some(exactly))
            }
            Some((least, "")) => (number(least)?, None),
            Some((least, most)) => (number(least)?, Some(number(most)?)),
        };
        Some((counts, inner.len() + 1))
    }

    /// The character of an escape, after its backslash.
    pub(super) fn escape(&mut self) -> Result<u32, RegexError> {
        let character = match self.next() {
            None => return Err(RegexError::new("the pattern ends in a backslash")),
            Some('a') => 0x07,
            Some('f') => 0x0c,
            Some('n') => 0x0a,
            Some('r') => 0x0d,
            Some('t') => 0x09,
            Some('v') => 0x0b,
            Some('x') => return self.hexadecimal(),
            // One digit alone, other than 0, would be a reference to a group.
            Some(digit @ '1'..='7') if !matches!(self.peek(), Some('0'..='7')) => {
                return Err(RegexError::new(format!(
                    "`\\{digit}` refers back to a group, which is not available"
                )));
            }
            Some(digit @ '0'..='7') => return Ok(self.octal(digit)),
            Some(mark) if mark.is_ascii() && !mark.is_ascii_alphanumeric() => u32::from(mark),
            Some(other) => {
                return Err(RegexError::new(format!("`\\{other}` is not available")).hint(
                    "use a class such as `[[:digit:]]`, `[[:alpha:]]`, `[[:space:]]` or `[[:word:]]`",
                ));
            }
        };
        Ok(character)
    }

    fn octal(&mut self, first: char) -> u32 {
        let mut value = first.to_digit(8).unwrap_or(0);
        for _ in 0..2 {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) else { break };
            self.next();
            value = value * 8 + digit;
        }
        value
    }

    /// `41` or `{e9}` after `\x`.
    fn hexadecimal(&mut self) -> Result<u32, RegexError> {
        let bad = || RegexError::new("`\\x` needs two hexadecimal digits, or some in braces up to 10FFFF");
        let rest = self.rest();
        let (digits, length) = match rest.strip_prefix('{') {
            Some(inner) => {
                let (digits, _) = inner.split_once('}').ok_or_else(bad)?;
                (digits, digits.len() + 2)
            }
            None => (rest.get(..2).ok_or_else(bad)?, 2),
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(bad());
        }
        let value = u32::from_str_radix(digits, 16).map_err(|_| bad())?;
        // Surrogates are no characters: no text holds them.
        char::from_u32(value).ok_or_else(bad)?;
        self.skip(length);
        Ok(value)
    }
}
