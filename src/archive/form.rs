//! What an input is, by its first bytes and never by its name.

use std::fmt;

/// How an input is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Not at all.
    Plain,
    /// gzip, <https://www.rfc-editor.org/rfc/rfc1952>.
    Gzip,
    /// Zstandard, <https://www.rfc-editor.org/rfc/rfc8878>.
    Zstd,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "plain",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        })
    }
}

impl Form {
    /// The form of an input that begins with `head`.
    pub(super) fn of(head: &[u8]) -> Self {
        match head {
            [0x1F, 0x8B, ..] => Self::Gzip,
            // A frame, or a frame to skip.
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }
}

/// How many bytes [`unsupported`] looks at.
pub(super) const HEAD: usize = 512;

/// What unpacked bytes are that hold no alerts as they are, and what to do about it.
pub(super) fn unsupported(head: &[u8]) -> Option<(&'static str, &'static str)> {
    Some(match head {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 1..=0x7F, ..] | [1..=0x7F, 0, ..] => {
            ("UTF-16", "convert it first: `iconv -f UTF-16 -t UTF-8`")
        }
        [0x1F, 0x8B, ..] | [0x28, 0xB5, 0x2F, 0xFD, ..] => {
            ("compressed twice", "unpack it once: `gzip -dc FILE | falconer eval -`")
        }
        [b'B', b'Z', b'h', b'1'..=b'9', ..] => {
            ("compressed with bzip2", "unpack it first: `bzip2 -dc FILE | falconer eval -`")
        }
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => {
            ("compressed with xz", "unpack it first: `xz -dc FILE | falconer eval -`")
        }
        [0x04, 0x22, 0x4D, 0x18, ..] => {
            ("compressed with lz4", "unpack it first: `lz4 -dc FILE | falconer eval -`")
        }
        [b'P', b'K', 3, 4, ..] => ("a zip archive", "unpack it first: `unzip -p FILE | falconer eval -`"),
        [b'P', b'A', b'R', b'1', ..] => ("a Parquet file", "export its rows as JSON lines first"),
        _ if head.get(257..262) == Some(b"ustar") => {
            ("a tar archive", "unpack it first: `tar -xOf FILE | falconer eval -`")
        }
        _ => return None,
    })
}
