//! Values in a line of JSON that programs read and people look at (<https://github.com/ndjson/ndjson-spec>).
//!
//! The strings are serde_json's; what would show as nothing, or act on a terminal or in a CI log, is then written as
//! `\uXXXX`, which is the same data.

use super::super::{Encoded, Untrusted};
use super::json_screen;
use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, i8x16, u8x16};

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
/// beginnings of a CI log's command, a `#` and two colons. Sixteen bytes are looked at a time.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (lanes, _) = bytes.as_chunks::<16>();
    let mut colon_before = 0;
    let whole = lanes.iter().all(|lane| {
        let Some(colons) = colons_of_plain(*lane) else { return false };
        let pairs = colons & (colons << 1 | colon_before);
        colon_before = colons >> 15;
        pairs == 0
    });
    // The last lane overlaps those before it. Two shorter ones, side by side, are no neighbours.
    let (last, neighbours) =
        match (bytes.last_chunk::<16>(), bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(last), ..) => (*last, !0),
            (None, Some(first), Some(last)) => {
                let mut both = [b' '; 16];
                let (low, high) = both.split_at_mut(8);
                low.copy_from_slice(first);
                high.copy_from_slice(last);
                (both, !(1 << 8))
            }
            _ => {
                // Spaces are plain.
                let mut short = [b' '; 16];
                short.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
                (short, !0)
            }
        };
    whole && colons_of_plain(last).is_some_and(|colons| colons & colons << 1 & neighbours == 0)
}

/// The colons among sixteen bytes, a bit for each; `None` where one of the bytes is not plain by itself.
#[inline(always)]
fn colons_of_plain(bytes: [u8; 16]) -> Option<u64> {
    // Most values are short: a choice of wider lanes would not pay.
    dispatch!(Level::baseline(), simd => look(simd, bytes))
}

#[inline(always)]
fn look<S: Simd>(simd: S, bytes: [u8; 16]) -> Option<u64> {
    let bytes = u8x16::load_array(simd, bytes);
    // As signed numbers, bytes beyond ASCII are less than a space, as controls are.
    let signed: i8x16<S> = bytes.bitcast();
    let special = signed.simd_lt(0x20)
        | bytes.simd_eq(0x7F)
        | bytes.simd_eq(b'"')
        | bytes.simd_eq(b'\\')
        | bytes.simd_eq(b'#');
    (!special.any_true()).then(|| bytes.simd_eq(b':').to_bitmask())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn plain_is_what_every_byte_is(text in r#"[a-f:]{0,40}[ -~\u{0}-\u{ff}:]{0,2}[a-f:#]{0,40}"#) {
            let special = |c: char| !(' '..='~').contains(&c) || ['"', '\\', '#'].contains(&c);
            prop_assert_eq!(is_plain(&text), !text.contains("::") && !text.contains(special), "{}", text);
        }
    }
}
