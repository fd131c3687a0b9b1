//! Template filters: one table with types, documentation and examples.
//!
//! In: a typed value and a [`FilterCall`]. Out: text for a reader, not yet encoded: filters run before encoders.
//! They depend on their input alone: no clock, no locale, no floating point.

mod measure;
mod table;
mod text;

pub use table::{Filter, Input, all, find};

use crate::value::{Kind, Type, Value};

/// A filter with its arguments, checked.
#[derive(Debug, Clone)]
pub struct FilterCall {
    filter: &'static Filter,
    args: Vec<String>,
}

/// Why a filter cannot be called so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallError {
    /// There is no such filter; perhaps the nearest name.
    Unknown(Option<&'static str>),
    /// It takes this many arguments.
    Arguments(usize),
}

impl FilterCall {
    /// Looks a filter up.
    ///
    /// ```
    /// use falconer::{ops::filter::FilterCall, value::Value};
    /// let duration = FilterCall::new("duration", &[]).unwrap();
    /// assert_eq!(duration.apply(Some(&Value::Int(5_289_288))).as_deref(), Some("5.29 ms"));
    /// ```
    ///
    /// # Errors
    /// Unknown names and wrong numbers of arguments.
    pub fn new(name: &str, args: &[String]) -> Result<Self, CallError> {
        let Some(filter) = find(name) else {
            return Err(CallError::Unknown(crate::diag::did_you_mean(name, all().iter().map(|f| f.name))));
        };
        if args.len() != filter.args.len() {
            return Err(CallError::Arguments(filter.args.len()));
        }
        Ok(Self { filter, args: args.to_vec() })
    }

    /// The row of the table.
    #[must_use]
    pub fn filter(&self) -> &'static Filter {
        self.filter
    }

    /// Applies the filter; `None` stands for an absent value, before and after. A value of a type that the
    /// filter does not take (fields of plugins have no declared type) stays as it is.
    #[must_use]
    pub fn apply(&self, value: Option<&Value<'_>>) -> Option<String> {
        let Some(value) = value else {
            return if self.filter.fills_absent { self.args.first().cloned() } else { None };
        };
        Some((self.filter.run)(value).unwrap_or_else(|| value.display_text().into_owned()))
    }
}

impl PartialEq for FilterCall {
    fn eq(&self, other: &Self) -> bool {
        self.filter.name == other.filter.name && self.args == other.args
    }
}

impl Eq for FilterCall {}

/// Applies filters from left to right and gives the text that a reader will see, not yet encoded.
///
/// ```
/// use falconer::{ops::filter::{FilterCall, apply_all}, value::Value};
/// let calls = [FilterCall::new("basename", &[]).unwrap(), FilterCall::new("upper", &[]).unwrap()];
/// assert_eq!(apply_all(&calls, Some(&Value::text("/bin/sh"))).as_deref(), Some("SH"));
/// assert_eq!(apply_all(&calls, None), None);
/// ```
#[must_use]
pub fn apply_all(calls: &[FilterCall], value: Option<&Value<'_>>) -> Option<String> {
    let Some((first, rest)) = calls.split_first() else {
        return value.map(|value| value.display_text().into_owned());
    };
    rest.iter().fold(first.apply(value), |text, call| match text {
        Some(text) => call.apply(Some(&Value::text(text))),
        None => call.apply(None),
    })
}

impl Filter {
    /// Whether values of this type can be given to the filter.
    #[must_use]
    pub fn takes(&self, ty: Type) -> bool {
        let number = ty.kind.is_number() && !ty.list;
        match self.input {
            _ if ty.kind == Kind::Any => true,
            Input::Anything => true,
            Input::Number => number,
            Input::Text => !number && !ty.list,
            Input::TextOrList => !number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FilterCall, all, apply_all};
    use crate::value::Value;

    #[test]
    fn every_example_of_the_table_is_right() {
        for filter in all() {
            for (input, args, output) in filter.examples {
                let value = match input.parse::<i128>() {
                    Ok(number) => Value::Int(number),
                    Err(_) => Value::text(*input),
                };
                let args: Vec<String> = args.iter().map(ToString::to_string).collect();
                let call = FilterCall::new(filter.name, &args).unwrap();
                assert_eq!(call.apply(Some(&value)).as_deref(), Some(*output), "{} of {input}", filter.name);
            }
            assert!(!filter.examples.is_empty() && !filter.doc.is_empty(), "{}", filter.name);
        }
    }

    #[test]
    fn quantities_at_the_edges_of_their_units() {
        for (filter, number, text) in [
            ("duration", 0, "0 ns"),
            ("duration", 1_000, "1.00 µs"),
            ("duration", 99_940_000, "99.9 ms"),
            ("duration", 99_960_000, "100 ms"),
            ("duration", 60_000_000_000, "1 min"),
            ("duration", 3_600_000_000_000, "1 h"),
            ("duration", -86_400_000_000_000, "-1 d"),
            ("duration", 59_000_000_000, "59.0 s"),
            ("duration", 61_000_000_000, "1 min 1 s"),
            ("duration", 3_661_000_000_000, "1 h 1 min"),
            ("duration", 90_061_000_000_000, "1 d 1 h"),
            ("size", 0, "0 B"),
            ("size", 5, "5 B"),
            ("size", 1_024, "1.00 KiB"),
            ("size", 1_048_576, "1.00 MiB"),
            ("size", 1_073_741_824, "1.00 GiB"),
            ("size", 1_099_511_627_776, "1.00 TiB"),
            ("size", 1_125_899_906_842_624, "1.00 PiB"),
        ] {
            let call = FilterCall::new(filter, &[]).unwrap();
            assert_eq!(call.apply(Some(&Value::Int(number))).as_deref(), Some(text), "{filter} {number}");
        }
    }

    #[test]
    fn a_number_that_a_filter_before_made_is_decoded_too() {
        let call = |name, args: &[&str]| {
            FilterCall::new(name, &args.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap()
        };
        let decoded =
            |stand_in: &str| apply_all(&[call("default", &[stand_in]), call("duration", &[])], None);
        assert_eq!(decoded("5000").as_deref(), Some("5.00 µs"));
        assert_eq!(decoded("soon").as_deref(), Some("soon"));
    }

    #[test]
    fn json_keeps_a_truth_value_bare() {
        let call = FilterCall::new("json", &[]).unwrap();
        assert_eq!(call.apply(Some(&Value::Bool(true))).as_deref(), Some("true"));
        assert_eq!(call.apply(Some(&Value::text("true"))).as_deref(), Some("\"true\""));
    }

    #[test]
    fn calls_are_equal_by_name_and_arguments() {
        let call = |name, args: &[&str]| {
            FilterCall::new(name, &args.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap()
        };
        assert_eq!(call("default", &["a"]), call("default", &["a"]));
        assert_ne!(call("default", &["a"]), call("default", &["b"]));
        assert_ne!(call("upper", &[]), call("lower", &[]));
    }

    #[test]
    fn filters_take_the_types_that_they_can_show() {
        use crate::value::{Kind, Type};
        let (text, texts) = (Type::one(Kind::Text), Type::list(Kind::Text));
        let (number, numbers) = (Type::one(Kind::U64), Type::list(Kind::U64));
        let any = Type::one(Kind::Any);
        for (filter, expected) in [
            ("json", [true, true, true, true, true]),
            ("upper", [true, false, false, false, true]),
            ("flags", [true, true, false, true, true]),
            ("size", [false, false, true, false, true]),
        ] {
            let filter = super::find(filter).unwrap();
            assert_eq!(
                [text, texts, number, numbers, any].map(|ty| filter.takes(ty)),
                expected,
                "{}",
                filter.name
            );
        }
    }

    #[test]
    fn default_fills_what_is_absent() {
        let call = FilterCall::new("default", &["unknown".to_owned()]).unwrap();
        assert_eq!(call.apply(None).as_deref(), Some("unknown"));
        let upper = FilterCall::new("upper", &[]).unwrap();
        assert_eq!(apply_all(&[upper.clone(), call.clone()], None).as_deref(), Some("unknown"));
        assert_eq!(apply_all(&[call, upper], None).as_deref(), Some("UNKNOWN"));
    }

    #[test]
    fn a_value_of_another_type_stays_as_it_is() {
        let call = FilterCall::new("timestamp", &[]).unwrap();
        assert_eq!(call.apply(Some(&Value::text("soon"))).as_deref(), Some("soon"));
        assert_eq!(call.apply(Some(&Value::Int(i128::MAX))).as_deref(), Some(i128::MAX.to_string().as_str()));
    }
}
