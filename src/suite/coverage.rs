//! Which parts of a rulebook its tests reach.
//!
//! In: an engine, which tests are wanted and which files are counted. Out: a [`Coverage`]: every mitigation, strategy,
//! example and check of a condition, and whether a test reached it. A mitigation is reached by an alert that it
//! matches, a strategy by a report that shows it, an example by one that does not withhold it, a check's side by an
//! alert for which its answer mattered and was that one.

use super::{alert_of, alone};
use crate::alert::Alert;
use crate::check::condition::{Condition, Node, NodeKind};
use crate::check::model::{self, Strategy};
use crate::eval::{Engine, Trace, TraceKind, trace, verdict};
use crate::report::{Code, Report};
use crate::source::{FileId, Span};
use std::collections::BTreeMap;

/// The built-in macro for what matches everything.
const ALWAYS: &str = "always";

/// What a place of a rulebook is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A mitigation, by name.
    Mitigation(String),
    /// A strategy, by name.
    Strategy(String),
    /// An example of a strategy, by the strategy's name.
    Example(String),
    /// A check or macro of a condition, as written, with one of its answers.
    Branch(String, bool),
}

/// A part of a rulebook, and whether a test reached it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub part: Part,
    /// Whether a test reached it.
    pub reached: bool,
}

/// What the tests of a rulebook reach.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Every part, by place; one that several mitigations share stands here once.
    pub places: Vec<Place>,
}

impl Coverage {
    /// How many parts are reached, and how many there are, of those that `wanted` picks.
    pub fn count(&self, wanted: impl Fn(&Part) -> bool) -> (usize, usize) {
        let all = self.places.iter().filter(|place| wanted(&place.part));
        all.fold((0, 0), |(reached, all): (usize, usize), place| {
            (reached.saturating_add(usize::from(place.reached)), all.saturating_add(1))
        })
    }

    /// How much is reached, in percent, rounded down, so that 100 means all.
    #[must_use]
    pub fn percent(&self) -> usize {
        let (reached, all) = self.count(|_| true);
        reached.saturating_mul(100).checked_div(all).unwrap_or(100)
    }
}

/// What the `wanted` tests reach of the items in `files`.
pub fn coverage(
    engine: &Engine,
    wanted: impl Fn(&str, &str) -> bool,
    files: impl Fn(FileId) -> bool,
) -> Coverage {
    let mut seen = Seen::default();
    let book = engine.book();
    for number in 0..book.mitigation_count() {
        let (Some(entry), Some(item), Some(mitigation)) =
            (book.mitigation_entry(number), book.mitigation_item(number), book.mitigation(number))
        else {
            continue;
        };
        seen.expect(entry.name_span, mitigation);
        for test in item.tests.iter().filter(|test| wanted(&entry.name, test.name.as_str())) {
            let alert = alert_of(item, test);
            if let Ok(alert) = Alert::parse(alert.as_bytes()) {
                seen.look(entry.name_span, number, mitigation, &alert, engine);
            }
        }
    }
    let places = seen.parts.into_iter().filter(|((span, _), _)| files(span.file));
    Coverage { places: places.map(|((span, part), reached)| Place { span, part, reached }).collect() }
}

/// The parts known so far.
#[derive(Default)]
struct Seen {
    parts: BTreeMap<(Span, Part), bool>,
}

impl Seen {
    fn put(&mut self, span: Span, part: Part, reached: bool) {
        *self.parts.entry((span, part)).or_default() |= reached;
    }

    /// The parts of a mitigation, none of them reached yet.
    fn expect(&mut self, name: Span, mitigation: &model::Mitigation) {
        self.put(name, Part::Mitigation(mitigation.name.clone()), false);
        let own = mitigation.strategies.iter().filter_map(|strategy| strategy.condition.as_ref());
        for condition in mitigation.condition.iter().chain(own) {
            self.expect_branches(condition);
        }
        for strategy in &mitigation.strategies {
            self.put(strategy.span, Part::Strategy(strategy.name.clone()), false);
            for example in examples(strategy) {
                self.put(example.span, Part::Example(strategy.name.clone()), false);
            }
        }
    }

    fn expect_branches(&mut self, condition: &Condition) {
        let mut open = vec![condition.root()];
        while let Some(node) = open.pop() {
            match &node.kind {
                NodeKind::And(parts) | NodeKind::Or(parts) => open.extend(parts.iter().map(|part| &**part)),
                NodeKind::Not(inner) => open.push(inner),
                // It has one answer only.
                NodeKind::Macro(name, _) if name == ALWAYS => {}
                NodeKind::Macro(..) | NodeKind::Check(_) => {
                    for side in [true, false] {
                        self.put(node.span, Part::Branch(written(node), side), false);
                    }
                }
            }
        }
    }

    /// What one alert reaches.
    fn look(
        &mut self,
        name: Span,
        number: usize,
        mitigation: &model::Mitigation,
        alert: &Alert<'_>,
        engine: &Engine,
    ) {
        if let Some(condition) = &mitigation.condition {
            self.branches(&trace(condition, alert));
        }
        let Some((finding, report)) = alone(engine, number, alert) else { return };
        self.put(name, Part::Mitigation(mitigation.name.clone()), true);
        for condition in mitigation.strategies.iter().filter_map(|strategy| strategy.condition.as_ref()) {
            self.branches(&trace(condition, alert));
        }
        for strategy in finding.strategies.iter().filter_map(|&index| mitigation.strategies.get(index)) {
            self.put(strategy.span, Part::Strategy(strategy.name.clone()), true);
            self.shown(strategy, alert, &report);
        }
    }

    /// The examples of a strategy that a report shows.
    fn shown(&mut self, strategy: &Strategy, alert: &Alert<'_>, report: &Report) {
        let is_it = |other: &&crate::report::Strategy| {
            other.name == strategy.name && other.bindings == strategy.bindings
        };
        let Some(reported) = report.strategies.iter().find(is_it) else { return };
        let applies = |example: &&model::Example| {
            example.condition.as_ref().is_none_or(|condition| verdict(condition, alert))
        };
        let written = examples(strategy).filter(applies);
        let reported = reported.examples.iter().chain(&reported.verify).chain(&reported.rollback);
        for (example, reported) in written.zip(reported) {
            if matches!(reported.code, Code::Shown(_)) {
                self.put(example.span, Part::Example(strategy.name.clone()), true);
            }
        }
    }

    /// INVARIANT: traces are as deep as checked conditions, which are bounded; a list of open ones needs no stack.
    fn branches(&mut self, whole: &Trace) {
        let mut open = vec![whole];
        while let Some(trace) = open.pop() {
            match &trace.kind {
                TraceKind::And(parts) | TraceKind::Or(parts) => open.extend(parts),
                TraceKind::Not(inner) => open.push(inner),
                TraceKind::Macro(..) | TraceKind::Check { .. } if !trace.reached => {}
                TraceKind::Macro(name, _) if name == ALWAYS => {}
                TraceKind::Macro(name, _) => {
                    self.put(trace.span, Part::Branch(name.clone(), trace.verdict), true);
                }
                TraceKind::Check { text, .. } => {
                    self.put(trace.span, Part::Branch(text.clone(), trace.verdict), true);
                }
            }
        }
    }
}

fn examples(strategy: &Strategy) -> impl Iterator<Item = &model::Example> {
    strategy.examples.iter().chain(&strategy.verify).chain(&strategy.rollback)
}

fn written(node: &Node) -> String {
    match &node.kind {
        NodeKind::Macro(name, _) => name.clone(),
        NodeKind::Check(check) => check.text.clone(),
        _ => String::new(),
    }
}
