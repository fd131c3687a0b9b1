//! Timestamps as alerts spell them.

use jiff::Timestamp;

/// `2024-05-20T10:14:03.412688903Z`, as in the key `time`.
pub(super) fn parse_rfc3339(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// Nanoseconds since 1970, as in `evt.time`.
pub(super) fn from_nanoseconds(text: &str) -> Option<Timestamp> {
    Timestamp::from_nanosecond(text.parse().ok()?).ok()
}
