//! The types that Falco declares for fields.

use std::fmt;

/// What kind of value a field holds, list or not.
///
/// The kinds are libs' parameter types as far as conditions tell them apart
/// (<https://github.com/falcosecurity/libs>, `userspace/libsinsp/filter_compare.cpp`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Text: bytes, compared as bytes.
    Text,
    /// A buffer of bytes.
    Bytes,
    /// `true` or `false`.
    Bool,
    /// A whole number of this many bits.
    Int {
        /// 8, 16, 32 or 64.
        bits: u8,
        /// Whether it can be negative.
        signed: bool,
    },
    /// A floating-point number.
    Double,
    /// A port, also written as a service name.
    Port,
    /// Nanoseconds between two moments.
    Duration,
    /// Nanoseconds since the epoch.
    Time,
    /// An IP address.
    Ip,
    /// An IP address asked for its network.
    Net,
    /// An alert's priority; ours.
    Priority,
    /// A type that Falco only lets `exists` look at.
    Opaque,
    /// No declared type: the JSON value decides.
    Any,
}

impl Kind {
    /// The unsigned 64-bit number: what `len` gives.
    pub const U64: Self = Self::Int { bits: 64, signed: false };

    /// Whether values compare as numbers.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Self::Int { .. } | Self::Double | Self::Port | Self::Duration | Self::Time)
    }

    /// The least and greatest value, for kinds that hold whole numbers.
    #[must_use]
    pub fn range(self) -> Option<(i128, i128)> {
        let (bits, signed) = match self {
            Self::Int { bits, signed } => (u32::from(bits), signed),
            Self::Port => (16, false),
            Self::Duration | Self::Time => (64, false),
            // Falco reads constants for floating-point fields as 32-bit integers.
            Self::Double => (32, true),
            _ => return None,
        };
        let half = 1_i128.checked_shl(bits.saturating_sub(1))?;
        Some(match signed {
            true => (-half, half - 1),
            false => (0, half.saturating_mul(2) - 1),
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Bytes => "bytes",
            Self::Bool => "boolean",
            Self::Int { .. } | Self::Double => "number",
            Self::Port => "port",
            Self::Duration => "duration",
            Self::Time => "time",
            Self::Ip => "IP address",
            Self::Net => "IP network",
            Self::Priority => "priority",
            Self::Opaque => "opaque",
            Self::Any => "any",
        })
    }
}

/// The type of a field or of a transformer's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Type {
    /// What it, or each element, is.
    pub kind: Kind,
    /// Whether there are several.
    pub list: bool,
}

impl Type {
    /// One value of this kind.
    #[must_use]
    pub const fn one(kind: Kind) -> Self {
        Self { kind, list: false }
    }

    /// A list of this kind.
    #[must_use]
    pub const fn list(kind: Kind) -> Self {
        Self { kind, list: true }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.list {
            true => write!(f, "list of {}", self.kind),
            false => write!(f, "{}", self.kind),
        }
    }
}

/// How Falco writes a number into an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Notation {
    /// As a JSON number.
    #[default]
    Decimal,
    /// As upper-case hexadecimal text without `0x`: `fd.dev`.
    Hex,
    /// As octal text: `evt.rawarg.mode`.
    Octal,
}
