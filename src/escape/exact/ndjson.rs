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
        let harmless = |byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\' | b'#');
        if value.0.bytes().all(harmless) && !value.0.contains("::") {
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
        // In a valid text these stand between tokens only.
        if json.contains(['\n', '\r', '\t']) {
            return Self::seal(json_screen(&json.replace(['\n', '\r', '\t'], " ")));
        }
        Self::seal(json_screen(json))
    }
}
