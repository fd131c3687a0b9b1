//! A JSON string or number (<https://www.rfc-editor.org/rfc/rfc8259>).

use super::super::{Encoded, Refusal, Untrusted};
use super::json_screen;

/// A string with its quotes.
pub enum JsonString {}

/// An integer that every reader takes for the same number.
pub enum JsonNumber {}

/// The largest integer that readers with double-precision numbers keep exactly.
const MAX_SAFE: u64 = (1 << 53) - 1;

impl Encoded<JsonString> {
    /// Encodes a value. Hidden characters become `\uXXXX`: the same data, safe on a screen.
    ///
    /// ```
    /// use falconer::escape::{Encoded, JsonString, Untrusted};
    /// assert_eq!(Encoded::<JsonString>::exact(Untrusted("a\"\u{202e}")).unwrap().as_str(), r#""a\"\u202e""#);
    /// ```
    ///
    /// # Errors
    /// NUL, text that is not the alert's own, more than 4 KiB.
    pub fn exact(value: Untrusted<'_>) -> Result<Self, Refusal> {
        super::bounded(value.0)?;
        let json = serde_json::to_string(value.0).map_err(|_| Refusal::new("has no JSON form"))?;
        Ok(Self::seal(json_screen(json)))
    }

    /// The encoded text without its quotes, for a place inside the author's own.
    #[must_use]
    pub fn body(&self) -> &str {
        super::super::value::unquoted(self.as_str())
    }
}

impl Encoded<JsonNumber> {
    /// Encodes a value of decimal digits.
    ///
    /// # Errors
    /// Anything but digits, a leading zero, a number beyond 2⁵³ − 1.
    pub fn exact(value: Untrusted<'_>) -> Result<Self, Refusal> {
        let digits = !value.0.is_empty() && value.0.bytes().all(|b| b.is_ascii_digit());
        let plain = digits && (value.0 == "0" || !value.0.starts_with('0'));
        match value.0.parse::<u64>() {
            Ok(n) if plain && n <= MAX_SAFE => Ok(Self::seal(n.to_string())),
            _ => Err(Refusal::new("is no number that every JSON reader takes exactly")),
        }
    }
}
