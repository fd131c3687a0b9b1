//! A rulebook prepared for millions of alerts: every condition compiled into one plan, candidates found by index.
//!
//! In: an [`Engine`], or conditions alone. Out: a [`Batch`], shared by all workers; each takes a [`Reader`] and a
//! [`Judge`] of its own from it. INVARIANT: what a batch says of an alert is what [`Engine::evaluate`] says.

use super::engine::{Engine, Nothing, applies};
use super::judge::Judge;
use crate::alert::{Limits, Reader};
use crate::check::condition::{Condition, Operand};
use crate::ops::Texts;
use crate::plan::{Anchors, Builder, NodeId, Program, SlotOperand};
use std::sync::Arc;

/// Keys that an alert's time is read from.
const TIMES: [&str; 2] = ["evt.time", "evt.rawtime"];

/// A rulebook, or conditions, prepared to judge many alerts.
///
/// ```
/// use falconer::alert::Limits;
/// use falconer::{Engine, Loader};
///
/// let rulebook = "- mitigation: shell\n  title: A shell\n  condition: proc.name in (sh, bash)\n";
/// let engine = Engine::new(Loader::new().text("rulebook.yaml", rulebook).load().book);
/// let batch = engine.prepare();
/// let (mut reader, mut judge) = (batch.reader(&Limits::default()), batch.judge());
/// for (line, found) in [
///     (r#"{"rule":"a","output_fields":{"proc.name":"sh"}}"#, 1),
///     (r#"{"rule":"a","output_fields":{"proc.name":"cat"}}"#, 0),
/// ] {
///     let alert = reader.read(line.as_bytes())?;
///     assert_eq!(judge.of(&alert).evaluate().findings.len(), found);
/// }
/// # Ok::<(), falconer::Reject>(())
/// ```
#[derive(Debug)]
pub struct Batch<'e> {
    engine: Option<&'e Engine>,
    pub(super) program: Program,
    /// Conditions that are asked for by themselves.
    pub(super) conditions: Vec<NodeId>,
    pub(super) ordinary: Group,
    pub(super) fallbacks: Group,
}

/// Mitigations that are tried together, in the order of the rulebook.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) members: Vec<Member>,
    /// The rules that members name, and for each the members that do.
    pub(super) rules: Texts,
    pub(super) by_rule: Vec<Vec<u32>>,
    /// The members that name none, as the anchors number them.
    pub(super) classes: Vec<u32>,
    pub(super) anchors: Anchors,
}

/// One mitigation.
#[derive(Debug)]
pub(super) struct Member {
    /// Its number in the book.
    pub(super) mitigation: usize,
    /// `None` where only the rule decides.
    pub(super) condition: Option<NodeId>,
    /// The conditions of its strategies.
    pub(super) strategies: Vec<Option<NodeId>>,
    /// Whether it would take an alert that carries nothing.
    pub(super) takes_anything: bool,
}

impl<'e> Batch<'e> {
    /// Prepares an engine's rulebook, and conditions that [`super::Verdicts::holds`] is asked about; `keys` of
    /// `output_fields` that are asked for besides are read with the rest.
    #[must_use]
    pub fn new<'c>(
        engine: &'e Engine,
        conditions: impl IntoIterator<Item = &'c Condition>,
        keys: impl IntoIterator<Item = &'c str>,
    ) -> Self {
        Self::build(Some(engine), conditions, keys)
    }

    /// Prepares conditions alone.
    #[must_use]
    pub fn of_conditions<'c>(conditions: impl IntoIterator<Item = &'c Condition>) -> Self {
        Self::build(None, conditions, [])
    }

    fn build<'c>(
        engine: Option<&'e Engine>,
        conditions: impl IntoIterator<Item = &'c Condition>,
        keys: impl IntoIterator<Item = &'c str>,
    ) -> Self {
        let mut builder = Builder::default();
        builder.keys(TIMES);
        builder.keys(keys);
        let conditions = conditions.into_iter().map(|condition| builder.condition(condition)).collect();
        let (mut ordinary, mut fallbacks) = (GroupBuilder::default(), GroupBuilder::default());
        if let Some(engine) = engine {
            for number in 0..engine.book().mitigation_count() {
                let Some(entry) = engine.book().mitigation_entry(number) else { continue };
                let group = if entry.fallback { &mut fallbacks } else { &mut ordinary };
                group.add(engine, number, &entry.rules, &mut builder);
            }
        }
        let program = builder.finish();
        let (ordinary, fallbacks) = (ordinary.finish(&program), fallbacks.finish(&program));
        Self { engine, program, conditions, ordinary, fallbacks }
    }

    /// The engine whose rulebook this is.
    #[must_use]
    pub fn engine(&self) -> Option<&'e Engine> {
        self.engine
    }

    /// The keys of `output_fields` that the plan asks for by name.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let slots = self.program.slots();
        (0..slots.len()).filter_map(|slot| slots.name(slot))
    }

    /// An operand, for asking many alerts that were read for this plan.
    pub(crate) fn operand(&self, operand: &Operand) -> SlotOperand {
        SlotOperand::new(operand, self.program.slots())
    }

    /// A reader of alerts for one worker, which fills what the plan, groups and [`Reader`]'s own answers need.
    #[must_use]
    pub fn reader(&self, limits: &Limits) -> Reader {
        Reader::new(Arc::clone(self.program.slots()), limits)
    }

    /// A judge for one worker.
    #[must_use]
    pub fn judge(&self) -> Judge<'_> {
        Judge::new(self)
    }
}

/// A [`Group`] before the program is complete.
#[derive(Default)]
struct GroupBuilder {
    members: Vec<Member>,
    /// Rules and the members that name them.
    named: Vec<(String, u32)>,
    classes: Vec<u32>,
}

impl GroupBuilder {
    /// Adds a mitigation, unless something is wrong with it.
    fn add(&mut self, engine: &Engine, number: usize, rules: &[String], builder: &mut Builder) {
        let Some(matcher) = engine.book().matcher(number) else { return };
        let Ok(member) = u32::try_from(self.members.len()) else { return };
        let mut node =
            |condition: &Option<Condition>| condition.as_ref().map(|condition| builder.condition(condition));
        let condition = node(&matcher.condition);
        let strategies = matcher.strategies.iter().map(|(_, applies)| node(applies)).collect();
        let takes_anything = rules.is_empty() && applies(matcher.condition.as_ref(), &Nothing);
        for operand in &matcher.group_by {
            builder.keys(operand.keys());
        }
        self.members.push(Member { mitigation: number, condition, strategies, takes_anything });
        self.named.extend(rules.iter().map(|rule| (rule.clone(), member)));
        if rules.is_empty() {
            self.classes.push(member);
        }
    }

    fn finish(self, program: &Program) -> Group {
        let rules: Texts = self.named.iter().map(|(rule, _)| rule.as_bytes()).collect();
        let mut by_rule = vec![Vec::new(); rules.len()];
        for (rule, member) in &self.named {
            let members = rules.find(rule.as_bytes()).and_then(|at| by_rule.get_mut(at));
            // The same rule may be named twice.
            if let Some(members) = members.filter(|members| members.last() != Some(member)) {
                members.push(*member);
            }
        }
        let condition = |&member: &u32| self.members.get(member as usize)?.condition;
        let nodes: Vec<Option<NodeId>> = self.classes.iter().map(condition).collect();
        let anchors = Anchors::new(program, &nodes);
        Group { members: self.members, rules, by_rule, classes: self.classes, anchors }
    }
}
