//! Timestamps as alerts spell them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// `2024-05-20T10:14:03.412688903Z`, as in the key `time`.
pub(super) fn parse_rfc3339(text: &str) -> Option<Timestamp> {
    match Moment::as_falco_prints(text) {
        Some(moment) => Some(moment.time),
        None => text.parse().ok(),
    }
}

/// A time and how an alert spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment<'a> {
    pub(crate) time: Timestamp,
    /// What jiff prints for it in front of the `Z`, if the alert has that too.
    pub(crate) before_z: Option<&'a str>,
}

impl<'a> Moment<'a> {
    /// Reads the form that Falco prints, which nearly all alerts have: every digit has its place. `None` for any other.
    pub(super) fn as_falco_prints(text: &'a str) -> Option<Self> {
        let text = text.strip_suffix('Z')?;
        let time = in_utc(text.as_bytes())?;
        // jiff prints no more digits than it must; few end with one too many.
        let before_z = match (text.len(), text.as_bytes().last()) {
            (20.., Some(b'0')) => text.trim_end_matches('0').trim_end_matches('.'),
            _ => text,
        };
        Some(Self { time, before_z: Some(before_z) })
    }
}

fn in_utc(text: &[u8]) -> Option<Timestamp> {
    let (date_and_time, rest) = text.split_first_chunk::<19>()?;
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', i1, i2, b':', s1, s2] =
        date_and_time
    else {
        return None;
    };
    let fraction = match rest {
        [] => 0,
        [b'.', digits @ ..] if (1..=9).contains(&digits.len()) => {
            let mut nine = [b'0'; 9];
            nine.iter_mut().zip(digits).for_each(|(to, from)| *to = *from);
            nine.into_iter().try_fold(0, push)?
        }
        _ => return None,
    };
    let two = |tens, ones| i8::try_from(push(push(0, tens)?, ones)?).ok();
    let year = [y1, y2, y3, y4].into_iter().try_fold(0, push)?;
    let (month, day) = (two(m1, m2)?, two(d1, d2)?);
    let (hour, minute, second) = (two(h1, h2)?, two(i1, i2)?, two(s1, s2)?);
    let civil = DateTime::new(i16::try_from(year).ok()?, month, day, hour, minute, second, fraction);
    Offset::UTC.to_timestamp(civil.ok()?).ok()
}

/// A number with one more digit; at most nine are given.
fn push(number: i32, digit: u8) -> Option<i32> {
    digit.is_ascii_digit().then(|| number.wrapping_mul(10).wrapping_add(i32::from(digit & 0xF)))
}

/// Nanoseconds since 1970, as in `evt.time`.
pub(super) fn from_nanoseconds(text: &str) -> Option<Timestamp> {
    Timestamp::from_nanosecond(text.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_the_library(text: &str) -> Option<Timestamp> {
        text.parse().ok()
    }

    #[test]
    fn edges_of_the_calendar_are_what_the_library_says() {
        for text in [
            "2024-05-20T10:14:03.412688903Z",
            "2024-02-29T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2024-12-31T23:59:60Z",
            "2024-12-31T23:59:60.5Z",
            "2024-12-31T24:00:00Z",
            "0000-01-01T00:00:00.1Z",
            "9999-12-31T23:59:59.999999999Z",
            "2024-00-01T00:00:00Z",
            "2024-01-00T00:00:00Z",
            "2024-05-20T10:14:03.Z",
            "2024-05-20T10:14:03.1234567891Z",
            "2024-05-20T10:14:03z",
            "2024-05-20 10:14:03Z",
            "2024-05-20T10:14:03+02:00",
            "2024-05-20T10:14:0:Z",
            "",
        ] {
            assert_eq!(parse_rfc3339(text), by_the_library(text), "{text}");
        }
        assert!(Moment::as_falco_prints("2024-05-20T10:14:03.412688903Z").is_some());
    }

    proptest! {
        #[test]
        fn what_is_read_quickly_is_what_the_library_reads(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.([0-9]{1,8}0{0,3}|0{1,9}))?Z"
        ) {
            if let Some(Moment { time, before_z }) = Moment::as_falco_prints(&text) {
                prop_assert_eq!(Some(time), by_the_library(&text), "{}", text);
                prop_assert_eq!(before_z.map(|printed| format!("{printed}Z")), Some(time.to_string()));
            }
        }
    }
}
