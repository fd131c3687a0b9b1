//! Diagnostics as one JSON object, for programs.
//!
//! `{"version": 1, "diagnostics": [{"code", "name", "severity", "message", "file", "start", "end", "label",
//! "related", "hint"}], "omitted": 0}`; places count lines and columns from 1, columns in characters.

use super::{WRITTEN, word};
use crate::cli::shell::visible_json;
use crate::diag::{Diagnostic, Label};
use crate::source::{Location, Sources};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Row<'a>>,
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

pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources) -> Result<String, std::io::Error> {
    let document = Document {
        version: 1,
        diagnostics: diagnostics.iter().take(WRITTEN).map(|d| row(d, sources)).collect(),
        omitted: diagnostics.len().saturating_sub(WRITTEN),
    };
    let json = serde_json::to_string_pretty(&document)?;
    Ok(visible_json(&json) + "\n")
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
    }
}

fn place<'a>(label: &'a Label, sources: &'a Sources) -> Place<'a> {
    let file = sources.get(label.span.file);
    let point = |offset: u32| {
        let at = file.map_or(Location { line: 1, column: 1 }, |file| file.location(offset));
        Point { line: at.line, column: at.column }
    };
    Place {
        file: file.map_or("", |file| file.name()),
        start: point(label.span.bytes.start),
        end: point(label.span.bytes.end),
        label: &label.text,
    }
}
