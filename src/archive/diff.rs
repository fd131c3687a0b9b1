//! What two rulebooks make of the same alerts: matches that came, went, or show other strategies.

use super::run::{Judge, Line, Worker};
use crate::alert::{Limits, Reader, SlotAlert};
use crate::check::model::{Mitigation, Strategy};
use crate::eval::{self, Batch, Engine, Finding};
use std::collections::{BTreeMap, BTreeSet};

/// So many alerts of each kind are named.
const NAMED: usize = 5;

/// Judges by two rulebooks.
#[derive(Debug)]
pub struct DiffJudge<'e> {
    old: Side<'e>,
    new: Side<'e>,
}

#[derive(Debug)]
struct Side<'e> {
    engine: &'e Engine,
    plan: Batch<'e>,
}

impl<'e> DiffJudge<'e> {
    /// Compares what `new` makes of alerts with what `old` does.
    #[must_use]
    pub fn new(old: &'e Engine, new: &'e Engine) -> Self {
        let new = Side { engine: new, plan: new.prepare() };
        // One reader fills what both ask for.
        let plan = Batch::new(old, [], new.plan.keys());
        Self { old: Side { engine: old, plan }, new }
    }
}

impl Judge for DiffJudge<'_> {
    type Output = DiffTally;
    type Worker<'w>
        = DiffWorker<'w>
    where
        Self: 'w;

    fn reader(&self, limits: &Limits) -> Reader {
        self.old.plan.reader(limits)
    }

    fn worker(&self) -> DiffWorker<'_> {
        DiffWorker { run: self, old: self.old.plan.judge(), new: self.new.plan.judge() }
    }
}

/// Compares on one thread.
#[derive(Debug)]
pub struct DiffWorker<'w> {
    run: &'w DiffJudge<'w>,
    old: eval::Judge<'w>,
    new: eval::Judge<'w>,
}

/// What became of the alerts of a batch, or of an archive: as large as the rulebooks, however many alerts there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DiffTally {
    /// Alerts that were compared.
    pub alerts: u64,
    /// Alerts of which the rulebooks make something different.
    pub different: u64,
    /// What differs, by mitigation.
    pub mitigations: BTreeMap<String, MitigationTally>,
}

/// What differs of one mitigation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MitigationTally {
    /// Alerts that only the new rulebook's matches.
    pub gained: Alerts,
    /// Alerts that only the old one's matches.
    pub lost: Alerts,
    /// Alerts for which both match and show other strategies.
    pub changed: Alerts,
    /// Of the latter: how often each strategy came and went.
    pub strategies: BTreeMap<String, (u64, u64)>,
}

/// Some alerts: how many, and where the first ones stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alerts {
    /// How many.
    pub count: u64,
    /// Input and line of the first ones.
    pub first: Vec<(String, u64)>,
}

impl Alerts {
    fn add(&mut self, line: &Line<'_>) {
        self.count = self.count.saturating_add(1);
        if self.first.len() < NAMED {
            self.first.push((line.input.to_owned(), line.line));
        }
    }

    fn append(&mut self, later: Self) {
        self.count = self.count.saturating_add(later.count);
        let room = NAMED.saturating_sub(self.first.len());
        self.first.extend(later.first.into_iter().take(room));
    }
}

impl DiffTally {
    /// Adds what became of the alerts behind.
    pub fn append(&mut self, later: Self) {
        self.alerts = self.alerts.saturating_add(later.alerts);
        self.different = self.different.saturating_add(later.different);
        for (name, tally) in later.mitigations {
            let mine = self.mitigations.entry(name).or_default();
            mine.gained.append(tally.gained);
            mine.lost.append(tally.lost);
            mine.changed.append(tally.changed);
            for (strategy, (came, went)) in tally.strategies {
                let counts = mine.strategies.entry(strategy).or_default();
                *counts = (counts.0.saturating_add(came), counts.1.saturating_add(went));
            }
        }
    }

    fn of(&mut self, mitigation: &Mitigation) -> &mut MitigationTally {
        self.mitigations.entry(mitigation.name.clone()).or_default()
    }
}

impl Worker for DiffWorker<'_> {
    type Output = DiffTally;

    fn judge(&mut self, line: &Line<'_>, alert: &SlotAlert<'_>, output: &mut DiffTally) {
        let before = self.old.of(alert).evaluate().findings;
        let after = self.new.of(alert).evaluate().findings;
        let (before, after) = (matches(self.run.old.engine, &before), matches(self.run.new.engine, &after));
        output.alerts = output.alerts.saturating_add(1);
        let mut same = true;
        for one in &after {
            let earlier = before.iter().find(|other| other.mitigation.name == one.mitigation.name);
            match earlier {
                None => output.of(one.mitigation).gained.add(line),
                Some(earlier) if earlier.shown() != one.shown() => {
                    let tally = output.of(one.mitigation);
                    tally.changed.add(line);
                    tally.compare(earlier, one);
                }
                Some(_) => continue,
            }
            same = false;
        }
        for one in &before {
            if !after.iter().any(|other| other.mitigation.name == one.mitigation.name) {
                output.of(one.mitigation).lost.add(line);
                same = false;
            }
        }
        output.different = output.different.saturating_add(u64::from(!same));
    }
}

impl MitigationTally {
    /// Counts the strategies that only one of two matches shows.
    fn compare(&mut self, old: &Match<'_>, new: &Match<'_>) {
        let names =
            |one: &Match<'_>| -> BTreeSet<String> { one.strategies.iter().map(|s| label(s)).collect() };
        let (old, new) = (names(old), names(new));
        for name in new.difference(&old) {
            let (came, _) = self.strategies.entry(name.clone()).or_default();
            *came = came.saturating_add(1);
        }
        for name in old.difference(&new) {
            let (_, went) = self.strategies.entry(name.clone()).or_default();
            *went = went.saturating_add(1);
        }
    }
}

/// A strategy as a reader can tell it from another use of the same one: `copy-file (file: proc.exepath)`.
fn label(strategy: &Strategy) -> String {
    let bound: Vec<String> =
        strategy.bindings.iter().map(|(param, field)| format!("{param}: {field}")).collect();
    if bound.is_empty() { strategy.name.clone() } else { format!("{} ({})", strategy.name, bound.join(", ")) }
}

/// A finding with what it shows.
struct Match<'e> {
    mitigation: &'e Mitigation,
    strategies: Vec<&'e Strategy>,
}

impl Match<'_> {
    fn shown(&self) -> Vec<(&str, &[(String, String)])> {
        self.strategies.iter().map(|one| (one.name.as_str(), one.bindings.as_slice())).collect()
    }
}

fn matches<'e>(engine: &'e Engine, findings: &[Finding]) -> Vec<Match<'e>> {
    let found = findings.iter().filter_map(|finding| {
        let mitigation = engine.mitigation(finding)?;
        let strategies = finding.strategies.iter().filter_map(|&at| mitigation.strategies.get(at));
        Some(Match { mitigation, strategies: strategies.collect() })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alerts(lines: std::ops::Range<u64>) -> Alerts {
        Alerts {
            count: lines.end - lines.start,
            first: lines.take(NAMED).map(|n| ("a".to_owned(), n)).collect(),
        }
    }

    #[test]
    fn parts_add_up_to_the_whole() {
        for cut in 0..=12 {
            let mut whole = alerts(0..cut);
            whole.append(alerts(cut..12));
            assert_eq!(whole, alerts(0..12), "{cut}");
        }
    }
}
