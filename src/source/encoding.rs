//! Bytes to text: UTF-8, a byte-order mark allowed; anything else is refused and named.

/// Why a file's bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncodingError {
    /// The first byte that does not fit; everything before it is valid UTF-8.
    pub offset: usize,
    /// What the bytes look like.
    pub looks_like: LooksLike,
}

/// What bytes that are not UTF-8 look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LooksLike {
    /// UTF-16, by its byte-order mark or by its zero bytes.
    Utf16,
    /// A gzip or zstd archive, by its first bytes.
    Compressed,
    /// None of these.
    Unknown,
}

impl LooksLike {
    /// What is wrong with the file, as a diagnostic says it.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Utf16 => "the file is UTF-16, not UTF-8",
            Self::Compressed => "the file is compressed",
            Self::Unknown => "the file is not UTF-8 from here on",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Compressed => "unpack it first",
            Self::Utf16 | Self::Unknown => "save it as UTF-8",
        }
    }
}

/// The bytes as text.
///
/// # Errors
/// The place of the first byte that is not UTF-8, and what the file may be instead.
pub fn decode(bytes: Vec<u8>) -> Result<String, EncodingError> {
    let looks_like = match bytes.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, 0, _, ..] | [_, 0, _, 0, ..] => LooksLike::Utf16,
        [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] => LooksLike::Compressed,
        _ => LooksLike::Unknown,
    };
    if looks_like == LooksLike::Utf16 {
        return Err(EncodingError { offset: 0, looks_like });
    }
    String::from_utf8(bytes).map_err(|e| EncodingError { offset: e.utf8_error().valid_up_to(), looks_like })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_is_not_utf8() {
        let cases: [(&[u8], usize, LooksLike); 5] = [
            (b"\xff\xfe-\0", 0, LooksLike::Utf16),
            (b"-\0 \0m\0", 0, LooksLike::Utf16),
            (b"\0-\0 \0m", 0, LooksLike::Utf16),
            (b"\x1f\x8b\x08", 1, LooksLike::Compressed),
            (b"- macro: caf\xe9\n", 12, LooksLike::Unknown),
        ];
        for (bytes, offset, looks_like) in cases {
            assert_eq!(decode(bytes.to_vec()), Err(EncodingError { offset, looks_like }), "{bytes:?}");
        }
        assert_eq!(decode("\u{feff}- é".into()).as_deref(), Ok("\u{feff}- é"));
    }
}
