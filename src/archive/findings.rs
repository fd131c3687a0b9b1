//! Findings as data: one line each, `docs/reference/findings.md`.

use super::run::Line;
use crate::alert::SlotAlert;
use crate::check::condition::Operand;
use crate::check::model::Matcher;
use crate::escape::{CsvCell, Encoded, Ndjson, Untrusted};
use crate::eval::{Finding, operand};
use crate::value::{Priority, Value};
use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use std::io::Write;

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

/// Writes findings for one worker; encodes once what many of them have in common.
#[derive(Debug)]
pub(super) struct Writer {
    encoding: Encoding,
    /// By the number of the mitigation.
    known: Vec<Option<Known>>,
    /// An input's number and its name.
    input: Option<(usize, Vec<u8>)>,
}

/// What of a finding is the mitigation's own, as JSON.
#[derive(Debug)]
struct Known {
    name: Vec<u8>,
    strategies: Vec<Vec<u8>>,
    /// The fields of `group_by`, with their colons.
    group: Vec<Vec<u8>>,
}

/// A finding and where it comes from.
pub(super) struct Row<'r, 'a> {
    pub(super) line: &'r Line<'r>,
    pub(super) alert: &'r SlotAlert<'a>,
    /// The alert's own priority and time.
    pub(super) priority: Option<Priority>,
    pub(super) time: Option<Timestamp>,
    pub(super) finding: &'r Finding,
    pub(super) matcher: &'r Matcher,
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

}

impl Writer {
    pub(super) fn new(encoding: Encoding) -> Self {
        Self { encoding, known: Vec::new(), input: None }
    }

    /// Adds a finding.
    pub(super) fn write(&mut self, row: &Row<'_, '_>, out: &mut Vec<u8>) {
        let with_alert = match self.encoding {
            Encoding::Csv => return row.csv(out),
            Encoding::Ndjson { with_alert } => with_alert,
        };
        let mitigation = row.finding.mitigation;
        if self.known.len() <= mitigation {
            self.known.resize_with(mitigation.saturating_add(1), || None);
        }
        let Some(known) = self.known.get_mut(mitigation) else { return };
        let known = known.get_or_insert_with(|| Known::of(row.matcher));
        let input = match &mut self.input {
            Some((number, name)) if *number == row.line.number => name,
            input => &mut input.insert((row.line.number, json(row.line.input))).1,
        };
        row.ndjson(known, input, out);
        if with_alert {
            out.extend_from_slice(b",\"alert\":");
            out.extend_from_slice(Encoded::<Ndjson>::of_json(row.alert.text()).as_str().as_bytes());
        }
        out.extend_from_slice(b"}\n");
    }
}

impl Known {
    fn of(matcher: &Matcher) -> Self {
        let field = |by: &Operand| {
            let mut name = json(by.name());
            name.push(b':');
            name
        };
        Self {
            name: json(&matcher.name),
            strategies: matcher.strategies.iter().map(|(name, _)| json(name)).collect(),
            group: matcher.group_by.iter().map(field).collect(),
        }
    }
}

impl Row<'_, '_> {
    fn priority(&self) -> Option<&'static str> {
        self.matcher.priority.or(self.priority).map(Priority::as_str)
    }

    fn strategies(&self) -> impl Iterator<Item = &str> {
        let strategies = &self.matcher.strategies;
        self.finding.strategies.iter().filter_map(|&at| Some(strategies.get(at)?.0.as_str()))
    }

    /// All but the alert and the end.
    fn ndjson(&self, known: &Known, input: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"schema\":\"");
        out.extend_from_slice(SCHEMA.as_bytes());
        out.extend_from_slice(b"\",\"input\":");
        out.extend_from_slice(input);
        // Writing to memory cannot fail.
        let _ = write!(out, ",\"line\":{},\"offset\":{},\"time\":", self.line.line, self.line.offset);
        match self.time {
            Some(time) => {
                out.push(b'"');
                let _ = TIME.print_timestamp(&time, &mut *out);
                out.push(b'"');
            }
            None => out.extend_from_slice(b"null"),
        }
        out.extend_from_slice(b",\"rule\":");
        text(&self.alert.rule(), out);
        out.extend_from_slice(b",\"mitigation\":");
        out.extend_from_slice(&known.name);
        out.extend_from_slice(b",\"specificity\":\"");
        out.extend_from_slice(self.finding.specificity.as_str().as_bytes());
        out.extend_from_slice(b"\",\"priority\":");
        text_or_null(self.priority(), out);
        out.extend_from_slice(b",\"tags\":[");
        separated(self.alert.tags(), out, |tag, out| text(&tag, out));
        out.extend_from_slice(b"],\"strategies\":[");
        let strategies = self.finding.strategies.iter().filter_map(|&at| known.strategies.get(at));
        separated(strategies, out, |name, out| out.extend_from_slice(name));
        out.extend_from_slice(b"],\"group\":{");
        separated(known.group.iter().zip(&self.matcher.group_by), out, |(name, by), out| {
            out.extend_from_slice(name);
            match operand(by, self.alert) {
                Some(value) => text(&value.display_text(), out),
                None => out.extend_from_slice(b"null"),
            }
        });
        out.push(b'}');
    }

    fn csv(&self, out: &mut Vec<u8>) {
        let tags = self.alert.tags().join(", ");
        let strategies = self.strategies().collect::<Vec<_>>().join(", ");
        let shown = |value: Value<'_>| value.display_text().into_owned();
        let group = self.matcher.group_by.iter().map(|by| {
            let value = operand(by, self.alert).map(shown).unwrap_or_default();
            format!("{}={value}", by.name())
        });
        let cells = [
            self.line.input.to_owned(),
            self.line.line.to_string(),
            self.line.offset.to_string(),
            self.time.map(|time| time.to_string()).unwrap_or_default(),
            self.alert.rule().into_owned(),
            self.matcher.name.clone(),
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

const TIME: DateTimePrinter = DateTimePrinter::new();

fn json(value: &str) -> Vec<u8> {
    Encoded::<Ndjson>::text(Untrusted(value)).as_str().as_bytes().to_vec()
}

fn text(value: &str, out: &mut Vec<u8>) {
    Encoded::<Ndjson>::add_text(Untrusted(value), out);
}

fn text_or_null(value: Option<&str>, out: &mut Vec<u8>) {
    match value {
        Some(value) => text(value, out),
        None => out.extend_from_slice(b"null"),
    }
}

/// Writes items with commas between them.
fn separated<T>(items: impl IntoIterator<Item = T>, out: &mut Vec<u8>, write: impl Fn(T, &mut Vec<u8>)) {
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write(item, out);
    }
}
