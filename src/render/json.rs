//! JSON with a versioned schema, `docs/reference/report-json.md`.
//!
//! The structs here *are* the schema: keys appear in their order, and nothing else of the report is printed.
//! Prose is carried as Markdown, for it holds values that only code spans make safe; values of the analysis
//! are data and stay as they are.

use super::{md, words};
use crate::escape::json_screen;
use crate::report::{Code, Example, Prose, Reason, Report, Row, RowContent, Strategy, Value};
use serde::Serialize;

/// Name and version of the schema. A change that could break a reader raises the number.
pub const SCHEMA: &str = "falconer.report/1";

#[derive(Serialize)]
pub(super) struct Document<'a> {
    schema: &'static str,
    title: &'static str,
    facts: FactsView<'a>,
    findings: Vec<FindingView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tried: Option<&'a str>,
    summary: Vec<String>,
    first_steps: Vec<usize>,
    analysis: Vec<RowView<'a>>,
    missing: &'a [String],
    strategies: Vec<StrategyView<'a>>,
    withheld: Vec<WithheldView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conclusion: Option<String>,
    recommendations: Vec<String>,
    references: &'a [String],
    left_out: &'a [String],
    made_from: FooterView<'a>,
}

#[derive(Serialize)]
struct FactsView<'a> {
    rule: &'a str,
    priority: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    own_priority: Option<&'a str>,
    time: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_text: Option<&'a str>,
    source: Option<&'a str>,
    places: Vec<PlaceView<'a>>,
    tags: Vec<&'a str>,
}

#[derive(Serialize)]
struct PlaceView<'a> {
    label: &'static str,
    values: Vec<&'a str>,
}

#[derive(Serialize)]
struct FindingView<'a> {
    mitigation: &'a str,
    title: &'a str,
    specificity: &'static str,
}

#[derive(Serialize)]
struct RowView<'a> {
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize)]
struct StrategyView<'a> {
    number: usize,
    name: &'a str,
    with: Vec<BindingView<'a>>,
    title: String,
    phase: &'static str,
    purpose: Option<String>,
    examples: Vec<ExampleView<'a>>,
    verify: Vec<ExampleView<'a>>,
    rollback: Vec<ExampleView<'a>>,
    cost: Option<String>,
    mitigates: &'a [String],
    references: &'a [String],
}

#[derive(Serialize)]
struct BindingView<'a> {
    param: &'a str,
    field: &'a str,
}

#[derive(Serialize)]
struct ExampleView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    lang: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withheld: Option<Vec<ReasonView<'a>>>,
}

#[derive(Serialize)]
struct ReasonView<'a> {
    field: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct WithheldView<'a> {
    strategy: usize,
    reasons: Vec<ReasonView<'a>>,
}

#[derive(Serialize)]
struct FooterView<'a> {
    engine: &'a str,
    items_sha256: &'a str,
    alert_sha256: &'a str,
}

/// The whole report, indented, with a newline at its end.
pub(super) fn render(report: &Report) -> String {
    pretty(&document(report))
}

/// Data as indented JSON that is safe on a screen.
pub(super) fn pretty(document: &impl Serialize) -> String {
    // Text keys and values that JSON knows only, so that serialising has no way to fail.
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    json_screen(text) + "\n"
}

pub(super) fn document(report: &Report) -> Document<'_> {
    Document {
        schema: SCHEMA,
        title: Report::TITLE,
        facts: facts(report),
        findings: report.findings.iter().map(finding).collect(),
        tried: report.tried.as_ref().map(data),
        summary: report.summary.iter().map(md::prose).collect(),
        first_steps: report.first_steps().map(|(number, _)| number).collect(),
        analysis: report.analysis.iter().map(row).collect(),
        missing: &report.missing,
        strategies: (1..).zip(&report.strategies).map(strategy).collect(),
        withheld: report
            .withheld()
            .map(|w| WithheldView { strategy: w.number, reasons: reasons(w.reasons) })
            .collect(),
        conclusion: markdown(report.conclusion.as_ref()),
        recommendations: report.recommendations.iter().map(md::prose).collect(),
        references: &report.references,
        left_out: &report.left_out,
        made_from: FooterView {
            engine: &report.footer.engine,
            items_sha256: &report.footer.items,
            alert_sha256: &report.footer.alert,
        },
    }
}

fn facts(report: &Report) -> FactsView<'_> {
    let facts = &report.facts;
    FactsView {
        rule: data(&facts.rule),
        priority: facts.priority.map(|priority| priority.as_str()),
        own_priority: facts.own_priority.as_ref().map(data),
        time: facts.time.as_ref().map(|time| time.exact.as_str()),
        time_text: facts.time.as_ref().map(|time| time.human.as_str()),
        source: facts.source.as_ref().map(data),
        places: facts
            .places
            .iter()
            .map(|(label, values)| PlaceView { label, values: values.iter().map(data).collect() })
            .collect(),
        tags: facts.tags.iter().map(data).collect(),
    }
}

fn finding(finding: &crate::report::FindingName) -> FindingView<'_> {
    FindingView {
        mitigation: &finding.name,
        title: &finding.title,
        specificity: finding.specificity.as_str(),
    }
}

fn row(row: &Row) -> RowView<'_> {
    let (value, raw, text) = match &row.content {
        RowContent::Decoded { decoded, raw } => (Some(data(decoded)), raw.as_ref().map(data), None),
        RowContent::Prose(prose) => (None, None, Some(md::prose(prose))),
    };
    RowView { label: &row.label, field: row.field.as_deref(), value, raw, text }
}

fn strategy((number, strategy): (usize, &Strategy)) -> StrategyView<'_> {
    StrategyView {
        number,
        name: &strategy.name,
        with: strategy.bindings.iter().map(|(param, field)| BindingView { param, field }).collect(),
        title: md::prose(&strategy.title),
        phase: words::phase(strategy.phase),
        purpose: markdown(strategy.purpose.as_ref()),
        examples: strategy.examples.iter().map(example).collect(),
        verify: strategy.verify.iter().map(example).collect(),
        rollback: strategy.rollback.iter().map(example).collect(),
        cost: markdown(strategy.cost.as_ref()),
        mitigates: &strategy.mitigates,
        references: &strategy.references,
    }
}

fn example(example: &Example) -> ExampleView<'_> {
    let (code, withheld) = match &example.code {
        Code::Shown(code) => (Some(code.as_str()), None),
        Code::Withheld(why) => (None, Some(reasons(why))),
    };
    ExampleView { title: markdown(example.title.as_ref()), lang: &example.lang, code, withheld }
}

fn reasons(reasons: &[Reason]) -> Vec<ReasonView<'_>> {
    reasons.iter().map(|reason| ReasonView { field: &reason.field, why: &reason.why }).collect()
}

fn markdown(prose: Option<&Prose>) -> Option<String> {
    prose.map(md::prose)
}

/// A value as data: the serialiser encodes it.
pub(super) fn data(value: &Value) -> &str {
    value.untrusted().0
}
