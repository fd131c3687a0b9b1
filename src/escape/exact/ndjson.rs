//! Values in a line of JSON that programs read and people look at (<https://github.com/ndjson/ndjson-spec>).
//!
//! The strings are serde_json's; what would show as nothing, or act on a terminal or in a CI log, is then written as
//! `\uXXXX`, which is the same data.

use super::super::{Encoded, Untrusted};
use super::json_screen;

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
        if is_plain(value.0) {
            return Self::seal(format!("\"{}\"", value.0));
        }
        Self::of_json(&serde_json::Value::from(value.0).to_string())
    }

    /// Adds what [`Self::text`] gives to a line: for millions of values, which are plain but for a few.
    pub fn add_text(value: Untrusted<'_>, line: &mut Vec<u8>) {
        if is_plain(value.0) {
            line.push(b'"');
            line.extend_from_slice(value.0.as_bytes());
            line.push(b'"');
        } else {
            line.extend_from_slice(Self::text(value).as_str().as_bytes());
        }
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
        // In a valid text these stand between tokens only.
        if json.contains(['\n', '\r', '\t']) {
            return Self::seal(json_screen(json.replace(['\n', '\r', '\t'], " ")));
        }
        Self::seal(json_screen(json))
    }
}

/// Whether a text stands between quotes as it is: ASCII that shows, without what JSON escapes and without the
/// beginnings of a CI log's command.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Every byte is looked at, whatever the ones before it were: so several are at a time.
    let special = |byte: u8| !matches!(byte, b' '..=b'~') | matches!(byte, b'"' | b'\\' | b'#');
    let twice = |(&a, &b): (&u8, &u8)| (a == b':') & (b == b':');
    !bytes.iter().fold(false, |found, &byte| found | special(byte))
        & !bytes.iter().zip(bytes.get(1..).unwrap_or_default()).fold(false, |found, pair| found | twice(pair))
}
