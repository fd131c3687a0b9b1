//! Judging one alert after the other by a [`Batch`]: each value typed once, each predicate asked once.
//!
//! In: any [`Fields`], fastest from the batch's own reader. Out: verdicts of conditions, and the [`Evaluation`].
//! A judge keeps its memory from alert to alert; what it remembers of an earlier alert is told apart by a number
//! that counts alerts, so nothing is wiped.

use super::batch::{Batch, Group, Member};
use super::extract::{Extracted, extract_slot};
use super::paths::{Asked, Paths, Step};
use super::{Evaluation, Finding, holds};
use crate::check::condition::Question;
use crate::plan::{Node, NodeId, OperandId, Predicate, Specificity};
use crate::value::{Fields, Glance, Meta, Raw};
use std::borrow::Cow;
use std::mem;

/// Judges alerts for one worker.
#[derive(Debug)]
pub struct Judge<'b> {
    batch: &'b Batch<'b>,
    /// Which alert this is, from 1: what was noted for another one does not count.
    alert: u32,
    /// Per node: the alert it was judged for, twice, and one more where it holds.
    verdicts: Vec<u64>,
    /// Per operand: the alert it was read from, and its place in [`Verdicts::values`].
    read: Vec<(u32, usize)>,
    ordinary: Kept<'b>,
    fallbacks: Kept<'b>,
    /// Members worth judging.
    candidates: Vec<u32>,
    /// The predicates that were asked since the conditions of a member are walked, if they are to be noted.
    asked: Option<Vec<Asked<'b>>>,
    /// Memory for the values of the next alert, and for the strategies of the next findings.
    values: Vec<Extracted<'static>>,
    strategies: Vec<Vec<usize>>,
    findings: Vec<Finding>,
}

/// What is kept of a group from alert to alert.
#[derive(Debug)]
struct Kept<'b> {
    /// Which parts of its index an alert has met: each the number of the last alert that did.
    met_buckets: Vec<u32>,
    met_members: Vec<u32>,
    paths: Paths<'b>,
}

impl Kept<'_> {
    fn of(group: &Group) -> Self {
        let members = group.members.len();
        Self {
            met_buckets: vec![0; group.anchors.bucket_count()],
            met_members: vec![0; members],
            paths: Paths::new(members),
        }
    }

    fn forget(&mut self) {
        self.met_buckets.fill(0);
        self.met_members.fill(0);
    }
}

/// Whether this is the first time that `alert` meets it.
fn first(met: &mut [u32], at: usize, alert: u32) -> bool {
    met.get_mut(at).is_some_and(|last| mem::replace(last, alert) != alert)
}

/// The two groups of a batch.
#[derive(Clone, Copy)]
enum Tier {
    Ordinary,
    Fallbacks,
}

impl Tier {
    /// What is this group's of two.
    fn of<T>(self, ordinary: T, fallbacks: T) -> T {
        match self {
            Self::Ordinary => ordinary,
            Self::Fallbacks => fallbacks,
        }
    }
}

impl<'b> Judge<'b> {
    pub(super) fn new(batch: &'b Batch<'b>) -> Self {
        Self {
            batch,
            alert: 0,
            verdicts: vec![0; batch.program.node_count()],
            read: vec![(0, 0); batch.program.operand_count()],
            ordinary: Kept::of(&batch.ordinary),
            fallbacks: Kept::of(&batch.fallbacks),
            candidates: Vec::new(),
            asked: None,
            values: Vec::new(),
            strategies: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// What the batch says of an alert, each part worked out when it is asked for.
    pub fn of<'j, 'a, F: Fields>(&'j mut self, alert: &'a F) -> Verdicts<'j, 'b, 'a, F> {
        let values = mem::take(&mut self.values);
        self.forget();
        Verdicts { judge: self, alert, values }
    }

    /// Lets nothing count that was noted of the alert in hand.
    fn forget(&mut self) {
        match self.alert.checked_add(1) {
            Some(next) => self.alert = next,
            // After four thousand million alerts, the count begins anew.
            None => {
                self.alert = 1;
                self.verdicts.fill(0);
                self.read.fill((0, 0));
                self.ordinary.forget();
                self.fallbacks.forget();
            }
        }
    }

    /// Takes back what [`Verdicts::evaluate`] gave, so that the next evaluation needs no memory of its own.
    pub fn reuse(&mut self, evaluation: Evaluation) {
        self.findings = evaluation.findings;
        while let Some(finding) = self.findings.pop() {
            self.strategies.push(finding.strategies);
        }
    }
}

/// Empties a vector and hands on its memory for values that borrow from elsewhere.
fn recycled<'to>(mut values: Vec<Extracted<'_>>) -> Vec<Extracted<'to>> {
    values.clear();
    values.into_iter().map(|_| Extracted::Missing).collect()
}

/// What a batch says of one alert. Made for each kind of alert, so that asking the alert costs no call.
pub struct Verdicts<'j, 'b, 'a, F: Fields> {
    judge: &'j mut Judge<'b>,
    alert: &'a F,
    values: Vec<Extracted<'a>>,
}

impl<F: Fields> Drop for Verdicts<'_, '_, '_, F> {
    fn drop(&mut self) {
        self.judge.values = recycled(mem::take(&mut self.values));
    }
}

impl<'b, F: Fields> Verdicts<'_, 'b, '_, F> {
    /// Whether a condition holds that was given to the batch, by its place there; `false` for one that was not.
    pub fn holds(&mut self, condition: usize) -> bool {
        self.judge.batch.conditions.get(condition).is_some_and(|&node| self.node(node))
    }

    /// Which mitigations match, and which of their strategies apply: what [`super::Engine::evaluate`] says.
    pub fn evaluate(&mut self) -> Evaluation {
        let alert = self.alert;
        let rule = match alert.glance_meta(Meta::Rule) {
            Glance::Text(rule) => Cow::Borrowed(rule),
            _ => match alert.meta(Meta::Rule) {
                Some(Raw::Text(rule)) => rule,
                _ => Cow::Borrowed(""),
            },
        };
        let mut findings = mem::take(&mut self.judge.findings);
        for specificity in [Specificity::Rule, Specificity::Class] {
            self.try_all(Tier::Ordinary, specificity, &rule, |member, strategies| {
                findings.push(Finding { mitigation: member.mitigation, specificity, strategies });
            });
        }
        if findings.is_empty() {
            findings = self.fallback(&rule);
        }
        Evaluation { findings }
    }

    /// The fallbacks, as [`super::Engine::evaluate`] chooses them: all that say something of this alert, else the
    /// last that would take any.
    fn fallback(&mut self, rule: &str) -> Vec<Finding> {
        let (mut of_this, mut of_any_alert) = (Vec::new(), None);
        for selected_by in [Specificity::Rule, Specificity::Class] {
            self.try_all(Tier::Fallbacks, selected_by, rule, |member, strategies| {
                let mitigation = member.mitigation;
                let finding = Finding { mitigation, specificity: Specificity::Fallback, strategies };
                match member.takes_anything {
                    true => of_any_alert = Some(finding),
                    false => of_this.push(finding),
                }
            });
        }
        if of_this.is_empty() { of_any_alert.into_iter().collect() } else { of_this }
    }

    /// Judges the members of a tier that may match, in order: those that name the rule, or those that name none.
    /// Hands out each that matches, with its strategies that apply.
    fn try_all(
        &mut self,
        tier: Tier,
        selected_by: Specificity,
        rule: &str,
        mut matched: impl FnMut(&Member, Vec<usize>),
    ) {
        let batch = self.judge.batch;
        let group = tier.of(&batch.ordinary, &batch.fallbacks);
        let mut candidates = mem::take(&mut self.judge.candidates);
        candidates.clear();
        match selected_by {
            Specificity::Rule => {
                let named = group.rules.find(rule.as_bytes()).and_then(|at| group.by_rule.get(at));
                candidates.extend(named.into_iter().flatten());
            }
            _ => self.anchored(tier, group, &mut candidates),
        }
        for &number in &candidates {
            let Some(member) = group.members.get(number as usize) else { continue };
            if let Some(strategies) = self.member(tier, number as usize, member) {
                matched(member, strategies);
            }
        }
        self.judge.candidates = candidates;
    }

    /// The strategies of a member that apply, if it matches.
    fn member(&mut self, tier: Tier, number: usize, member: &Member) -> Option<Vec<usize>> {
        let (mut at, mut answered) = (number, 0_usize);
        loop {
            match tier.of(&self.judge.ordinary, &self.judge.fallbacks).paths.step(at) {
                &Step::Ask(node, predicate, [no, yes]) => {
                    let answer = self.at_a_glance(predicate).unwrap_or_else(|| self.node(node));
                    at = if answer { yes } else { no };
                    answered = answered.saturating_add(1);
                }
                Step::Unmatched => return None,
                Step::Matched(strategies) => {
                    let mut applying = self.judge.strategies.pop().unwrap_or_default();
                    applying.clear();
                    applying.extend_from_slice(strategies);
                    return Some(applying);
                }
                Step::Unknown => break,
            }
        }
        if !tier.of(&self.judge.ordinary, &self.judge.fallbacks).paths.has_room() {
            return self.walked(member);
        }
        // What was noted would not be asked again.
        self.judge.forget();
        self.judge.asked = Some(Vec::new());
        let applying = self.walked(member);
        let asked = self.judge.asked.take().unwrap_or_default();
        let end = match &applying {
            Some(strategies) => Step::Matched(strategies.as_slice().into()),
            None => Step::Unmatched,
        };
        let kept = tier.of(&mut self.judge.ordinary, &mut self.judge.fallbacks);
        kept.paths.add(at, asked.get(answered..).unwrap_or_default(), end);
        applying
    }

    /// The same, by walking its conditions.
    fn walked(&mut self, member: &Member) -> Option<Vec<usize>> {
        if !member.condition.is_none_or(|node| self.node(node)) {
            return None;
        }
        let strategies = member.strategies.iter().enumerate();
        let applying = strategies.filter(|(_, node)| node.is_none_or(|node| self.node(node)));
        Some(applying.map(|(at, _)| at).collect())
    }

    /// The members that name no rule and whose anchors the alert meets, in order.
    fn anchored(&mut self, tier: Tier, group: &Group, candidates: &mut Vec<u32>) {
        let member = |&class: &u32| group.classes.get(class as usize).copied();
        candidates.extend(group.anchors.always().iter().filter_map(member));
        for (operand, indexed) in group.anchors.operands() {
            let of = self.judge.batch.program.operand(operand);
            let glance = of.map_or(Glance::Unclear, |of| of.glance(self.alert));
            let read = (glance == Glance::Unclear).then(|| self.value(operand));
            let alert = self.judge.alert;
            let kept = tier.of(&mut self.judge.ordinary, &mut self.judge.fallbacks);
            let mut give = |bucket| {
                if first(&mut kept.met_buckets, bucket, alert) {
                    let members = group.anchors.bucket(bucket).iter().filter_map(member);
                    candidates.extend(members.filter(|&at| first(&mut kept.met_members, at as usize, alert)));
                }
            };
            if let Glance::Text(text) = glance {
                indexed.find_plain(text, &mut give);
            }
            let values = read.and_then(|read| self.values.get(read));
            for value in values.into_iter().flat_map(Extracted::values) {
                indexed.find(value, &mut give);
            }
        }
        candidates.sort_unstable();
    }

    /// INVARIANT: nodes nest no deeper than `MAX_TREE_DEPTH`, so recursion is bounded.
    fn node(&mut self, id: NodeId) -> bool {
        let judged = u64::from(self.judge.alert) << 1;
        match self.judge.verdicts.get(id.index()) {
            Some(&noted) if noted & !1 == judged => return noted & 1 == 1,
            _ => {}
        }
        let verdict = match self.judge.batch.program.node(id) {
            Some(Node::Predicate(predicate)) => {
                let verdict = self.predicate(predicate);
                if let Some(asked) = &mut self.judge.asked {
                    asked.push((id, predicate, verdict));
                }
                verdict
            }
            Some(Node::And(parts)) => parts.iter().all(|&part| self.node(part)),
            Some(Node::Or(parts)) => parts.iter().any(|&part| self.node(part)),
            Some(Node::Not(inner)) => !self.node(*inner),
            None => false,
        };
        if let Some(noted) = self.judge.verdicts.get_mut(id.index()) {
            *noted = judged | u64::from(verdict);
        }
        verdict
    }

    fn predicate(&mut self, predicate: &Predicate) -> bool {
        if let Some(answer) = self.at_a_glance(predicate) {
            return answer;
        }
        let value = self.value(predicate.operand);
        let left = self.values.get(value);
        left.is_some_and(|left| holds(&predicate.question, predicate.kind, left, self.alert))
    }

    /// The answer to a question that needs no more than a look at a text as it stands in the alert.
    #[inline]
    fn at_a_glance(&self, predicate: &Predicate) -> Option<bool> {
        match (predicate.text.as_ref()?.glance(self.alert), &predicate.question) {
            (Glance::Unclear, _) | (Glance::Text(_), Question::Field(..)) => None,
            (Glance::Absent, _) => Some(false),
            (Glance::Text(_), Question::Exists) => Some(true),
            (Glance::Text(text), Question::Constants(test)) => Some(test.holds_plain(text)),
        }
    }

    /// Where the value of an operand stands, read when it is first asked for.
    fn value(&mut self, id: OperandId) -> usize {
        let (alert, next) = (self.judge.alert, self.values.len());
        let batch = self.judge.batch;
        let (Some(read), Some(operand)) = (self.judge.read.get_mut(id.index()), batch.program.operand(id))
        else {
            return next;
        };
        if read.0 != alert {
            self.values.push(extract_slot(operand, self.alert));
            *read = (alert, next);
        }
        read.1
    }
}

#[cfg(test)]
mod tests {
    use crate::Loader;
    use crate::alert::Limits;
    use crate::check::condition::{NoNames, check};
    use crate::eval::{Batch, Engine};
    use crate::source::{FileId, Text};
    use crate::syntax::condition::{ParseOptions, ast::Dialect, parse};
    use std::fmt::Write;

    #[test]
    fn paths_are_bounded_and_nothing_depends_on_how_many_are_remembered() {
        const FIELDS: usize = 20;
        let mut rulebook = "- mitigation: a\n  title: a\n  strategies:\n".to_owned();
        for at in 0..FIELDS {
            let _ = writeln!(
                rulebook,
                "    - strategy: s{at}\n      title: s\n      phase: triage\n      condition: my.f{at} exists"
            );
        }
        let rulebook = rulebook + "  rule: R\n";
        let engine = Engine::new(Loader::new().text("rulebook.yaml", rulebook).load().book);
        let batch = engine.prepare();
        let (mut reader, mut judge) = (batch.reader(&Limits::default()), batch.judge());
        // Odd, so that all combinations come before one comes again.
        for combination in (0..3000_usize).map(|n| n * 0x9_E371) {
            let there = |at: &usize| combination >> at & 1 == 1;
            let fields: Vec<String> =
                (0..FIELDS).filter(there).map(|at| format!("\"my.f{at}\": 1")).collect();
            let line = format!("{{\"rule\": \"R\", \"output_fields\": {{{}}}}}", fields.join(", "));
            let evaluation = judge.of(&reader.read(line.as_bytes()).unwrap()).evaluate();
            assert_eq!(evaluation.findings[0].strategies, (0..FIELDS).filter(there).collect::<Vec<_>>());
        }
        assert!(!judge.ordinary.paths.has_room());
    }

    #[test]
    fn nothing_of_an_earlier_alert_counts_when_their_count_begins_anew() {
        let words = "proc.name = a";
        let (text, parsed) =
            (Text::whole_file(FileId(0), words), parse(words, ParseOptions::default()).unwrap());
        let condition = check(&text, &parsed.expr, Dialect::Falconer, &NoNames, &mut Vec::new()).unwrap();
        let batch = Batch::of_conditions([&condition]);
        let mut reader = batch.reader(&Limits::default());
        let mut judge = batch.judge();
        let mut holds = |count: u32, name: &str| {
            judge.alert = count;
            let line = format!("{{\"rule\": \"R\", \"output_fields\": {{\"proc.name\": \"{name}\"}}}}");
            let verdict = judge.of(&reader.read(line.as_bytes()).unwrap()).holds(0);
            (verdict, judge.alert)
        };
        assert_eq!(holds(0, "a"), (true, 1));
        assert_eq!(holds(u32::MAX - 1, "b"), (false, u32::MAX));
        assert_eq!(holds(u32::MAX, "a"), (true, 1));
        assert_eq!(holds(1, "b"), (false, 2));
    }
}
