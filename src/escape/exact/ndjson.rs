//! Values in a line of JSON that programs read and people look at (<https://github.com/ndjson/ndjson-spec>).
//!
//! The strings are serde_json's; every character that would show as nothing or act on a terminal is then written as
//! `\uXXXX`, which is the same data.

use super::super::visible::is_hidden;
use super::super::{Encoded, Untrusted};
use std::fmt::Write as _;

/// A value within a line of JSON.
pub enum Ndjson {}

impl Encoded<Ndjson> {
    /// A string with its quotes; every text has one.
    ///
    /// ```
    /// use falconer::escape::{Encoded, Ndjson, Untrusted};
    /// assert_eq!(Encoded::<Ndjson>::text(Untrusted("a\n\"\u{202e}")).as_str(), r#""a\n\"\u202e""#);
    /// ```
    #[must_use]
    pub fn text(value: Untrusted<'_>) -> Self {
        let plain = value.0.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\');
        if plain {
            return Self::seal(format!("\"{}\"", value.0));
        }
        Self::of_json(&serde_json::Value::from(value.0).to_string())
    }

    /// A valid JSON text on one line: its own bytes, but that a line end between its tokens becomes a space, and a
    /// hidden character, which only a string can hold, an escape.
    ///
    /// ```
    /// use falconer::escape::{Encoded, Ndjson};
    /// assert_eq!(Encoded::<Ndjson>::of_json("{\n\"a\": 1.0 }").as_str(), "{ \"a\": 1.0 }");
    /// ```
    #[must_use]
    pub fn of_json(json: &str) -> Self {
        let mut out = String::with_capacity(json.len());
        for c in json.chars() {
            match c {
                '\n' | '\r' | '\t' => out.push(' '),
                ' '..='~' => out.push(c),
                _ if is_hidden(c) => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        // Writing to a String cannot fail.
                        let _ = write!(out, "\\u{unit:04x}");
                    }
                }
                _ => out.push(c),
            }
        }
        Self::seal(out)
    }
}
