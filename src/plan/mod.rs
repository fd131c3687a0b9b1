//! Which mitigations an alert could match: the candidate index.
//!
//! In: what each mitigation says about rules and fallback. Out: an [`Index`] that names, for an alert's rule, the
//! mitigations worth evaluating, so that cost follows candidates and not the size of the rulebook. Knows no
//! conditions.

pub mod anchors;
mod cost;
mod identity;
pub mod program;
mod slots;

pub use anchors::Anchors;
pub use program::{Builder, Node, NodeId, OperandId, Predicate, Program, SlotOperand, TextOf};
pub use slots::Slots;

use std::collections::BTreeMap;

/// How closely a mitigation fits: what leads a report. Orders from most to least specific.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Specificity {
    /// It names the alert's rule.
    Rule,
    /// Its condition fits a class of alerts.
    Class,
    /// It applies only where no other does.
    Fallback,
}

impl Specificity {
    /// Its name in data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Class => "class",
            Self::Fallback => "fallback",
        }
    }
}

/// What the index needs to know of a mitigation.
#[derive(Debug, Clone, Copy)]
pub struct Selector<'a> {
    /// The Falco rules it names; none if its condition alone decides.
    pub rules: &'a [String],
    /// Whether it applies only where no other does.
    pub fallback: bool,
}

/// Mitigations by the rule they name.
#[derive(Debug, Clone, Default)]
pub struct Index {
    by_rule: BTreeMap<String, Vec<usize>>,
    any_rule: Vec<usize>,
    fallbacks_by_rule: BTreeMap<String, Vec<usize>>,
    fallbacks: Vec<usize>,
}

impl Index {
    /// Indexes mitigations by their numbers, in the order given.
    pub fn new<'a>(selectors: impl IntoIterator<Item = (usize, Selector<'a>)>) -> Self {
        let mut index = Self::default();
        for (number, selector) in selectors {
            let (by_rule, any_rule) = if selector.fallback {
                (&mut index.fallbacks_by_rule, &mut index.fallbacks)
            } else {
                (&mut index.by_rule, &mut index.any_rule)
            };
            if selector.rules.is_empty() {
                any_rule.push(number);
            }
            for rule in selector.rules {
                let numbers = by_rule.entry(rule.clone()).or_default();
                // The same rule may be named twice.
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
        index
    }

    /// What an alert of this rule may match, most specific first, in the order given to [`Index::new`].
    pub fn candidates(&self, rule: &str) -> impl Iterator<Item = (usize, Specificity)> {
        let named = self.by_rule.get(rule).into_iter().flatten().map(|&n| (n, Specificity::Rule));
        named.chain(self.any_rule.iter().map(|&n| (n, Specificity::Class)))
    }

    /// What to try where no candidate matched: those that name the rule first.
    pub fn fallbacks(&self, rule: &str) -> impl Iterator<Item = usize> {
        self.fallbacks_by_rule.get(rule).into_iter().flatten().chain(&self.fallbacks).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_come_before_classes_and_fallbacks_apart() {
        let (a, both, none) = (["a".to_owned()], ["a".to_owned(), "b".to_owned(), "a".to_owned()], []);
        let selector = |rules, fallback| Selector { rules, fallback };
        let index = Index::new([
            (0, selector(&none, false)),
            (1, selector(&a, false)),
            (2, selector(&none, true)),
            (3, selector(&both, false)),
            (4, selector(&a, true)),
        ]);
        use Specificity::{Class, Rule};
        assert_eq!(index.candidates("a").collect::<Vec<_>>(), [(1, Rule), (3, Rule), (0, Class)]);
        assert_eq!(index.candidates("b").collect::<Vec<_>>(), [(3, Rule), (0, Class)]);
        assert_eq!(index.candidates("A").collect::<Vec<_>>(), [(0, Class)]);
        assert_eq!(index.fallbacks("a").collect::<Vec<_>>(), [4, 2]);
        assert_eq!(index.fallbacks("b").collect::<Vec<_>>(), [2]);
    }
}
