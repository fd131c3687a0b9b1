//! Putting a declared type on a raw JSON value.

use super::{Kind, Notation, Priority, Raw, Type, Value};

/// A present value that is not what its field declares; conditions treat it as missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mismatch;

/// Reads a raw value as `ty`. `None` is a missing value: `null` or an empty list.
///
/// Alerts print numbers as JSON numbers, hexadecimal or octal text, and older pipelines as decimal text; all
/// are read. A number where text is declared (`evt.time`) stays a number: it exists and shows, and satisfies
/// no text operator.
///
/// # Errors
/// [`Mismatch`] where the value cannot be read as the type.
#[inline]
pub fn coerce<'a>(raw: Raw<'a>, ty: Type, notation: Notation) -> Result<Option<Value<'a>>, Mismatch> {
    match raw {
        // What most values are.
        Raw::Text(text) if ty == Type::one(Kind::Text) => Ok(Some(Value::text(text))),
        raw => typed(raw, ty, notation),
    }
}

fn typed(raw: Raw<'_>, ty: Type, notation: Notation) -> Result<Option<Value<'_>>, Mismatch> {
    match raw {
        Raw::List(items) if ty.list || ty.kind == Kind::Any => list(items, ty.kind, notation),
        _ if ty.list => Ok(scalar(raw, ty.kind, notation)?.map(|value| Value::List(vec![value]))),
        _ => scalar(raw, ty.kind, notation),
    }
}

fn list(items: Vec<Raw<'_>>, kind: Kind, notation: Notation) -> Result<Option<Value<'_>>, Mismatch> {
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        // Lists in lists come from no field that Falco declares.
        values.extend(scalar(item, kind, notation)?);
    }
    Ok((!values.is_empty()).then_some(Value::List(values)))
}

fn scalar(raw: Raw<'_>, kind: Kind, notation: Notation) -> Result<Option<Value<'_>>, Mismatch> {
    let value = match (kind, raw) {
        (_, Raw::Null) => return Ok(None),
        (_, Raw::Object(json)) => match kind {
            Kind::Any | Kind::Opaque => Value::Object(json),
            _ => return Err(Mismatch),
        },
        (Kind::Any | Kind::Opaque, Raw::Bool(value)) => Value::Bool(value),
        (Kind::Any | Kind::Opaque | Kind::Text, Raw::Number(digits)) => number(digits)?,
        (Kind::Any | Kind::Opaque | Kind::Text | Kind::Bytes, Raw::Text(text)) => Value::text(text),
        (Kind::Bool, Raw::Bool(value)) => Value::Bool(value),
        (Kind::Bool, Raw::Text(text)) => Value::Bool(truth(&text)?),
        (Kind::Double, Raw::Number(digits)) => Value::Double(digits.parse().map_err(|_| Mismatch)?),
        (Kind::Double, Raw::Text(text)) => Value::Double(text.parse().map_err(|_| Mismatch)?),
        (Kind::Int { .. }, Raw::Text(text)) if notation != Notation::Decimal => {
            let radix = if notation == Notation::Hex { 16 } else { 8 };
            Value::Int(u64::from_str_radix(&text, radix).map_err(|_| Mismatch)?.into())
        }
        (kind, Raw::Number(digits)) if kind.is_number() => Value::Int(integer(digits)?),
        (kind, Raw::Text(text)) if kind.is_number() => Value::Int(integer(&text)?),
        (Kind::Ip | Kind::Net, Raw::Text(text)) => Value::Ip(text.parse().map_err(|_| Mismatch)?),
        (Kind::Priority, Raw::Text(text)) => Value::Priority(Priority::parse(&text).ok_or(Mismatch)?),
        _ => return Err(Mismatch),
    };
    Ok(Some(value))
}

fn truth(text: &str) -> Result<bool, Mismatch> {
    text.parse().map_err(|_| Mismatch)
}

/// A decimal integer of at most 64 bits, either sign.
fn integer(text: &str) -> Result<i128, Mismatch> {
    if text.starts_with('+') {
        return Err(Mismatch);
    }
    match text.parse::<i64>() {
        Ok(number) => Ok(number.into()),
        Err(_) => text.parse::<u64>().map(i128::from).map_err(|_| Mismatch),
    }
}

/// A JSON number of no declared type: whole if it is written so, else floating point.
fn number(digits: &str) -> Result<Value<'static>, Mismatch> {
    match integer(digits) {
        Ok(number) => Ok(Value::Int(number)),
        Err(Mismatch) => digits.parse().map(Value::Double).map_err(|_| Mismatch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn text(text: &str) -> Raw<'_> {
        Raw::Text(Cow::Borrowed(text))
    }

    #[test]
    fn numbers_are_read_as_falco_prints_them() {
        let i32_ = Type::one(Kind::Int { bits: 32, signed: true });
        let int = |n| Ok(Some(Value::Int(n)));
        assert_eq!(coerce(Raw::Number("5"), i32_, Notation::Decimal), int(5));
        assert_eq!(coerce(text("-5"), i32_, Notation::Decimal), int(-5));
        assert_eq!(coerce(text("1F"), i32_, Notation::Hex), int(31));
        assert_eq!(coerce(text("644"), i32_, Notation::Octal), int(420));
        assert_eq!(coerce(Raw::Number("5.0"), i32_, Notation::Decimal), Err(Mismatch));
        assert_eq!(coerce(text(""), i32_, Notation::Decimal), Err(Mismatch));
    }

    #[test]
    fn nothing_is_missing() {
        let texts = Type::list(Kind::Text);
        assert_eq!(coerce(Raw::Null, texts, Notation::Decimal), Ok(None));
        assert_eq!(coerce(Raw::List(vec![]), texts, Notation::Decimal), Ok(None));
        assert_eq!(
            coerce(text("<NA>"), Type::one(Kind::Text), Notation::Decimal),
            Ok(Some(Value::text("<NA>"))),
            "the text <NA> is a value"
        );
    }

    #[test]
    fn what_is_not_of_the_type_is_a_mismatch() {
        let mismatches = [
            (Raw::Number("1"), Type::one(Kind::Bool)),
            (Raw::Number("7"), Type::one(Kind::Bytes)),
            (Raw::Number("5"), Type::one(Kind::Ip)),
            (Raw::Number("18446744073709551616"), Type::one(Kind::U64)),
            (Raw::Number("-9223372036854775809"), Type::one(Kind::U64)),
            (text("+5"), Type::one(Kind::U64)),
            (text("maybe"), Type::one(Kind::Bool)),
            (text("1F"), Type::one(Kind::U64)),
            (text("soon"), Type::one(Kind::Priority)),
            (Raw::Object("{}"), Type::one(Kind::Text)),
            (Raw::List(vec![text("a")]), Type::one(Kind::Text)),
            (Raw::List(vec![Raw::List(vec![text("a")])]), Type::list(Kind::Text)),
        ];
        for (raw, ty) in mismatches {
            assert_eq!(coerce(raw.clone(), ty, Notation::Decimal), Err(Mismatch), "{raw:?} as {ty}");
        }
    }

    #[test]
    fn the_widest_numbers_are_read() {
        for (digits, number) in
            [("18446744073709551615", i128::from(u64::MAX)), ("-9223372036854775808", i128::from(i64::MIN))]
        {
            let read = coerce(Raw::Number(digits), Type::one(Kind::U64), Notation::Decimal);
            assert_eq!(read, Ok(Some(Value::Int(number))));
        }
    }

    #[test]
    fn a_null_within_a_list_is_no_element() {
        let items = vec![Raw::Null, text("a")];
        let read = coerce(Raw::List(items), Type::list(Kind::Text), Notation::Decimal);
        assert_eq!(read, Ok(Some(Value::List(vec![Value::text("a")]))));
    }

    #[test]
    fn truth_is_also_read_from_text() {
        for (written, value) in [("true", true), ("false", false)] {
            let read = coerce(text(written), Type::one(Kind::Bool), Notation::Decimal);
            assert_eq!(read, Ok(Some(Value::Bool(value))));
        }
    }

    #[test]
    fn a_clock_text_printed_as_a_number_stays_a_number() {
        let value = coerce(Raw::Number("1566230400010000000"), Type::one(Kind::Text), Notation::Decimal);
        assert_eq!(value, Ok(Some(Value::Int(1_566_230_400_010_000_000))));
    }
}
