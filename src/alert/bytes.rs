//! Bytes to text: UTF-8, with or without its byte order mark, and nothing else.

use super::reject::{Reject, RejectKind, count};

/// The byte order mark of UTF-8.
pub(super) const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Without the byte order mark that some Windows tools write.
pub(super) fn strip_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes)
}

/// Whether this is UTF-16: its byte order mark, or an ASCII character beside a zero byte.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 1..=0x7F, ..] | [1..=0x7F, 0, ..])
}

/// The text of one alert.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, Reject> {
    if is_utf16(bytes) {
        return Err(Reject::new(RejectKind::Utf16, "UTF-16, not UTF-8"));
    }
    let bytes = strip_mark(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let before = std::str::from_utf8(before).unwrap_or_default();
        Reject::at(RejectKind::NotUtf8, before, before.len())
            .message(format!("byte {} is not UTF-8", count(before.len()).saturating_add(1)))
    })?;
    if text.trim_ascii().is_empty() {
        return Err(Reject::new(RejectKind::Empty, "empty"));
    }
    Ok(text)
}
