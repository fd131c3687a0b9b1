//! Finished JSON made safe to look at: the same data, with nothing in it that a terminal or a CI log obeys.
//!
//! In: any JSON text that a serialiser wrote. Out: the same text in which hidden characters, and the mark that
//! would begin a command of a CI log, stand as `\uXXXX`. Every sink of JSON (reports, NDJSON, SARIF, examples)
//! passes here, so that they agree on what is hidden.

use super::super::visible::{begins_command, is_hidden};
use std::borrow::Cow;
use std::fmt::Write as _;

/// The same JSON, safe on a screen. Line ends between tokens stay.
///
/// Outside of strings a JSON text is ASCII without such marks; inside, an escape is the same data
/// (<https://www.rfc-editor.org/rfc/rfc8259#section-7>).
pub(crate) fn json_screen<'j>(json: impl Into<Cow<'j, str>>) -> String {
    let json = json.into();
    let is_wrong = |at: usize, c: char| (is_hidden(c) && c != '\n') || begins_command(&json, at, c);
    if !json.char_indices().any(|(at, c)| is_wrong(at, c)) {
        // As is usual; a large text is not written a second time.
        return json.into_owned();
    }
    let mut out = String::with_capacity(json.len());
    for (at, c) in json.char_indices() {
        if is_wrong(at, c) {
            push_escape(&mut out, c);
        } else {
            out.push(c);
        }
    }
    out
}

/// `\uXXXX`, twice for a character beyond the basic plane.
fn push_escape(out: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        // Writing to a String cannot fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}
