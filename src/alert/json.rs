//! JSON by hand where a library would change a value: members of an object, decoded strings, numbers in full.
//!
//! [`validate`] lets serde_json judge the whole text first; everything else here leans on that and only cuts.
//! INVARIANT: every other function takes a complete, valid JSON text, so malformed input is not looked for
//! again, and whatever is met against expectation ends a loop instead of panicking.

use super::limits::Limits;
use super::reject::{Reject, RejectKind};
use crate::value::Raw;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Whether this is one JSON object within the depth bound.
pub(super) fn validate(text: &str, limits: &Limits) -> Result<(), Reject> {
    // Depth first: the bound must hold before anything follows the nesting.
    check_depth(text, limits)?;
    serde_json::from_str::<&RawValue>(text.trim_ascii_end()).map_err(|error| syntax_error(text, &error))?;
    if text.trim_ascii_start().starts_with('{') {
        return Ok(());
    }
    let offset = text.len().saturating_sub(text.trim_ascii_start().len());
    Err(Reject::at(RejectKind::NotObject, text, offset).message("JSON, but not an object"))
}

fn check_depth(text: &str, limits: &Limits) -> Result<(), Reject> {
    let mut depth = 0_usize;
    for (at, mark) in Structure::of(text) {
        match mark {
            b'{' | b'[' => depth = depth.saturating_add(1),
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limits.depth {
            return Err(Reject::at(RejectKind::TooDeep, text, at)
                .message(format!("nested more than {} deep", limits.depth)));
        }
    }
    Ok(())
}

fn syntax_error(text: &str, error: &serde_json::Error) -> Reject {
    // serde_json counts columns in bytes, and column 0 is the end of the line before.
    let line_start = match error.line().checked_sub(2) {
        Some(breaks) => {
            text.match_indices('\n').nth(breaks).map_or(text.len(), |(at, _)| at.saturating_add(1))
        }
        None => 0,
    };
    let offset = line_start.saturating_add(error.column().saturating_sub(1));
    let whole = error.to_string();
    let message = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(message, _)| message);
    Reject::at(RejectKind::NotJson, text, offset).message(format!("not JSON: {message}"))
}

/// The brackets, commas and colons of a JSON text that stand outside its strings.
pub(super) struct Structure<'a> {
    bytes: std::iter::Enumerate<std::slice::Iter<'a, u8>>,
}

impl<'a> Structure<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { bytes: text.as_bytes().iter().enumerate() }
    }

    fn skip_string(&mut self) {
        while let Some((_, byte)) = self.bytes.next() {
            match byte {
                b'\\' => drop(self.bytes.next()),
                b'"' => return,
                _ => {}
            }
        }
    }
}

impl Iterator for Structure<'_> {
    type Item = (usize, u8);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.bytes.next()? {
                (_, b'"') => self.skip_string(),
                (at, &mark @ (b'{' | b'}' | b'[' | b']' | b',' | b':')) => return Some((at, mark)),
                _ => {}
            }
        }
    }
}

/// The elements of an array or the members of an object, brackets taken off, each as its own text.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    let mut structure = Structure::of(inner);
    let mut start = Some(0);
    std::iter::from_fn(move || {
        let begin = start?;
        let mut depth = 0_usize;
        let end = structure.by_ref().find_map(|(at, mark)| {
            match mark {
                b'{' | b'[' => depth = depth.saturating_add(1),
                b'}' | b']' => depth = depth.saturating_sub(1),
                b',' if depth == 0 => return Some(at),
                _ => {}
            }
            None
        });
        start = end.map(|at| at.saturating_add(1));
        inner.get(begin..end.unwrap_or(inner.len()))
    })
    .map(str::trim_ascii)
    // Only an empty array or object has an empty part.
    .filter(|part| !part.is_empty())
}

/// A member's key, quotes and all, and its value.
pub(super) fn member(text: &str) -> Option<(&str, &str)> {
    let (at, _) = Structure::of(text).find(|&(_, mark)| mark == b':')?;
    let (key, value) = text.split_at_checked(at)?;
    Some((key.trim_ascii(), value.get(1..)?.trim_ascii()))
}

/// Decodes a value. Arrays inside arrays are followed as deep as [`Limits::depth`] let them be.
pub(super) fn decode(text: &str) -> Raw<'_> {
    match text.as_bytes().first() {
        Some(b'"') => Raw::Text(string(text)),
        Some(b'{') => Raw::Object(text),
        Some(b'[') => Raw::List(parts(text).map(decode).collect()),
        Some(b't') => Raw::Bool(true),
        Some(b'f') => Raw::Bool(false),
        Some(b'n') | None => Raw::Null,
        Some(_) => Raw::Number(text),
    }
}

/// Decodes a string, quotes and all. What is no scalar value (a lone surrogate) becomes U+FFFD.
pub(super) fn string(quoted: &str) -> Cow<'_, str> {
    let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Cow::Borrowed(inner);
    }
    let mut decoded = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((plain, escape)) = rest.split_once('\\') {
        decoded.push_str(plain);
        let (character, after) = unescape(escape);
        decoded.push(character);
        rest = after;
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The character of an escape, its backslash taken off, and what follows it.
fn unescape(escape: &str) -> (char, &str) {
    let (letter, rest) = escape.split_at_checked(1).unwrap_or((escape, ""));
    match letter {
        "b" => ('\u{8}', rest),
        "f" => ('\u{c}', rest),
        "n" => ('\n', rest),
        "r" => ('\r', rest),
        "t" => ('\t', rest),
        "u" => unicode(rest),
        _ => (letter.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER), rest),
    }
}

fn unicode(text: &str) -> (char, &str) {
    let (first, rest) = hex4(text);
    let low = rest.strip_prefix("\\u").map(hex4).filter(|(second, _)| (0xDC00..0xE000).contains(second));
    let (code, rest) = match low {
        Some((second, after)) if (0xD800..0xDC00).contains(&first) => {
            (0x1_0000_u32.saturating_add((first & 0x3FF) << 10 | second & 0x3FF), after)
        }
        _ => (first, rest),
    };
    (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), rest)
}

fn hex4(text: &str) -> (u32, &str) {
    let (digits, rest) = text.split_at_checked(4).unwrap_or((text, ""));
    (u32::from_str_radix(digits, 16).unwrap_or(u32::from(char::REPLACEMENT_CHARACTER)), rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decodes_what_serde_json_refuses() {
        assert_eq!(string(r#""a\ud83d\ude00b""#), "a😀b");
        assert_eq!(string(r#""\ud83d""#), "\u{FFFD}");
        assert_eq!(string(r#""\ude00\ud83dx""#), "\u{FFFD}\u{FFFD}x");
        assert_eq!(string(r#""\ud83d\u0041""#), "\u{FFFD}A");
    }

    #[test]
    fn numbers_keep_their_digits() {
        for number in ["12345678901234567890123", "1e400", "-0", "0.10"] {
            assert_eq!(decode(number), Raw::Number(number));
        }
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            ".{0,12}".prop_map(Into::into),
            r#"[\\",:{}\[\]]{0,6}"#.prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::btree_map(".{0,6}", inner, 0..6)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    /// What serde_json reads, from our pieces.
    fn rebuilt(text: &str) -> serde_json::Value {
        match decode(text) {
            Raw::Object(object) => parts(object)
                .filter_map(member)
                .map(|(key, value)| (string(key).into_owned(), rebuilt(value)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
            Raw::List(_) => parts(text).map(rebuilt).collect(),
            Raw::Text(text) => text.into_owned().into(),
            Raw::Bool(bool) => bool.into(),
            Raw::Null => serde_json::Value::Null,
            Raw::Number(number) => serde_json::from_str(number).unwrap(),
        }
    }

    proptest! {
        #[test]
        fn agrees_with_serde_json(value in json()) {
            prop_assert_eq!(rebuilt(&serde_json::to_string(&value).unwrap()), value.clone());
            prop_assert_eq!(rebuilt(&serde_json::to_string_pretty(&value).unwrap()), value);
        }

        #[test]
        fn never_panics(text in r#"[\[\]{}",:\\u0dDn1 ]{0,40}"#) {
            let _ = (parts(&text).count(), member(&text), string(&text), decode(&text));
        }
    }
}
