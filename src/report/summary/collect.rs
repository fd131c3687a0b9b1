//! From alerts in archive order to a summary.

use super::group::{Groups, Key, Place, Whole, joined};
use super::model::{Gap, Group, Rest, Run, Summary, Top, Totals};
use super::tally::Tally;
use super::timeline::Steps;
use crate::alert::Alert;
use crate::check::book::Entry;
use crate::check::condition::Operand;
use crate::eval::{self, Engine, Evaluation};
use crate::plan::Specificity;
use crate::report::digest::sha256;
use crate::report::facts;
use crate::report::model::{Report, Value};
use crate::value::{Fields, Meta, Priority, Raw, Value as Typed};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Keys of `output_fields` that every alert is asked for, so that a reader has them at hand.
pub const KEYS: &[&str] = &[NAMESPACE, AUDIT_NAMESPACE, IMAGE];
const NAMESPACE: &str = "k8s.ns.name";
const AUDIT_NAMESPACE: &str = "ka.target.namespace";
const IMAGE: &str = "container.image.repository";

/// Bars of a timeline.
const BARS: usize = 60;
/// Rows of "what fired most".
const TOP: usize = 10;

/// One alert as the archive's reader knows it.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// Its values.
    pub fields: &'a dyn Fields,
    /// The alert as it was written.
    pub text: &'a str,
    /// When it happened.
    pub time: Option<Timestamp>,
    /// Where it stands.
    pub place: Place,
}

/// Collects alerts for a [`Summary`].
///
/// A part of an archive may be collected by itself with [`Collector::add`], within which nothing is bounded, so
/// parts are to be small; [`Collector::append`] joins parts in archive order and applies the bounds.
#[derive(Debug)]
pub struct Collector<'e> {
    engine: &'e Engine,
    groups: Groups,
    /// Of the alert in hand.
    key: Key,
    rules: Tally,
    namespaces: Tally,
    images: Tally,
    hosts: Tally,
    gaps: Tally,
    steps: Steps,
    priorities: BTreeMap<Option<Priority>, u64>,
    period: Option<(Timestamp, Timestamp)>,
    without_time: u64,
    counted: Totals,
}

impl<'e> Collector<'e> {
    /// A collector of alerts that `engine` evaluates.
    #[must_use]
    pub fn new(engine: &'e Engine) -> Self {
        Self {
            engine,
            groups: Groups::default(),
            key: Key::default(),
            rules: Tally::default(),
            namespaces: Tally::default(),
            images: Tally::default(),
            hosts: Tally::default(),
            gaps: Tally::default(),
            steps: Steps::default(),
            priorities: BTreeMap::new(),
            period: None,
            without_time: 0,
            counted: Totals::default(),
        }
    }

    /// Adds the next alert and what the engine said of it.
    pub fn add(&mut self, seen: Seen<'_>, evaluation: &Evaluation) {
        let leading = evaluation.findings.first();
        let matcher = leading.and_then(|finding| self.engine.matcher(finding));
        let rule = text(seen.fields.meta(Meta::Rule)).unwrap_or_default();
        let own = text(seen.fields.meta(Meta::Priority)).and_then(|own| Priority::parse(&own));
        let priority = matcher.and_then(|matcher| matcher.priority).or(own);

        self.count(&rule, seen.fields);
        match leading.map(|finding| finding.specificity) {
            Some(Specificity::Rule | Specificity::Class) => one_more(&mut self.counted.answered),
            Some(Specificity::Fallback) => one_more(&mut self.counted.fallback),
            None => one_more(&mut self.counted.unanswered),
        }
        if leading.is_none_or(|finding| finding.specificity == Specificity::Fallback) {
            self.gaps.count(&rule);
        }
        one_more(self.priorities.entry(priority).or_default());
        match seen.time {
            Some(time) => {
                self.steps.count(time, priority);
                self.period = joined(self.period, Some((time, time)));
            }
            None => one_more(&mut self.without_time),
        }
        self.key.begin(leading.map(|finding| finding.mitigation));
        match matcher {
            Some(matcher) if !matcher.group_by.is_empty() => {
                for operand in &matcher.group_by {
                    let value = eval::operand(operand, seen.fields);
                    self.key.push(value.as_ref().map(Typed::display_text).as_deref());
                }
            }
            _ => self.key.push(Some(&rule)),
        }
        self.groups.add(&self.key, priority, seen.time, seen.place, || seen.text);
    }

    fn count(&mut self, rule: &str, fields: &dyn Fields) {
        self.rules.count(rule);
        let host = text(fields.meta(Meta::Hostname));
        let namespace = text(fields.field(NAMESPACE)).or_else(|| text(fields.field(AUDIT_NAMESPACE)));
        let image = text(fields.field(IMAGE));
        for (tally, name) in
            [(&mut self.namespaces, namespace), (&mut self.images, image), (&mut self.hosts, host)]
        {
            if let Some(name) = name {
                tally.count(&name);
            }
        }
    }

    /// Adds what was collected from a later part of the archive.
    pub fn append(&mut self, later: Self) {
        self.groups.append(later.groups);
        self.rules.append(&later.rules);
        self.namespaces.append(&later.namespaces);
        self.images.append(&later.images);
        self.hosts.append(&later.hosts);
        self.gaps.append(&later.gaps);
        self.steps.append(later.steps);
        for (priority, count) in later.priorities {
            let known = self.priorities.entry(priority).or_default();
            *known = known.saturating_add(count);
        }
        self.period = joined(self.period, later.period);
        self.without_time = self.without_time.saturating_add(later.without_time);
        let (known, later) = (&mut self.counted, later.counted);
        known.answered = known.answered.saturating_add(later.answered);
        known.fallback = known.fallback.saturating_add(later.fallback);
        known.unanswered = known.unanswered.saturating_add(later.unanswered);
    }

    /// The summary of all that was added.
    #[must_use]
    pub fn finish(self, run: Run) -> Summary {
        let engine = self.engine;
        let counted = self.counted;
        let (groups, rest) = self.groups.finish(run.details);
        let groups = numbered(engine, groups);
        let (gaps, further_gaps) = self.gaps.finish();
        Summary {
            inputs: run.inputs.into_iter().map(Value::new).collect(),
            totals: Totals {
                answered: counted.answered,
                fallback: counted.fallback,
                unanswered: counted.unanswered,
                ..run.totals
            },
            rejects: run.rejects,
            incomplete: run.incomplete,
            period: self.period.map(|(from, to)| (facts::time(from), facts::time(to))),
            without_time: self.without_time,
            priorities: self.priorities.into_iter().rev().collect(),
            timeline: self.steps.finish(BARS),
            tops: vec![
                top("Rule", self.rules),
                top("Namespace", self.namespaces),
                top("Image", self.images),
                top("Host", self.hosts),
            ],
            items: items(engine, &groups, &rest),
            groups: groups.into_iter().map(|(_, group)| group).collect(),
            rest: rest
                .into_iter()
                .map(|(number, alerts)| Rest { mitigation: name(engine, number), alerts })
                .collect(),
            gaps: gaps.into_iter().map(|(rule, alerts)| Gap { rule: Value::new(rule), alerts }).collect(),
            further_gaps,
            engine: concat!("falconer ", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

fn one_more(count: &mut u64) {
    *count = count.saturating_add(1);
}

/// A text that says something.
fn text(raw: Option<Raw<'_>>) -> Option<std::borrow::Cow<'_, str>> {
    match raw? {
        Raw::Text(text) => Some(text).filter(|text| !text.is_empty() && text != "<NA>"),
        _ => None,
    }
}

fn top(label: &'static str, tally: Tally) -> Top {
    let (names, beyond) = tally.finish();
    let shown = names.len().min(TOP);
    let (shown, more) = names.split_at_checked(shown).unwrap_or((&names, &[]));
    Top {
        label,
        rows: shown.iter().map(|(name, count)| (Value::new(name.as_str()), *count)).collect(),
        more: more.len(),
        others: more.iter().fold(beyond, |sum, (_, count)| sum.saturating_add(*count)),
    }
}

fn name(engine: &Engine, number: Option<usize>) -> Option<String> {
    engine.book().mitigation_entry(number?).map(|entry| entry.name.clone())
}

/// Groups with the numbers of their leading mitigations.
type Numbered = Vec<(Option<usize>, Group)>;

fn numbered(engine: &Engine, groups: Vec<Whole>) -> Numbered {
    groups.into_iter().map(|whole| (whole.mitigation, group(engine, whole))).collect()
}

fn group(engine: &Engine, whole: Whole) -> Group {
    let entry = whole.mitigation.and_then(|number| engine.book().mitigation_entry(number));
    let matcher = whole.mitigation.and_then(|number| engine.book().matcher(number));
    let labels: Vec<String> = match matcher {
        Some(matcher) if !matcher.group_by.is_empty() => {
            matcher.group_by.iter().map(Operand::label).collect()
        }
        _ => vec!["Rule".to_owned()],
    };
    let values = whole.values.iter().map(|value| value.as_deref().map(Value::new));
    let report = whole.first.and_then(|text| report(engine, &text));
    let members = whole.members;
    Group {
        title: Value::new(matcher.map_or("No mitigation answers", |matcher| &matcher.title)),
        mitigation: entry.map(|entry| entry.name.clone()),
        specificity: entry.map(specificity),
        key: labels.into_iter().zip(values).collect(),
        priority: members.priority,
        alerts: members.alerts,
        seen: members.seen.map(|(from, to)| (facts::time(from), facts::time(to))),
        examples: whole.places,
        report,
    }
}

fn specificity(entry: &Entry) -> Specificity {
    match (entry.fallback, entry.rules.is_empty()) {
        (true, _) => Specificity::Fallback,
        (false, true) => Specificity::Class,
        (false, false) => Specificity::Rule,
    }
}

fn report(engine: &Engine, text: &str) -> Option<Box<Report>> {
    let alert = Alert::parse(text.as_bytes()).ok()?;
    Some(Box::new(Report::new(engine, &alert, &engine.evaluate(&alert))))
}

/// Digest of the mitigations that answered, in the order of the rulebook.
fn items(engine: &Engine, groups: &Numbered, rest: &BTreeMap<Option<usize>, u64>) -> String {
    let numbers: BTreeSet<usize> =
        groups.iter().filter_map(|(number, _)| *number).chain(rest.keys().copied().flatten()).collect();
    let mitigations: Vec<_> = numbers.into_iter().filter_map(|n| engine.book().mitigation(n)).collect();
    sha256(mitigations.iter().map(|mitigation| mitigation.digest.as_slice()))
}
