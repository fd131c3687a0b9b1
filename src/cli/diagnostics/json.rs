//! Diagnostics as one JSON object, for programs.
//!
//! `{"version": 1, "diagnostics": [{"code", "name", "severity", "message", "file", "start", "end", "label",
//! "related", "hint", "fix"}], "hidden": 0, "omitted": 0}`; places count lines and columns from 1, columns in
//! characters. `hidden` counts those that a comment or the baseline keeps from counting.

use super::{Findings, WRITTEN, json_text, word};
use crate::diag::{Diagnostic, Fix, Label};
use crate::source::{Location, Sources, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Row<'a>>,
    hidden: usize,
    omitted: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    related: Vec<Place<'a>>,
    hint: Option<&'a str>,
    fix: Option<Offer<'a>>,
}

#[derive(Serialize)]
struct Offer<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    start: Point,
    end: Point,
    text: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    start: Point,
    end: Point,
    label: &'a str,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
}

pub(super) fn render(findings: &Findings<'_>) -> Result<String, std::io::Error> {
    let rows = findings.problems.iter().take(WRITTEN);
    json_text(&Document {
        version: 1,
        diagnostics: rows.map(|problem| row(problem, findings.sources)).collect(),
        hidden: findings.hidden.len(),
        omitted: findings.problems.len().saturating_sub(WRITTEN),
    })
}

fn row<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Row<'a> {
    Row {
        code: diagnostic.code.code(),
        name: diagnostic.code.name(),
        severity: word(diagnostic.severity),
        message: &diagnostic.message,
        place: place(&diagnostic.primary, sources),
        related: diagnostic.secondary.iter().map(|label| place(label, sources)).collect(),
        hint: diagnostic.hint.as_deref(),
        fix: diagnostic.fix.as_ref().map(|fix| offer(fix, sources)),
    }
}

fn offer<'a>(fix: &'a Fix, sources: &Sources) -> Offer<'a> {
    let replacement = |edit: &'a crate::diag::Edit| {
        let (start, end) = points(edit.span, sources);
        Replacement { start, end, text: &edit.text }
    };
    Offer { title: &fix.title, safe: fix.safe, edits: fix.edits.iter().map(replacement).collect() }
}

fn place<'a>(label: &'a Label, sources: &'a Sources) -> Place<'a> {
    let (start, end) = points(label.span, sources);
    let file = sources.get(label.span.file).map_or("", |file| file.name());
    Place { file, start, end, label: &label.text }
}

fn points(span: Span, sources: &Sources) -> (Point, Point) {
    let file = sources.get(span.file);
    let point = |offset: u32| {
        let at = file.map_or(Location { line: 1, column: 1 }, |file| file.location(offset));
        Point { line: at.line, column: at.column }
    };
    (point(span.bytes.start), point(span.bytes.end))
}
