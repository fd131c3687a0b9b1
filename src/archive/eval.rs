//! Findings of an archive: each alert judged by a rulebook, each finding encoded.

use super::findings::{Encoding, Row};
use super::run::{Judge, Line};
use super::selection::{Selection, SkipReason};
use crate::alert::Alert;
use crate::eval::Engine;
use crate::plan::Specificity;
use crate::report::summary::{Collector, Place, Seen};
use crate::value::Priority;
use jiff::Timestamp;

/// Judges by a rulebook.
#[derive(Debug)]
pub struct EvalJudge<'a> {
    /// The rulebook.
    pub engine: &'a Engine,
    /// Which alerts to evaluate.
    pub selection: Selection,
    /// How findings are written; `None` where nobody wants them.
    pub encoding: Option<Encoding>,
    /// Whether to collect what a summary needs.
    pub summarise: bool,
}

/// What came of the alerts of a batch.
#[derive(Debug, Default)]
pub struct EvalOutput<'e> {
    /// The findings, encoded, in the order of the alerts.
    pub bytes: Vec<u8>,
    /// One for each alert, in order.
    pub outcomes: Vec<Outcome>,
    /// The alerts for a summary, if one was asked for and there is an alert.
    pub collected: Option<Collector<'e>>,
}

/// What came of one alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Its own priority.
    pub priority: Option<Priority>,
    /// When it happened.
    pub time: Option<Timestamp>,
    /// What the rulebook said.
    pub verdict: Verdict,
    /// Where its findings end in the bytes of the batch.
    pub end: usize,
}

/// What a rulebook says of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was not asked.
    Skipped(SkipReason),
    /// No mitigation matches.
    Unmatched,
    /// So many mitigations match.
    Matched {
        /// How many.
        findings: u64,
        /// Whether only fallbacks do: the rulebook has nothing of its own to say.
        fallback: bool,
    },
}

impl<'e> Judge for EvalJudge<'e> {
    type Output = EvalOutput<'e>;

    fn judge(&self, line: &Line<'_>, alert: &Alert<'_>, output: &mut EvalOutput<'e>) {
        let (priority, time) = (alert.priority(), alert.time());
        let verdict = match self.selection.skips(alert) {
            Some(reason) => Verdict::Skipped(reason),
            None => self.evaluate(line, alert, time, output),
        };
        output.outcomes.push(Outcome { priority, time, verdict, end: output.bytes.len() });
    }
}

impl<'e> EvalJudge<'e> {
    fn evaluate(
        &self,
        line: &Line<'_>,
        alert: &Alert<'_>,
        time: Option<Timestamp>,
        output: &mut EvalOutput<'e>,
    ) -> Verdict {
        let evaluation = self.engine.evaluate(alert);
        if self.summarise {
            let place = Place { input: line.number, line: line.line };
            let seen = Seen { fields: alert, text: alert.text(), time, place };
            let collected = output.collected.get_or_insert_with(|| Collector::new(self.engine));
            collected.add(seen, &evaluation);
        }
        let findings = evaluation.findings;
        let mut fallback = true;
        for finding in &findings {
            fallback &= finding.specificity == Specificity::Fallback;
            if let Some((encoding, mitigation)) = self.encoding.zip(self.engine.mitigation(finding)) {
                encoding.write(&Row { line, alert, finding, mitigation }, &mut output.bytes);
            }
        }
        match u64::try_from(findings.len()).unwrap_or(u64::MAX) {
            0 => Verdict::Unmatched,
            findings => Verdict::Matched { findings, fallback },
        }
    }
}
