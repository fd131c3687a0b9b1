//! Findings of an archive: each alert judged by a rulebook, each finding encoded.

use super::buffer::{Buffer, Pool};
use super::findings::{Encoding, Row, Writer};
use super::run::{Judge, Line, Worker};
use super::selection::{Selection, SkipReason};
use crate::alert::{Limits, Reader, SlotAlert};
use crate::eval::{self, Batch, Engine, Finding};
use crate::plan::Specificity;
use crate::report::summary::{self, Collector, Place, Seen};
use crate::value::Priority;
use jiff::Timestamp;

/// Judges by a rulebook.
#[derive(Debug)]
pub struct EvalJudge<'e> {
    engine: &'e Engine,
    /// The rulebook's plan; the condition of `selection`, if there is one, is its first.
    plan: Batch<'e>,
    selection: Selection,
    encoding: Option<Encoding>,
    summarise: bool,
    pool: Pool,
}

impl<'e> EvalJudge<'e> {
    /// Evaluates the alerts of `selection`. Findings are encoded unless nobody wants them; what a summary needs is
    /// collected where `summarise`.
    #[must_use]
    pub fn new(
        engine: &'e Engine,
        selection: Selection,
        encoding: Option<Encoding>,
        summarise: bool,
    ) -> Self {
        let keys = if summarise { summary::KEYS } else { &[] };
        let plan = Batch::new(engine, &selection.condition, keys.iter().copied());
        Self { engine, plan, selection, encoding, summarise, pool: Pool::default() }
    }
}

/// What came of the alerts of a batch.
#[derive(Debug, Default)]
pub struct EvalOutput<'e> {
    /// The findings, encoded, in the order of the alerts.
    pub bytes: Buffer,
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
    type Worker<'w>
        = EvalWorker<'w, 'e>
    where
        Self: 'w;

    fn reader(&self, limits: &Limits) -> Reader {
        self.plan.reader(limits)
    }

    fn worker(&self) -> EvalWorker<'_, 'e> {
        EvalWorker {
            run: self,
            judge: self.plan.judge(),
            writer: self.encoding.map(|encoding| Writer::new(&self.plan, encoding)),
        }
    }
}

/// Evaluates on one thread.
#[derive(Debug)]
pub struct EvalWorker<'w, 'e> {
    run: &'w EvalJudge<'e>,
    judge: eval::Judge<'w>,
    writer: Option<Writer<'w>>,
}

impl<'e> Worker for EvalWorker<'_, 'e> {
    type Output = EvalOutput<'e>;

    fn judge(&mut self, line: &Line<'_>, alert: &SlotAlert<'_>, output: &mut EvalOutput<'e>) {
        let (priority, moment) = (alert.priority(), alert.moment());
        let time = moment.map(|moment| moment.time);
        let mut verdicts = self.judge.of(alert);
        let verdict = match self.run.selection.skips(alert, || verdicts.holds(0)) {
            Some(reason) => Verdict::Skipped(reason),
            None => {
                let evaluation = verdicts.evaluate();
                drop(verdicts);
                if self.run.summarise {
                    let place = Place { input: line.number, line: line.line };
                    let seen = Seen { fields: alert, text: alert.text(), time, place };
                    let collected = output.collected.get_or_insert_with(|| Collector::new(self.run.engine));
                    collected.add(seen, &evaluation);
                }
                let findings = &evaluation.findings;
                if !findings.is_empty() && output.bytes.capacity() == 0 {
                    output.bytes = self.run.pool.take();
                }
                for finding in findings {
                    let engine = self.run.engine;
                    if let Some((writer, matcher)) = self.writer.as_mut().zip(engine.matcher(finding)) {
                        let row = Row { line, alert, priority, moment, finding, matcher };
                        writer.write(&row, &mut output.bytes);
                    }
                }
                let verdict = Verdict::of(findings);
                self.judge.reuse(evaluation);
                verdict
            }
        };
        output.outcomes.push(Outcome { priority, time, verdict, end: output.bytes.len() });
    }
}

impl Verdict {
    fn of(findings: &[Finding]) -> Self {
        let fallback = findings.iter().all(|finding| finding.specificity == Specificity::Fallback);
        match u64::try_from(findings.len()).unwrap_or(u64::MAX) {
            0 => Self::Unmatched,
            findings => Self::Matched { findings, fallback },
        }
    }
}
