//! What became of an archive, in numbers.

use super::eval::{Outcome, Verdict};
use super::run::{Counts, Rejected};
use super::selection::SkipReason;
use crate::value::Priority;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What became of an archive. INVARIANT: `lines` = `alerts` + `logs` + `blank` + `rejects`, and `alerts` = `matched` +
/// `unmatched` + `skipped`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stats {
    /// Inputs that were read, if only in part.
    pub inputs: u64,
    /// Inputs that could not be read, or not to their end.
    pub unreadable: u64,
    /// What became of the lines.
    #[serde(flatten)]
    pub counts: Counts,
    /// Alerts with a finding.
    pub matched: u64,
    /// Of those, the ones for which only a fallback spoke.
    pub matched_by_fallback: u64,
    /// Alerts without a finding.
    pub unmatched: u64,
    /// Alerts that were not evaluated.
    pub skipped: u64,
    /// Those, by reason.
    pub skipped_by: BTreeMap<String, u64>,
    /// Findings.
    pub findings: u64,
    /// Evaluated alerts by their own priority, `none` without one.
    pub priorities: BTreeMap<String, u64>,
    /// Rejects by reason.
    pub rejected_by: BTreeMap<String, u64>,
    /// The time of the earliest evaluated alert.
    pub first: Option<String>,
    /// The time of the latest evaluated alert.
    pub last: Option<String>,
}

impl Stats {
    /// Adds what became of alerts.
    pub fn add(&mut self, outcomes: &[Outcome]) {
        let mut priorities = [0_u64; Priority::ALL.len()];
        let mut without = 0;
        for outcome in outcomes {
            match outcome.verdict {
                Verdict::Skipped(reason) => {
                    self.skip(reason);
                    continue;
                }
                Verdict::Unmatched => raise(&mut self.unmatched, 1),
                Verdict::Matched { findings, fallback } => {
                    raise(&mut self.matched, 1);
                    raise(&mut self.matched_by_fallback, u64::from(fallback));
                    raise(&mut self.findings, findings);
                }
            }
            let count = outcome.priority.and_then(|own| priorities.get_mut(own as usize));
            raise(count.unwrap_or(&mut without), 1);
        }
        let names = Priority::ALL.iter().map(|own| own.as_str()).chain(["none"]);
        for (name, count) in names.zip(priorities.into_iter().chain([without])) {
            if count > 0 {
                raise(self.priorities.entry(name.to_owned()).or_default(), count);
            }
        }
        self.widen(outcomes);
    }

    fn skip(&mut self, reason: SkipReason) {
        raise(&mut self.skipped, 1);
        let reason = match reason {
            SkipReason::Time => "time",
            SkipReason::Priority => "priority",
            SkipReason::Condition => "where",
        };
        raise(self.skipped_by.entry(reason.to_owned()).or_default(), 1);
    }

    /// Widens the time from the first to the last evaluated alert.
    fn widen(&mut self, outcomes: &[Outcome]) {
        let evaluated = outcomes.iter().filter(|outcome| !matches!(outcome.verdict, Verdict::Skipped(_)));
        let times = || evaluated.clone().filter_map(|outcome| outcome.time);
        let known = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
        self.first = times().chain(known(&self.first)).min().map(|time: jiff::Timestamp| time.to_string());
        self.last = times().chain(known(&self.last)).max().map(|time: jiff::Timestamp| time.to_string());
    }

    /// Adds what became of lines.
    pub fn add_lines(&mut self, counts: Counts, rejects: &[Rejected]) {
        self.counts.add(counts);
        for rejected in rejects {
            raise(self.rejected_by.entry(rejected.reject.kind.name().to_owned()).or_default(), 1);
        }
    }
}

fn raise(count: &mut u64, by: u64) {
    *count = count.saturating_add(by);
}
