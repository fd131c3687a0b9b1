//! A YAML scalar: one line, double-quoted, with the escapes that JSON and both YAML versions share
//! (<https://yaml.org/spec/1.2.2/#57-escaped-characters>). Never plain: `no`, `1e3` and `~` are not text there.

use super::super::visible::is_hidden;
use super::super::{Encoded, Refusal, Untrusted};
use std::fmt::Write as _;

/// A double-quoted scalar.
pub enum YamlScalar {}

impl Encoded<YamlScalar> {
    /// Encodes a value. Readers of YAML 1.1 take `\ud83d\ude00` for two surrogates, so characters beyond the
    /// basic plane stay raw or become `\UXXXXXXXX`.
    ///
    /// ```
    /// use falconer::escape::{Encoded, Untrusted, YamlScalar};
    /// assert_eq!(Encoded::<YamlScalar>::exact(Untrusted("a: \"b\"\n")).unwrap().as_str(), r#""a: \"b\"\n""#);
    /// ```
    ///
    /// # Errors
    /// NUL, text that is not the alert's own, more than 4 KiB.
    pub fn exact(value: Untrusted<'_>) -> Result<Self, Refusal> {
        super::bounded(value.0)?;
        let mut out = String::from("\"");
        for c in value.0.chars() {
            push(&mut out, c);
        }
        out.push('"');
        Ok(Self::seal(out))
    }

    /// The encoded text without its quotes, for a place inside the author's own.
    #[must_use]
    pub fn body(&self) -> &str {
        super::super::value::unquoted(self.as_str())
    }
}

fn push(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        // Writing to a String cannot fail.
        _ if is_hidden(c) && u32::from(c) <= 0xff => drop(write!(out, "\\x{:02x}", u32::from(c))),
        _ if is_hidden(c) && u32::from(c) <= 0xffff => drop(write!(out, "\\u{:04x}", u32::from(c))),
        _ if is_hidden(c) => drop(write!(out, "\\U{:08x}", u32::from(c))),
        _ => out.push(c),
    }
}
