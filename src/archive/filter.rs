//! The alerts that a condition holds for, as they were written.

use super::buffer::{Buffer, Pool};
use super::run::{Judge, Line, Worker};
use crate::alert::{Limits, Reader, SlotAlert};
use crate::check::condition::Condition;
use crate::eval;

/// Judges by a condition.
#[derive(Debug)]
pub struct FilterJudge {
    plan: eval::Batch<'static>,
    invert: bool,
    keep: bool,
    pool: Pool,
}

impl FilterJudge {
    /// Takes the alerts for which `condition` holds, or does not where `invert`; keeps their bytes where `keep`.
    #[must_use]
    pub fn new(condition: &Condition, invert: bool, keep: bool) -> Self {
        Self { plan: eval::Batch::of_conditions([condition]), invert, keep, pool: Pool::default() }
    }
}

/// The matching alerts of a batch.
#[derive(Debug, Default)]
pub struct FilterOutput {
    /// Their bytes, each with a line end.
    pub bytes: Buffer,
    /// Where in `bytes` each ends.
    pub ends: Vec<usize>,
}

impl Judge for FilterJudge {
    type Output = FilterOutput;
    type Worker<'w> = FilterWorker<'w>;

    fn reader(&self, limits: &Limits) -> Reader {
        self.plan.reader(limits)
    }

    fn worker(&self) -> FilterWorker<'_> {
        FilterWorker { filter: self, judge: self.plan.judge() }
    }
}

/// Filters on one thread.
#[derive(Debug)]
pub struct FilterWorker<'w> {
    filter: &'w FilterJudge,
    judge: eval::Judge<'w>,
}

impl Worker for FilterWorker<'_> {
    type Output = FilterOutput;

    fn judge(&mut self, line: &Line<'_>, alert: &SlotAlert<'_>, output: &mut FilterOutput) {
        if self.judge.of(alert).holds(0) == self.filter.invert {
            return;
        }
        if self.filter.keep {
            if output.bytes.capacity() == 0 {
                output.bytes = self.filter.pool.take();
            }
            output.bytes.extend_from_slice(line.bytes);
            // The last line of a file, and an element of an array, have no line end of their own.
            if !line.bytes.ends_with(b"\n") {
                output.bytes.push(b'\n');
            }
        }
        output.ends.push(output.bytes.len());
    }
}
