//! The visible form: what a reader is shown of a value that might hide, move or colour text.
//!
//! The characters are those of Unicode's default-ignorable and bidirectional classes
//! (<https://www.unicode.org/reports/tr36/>, <https://www.unicode.org/reports/tr9/>), the control characters
//! of ISO 6429, and line separators. What would speak to a CI log is broken too, for logs are where text that
//! nobody looks at still does something: see [`begins_command`].

use regex::Regex;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// How many characters of a value are shown.
pub const MAX_SHOWN: usize = 512;

/// How many combining marks may sit on one base; more overlap the neighbouring lines.
const MAX_MARKS: usize = 8;

static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{M}").ok());

/// Whether a character is a control character or shows as nothing, so that it could mislead a reader.
pub(crate) fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{fffc}' | '\u{fffe}' | '\u{ffff}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}')
}

fn is_mark(c: char) -> bool {
    // Below U+0300 Unicode has no combining mark, and almost every value ends here.
    c >= '\u{300}' && MARK.as_ref().is_some_and(|mark| mark.is_match(c.encode_utf8(&mut [0; 4])))
}

/// The visible form, newlines kept: every other hidden character becomes `\u{…}`, marks beyond eight too, and
/// so does one character of what a CI log would take for a command.
///
/// ```
/// use falconer::escape::visible;
/// assert_eq!(visible("a\u{1b}[31m\u{202e}b\n"), "a\\u{1b}[31m\\u{202e}b\n");
/// ```
#[must_use]
pub fn visible(value: &str) -> String {
    transform(value, |c| c == '\n')
}

/// The visible form on one line: newlines, tabs and carriage returns become `\n`, `\t`, `\r`.
///
/// ```
/// use falconer::escape::visible_line;
/// assert_eq!(visible_line("a\n\tb"), r"a\n\tb");
/// ```
#[must_use]
pub fn visible_line(value: &str) -> String {
    transform(value, |_| false)
}

/// The visible form on one line, cut to [`MAX_SHOWN`] characters with a mark that counts the rest.
pub(super) fn shown(value: &str) -> String {
    if value.is_empty() {
        return "(empty)".to_owned();
    }
    match value.char_indices().nth(MAX_SHOWN) {
        None => visible_line(value),
        Some((at, _)) => {
            let (head, rest) = value.split_at_checked(at).unwrap_or((value, ""));
            format!("{}… (+{})", visible_line(head), rest.chars().count())
        }
    }
}

/// Whether the character `c` at byte `at` is the second of a mark with which a line of a CI log gives a command:
/// `::error …::` of GitHub, at the start of a line, blanks aside, and `##[error]` of GitHub and Azure (with a
/// word between, `##vso[…]` and TeamCity's), anywhere in it.
///
/// Sources: <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>,
/// <https://github.com/actions/runner> (`ActionCommand.cs`),
/// <https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands>.
pub(crate) fn begins_command(text: &str, at: usize, c: char) -> bool {
    if !matches!(c, ':' | '#') {
        return false;
    }
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let (Some(before), Some(after)) = (before.strip_suffix(c), rest.strip_prefix(c)) else { return false };
    let is_name = |c: char| c.is_ascii_alphabetic() || c == '-' || c == '_';
    let name = after.split(|c| !is_name(c)).next().unwrap_or("");
    if c == '#' {
        return after.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
    }
    // An address such as `::1` or `::ffff:10.0.0.1` is no command: their names have other letters.
    let is_command = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.contains(|c: char| !c.is_ascii_hexdigit());
    is_command && (before.is_empty() || before.ends_with(char::is_whitespace))
}

fn transform(value: &str, keep: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(value.len());
    let mut marks = 0usize;
    for (at, c) in value.char_indices() {
        marks = if is_mark(c) { marks.saturating_add(1) } else { 0 };
        match c {
            _ if keep(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if is_hidden(c) || marks > MAX_MARKS || begins_command(value, at, c) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out
}
