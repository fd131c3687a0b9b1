//! The draft's test: the alert it was made from, value for value.

use super::line;
use super::scalar::{quoted, scalar};
use crate::alert::Alert;
use crate::value::{Fields, Meta, Raw};
use std::collections::BTreeSet;

/// Keys beside `output_fields` that a test takes over; the rule is the mitigation's.
const KEYS: [(&str, Meta); 5] = [
    ("priority", Meta::Priority),
    ("source", Meta::Source),
    ("hostname", Meta::Hostname),
    ("tags", Meta::Tags),
    ("time", Meta::Time),
];

/// Adds the test.
pub(super) fn write(out: &mut String, alert: &Alert<'_>, strategies: &[String]) {
    let mut left_out = 0_usize;
    line(
        out,
        format_args!(
            "  # The alert as it came. Take out of it what is secret, and add one that is not to match."
        ),
    );
    line(out, format_args!("  tests:"));
    line(out, format_args!("    - test: the alert this was made from"));
    line(out, format_args!("      alert:"));
    for (key, meta) in KEYS {
        match alert.meta(meta).map(|raw| value(&raw)) {
            Some(Some(text)) => line(out, format_args!("        {key}: {text}")),
            Some(None) => left_out += 1,
            None => {}
        }
    }
    left_out += fields(out, alert);
    if left_out > 0 {
        line(out, format_args!("        # Values without an exact form in YAML were left out: {left_out}."));
    }
    line(out, format_args!("      expect:"));
    line(out, format_args!("        match: true"));
    line(out, format_args!("        strategies:"));
    strategies.iter().for_each(|name| line(out, format_args!("          - {name}")));
}

/// Adds `output_fields` and says how many values have no form here.
fn fields(out: &mut String, alert: &Alert<'_>) -> usize {
    let mut seen = BTreeSet::new();
    let keys = alert.keys_from("").filter(|key| seen.insert((*key).to_owned()));
    let mut lines = Vec::new();
    let mut left_out = 0;
    for key in keys {
        let pair = alert.field(key).and_then(|raw| Some((scalar(key).ok()?, value(&raw)?)));
        match pair {
            Some((key, value)) => lines.push(format!("          {key}: {value}")),
            None => left_out += 1,
        }
    }
    if lines.is_empty() {
        line(out, format_args!("        output_fields: {{}}"));
    } else {
        line(out, format_args!("        output_fields:"));
        lines.iter().for_each(|text| line(out, format_args!("{text}")));
    }
    left_out
}

/// A value as YAML; `None` if it has no exact form: too long, cut, no text, or nested.
pub(super) fn value(raw: &Raw<'_>) -> Option<String> {
    match raw {
        Raw::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(single).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        other => single(other),
    }
}

fn single(raw: &Raw<'_>) -> Option<String> {
    match raw {
        Raw::Null => Some("null".to_owned()),
        Raw::Bool(value) => Some(value.to_string()),
        Raw::Number(number) => Some((*number).to_owned()),
        Raw::Text(text) => quoted(text).ok(),
        Raw::List(_) | Raw::Object(_) => None,
    }
}
