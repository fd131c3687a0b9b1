//! The alerts that a condition holds for, as they were written.

use super::run::{Judge, Line};
use crate::alert::Alert;
use crate::check::condition::Condition;
use crate::eval::verdict;

/// Judges by a condition.
#[derive(Debug)]
pub struct FilterJudge {
    /// The condition.
    pub condition: Condition,
    /// Take the alerts for which it does not hold.
    pub invert: bool,
    /// Keep the matching alerts' bytes.
    pub keep: bool,
}

/// The matching alerts of a batch.
#[derive(Debug, Default)]
pub struct FilterOutput {
    /// Their bytes, each with a line end.
    pub bytes: Vec<u8>,
    /// Where in `bytes` each ends.
    pub ends: Vec<usize>,
}

impl Judge for FilterJudge {
    type Output = FilterOutput;

    fn judge(&self, line: &Line<'_>, alert: &Alert<'_>, output: &mut FilterOutput) {
        if verdict(&self.condition, alert) == self.invert {
            return;
        }
        if self.keep {
            output.bytes.extend_from_slice(line.bytes);
            // The last line of a file, and an element of an array, have no line end of their own.
            if !line.bytes.ends_with(b"\n") {
                output.bytes.push(b'\n');
            }
        }
        output.ends.push(output.bytes.len());
    }
}
