//! One word of a shell: single quotes, in which POSIX gives no character a meaning but the quote itself
//! (<https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_02>).
//!
//! Exact in bash, dash, busybox and zsh; csh and fish read quotes differently.

use super::super::visible::is_hidden;
use super::super::{Encoded, Refusal, Untrusted};
use std::fmt::Write as _;

/// A word of any POSIX shell.
pub enum ShWord {}

/// A word of bash.
pub enum BashWord {}

impl Encoded<ShWord> {
    /// Encodes a value.
    ///
    /// # Errors
    /// Control and hidden characters: nothing runs while the quote is open, but on an interactive shell TAB
    /// completes and CR becomes a newline, and people misread what they paste.
    pub fn exact(value: Untrusted<'_>) -> Result<Self, Refusal> {
        super::bounded(value.0)?;
        match value.0.chars().find(|&c| is_hidden(c)) {
            Some(c) => Err(Refusal::new(format!(
                "holds the character U+{:04X}, which cannot be pasted into a shell safely",
                u32::from(c)
            ))),
            None => Ok(Self::seal(single_quoted(value.0))),
        }
    }
}

impl Encoded<BashWord> {
    /// Encodes a value; control and hidden characters as escapes in `$'…'`
    /// (<https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html>).
    ///
    /// # Errors
    /// NUL, text that is not the alert's own, more than 4 KiB.
    pub fn exact(value: Untrusted<'_>) -> Result<Self, Refusal> {
        super::bounded(value.0)?;
        let hidden = value.0.chars().any(is_hidden);
        Ok(Self::seal(if hidden { ansi_c(value.0) } else { single_quoted(value.0) }))
    }
}

fn single_quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', r"'\''"))
}

fn ansi_c(value: &str) -> String {
    let mut out = String::from("$'");
    for c in value.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\\' => out.push_str("\\\\"),
            // As numbers: history expansion of old interactive shells does not know `$'…'`.
            '\'' | '!' => push_bytes(&mut out, c),
            _ if is_hidden(c) => push_bytes(&mut out, c),
            _ => out.push(c),
        }
    }
    out.push('\'');
    out
}

fn push_bytes(out: &mut String, c: char) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        // Writing to a String cannot fail.
        let _ = write!(out, "\\x{byte:02x}");
    }
}
