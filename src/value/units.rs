//! Units on numbers: `5s`, `10MiB`. An extension of Falconer's; Falco has none.

/// Which units a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitFamily {
    /// Nanoseconds: `ns us ms s m h d`.
    Time,
    /// Bytes: `B`, `KB MB GB TB` (powers of 1000), `KiB MiB GiB TiB` (powers of 1024).
    Size,
}

impl UnitFamily {
    /// Every unit with its factor.
    #[must_use]
    pub fn units(self) -> &'static [(&'static str, i128)] {
        match self {
            Self::Time => &[
                ("ns", 1),
                ("us", 1_000),
                ("ms", 1_000_000),
                ("s", 1_000_000_000),
                ("m", 60_000_000_000),
                ("h", 3_600_000_000_000),
                ("d", 86_400_000_000_000),
            ],
            Self::Size => &[
                ("B", 1),
                ("KB", 1_000),
                ("MB", 1_000_000),
                ("GB", 1_000_000_000),
                ("TB", 1_000_000_000_000),
                ("KiB", 1 << 10),
                ("MiB", 1 << 20),
                ("GiB", 1 << 30),
                ("TiB", 1 << 40),
            ],
        }
    }
}

/// Reads a whole number followed by a unit of this family; `None` if it is not one.
///
/// ```
/// use falconer::value::{UnitFamily, read_with_unit};
/// assert_eq!(read_with_unit(b"5s", UnitFamily::Time), Some(5_000_000_000));
/// assert_eq!(read_with_unit(b"10MiB", UnitFamily::Size), Some(10_485_760));
/// assert_eq!(read_with_unit(b"5", UnitFamily::Time), None);
/// ```
#[must_use]
pub fn read_with_unit(bytes: &[u8], family: UnitFamily) -> Option<i128> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (digits, unit) = text.split_at_checked(text.find(|c: char| !c.is_ascii_digit())?)?;
    let &(_, factor) = family.units().iter().find(|(name, _)| *name == unit)?;
    digits.parse::<i128>().ok()?.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unit_is_as_large_as_its_name_says() {
        for (text, family, number) in [
            ("1ns", UnitFamily::Time, 1),
            ("1us", UnitFamily::Time, 1_000),
            ("1ms", UnitFamily::Time, 1_000_000),
            ("1s", UnitFamily::Time, 1_000_000_000),
            ("1m", UnitFamily::Time, 60_000_000_000),
            ("1h", UnitFamily::Time, 3_600_000_000_000),
            ("1d", UnitFamily::Time, 86_400_000_000_000),
            ("1B", UnitFamily::Size, 1),
            ("1KB", UnitFamily::Size, 1_000),
            ("1KiB", UnitFamily::Size, 1_024),
            ("1MiB", UnitFamily::Size, 1_048_576),
            ("1GiB", UnitFamily::Size, 1_073_741_824),
            ("1TiB", UnitFamily::Size, 1_099_511_627_776),
        ] {
            assert_eq!(read_with_unit(text.as_bytes(), family), Some(number), "{text}");
        }
    }
}
