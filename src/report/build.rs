//! From an evaluation to a report.

use super::digest::sha256;
use super::facts::{facts, tried};
use super::fill::Filler;
use super::merge::in_order;
use super::model::{Example, FindingName, Footer, Report, Row, RowContent, Strategy, Value};
use super::prose::Prose;
use crate::alert::Alert;
use crate::check::model::{self, AnalysisRow, Mitigation};
use crate::check::template::Template;
use crate::eval::{Engine, Evaluation, Finding};
use crate::ops::filter::apply_all;

impl Report {
    /// The report of an alert that `engine` has evaluated.
    #[must_use]
    pub fn new(engine: &Engine, alert: &Alert<'_>, evaluation: &Evaluation) -> Self {
        let findings: Vec<(&Mitigation, &Finding)> = evaluation
            .findings
            .iter()
            .filter_map(|finding| Some((engine.mitigation(finding)?, finding)))
            .collect();
        let mitigations: Vec<&Mitigation> = findings.iter().map(|(mitigation, _)| *mitigation).collect();
        let mut filler = Filler::new(alert);

        let summary =
            distinct(mitigations.iter().filter_map(|m| filler.prose(m.summary.as_ref()?, "summary")));
        let analysis = analysis(&mut filler, &mitigations);
        let strategies: Vec<_> =
            in_order(&findings).into_iter().filter_map(|s| strategy(&mut filler, s)).collect();
        let conclusion = mitigations.iter().find_map(|m| filler.prose(m.conclusion.as_ref()?, "conclusion"));
        let recommendations = mitigations.iter().flat_map(|m| &m.recommendations);
        let recommendations =
            distinct(recommendations.filter_map(|text| filler.prose(text, "recommendation")));
        let references = distinct(mitigations.iter().flat_map(|m| &m.references).cloned());
        let (missing, left_out) = filler.finish();
        Self {
            facts: facts(alert, mitigations.iter().find_map(|m| m.priority)),
            findings: findings.iter().map(|(mitigation, finding)| name(mitigation, finding)).collect(),
            tried: tried(alert),
            summary,
            analysis,
            missing,
            strategies,
            conclusion,
            recommendations,
            references,
            left_out,
            footer: footer(alert, &mitigations),
        }
    }
}

fn name(mitigation: &Mitigation, finding: &Finding) -> FindingName {
    FindingName {
        name: mitigation.name.clone(),
        title: mitigation.title.clone(),
        specificity: finding.specificity,
    }
}

/// Each value once, where it first stands.
fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen
}

fn analysis(filler: &mut Filler<'_>, mitigations: &[&Mitigation]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for row in mitigations.iter().flat_map(|mitigation| &mitigation.analysis) {
        if let Some(row) = one_row(filler, row) {
            // Two mitigations may show the same field under one label; a second reading adds nothing.
            let known = |other: &Row| other.label == row.label && other.field == row.field;
            if !rows.iter().any(known) {
                rows.push(row);
            }
        }
    }
    rows
}

fn one_row(filler: &mut Filler<'_>, row: &AnalysisRow) -> Option<Row> {
    match row {
        AnalysisRow::Field { operand, name, label, decode } => {
            let value = filler.operand(operand, name)?;
            let raw = value.display_text().into_owned();
            let decoded = apply_all(decode.as_slice(), Some(&value)).unwrap_or_else(|| raw.clone());
            if !filler.room(raw.len().saturating_add(decoded.len()), label) {
                return None;
            }
            let raw = (raw != decoded).then(|| Value::new(raw));
            Some(Row {
                label: label.clone(),
                field: Some(name.clone()),
                content: RowContent::Decoded { decoded: Value::new(decoded), raw },
            })
        }
        AnalysisRow::Labelled { label, text, condition } => {
            if !filler.applies(condition.as_ref()) {
                return None;
            }
            let text = filler.prose(text, label)?;
            Some(Row { label: label.clone(), field: None, content: RowContent::Prose(text) })
        }
    }
}

fn strategy(filler: &mut Filler<'_>, strategy: &model::Strategy) -> Option<Strategy> {
    let part = format!("strategy `{}`", strategy.name);
    Some(Strategy {
        title: filler.prose(&strategy.title, &part)?,
        purpose: optional(filler, strategy.text.as_ref(), &part),
        examples: examples(filler, &strategy.examples, &part),
        verify: examples(filler, &strategy.verify, &part),
        rollback: examples(filler, &strategy.rollback, &part),
        cost: optional(filler, strategy.cost.as_ref(), &part),
        name: strategy.name.clone(),
        bindings: strategy.bindings.clone(),
        phase: strategy.phase,
        mitigates: strategy.mitigates.clone(),
        references: strategy.references.clone(),
    })
}

fn optional(filler: &mut Filler<'_>, template: Option<&Template>, part: &str) -> Option<Prose> {
    filler.prose(template?, part)
}

fn examples(filler: &mut Filler<'_>, examples: &[model::Example], part: &str) -> Vec<Example> {
    let shown = examples.iter().filter_map(|example| {
        if !filler.applies(example.condition.as_ref()) {
            return None;
        }
        let code = filler.code(&example.code, part)?;
        let title = optional(filler, example.title.as_ref(), part);
        Some(Example { title, lang: example.lang_word.clone(), code })
    });
    shown.collect()
}

fn footer(alert: &Alert<'_>, mitigations: &[&Mitigation]) -> Footer {
    Footer {
        engine: concat!("falconer ", env!("CARGO_PKG_VERSION")).to_owned(),
        items: sha256(mitigations.iter().map(|mitigation| mitigation.digest.as_slice())),
        alert: sha256([alert.text().as_bytes()]),
    }
}
