//! The summary as data: what every format shows, decided once.

use super::group::Place;
use crate::plan::Specificity;
use crate::report::model::{Report, Time, Value};
use crate::value::Priority;
use jiff::Timestamp;

/// What became of every line of an archive.
///
/// INVARIANT: `lines` = `alerts` + `logs` + `blank` + `rejects`, and `alerts` = `answered` + `fallback` + `unanswered` + `skipped`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Lines, or elements of arrays.
    pub lines: u64,
    /// Alerts.
    pub alerts: u64,
    /// Falco's own log lines.
    pub logs: u64,
    /// Blank lines.
    pub blank: u64,
    /// What could not be used.
    pub rejects: u64,
    /// Alerts that filters left out.
    pub skipped: u64,
    /// Alerts that a mitigation of their own answers.
    pub answered: u64,
    /// Alerts that only a fallback answers.
    pub fallback: u64,
    /// Alerts that nothing answers.
    pub unanswered: u64,
}

/// What the reader of the archive knows and the collector does not.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// The inputs by name, in the order read.
    pub inputs: Vec<String>,
    /// Lines, alerts, logs, blank lines, rejects, alerts skipped; the collector adds the rest.
    pub totals: Totals,
    /// Rejects by reason, in our own words.
    pub rejects: Vec<(String, u64)>,
    /// Set if the run ended early: why.
    pub incomplete: Option<String>,
    /// Groups whose strategies are shown.
    pub details: usize,
}

/// The summary of an archive.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The inputs by name.
    pub inputs: Vec<Value>,
    /// What became of every line.
    pub totals: Totals,
    /// Rejects by reason.
    pub rejects: Vec<(String, u64)>,
    /// Why the archive was not read to its end.
    pub incomplete: Option<String>,
    /// The earliest and the latest alert.
    pub period: Option<(Time, Time)>,
    /// Alerts that carry no readable time.
    pub without_time: u64,
    /// Alerts by priority, worst first; `None` for what is none of Falco's.
    pub priorities: Vec<(Option<Priority>, u64)>,
    /// Alerts over time.
    pub timeline: Option<Timeline>,
    /// What fired most, by rule, namespace, image, host.
    pub tops: Vec<Top>,
    /// Alerts with something in common, worst and most frequent first.
    pub groups: Vec<Group>,
    /// Alerts whose group came after the bound on groups, by mitigation.
    pub rest: Vec<Rest>,
    /// Rules that no mitigation of their own answers, most frequent first.
    pub gaps: Vec<Gap>,
    /// Alerts of further such rules, beyond the bound on names.
    pub further_gaps: u64,
    /// Version of the engine.
    pub engine: String,
    /// SHA-256 over the mitigations that answered, in hexadecimal.
    pub items: String,
}

/// Alerts over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Seconds that a bar stands for.
    pub width: u64,
    /// From the first alert to the last.
    pub bars: Vec<Bar>,
}

/// One step of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// When it begins.
    pub start: Timestamp,
    /// Alerts: critical and worse, error and warning, the rest.
    pub counts: [u64; 3],
}

impl Bar {
    /// All its alerts.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }
}

/// What fired most, by one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Top {
    /// What the rows are: `Rule`.
    pub label: &'static str,
    /// The most frequent ones.
    pub rows: Vec<(Value, u64)>,
    /// How many more there are, as far as they were kept apart.
    pub more: usize,
    /// Alerts of all that is not in `rows`.
    pub others: u64,
}

/// A Falco rule that no mitigation of its own answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The rule.
    pub rule: Value,
    /// Its alerts.
    pub alerts: u64,
}

/// Alerts beyond the bound on groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// The mitigation's name, if one answered.
    pub mitigation: Option<String>,
    /// How many alerts.
    pub alerts: u64,
}

/// Alerts with the same leading mitigation and the same values of its `group_by`.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The leading mitigation's name; `None` where nothing answered.
    pub mitigation: Option<String>,
    /// Its title; the rule where nothing answered.
    pub title: Value,
    /// Why that mitigation was chosen.
    pub specificity: Option<Specificity>,
    /// What its alerts have in common: label, and value where they carry one.
    pub key: Vec<(String, Option<Value>)>,
    /// The worst priority.
    pub priority: Option<Priority>,
    /// How many alerts.
    pub alerts: u64,
    /// The earliest and the latest of them.
    pub seen: Option<(Time, Time)>,
    /// Where the first of them stand.
    pub examples: Vec<Place>,
    /// What to do, as the first alert says; `None` beyond the number of groups shown in full.
    pub report: Option<Box<Report>>,
}
