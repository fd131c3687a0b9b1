//! Findings as data: one line each, `docs/reference/findings.md`.

use super::run::Line;
use crate::alert::{Moment, SlotAlert};
use crate::check::condition::Operand;
use crate::check::model::Matcher;
use crate::escape::{CsvCell, Encoded, Ndjson, Untrusted};
use crate::eval::{Batch, Finding, operand, slot_text};
use crate::ops::hash;
use crate::plan::{SlotOperand, Specificity};
use crate::value::{Meta, Priority, Value};
use jiff::fmt::temporal::DateTimePrinter;

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
pub(super) struct Writer<'e> {
    plan: &'e Batch<'e>,
    encoding: Encoding,
    /// By the number of the mitigation.
    known: Vec<Option<Known>>,
    /// By a hash of what they were made from; one takes the place of another.
    middles: Vec<Option<Middle>>,
    /// An input's number, and what stands before a finding's line.
    begin: Option<(usize, Vec<u8>)>,
}

/// What findings of one mitigation have in common, as JSON.
#[derive(Debug)]
struct Known {
    name: Vec<u8>,
    strategies: Vec<Vec<u8>>,
    /// The fields of `group_by`: what stands before each value, and where the value is found.
    group: Vec<(Vec<u8>, SlotOperand)>,
}

/// What stands between the time and the group of a finding, and what it was made from.
#[derive(Debug)]
struct Middle {
    mitigation: usize,
    rule: String,
    tags: String,
    priority: Option<Priority>,
    specificity: Specificity,
    strategies: Vec<usize>,
    json: Vec<u8>,
}

/// Middles that are remembered, a power of two.
const MAX_MIDDLES: usize = 512;
/// Bytes of the longest rule and tags of which one is remembered: they are an alert's own.
const MAX_REMEMBERED: usize = 1024;

/// A finding and where it comes from.
pub(super) struct Row<'r, 'a> {
    pub(super) line: &'r Line<'r>,
    pub(super) alert: &'r SlotAlert<'a>,
    /// The alert's own priority and time.
    pub(super) priority: Option<Priority>,
    pub(super) moment: Option<Moment<'r>>,
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

impl<'e> Writer<'e> {
    /// A writer of what a judge of this plan finds.
    pub(super) fn new(plan: &'e Batch<'e>, encoding: Encoding) -> Self {
        let middles = std::iter::repeat_with(|| None).take(MAX_MIDDLES).collect();
        Self { plan, encoding, known: Vec::new(), middles, begin: None }
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
        let known = known.get_or_insert_with(|| Known::of(row.matcher, self.plan));
        match &mut self.begin {
            Some((number, begin)) if *number == row.line.number => out.extend_from_slice(begin),
            begin => out.extend_from_slice(&begin.insert((row.line.number, row.begin())).1),
        }
        row.place(out);
        known.middle(row, &mut self.middles, out);
        known.group(row, out);
        if with_alert {
            out.extend_from_slice(b",\"alert\":");
            out.extend_from_slice(Encoded::<Ndjson>::of_json(row.alert.text()).as_str().as_bytes());
        }
        out.extend_from_slice(b"}\n");
    }
}

impl Known {
    fn of(matcher: &Matcher, plan: &Batch<'_>) -> Self {
        let mut before = "{";
        let field = |by: &Operand| {
            let mut name = std::mem::replace(&mut before, ",").as_bytes().to_vec();
            text(by.name(), &mut name);
            name.push(b':');
            (name, plan.operand(by))
        };
        Self {
            name: json(&matcher.name),
            strategies: matcher.strategies.iter().map(|(name, _)| json(name)).collect(),
            group: matcher.group_by.iter().map(field).collect(),
        }
    }

    /// Adds what stands between the time and the group, from those that are remembered if it is there.
    fn middle(&self, row: &Row<'_, '_>, middles: &mut [Option<Middle>], out: &mut Vec<u8>) {
        let written = row.alert.written(Meta::Rule).zip(row.alert.written(Meta::Tags));
        let short = written.filter(|(rule, tags)| rule.len().saturating_add(tags.len()) <= MAX_REMEMBERED);
        let Some((rule, tags)) = short else { return self.write_middle(row, out) };
        let Finding { mitigation, specificity, strategies } = row.finding;
        let mixed = strategies.iter().fold(*mitigation, |all, &at| all.rotate_left(3) ^ at);
        let at = hash(0, rule.as_bytes()) as usize ^ mixed;
        let Some(place) = middles.get_mut(at & (MAX_MIDDLES - 1)) else { return };
        if let Some(middle) = place.as_ref().filter(|middle| middle.is_of(row, rule, tags)) {
            return out.extend_from_slice(&middle.json);
        }
        let start = out.len();
        self.write_middle(row, out);
        *place = Some(Middle {
            mitigation: *mitigation,
            rule: rule.to_owned(),
            tags: tags.to_owned(),
            priority: row.priority,
            specificity: *specificity,
            strategies: strategies.clone(),
            json: out.get(start..).unwrap_or_default().to_vec(),
        });
    }

    fn write_middle(&self, row: &Row<'_, '_>, out: &mut Vec<u8>) {
        out.extend_from_slice(b",\"rule\":");
        text(&row.alert.rule(), out);
        out.extend_from_slice(b",\"mitigation\":");
        out.extend_from_slice(&self.name);
        out.extend_from_slice(b",\"specificity\":\"");
        out.extend_from_slice(row.finding.specificity.as_str().as_bytes());
        out.extend_from_slice(b"\",\"priority\":");
        text_or_null(row.priority(), out);
        out.extend_from_slice(b",\"tags\":[");
        separated(row.alert.tags(), out, |tag, out| text(&tag, out));
        out.extend_from_slice(b"],\"strategies\":[");
        let strategies = row.finding.strategies.iter().filter_map(|&at| self.strategies.get(at));
        separated(strategies, out, |name, out| out.extend_from_slice(name));
        out.extend_from_slice(b"],\"group\":");
    }

    fn group(&self, row: &Row<'_, '_>, out: &mut Vec<u8>) {
        for (before, operand) in &self.group {
            out.extend_from_slice(before);
            text_or_null(slot_text(operand, row.alert).as_deref(), out);
        }
        out.extend_from_slice(if self.group.is_empty() { b"{}" } else { b"}" });
    }
}

impl Middle {
    /// Whether it is that of a finding.
    fn is_of(&self, row: &Row<'_, '_>, rule: &str, tags: &str) -> bool {
        let Finding { mitigation, specificity, strategies } = row.finding;
        // One by one: `memcmp` is slow over nothing where that is nowhere.
        self.strategies.iter().eq(strategies)
            && (self.mitigation, self.specificity, self.priority) == (*mitigation, *specificity, row.priority)
            && (self.rule.as_str(), self.tags.as_str()) == (rule, tags)
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

    /// What stands before the line, as JSON.
    fn begin(&self) -> Vec<u8> {
        let mut begin = format!("{{\"schema\":\"{SCHEMA}\",\"input\":").into_bytes();
        text(self.line.input, &mut begin);
        begin.extend_from_slice(b",\"line\":");
        begin
    }

    /// Line, offset and time, as JSON.
    fn place(&self, out: &mut Vec<u8>) {
        // Writing to memory cannot fail.
        let _ = serde_json::to_writer(&mut *out, &self.line.line);
        out.extend_from_slice(b",\"offset\":");
        let _ = serde_json::to_writer(&mut *out, &self.line.offset);
        out.extend_from_slice(b",\"time\":");
        match self.moment {
            Some(Moment { before_z: Some(printed), .. }) => {
                out.push(b'"');
                out.extend_from_slice(printed.as_bytes());
                out.extend_from_slice(b"Z\"");
            }
            Some(Moment { time, before_z: None }) => {
                out.push(b'"');
                let _ = TIME.print_timestamp(&time, &mut *out);
                out.push(b'"');
            }
            None => out.extend_from_slice(b"null"),
        }
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
            self.moment.map(|moment| moment.time.to_string()).unwrap_or_default(),
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
