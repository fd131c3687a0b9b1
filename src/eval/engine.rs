//! The engine: a checked rulebook ready to judge alerts.

use super::{Batch, verdict};
use crate::check::book::Book;
use crate::check::condition::Condition;
use crate::check::model::{Matcher, Mitigation};
use crate::plan::{Index, Selector, Specificity};
use crate::value::{Fields, Meta, Raw};

/// A rulebook ready to judge alerts: immutable, `Send` and `Sync`, cheap to share behind an `Arc`. To reload a
/// rulebook, build another engine.
#[derive(Debug)]
pub struct Engine {
    book: Book,
    index: Index,
}

/// What a rulebook says about one alert.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evaluation {
    /// The mitigations that matched, most specific first, then in the order of the rulebook.
    pub findings: Vec<Finding>,
}

/// One alert matched by one mitigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The mitigation's number in the book.
    pub mitigation: usize,
    /// Why it was chosen.
    pub specificity: Specificity,
    /// Which of its strategies apply, by position, in the author's order.
    pub strategies: Vec<usize>,
}

impl Engine {
    /// Prepares a rulebook. Mitigations are checked when an alert first selects them.
    #[must_use]
    pub fn new(book: Book) -> Self {
        let selectors = (0..book.mitigation_count()).filter_map(|number| {
            let entry = book.mitigation_entry(number)?;
            Some((number, Selector { rules: &entry.rules, fallback: entry.fallback }))
        });
        let index = Index::new(selectors);
        Self { book, index }
    }

    /// The rulebook.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// The mitigation of a finding.
    #[must_use]
    pub fn mitigation(&self, finding: &Finding) -> Option<&Mitigation> {
        self.book.mitigation(finding.mitigation)
    }

    /// What decided about a finding, and what it is grouped by.
    #[must_use]
    pub fn matcher(&self, finding: &Finding) -> Option<&Matcher> {
        self.book.matcher(finding.mitigation)
    }

    /// Prepares every mitigation at once, to judge many alerts: what [`Self::evaluate`] does one by one on demand.
    #[must_use]
    pub fn prepare(&self) -> Batch<'_> {
        Batch::new(self, [], [])
    }

    /// Which mitigations match, and which of their strategies apply.
    #[must_use]
    pub fn evaluate(&self, alert: &dyn Fields) -> Evaluation {
        let rule = match alert.meta(Meta::Rule) {
            Some(Raw::Text(rule)) => rule,
            _ => Default::default(),
        };
        let candidates = self.index.candidates(&rule);
        let mut findings: Vec<_> =
            candidates.filter_map(|(number, specificity)| self.finding(number, specificity, alert)).collect();
        if findings.is_empty() {
            findings = self.fallback(&rule, alert);
        }
        Evaluation { findings }
    }

    fn finding(&self, number: usize, specificity: Specificity, alert: &dyn Fields) -> Option<Finding> {
        let matcher = self.book.matcher(number)?;
        if !applies(matcher.condition.as_ref(), alert) {
            return None;
        }
        let strategies = matcher.strategies.iter().enumerate();
        let strategies = strategies.filter(|(_, (_, condition))| applies(condition.as_ref(), alert));
        Some(Finding { mitigation: number, specificity, strategies: strategies.map(|(at, _)| at).collect() })
    }

    /// Every fallback that says something of this alert; else the last one defined that would take any alert, so
    /// that a site's own last word replaces the built-in one.
    fn fallback(&self, rule: &str, alert: &dyn Fields) -> Vec<Finding> {
        let matching =
            self.index.fallbacks(rule).filter_map(|n| self.finding(n, Specificity::Fallback, alert));
        let (mut of_any_alert, of_this): (Vec<_>, Vec<_>) = matching.partition(|finding| {
            let names_no_rule =
                self.book.mitigation_entry(finding.mitigation).is_some_and(|entry| entry.rules.is_empty());
            let matcher = self.matcher(finding).filter(|_| names_no_rule);
            matcher.is_some_and(|matcher| applies(matcher.condition.as_ref(), &Nothing))
        });
        if of_this.is_empty() { of_any_alert.pop().into_iter().collect() } else { of_this }
    }
}

pub(super) fn applies(condition: Option<&Condition>, alert: &dyn Fields) -> bool {
    condition.is_none_or(|condition| verdict(condition, alert))
}

/// An alert that carries nothing: what a condition says of it, it says of every alert.
pub(super) struct Nothing;

impl Fields for Nothing {
    fn field(&self, _: &str) -> Option<Raw<'_>> {
        None
    }

    fn meta(&self, _: Meta) -> Option<Raw<'_>> {
        None
    }

    fn keys_from<'a>(&'a self, _: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a> {
        Box::new(std::iter::empty())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_engine_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<super::Engine>();
    }
}
