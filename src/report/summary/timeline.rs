//! Alerts over time in constant memory: counted by the second first, by wider steps as the archive grows.
//!
//! INVARIANT: the width in the end is the least one at which all alerts fit the bound, whatever the order in which
//! they were added, so parts of an archive join to the same timeline.

use super::model::{Bar, Timeline};
use crate::value::Priority;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Seconds of a step. Each divides the next: a minute, an hour, a day, a week, four weeks, a year of 52 weeks.
const WIDTHS: [i64; 12] =
    [1, 10, 60, 600, 3_600, 21_600, 86_400, 604_800, 2_419_200, 31_449_600, 314_496_000, 3_144_960_000];
/// Steps with alerts that are kept apart.
const MAX_STEPS: usize = 4_096;

/// How many alerts fell into a step: critical and worse, error and warning, the rest.
type Counts = [u64; 3];

/// Counts by step.
#[derive(Debug, Default)]
pub(super) struct Steps {
    width: usize,
    steps: BTreeMap<i64, Counts>,
}

impl Steps {
    /// Counts one alert.
    pub(super) fn count(&mut self, time: Timestamp, priority: Option<Priority>) {
        let band = match priority {
            Some(priority) if priority >= Priority::Critical => 0,
            Some(priority) if priority >= Priority::Warning => 1,
            _ => 2,
        };
        let mut counts = Counts::default();
        if let Some(count) = counts.get_mut(band) {
            *count = 1;
        }
        self.add(time.as_second().div_euclid(seconds(self.width)), counts);
    }

    /// Adds the counts of another part of the archive.
    pub(super) fn append(&mut self, mut other: Self) {
        let width = self.width.max(other.width);
        self.widen(width);
        other.widen(width);
        for (step, counts) in other.steps {
            // Adding may have made this one wider still.
            let scale = seconds(self.width).div_euclid(seconds(width)).max(1);
            self.add(step.div_euclid(scale), counts);
        }
    }

    /// At most `bars` bars from the first alert to the last, empty ones between; none if no alert has a time.
    pub(super) fn finish(mut self, bars: usize) -> Option<Timeline> {
        while self.span()? > bars && self.width.saturating_add(1) < WIDTHS.len() {
            self.widen(self.width.saturating_add(1));
        }
        let (&first, &last) = (self.steps.keys().next()?, self.steps.keys().next_back()?);
        let width = seconds(self.width);
        let bar = |step: i64| Bar {
            start: Timestamp::from_second(step.saturating_mul(width)).unwrap_or(Timestamp::MIN),
            counts: self.steps.get(&step).copied().unwrap_or_default(),
        };
        Some(Timeline { width: u64::try_from(width).unwrap_or(1), bars: (first..=last).map(bar).collect() })
    }

    /// Steps from the first alert to the last.
    fn span(&self) -> Option<usize> {
        let (first, last) = (self.steps.keys().next()?, self.steps.keys().next_back()?);
        usize::try_from(last.saturating_sub(*first).saturating_add(1)).ok()
    }

    fn add(&mut self, step: i64, counts: Counts) {
        let known = self.steps.entry(step).or_default();
        for (sum, count) in known.iter_mut().zip(counts) {
            *sum = sum.saturating_add(count);
        }
        while self.steps.len() > MAX_STEPS {
            self.widen(self.width.saturating_add(1));
        }
    }

    fn widen(&mut self, width: usize) {
        let width = width.min(WIDTHS.len().saturating_sub(1));
        let scale = seconds(width).div_euclid(seconds(self.width)).max(1);
        self.width = self.width.max(width);
        if scale > 1 {
            for (step, counts) in std::mem::take(&mut self.steps) {
                self.add(step.div_euclid(scale), counts);
            }
        }
    }
}

fn seconds(width: usize) -> i64 {
    WIDTHS.get(width).or(WIDTHS.last()).copied().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_width_divides_the_next_and_the_last_spans_every_time() {
        assert!(WIDTHS.windows(2).all(|pair| pair[1] % pair[0] == 0));
        let all = Timestamp::MAX.as_second() - Timestamp::MIN.as_second();
        assert!(all / WIDTHS[WIDTHS.len() - 1] < 400);
    }

    fn steps(times: &[i64]) -> Steps {
        let mut steps = Steps::default();
        for &time in times {
            steps.count(Timestamp::from_second(time).unwrap(), Some(Priority::Notice));
        }
        steps
    }

    #[test]
    fn bars_stand_for_all_alerts_with_empty_ones_between() {
        let timeline = steps(&[0, 1, 59, 180]).finish(10).unwrap();
        assert_eq!(timeline.width, 60);
        let counts: Vec<_> = timeline.bars.iter().map(|bar| bar.counts[2]).collect();
        assert_eq!(counts, [3, 0, 0, 1]);
        assert!(steps(&[]).finish(10).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn parts_join_to_the_same_timeline(
            times in prop::collection::vec(0_i64..40_000_000, 0..9000),
            cuts in prop::collection::vec(1_usize..4000, 1..6),
        ) {
            let mut joined = Steps::default();
            let mut rest = times.as_slice();
            for &cut in cuts.iter().cycle().take(12_000) {
                let (part, later) = rest.split_at(cut.min(rest.len()));
                joined.append(steps(part));
                rest = later;
                if rest.is_empty() {
                    break;
                }
            }
            let whole = steps(&times);
            prop_assert!(whole.steps.len() <= MAX_STEPS);
            prop_assert_eq!(whole.width, joined.width);
            prop_assert_eq!(&whole.steps, &joined.steps);
            let timeline = whole.finish(60);
            let sum: u64 = timeline.iter().flat_map(|t| &t.bars).map(|bar| bar.counts.iter().sum::<u64>()).sum();
            prop_assert_eq!(sum, times.len() as u64);
        }
    }
}
