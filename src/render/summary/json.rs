//! JSON with a versioned schema, `docs/reference/summary-json.md`: everything the other formats show, and all rows.
//!
//! The structs here *are* the schema.

use crate::render::json::{Document, data, document, pretty};
use crate::report::Time;
use crate::report::summary::{Group, Summary, Timeline, Top};
use serde::{Serialize, Serializer};

/// Name and version of the schema. A change that could break a reader raises the number.
pub const SCHEMA: &str = "falconer.summary/1";

#[derive(Serialize)]
struct View<'a> {
    schema: &'static str,
    title: &'static str,
    inputs: Vec<&'a str>,
    lines: Lines<'a>,
    complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    incomplete_because: Option<&'a str>,
    period: Option<Period<'a>>,
    alerts_without_time: u64,
    priorities: Vec<PriorityView>,
    timeline: Option<TimelineView>,
    top: Vec<TopView<'a>>,
    groups: Groups<'a>,
    rest: Vec<RestView<'a>>,
    coverage_gaps: Vec<GapView<'a>>,
    alerts_of_further_gaps: u64,
    made_from: MadeFrom<'a>,
}

#[derive(Serialize)]
struct Lines<'a> {
    all: u64,
    alerts: u64,
    logs: u64,
    blank: u64,
    rejects: u64,
    answered: u64,
    fallback: u64,
    unanswered: u64,
    skipped: u64,
    rejected_because: Vec<RejectView<'a>>,
}

#[derive(Serialize)]
struct RejectView<'a> {
    why: &'a str,
    lines: u64,
}

#[derive(Serialize)]
struct Period<'a> {
    first: &'a str,
    last: &'a str,
}

#[derive(Serialize)]
struct PriorityView {
    priority: Option<&'static str>,
    alerts: u64,
}

#[derive(Serialize)]
struct TimelineView {
    seconds: u64,
    bars: Vec<BarView>,
}

#[derive(Serialize)]
struct BarView {
    start: String,
    critical: u64,
    warning: u64,
    other: u64,
}

#[derive(Serialize)]
struct TopView<'a> {
    by: String,
    rows: Vec<NameView<'a>>,
    more_names: usize,
    more_alerts: u64,
}

#[derive(Serialize)]
struct NameView<'a> {
    name: &'a str,
    alerts: u64,
}

/// The groups, each shaped when it is written: they are what is large in a summary.
struct Groups<'a>(&'a Summary);

impl Serialize for Groups<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let groups = (1..).zip(&self.0.groups);
        serializer.collect_seq(groups.map(|(number, one)| group(self.0, number, one)))
    }
}

#[derive(Serialize)]
struct GroupView<'a> {
    number: usize,
    mitigation: Option<&'a str>,
    title: &'a str,
    specificity: Option<&'static str>,
    key: Vec<KeyView<'a>>,
    priority: Option<&'static str>,
    alerts: u64,
    period: Option<Period<'a>>,
    examples: Vec<PlaceView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<Document<'a>>,
}

#[derive(Serialize)]
struct KeyView<'a> {
    label: &'a str,
    value: Option<&'a str>,
}

#[derive(Serialize)]
struct PlaceView<'a> {
    input: Option<&'a str>,
    line: u64,
}

#[derive(Serialize)]
struct RestView<'a> {
    mitigation: Option<&'a str>,
    alerts: u64,
}

#[derive(Serialize)]
struct GapView<'a> {
    rule: &'a str,
    alerts: u64,
}

#[derive(Serialize)]
struct MadeFrom<'a> {
    engine: &'a str,
    items_sha256: &'a str,
}

/// The whole summary, indented, with a newline at its end.
pub(super) fn render(summary: &Summary) -> String {
    pretty(&view(summary))
}

fn view(summary: &Summary) -> View<'_> {
    View {
        schema: SCHEMA,
        title: Summary::TITLE,
        inputs: summary.inputs.iter().map(data).collect(),
        lines: lines(summary),
        complete: summary.incomplete.is_none(),
        incomplete_because: summary.incomplete.as_deref(),
        period: summary.period.as_ref().map(period),
        alerts_without_time: summary.without_time,
        priorities: summary
            .priorities
            .iter()
            .map(|(priority, alerts)| PriorityView {
                priority: priority.map(|p| p.as_str()),
                alerts: *alerts,
            })
            .collect(),
        timeline: summary.timeline.as_ref().map(timeline),
        top: summary.tops.iter().map(top).collect(),
        groups: Groups(summary),
        rest: summary
            .rest
            .iter()
            .map(|rest| RestView { mitigation: rest.mitigation.as_deref(), alerts: rest.alerts })
            .collect(),
        coverage_gaps: summary
            .gaps
            .iter()
            .map(|gap| GapView { rule: data(&gap.rule), alerts: gap.alerts })
            .collect(),
        alerts_of_further_gaps: summary.further_gaps,
        made_from: MadeFrom { engine: &summary.engine, items_sha256: &summary.items },
    }
}

fn lines(summary: &Summary) -> Lines<'_> {
    let totals = &summary.totals;
    Lines {
        all: totals.lines,
        alerts: totals.alerts,
        logs: totals.logs,
        blank: totals.blank,
        rejects: totals.rejects,
        answered: totals.answered,
        fallback: totals.fallback,
        unanswered: totals.unanswered,
        skipped: totals.skipped,
        rejected_because: summary
            .rejects
            .iter()
            .map(|(why, lines)| RejectView { why, lines: *lines })
            .collect(),
    }
}

fn period((first, last): &(Time, Time)) -> Period<'_> {
    Period { first: &first.exact, last: &last.exact }
}

fn timeline(timeline: &Timeline) -> TimelineView {
    let bars = timeline.bars.iter().map(|bar| {
        let [critical, warning, other] = bar.counts;
        BarView { start: bar.start.to_string(), critical, warning, other }
    });
    TimelineView { seconds: timeline.width, bars: bars.collect() }
}

fn top(top: &Top) -> TopView<'_> {
    let rows = top.rows.iter().map(|(name, alerts)| NameView { name: data(name), alerts: *alerts });
    TopView {
        by: top.label.to_lowercase(),
        rows: rows.collect(),
        more_names: top.more,
        more_alerts: top.others,
    }
}

fn group<'a>(summary: &'a Summary, number: usize, group: &'a Group) -> GroupView<'a> {
    GroupView {
        number,
        mitigation: group.mitigation.as_deref(),
        title: data(&group.title),
        specificity: group.specificity.map(|specificity| specificity.as_str()),
        key: group
            .key
            .iter()
            .map(|(label, value)| KeyView { label, value: value.as_ref().map(data) })
            .collect(),
        priority: group.priority.map(|priority| priority.as_str()),
        alerts: group.alerts,
        period: group.seen.as_ref().map(period),
        examples: super::words::places(summary, group)
            .map(|(input, line)| PlaceView { input: input.map(data), line })
            .collect(),
        report: group.report.as_deref().map(document),
    }
}
