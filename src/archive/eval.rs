//! Findings of an archive: each alert judged by a rulebook, each finding encoded.

use super::findings::{Encoding, Row};
use super::run::{Judge, Line};
use super::selection::{Selection, SkipReason};
use crate::alert::Alert;
use crate::eval::Engine;
use crate::plan::Specificity;
use crate::value::Priority;
use jiff::Timestamp;

/// Judges by a rulebook.
#[derive(Debug)]
pub struct EvalJudge<'a> {
    /// The rulebook.
    pub engine: &'a Engine,
    /// Which alerts to evaluate.
    pub selection: Selection,
    /// How findings are written.
    pub encoding: Encoding,
}

/// What came of the alerts of a batch.
#[derive(Debug, Default)]
pub struct EvalOutput {
    /// The findings, encoded, in the order of the alerts.
    pub bytes: Vec<u8>,
    /// One for each alert, in order.
    pub outcomes: Vec<Outcome>,
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

impl Judge for EvalJudge<'_> {
    type Output = EvalOutput;

    fn judge(&self, line: &Line<'_>, alert: &Alert<'_>, output: &mut EvalOutput) {
        let (priority, time) = (alert.priority(), alert.time());
        let verdict = match self.selection.skips(alert) {
            Some(reason) => Verdict::Skipped(reason),
            None => self.evaluate(line, alert, &mut output.bytes),
        };
        output.outcomes.push(Outcome { priority, time, verdict, end: output.bytes.len() });
    }
}

impl EvalJudge<'_> {
    fn evaluate(&self, line: &Line<'_>, alert: &Alert<'_>, bytes: &mut Vec<u8>) -> Verdict {
        let findings = self.engine.evaluate(alert).findings;
        let mut fallback = true;
        for finding in &findings {
            fallback &= finding.specificity == Specificity::Fallback;
            if let Some(mitigation) = self.engine.mitigation(finding) {
                self.encoding.write(&Row { line, alert, finding, mitigation }, bytes);
            }
        }
        match u64::try_from(findings.len()).unwrap_or(u64::MAX) {
            0 => Verdict::Unmatched,
            findings => Verdict::Matched { findings, fallback },
        }
    }
}
