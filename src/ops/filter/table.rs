//! The table of filters.

use super::{measure, text};
use crate::value::Value;

/// What a filter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Any value.
    Anything,
    /// A number.
    Number,
    /// Text, or anything that reads as text, but not a number.
    Text,
    /// As [`Input::Text`], or a list.
    TextOrList,
}

/// One filter.
#[derive(Debug)]
pub struct Filter {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub input: Input,
    /// The names of its arguments.
    pub args: &'static [&'static str],
    /// What it does, in one sentence.
    pub doc: &'static str,
    /// Input, arguments and output. They run as tests.
    pub examples: &'static [(&'static str, &'static [&'static str], &'static str)],
    /// Whether its first argument stands in for an absent value.
    pub(super) fills_absent: bool,
    /// Whether a value that had its field's shape still has it.
    pub keeps_shape: bool,
    /// What it does with a present value; `None` leaves the value as it is.
    pub(super) run: fn(&Value<'_>) -> Option<String>,
}

/// All filters, in alphabetical order.
#[must_use]
pub fn all() -> &'static [Filter] {
    FILTERS
}

/// The filter of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Filter> {
    FILTERS.iter().find(|filter| filter.name == name)
}

const BASE: Filter = Filter {
    name: "",
    input: Input::Text,
    args: &[],
    doc: "",
    examples: &[],
    fills_absent: false,
    keeps_shape: false,
    run: |_| None,
};

static FILTERS: &[Filter] = &[
    Filter {
        name: "basename",
        doc: "The last part of a path.",
        examples: &[("/usr/bin/curl", &[], "curl"), ("curl", &[], "curl"), ("/", &[], "/")],
        run: text::basename,
        ..BASE
    },
    Filter {
        name: "default",
        input: Input::Anything,
        args: &["text"],
        doc: "The argument where the value is absent.",
        examples: &[("root", &["unknown"], "root")],
        fills_absent: true,
        keeps_shape: true,
        ..BASE
    },
    Filter {
        name: "defang",
        doc: "An address or link that nobody can click by accident.",
        examples: &[
            ("203.0.113.7", &[], "203[.]0[.]113[.]7"),
            ("http://evil.example/x", &[], "hxxp://evil[.]example/x"),
            ("2001:db8::1", &[], "2001[:]db8[:][:]1"),
        ],
        run: text::defang,
        ..BASE
    },
    Filter {
        name: "duration",
        input: Input::Number,
        doc: "Nanoseconds as a span of time.",
        examples: &[
            ("5289288", &[], "5.29 ms"),
            ("999", &[], "999 ns"),
            ("999999", &[], "1.00 ms"),
            ("9999999", &[], "10.0 ms"),
            ("1500000000", &[], "1.50 s"),
            ("3725000000000", &[], "1 h 2 min"),
            ("-250000", &[], "-250 µs"),
        ],
        run: measure::duration,
        ..BASE
    },
    Filter {
        name: "flags",
        input: Input::TextOrList,
        doc: "Flags joined with bars as readable words.",
        examples: &[
            (
                "EXE_WRITABLE|EXE_UPPER_LAYER",
                &[],
                "file writable by the user who ran it, file in the upper layer",
            ),
            ("O_RDWR|O_CREAT", &[], "read and write, create"),
            ("CLONE_NEWUSER", &[], "CLONE_NEWUSER"),
        ],
        run: text::flags,
        ..BASE
    },
    Filter {
        name: "json",
        input: Input::Anything,
        doc: "A JSON string, or a number as it is: for JSON inside a shell's word.",
        examples: &[("a \"b\"", &[], "\"a \\\"b\\\"\""), ("7", &[], "7")],
        run: text::json,
        ..BASE
    },
    Filter {
        name: "lower",
        doc: "ASCII letters in lower case.",
        examples: &[("AKIA", &[], "akia")],
        run: |value| Some(value.display_text().to_ascii_lowercase()),
        ..BASE
    },
    Filter {
        name: "size",
        input: Input::Number,
        doc: "Bytes in binary units.",
        examples: &[("512", &[], "512 B"), ("1536", &[], "1.50 KiB"), ("10485760", &[], "10.0 MiB")],
        run: measure::size,
        ..BASE
    },
    Filter {
        name: "timestamp",
        input: Input::Number,
        doc: "Nanoseconds since 1970 as date and time in UTC.",
        examples: &[
            ("1716200054407293800", &[], "2024-05-20 10:14:14.407 UTC"),
            ("0", &[], "1970-01-01 00:00:00.000 UTC"),
        ],
        run: measure::timestamp,
        ..BASE
    },
    Filter {
        name: "upper",
        doc: "ASCII letters in upper case.",
        examples: &[("get", &[], "GET")],
        run: |value| Some(value.display_text().to_ascii_uppercase()),
        ..BASE
    },
];
