//! Why some bytes are no alert.

use crate::diag::Code;
use std::fmt;

/// What is wrong with an input that should have been an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RejectKind {
    /// Nothing but space.
    Empty,
    /// UTF-16, by its byte order mark or its zero bytes.
    Utf16,
    /// A byte sequence that is no UTF-8.
    NotUtf8,
    /// Not JSON, or cut short.
    NotJson,
    /// JSON, but no object.
    NotObject,
    /// An object without `rule`: another program's line, or not an alert at all.
    NoRule,
    /// `output_fields` is something else than an object.
    FieldsNotObject,
    /// More bytes than [`super::Limits::line`].
    TooLong,
    /// Nested deeper than [`super::Limits::depth`].
    TooDeep,
    /// More keys in one object than [`super::Limits::fields`].
    TooManyFields,
    /// A key longer than [`super::Limits::key`].
    KeyTooLong,
}

impl RejectKind {
    /// Its stable name, for statistics and rejects files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Utf16 => "utf-16",
            Self::NotUtf8 => "not-utf-8",
            Self::NotJson => "not-json",
            Self::NotObject => "not-an-object",
            Self::NoRule => "no-rule",
            Self::FieldsNotObject => "output-fields-not-an-object",
            Self::TooLong => Code::ALERT_TOO_LONG.name(),
            Self::TooDeep => Code::ALERT_TOO_DEEP.name(),
            Self::TooManyFields => Code::ALERT_TOO_MANY_FIELDS.name(),
            Self::KeyTooLong => Code::ALERT_KEY_TOO_LONG.name(),
        }
    }

    /// The diagnostic code, where a bound was broken.
    #[must_use]
    pub fn code(self) -> Option<Code> {
        match self {
            Self::TooLong => Some(Code::ALERT_TOO_LONG),
            Self::TooDeep => Some(Code::ALERT_TOO_DEEP),
            Self::TooManyFields => Some(Code::ALERT_TOO_MANY_FIELDS),
            Self::KeyTooLong => Some(Code::ALERT_KEY_TOO_LONG),
            _ => None,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Empty => "give an alert as Falco prints it with `json_output: true`",
            Self::Utf16 => "convert it first: `iconv -f UTF-16 -t UTF-8`",
            Self::NotUtf8 => "alerts are UTF-8; was the file damaged, or is it compressed?",
            Self::NotJson => {
                "set `json_output: true` in falco.yaml; a line may also have been cut by a log shipper"
            }
            Self::NotObject => "one alert is one JSON object",
            Self::NoRule => "Falco's alerts name their `rule`; this looks like another program's line",
            Self::FieldsNotObject => "Falco prints `output_fields` as an object, or not at all",
            Self::TooLong => "raise `--max-line` if the input is trusted",
            Self::TooDeep | Self::TooManyFields | Self::KeyTooLong => {
                "Falco prints no such alert; look at where it came from"
            }
        }
    }
}

/// An input that is no alert: what, where, why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// What is wrong.
    pub kind: RejectKind,
    /// The line of the input, from 1.
    pub line: u64,
    /// The column in that line, from 1, in characters (bytes where it is no UTF-8).
    pub column: u64,
    /// One line, lower case, without any of the input's own text but JSON's complaint.
    pub message: String,
}

impl Reject {
    /// A reject of a whole alert: its place is its first character.
    pub(super) fn new(kind: RejectKind, message: impl Into<String>) -> Self {
        Self { kind, line: 1, column: 1, message: message.into() }
    }

    /// A reject at byte `offset` of `text`.
    pub(super) fn at(kind: RejectKind, text: &str, offset: usize) -> Self {
        let before = text.get(..char_boundary(text, offset)).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let column = before.get(line_start..).map_or(0, |line| line.chars().count());
        Self {
            kind,
            line: count(before.matches('\n').count()).saturating_add(1),
            column: count(column).saturating_add(1),
            message: kind.name().replace('-', " "),
        }
    }

    /// A reject at `part`, a slice of `text`.
    pub(super) fn at_part(kind: RejectKind, text: &str, part: &str) -> Self {
        Self::at(kind, text, (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize))
    }

    /// Says what is wrong.
    pub(super) fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Moves a reject of a part to where the part began.
    pub(super) fn moved(mut self, line: u64, column: u64) -> Self {
        if self.line == 1 {
            self.column = self.column.saturating_add(column.saturating_sub(1));
        }
        self.line = self.line.saturating_add(line.saturating_sub(1));
        self
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        self.kind.hint()
    }
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: not an alert: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for Reject {}

/// A count as it is shown.
pub(super) fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// The nearest character boundary at or before `offset` (std's own is younger than our oldest compiler).
fn char_boundary(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
