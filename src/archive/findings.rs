//! Findings as data: one line each, `docs/reference/findings.md`.

use super::run::Line;
use crate::alert::SlotAlert;
use crate::check::model::Mitigation;
use crate::escape::{CsvCell, Encoded, Ndjson, Untrusted};
use crate::eval::{Finding, operand};
use crate::value::Value;

/// Name and version of the schema. A change that could break a reader raises the number.
pub const SCHEMA: &str = "falconer.finding/1";

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// One JSON object a line.
    Ndjson {
        /// Whether the alert itself is the last key.
        with_alert: bool,
    },
    /// Comma-separated values under a line of names.
    Csv,
}

/// The columns of a table, in order.
const COLUMNS: [&str; 11] = [
    "input",
    "line",
    "offset",
    "time",
    "rule",
    "mitigation",
    "specificity",
    "priority",
    "tags",
    "strategies",
    "group",
];

/// A finding and where it comes from.
pub(super) struct Row<'r, 'a> {
    pub(super) line: &'r Line<'r>,
    pub(super) alert: &'r SlotAlert<'a>,
    pub(super) finding: &'r Finding,
    pub(super) mitigation: &'r Mitigation,
}

impl Encoding {
    /// What stands before the first finding.
    #[must_use]
    pub fn header(self) -> String {
        match self {
            Self::Ndjson { .. } => String::new(),
            Self::Csv => COLUMNS.map(|name| format!("\"{name}\"")).join(",") + "\r\n",
        }
    }

    /// Adds a finding.
    pub(super) fn write(self, row: &Row<'_, '_>, out: &mut Vec<u8>) {
        match self {
            Self::Ndjson { with_alert } => row.ndjson(with_alert, out),
            Self::Csv => row.csv(out),
        }
    }
}

impl Row<'_, '_> {
    fn priority(&self) -> Option<&'static str> {
        self.mitigation.priority.or(self.alert.priority()).map(|priority| priority.as_str())
    }

    fn time(&self) -> Option<String> {
        self.alert.time().map(|time| time.to_string())
    }

    fn strategies(&self) -> impl Iterator<Item = &str> {
        let strategies = &self.mitigation.strategies;
        self.finding.strategies.iter().filter_map(|&at| Some(strategies.get(at)?.name.as_str()))
    }

    /// The fields of `group_by` and what a person sees of their values.
    fn group(&self) -> impl Iterator<Item = (&str, Option<String>)> {
        let shown = |value: Value<'_>| value.display_text().into_owned();
        self.mitigation.group_by.iter().map(move |by| (by.name(), operand(by, self.alert).map(shown)))
    }

    fn ndjson(&self, with_alert: bool, out: &mut Vec<u8>) {
        let text = |out: &mut Vec<u8>, text: &str| {
            out.extend_from_slice(Encoded::<Ndjson>::text(Untrusted(text)).as_str().as_bytes());
        };
        let key = |out: &mut Vec<u8>, name: &str| {
            out.extend_from_slice(b",\"");
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b"\":");
        };
        let or_null = |out: &mut Vec<u8>, value: Option<&str>| match value {
            Some(value) => text(out, value),
            None => out.extend_from_slice(b"null"),
        };
        let list = |out: &mut Vec<u8>, items: &mut dyn Iterator<Item = &str>| {
            out.push(b'[');
            for (at, item) in items.enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                text(out, item);
            }
            out.push(b']');
        };
        out.extend_from_slice(format!("{{\"schema\":\"{SCHEMA}\"").as_bytes());
        key(out, "input");
        text(out, self.line.input);
        key(out, "line");
        out.extend_from_slice(self.line.line.to_string().as_bytes());
        key(out, "offset");
        out.extend_from_slice(self.line.offset.to_string().as_bytes());
        key(out, "time");
        or_null(out, self.time().as_deref());
        key(out, "rule");
        text(out, &self.alert.rule());
        key(out, "mitigation");
        text(out, &self.mitigation.name);
        key(out, "specificity");
        text(out, self.finding.specificity.as_str());
        key(out, "priority");
        or_null(out, self.priority());
        key(out, "tags");
        list(out, &mut self.alert.tags().iter().map(AsRef::as_ref));
        key(out, "strategies");
        list(out, &mut self.strategies());
        key(out, "group");
        out.push(b'{');
        for (at, (field, value)) in self.group().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            text(out, field);
            out.push(b':');
            or_null(out, value.as_deref());
        }
        out.push(b'}');
        if with_alert {
            key(out, "alert");
            out.extend_from_slice(Encoded::<Ndjson>::of_json(self.alert.text()).as_str().as_bytes());
        }
        out.extend_from_slice(b"}\n");
    }

    fn csv(&self, out: &mut Vec<u8>) {
        let tags = self.alert.tags().join(", ");
        let strategies = self.strategies().collect::<Vec<_>>().join(", ");
        let group = self.group().map(|(field, value)| format!("{field}={}", value.unwrap_or_default()));
        let cells = [
            self.line.input.to_owned(),
            self.line.line.to_string(),
            self.line.offset.to_string(),
            self.time().unwrap_or_default(),
            self.alert.rule().into_owned(),
            self.mitigation.name.clone(),
            self.finding.specificity.as_str().to_owned(),
            self.priority().unwrap_or_default().to_owned(),
            tags,
            strategies,
            group.collect::<Vec<_>>().join(", "),
        ];
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            out.extend_from_slice(Encoded::<CsvCell>::of(Untrusted(cell)).as_str().as_bytes());
        }
        out.extend_from_slice(b"\r\n");
    }
}
