//! Filters on numbers, in whole-number arithmetic.

use crate::value::Value;

/// Nanoseconds as a span of time: three digits below a minute, two units above.
pub(super) fn duration(value: &Value<'_>) -> Option<String> {
    const MINUTE: u128 = 60 * 1_000_000_000;
    const LONG: [(u128, &str); 4] =
        [(24 * 60 * MINUTE, "d"), (60 * MINUTE, "h"), (MINUTE, "min"), (MINUTE / 60, "s")];
    let nanoseconds = whole(value)?;
    let size = nanoseconds.unsigned_abs();
    let sign = if nanoseconds < 0 { "-" } else { "" };
    if size < MINUTE {
        let units = [(1, "ns"), (1_000, "µs"), (1_000_000, "ms"), (1_000_000_000, "s")];
        return Some(format!("{sign}{}", three_digits(size, &units)));
    }
    let at = LONG.iter().position(|&(unit, _)| size >= unit)?;
    let (&(unit, name), next) = (LONG.get(at)?, LONG.get(at.checked_add(1)?));
    let rest = next.map(|&(small, name)| ((size % unit) / small, name)).filter(|&(count, _)| count > 0);
    let rest = rest.map(|(count, name)| format!(" {count} {name}")).unwrap_or_default();
    Some(format!("{sign}{} {name}{rest}", size / unit))
}

/// Bytes in binary units.
pub(super) fn size(value: &Value<'_>) -> Option<String> {
    const UNITS: [(u128, &str); 6] =
        [(1, "B"), (1 << 10, "KiB"), (1 << 20, "MiB"), (1 << 30, "GiB"), (1 << 40, "TiB"), (1 << 50, "PiB")];
    Some(three_digits(u128::try_from(whole(value)?).ok()?, &UNITS))
}

/// Nanoseconds since 1970 as date and time in UTC.
pub(super) fn timestamp(value: &Value<'_>) -> Option<String> {
    let moment = jiff::Timestamp::from_nanosecond(whole(value)?).ok()?;
    Some(moment.strftime("%Y-%m-%d %H:%M:%S%.3f UTC").to_string())
}

/// The whole number of a value; text of digits counts, since a filter before may have made it.
fn whole(value: &Value<'_>) -> Option<i128> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Text(_) => value.display_text().parse().ok(),
        _ => None,
    }
}

/// A number in the largest unit that leaves at least one, with three digits, rounded half up.
fn three_digits(number: u128, units: &[(u128, &str)]) -> String {
    let mut chosen = String::new();
    for (at, &(unit, name)) in units.iter().enumerate() {
        if at > 0 && number.saturating_add(unit / 2000) < unit {
            break;
        }
        // What rounds up to the next digit counts as having it: 9.999 is 10.0.
        let places = match (number.saturating_add(unit / 200) / unit, number.saturating_add(unit / 20) / unit)
        {
            _ if unit == 1 => 0,
            (0..10, _) => 2,
            (_, 0..100) => 1,
            _ => 0,
        };
        chosen = format!("{} {name}", decimal(number, unit, places));
    }
    chosen
}

fn decimal(number: u128, unit: u128, places: u32) -> String {
    let scale = 10_u128.pow(places);
    let scaled = number.saturating_mul(scale).saturating_add(unit / 2) / unit;
    let width = places as usize;
    match places {
        0 => scaled.to_string(),
        _ => format!("{}.{:0width$}", scaled / scale, scaled % scale),
    }
}
