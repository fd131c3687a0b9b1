//! Which alerts of an archive are evaluated: by time, priority and condition.

use super::run::{Judge, Line, Worker};
use crate::alert::{Limits, Reader, SlotAlert};
use crate::check::condition::Condition;
use crate::eval::Batch;
use crate::value::Priority;
use jiff::Timestamp;

/// Which alerts to evaluate.
#[derive(Debug, Default)]
pub struct Selection {
    /// Not before this time.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
    /// Not below this priority.
    pub min_priority: Option<Priority>,
    /// Only where this holds.
    pub condition: Option<Condition>,
}

/// Why an alert was not evaluated: the first of these that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// Outside of the wanted time, or without a time.
    Time,
    /// Below the wanted priority, or without one.
    Priority,
    /// The condition does not hold.
    Condition,
}

impl Selection {
    /// Why an alert is not evaluated; `holds` asks the condition, which is part of the plan.
    pub fn skips(&self, alert: &SlotAlert<'_>, holds: impl FnOnce() -> bool) -> Option<SkipReason> {
        if self.since.is_some() || self.until.is_some() {
            let inside = alert.time().is_some_and(|time| {
                self.since.is_none_or(|since| time >= since) && self.until.is_none_or(|until| time < until)
            });
            if !inside {
                return Some(SkipReason::Time);
            }
        }
        if self.min_priority.is_some_and(|min| alert.priority().is_none_or(|own| own < min)) {
            return Some(SkipReason::Priority);
        }
        (self.condition.is_some() && !holds()).then_some(SkipReason::Condition)
    }
}

/// Finds the time of the newest alert of an archive.
#[derive(Debug, Clone, Copy, Default)]
pub struct Newest;

impl Judge for Newest {
    type Output = Option<Timestamp>;
    type Worker<'w> = Self;

    fn reader(&self, limits: &Limits) -> Reader {
        Batch::of_conditions([]).reader(limits)
    }

    fn worker(&self) -> Self {
        *self
    }
}

impl Worker for Newest {
    type Output = Option<Timestamp>;

    fn judge(&mut self, _: &Line<'_>, alert: &SlotAlert<'_>, output: &mut Self::Output) {
        *output = (*output).max(alert.time());
    }
}
