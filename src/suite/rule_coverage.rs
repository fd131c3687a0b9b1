//! Which Falco rules a rulebook answers, and what its answers cannot do with what those rules print.
//!
//! In: the rules of some files, and an engine over a rulebook. Out: a [`RuleCoverage`]: a row for each rule, the names
//! of rules that are not there, and the fields that alerts will not carry. Knows no terminal.

use super::alert_of;
use super::draft::scalar::scalar;
use crate::alert::Alert;
use crate::check::book::Book;
use crate::check::condition::Operand;
use crate::check::falco_rules::{FalcoRules, Rule};
use crate::check::model::{AnalysisRow, Mitigation};
use crate::diag::did_you_mean;
use crate::eval::Engine;
use crate::lint::rulebook::{falco_rules, needs};
use crate::plan::Specificity;
use crate::source::Span;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// How a rulebook and the rules of some files fit together.
#[derive(Debug, Clone, Default)]
pub struct RuleCoverage {
    /// A row for each rule, in the order of the files.
    pub rows: Vec<RuleRow>,
    /// Names that mitigations answer and no file defines, in the order of the rulebook.
    pub strangers: Vec<Stranger>,
    /// How many names of the built-in rulebook are those of rules that Falco ships, in files that are not among these.
    pub elsewhere: usize,
}

/// A rule and what answers it.
#[derive(Debug, Clone)]
pub struct RuleRow {
    /// Its name.
    pub rule: String,
    /// Where it stands, in the rules' own files.
    pub span: Span,
    /// Its priority, in small letters.
    pub priority: &'static str,
    /// Where its events come from.
    pub source: String,
    /// Whether Falco asks it.
    pub enabled: bool,
    /// The mitigations that name it.
    pub answers: Vec<Answer>,
    /// What answers instead where none names it: classes and fallbacks, as far as rule, tags, source and priority tell.
    pub instead: Vec<(String, Specificity)>,
}

/// A mitigation that names a rule.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its name.
    pub mitigation: String,
    /// How many tests it has.
    pub tests: usize,
    /// How many of them have an alert of this rule.
    pub tests_of_rule: usize,
    /// What it asks for that the rule does not print, by field.
    pub missing: Vec<MissingField>,
}

/// A field that a mitigation asks for and a rule does not print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingField {
    /// As conditions and holes name it.
    pub field: String,
    /// The keys under which alerts would carry it; any one of them will do.
    pub keys: Vec<String>,
    /// What lacks it.
    pub needs: Vec<Need>,
}

/// What lacks a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The mitigation's condition, which cannot hold: it never answers this rule.
    Condition,
    /// A strategy, which is never shown.
    Strategy(String),
    /// An example of a strategy, which is withheld.
    Example(String),
    /// A row of the analysis, which stays empty.
    Analysis,
    /// A sentence, which has a gap.
    Prose,
}

/// For so many names the rule that was meant is looked for: each is compared with all rules.
const MEANT: usize = 1_000;

/// A name that is no rule of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    /// The mitigation that names it.
    pub mitigation: String,
    /// The name.
    pub rule: String,
    /// Where it is named, in the rulebook's files.
    pub span: Span,
    /// The rule that was probably meant.
    pub meant: Option<String>,
}

impl RuleCoverage {
    /// How many rules a mitigation names, and how many rules there are.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        (self.rows.iter().filter(|row| row.is_covered()).count(), self.rows.len())
    }

    /// How many of a hundred rules are covered, rounded down, so that 100 means all; `None` without a rule.
    #[must_use]
    pub fn percent(&self) -> Option<usize> {
        let (covered, all) = self.count();
        covered.saturating_mul(100).checked_div(all)
    }
}

impl RuleRow {
    /// Whether a mitigation names the rule.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        !self.answers.is_empty()
    }

    /// The entry of `append_output` in falco.yaml that brings what is missing, as one line of YAML
    /// (<https://falco.org/docs/concepts/outputs/formatting/>). `None` if nothing is missing, or if a name has no exact
    /// form in YAML.
    #[must_use]
    pub fn append_output(&self) -> Option<String> {
        let missing = self.answers.iter().flat_map(|answer| &answer.missing);
        let keys: BTreeSet<&String> = missing.flat_map(|field| &field.keys).collect();
        let keys: Result<Vec<String>, _> = keys.into_iter().map(|key| scalar(key)).collect();
        let (keys, rule) = (keys.ok().filter(|keys| !keys.is_empty())?, scalar(&self.rule).ok()?);
        Some(format!("- {{match: {{rule: {rule}}}, extra_fields: [{}]}}", keys.join(", ")))
    }
}

/// Compares the rules of some files with the rulebook of an engine.
///
/// The built-in rulebook answers rules of more files than most sites load: what it names may also be a rule that Falco
/// ships elsewhere.
#[must_use]
pub fn rule_coverage(engine: &Engine, rules: &FalcoRules) -> RuleCoverage {
    let book = engine.book();
    let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for number in 0..book.mitigation_count() {
        for rule in book.mitigation_entry(number).into_iter().flat_map(|entry| &entry.rules) {
            let numbers = named.entry(rule).or_default();
            // The same rule may be named twice.
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
    }
    let row = |rule: &Rule| {
        let numbers = named.get(rule.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        let answers: Vec<Answer> = numbers.iter().filter_map(|&number| answer(book, number, rule)).collect();
        let instead = if answers.is_empty() { instead(engine, rule) } else { Vec::new() };
        RuleRow {
            rule: rule.name.clone(),
            span: rule.span,
            priority: rule.priority,
            source: rule.source.clone(),
            enabled: rule.enabled,
            answers,
            instead,
        }
    };
    let (strangers, elsewhere) = strangers(book, rules);
    RuleCoverage { rows: rules.rules.iter().map(row).collect(), strangers, elsewhere }
}

fn answer(book: &Book, number: usize, rule: &Rule) -> Option<Answer> {
    let (entry, item, mitigation) =
        (book.mitigation_entry(number)?, book.mitigation_item(number)?, book.mitigation(number)?);
    let is_of_rule =
        |alert: &str| Alert::parse(alert.as_bytes()).is_ok_and(|alert| alert.rule() == rule.name);
    let tests_of_rule = item.tests.iter().filter(|test| is_of_rule(&alert_of(item, test))).count();
    Some(Answer {
        mitigation: entry.name.clone(),
        tests: item.tests.len(),
        tests_of_rule,
        missing: missing(mitigation, rule),
    })
}

/// What a mitigation asks for that a rule does not print.
fn missing(mitigation: &Mitigation, rule: &Rule) -> Vec<MissingField> {
    let keys: Vec<&str> = rule.printed().collect();
    let prints = |key: &str| falco_rules::added(&rule.source, key) || keys.contains(&key);
    let printed = |operand: &Operand| needs::carried(operand, &prints);
    let mut found = Found::default();
    found.add(needs::of_condition(mitigation.condition.as_ref(), &printed), &Need::Condition);
    for strategy in &mitigation.strategies {
        if let Some(lost) = needs::of_strategy(strategy, &printed) {
            found.add(lost, &Need::Strategy(strategy.name.clone()));
            continue;
        }
        let need = Need::Example(strategy.name.clone());
        for example in strategy.examples.iter().chain(&strategy.verify).chain(&strategy.rollback) {
            found.add(needs::of_example(example, &printed), &need);
        }
        for prose in
            [Some(&strategy.title), strategy.text.as_ref(), strategy.cost.as_ref()].into_iter().flatten()
        {
            found.add(needs::of_template(prose, &printed), &Need::Prose);
        }
    }
    for row in &mitigation.analysis {
        match row {
            AnalysisRow::Field { operand, .. } if !printed(operand) => {
                found.add([(operand.name(), operand)].into(), &Need::Analysis);
            }
            AnalysisRow::Field { .. } => {}
            AnalysisRow::Labelled { text, condition, .. } => {
                found.add(needs::of_condition(condition.as_ref(), &printed), &Need::Analysis);
                found.add(needs::of_template(text, &printed), &Need::Analysis);
            }
        }
    }
    let prose = [mitigation.summary.as_ref(), mitigation.conclusion.as_ref()];
    for prose in prose.into_iter().flatten().chain(&mitigation.recommendations) {
        found.add(needs::of_template(prose, &printed), &Need::Prose);
    }
    found.finish()
}

/// Fields that are missing, with what lacks each.
#[derive(Default)]
struct Found<'m>(BTreeMap<&'m str, (&'m Operand, Vec<Need>)>);

impl<'m> Found<'m> {
    fn add(&mut self, missing: needs::Missing<'m>, need: &Need) {
        for (name, operand) in missing {
            let (_, needs) = self.0.entry(name).or_insert((operand, Vec::new()));
            if !needs.contains(need) {
                needs.push(need.clone());
            }
        }
    }

    fn finish(self) -> Vec<MissingField> {
        let field = |(name, (operand, needs)): (&str, (&Operand, Vec<Need>))| MissingField {
            field: name.to_owned(),
            keys: operand.keys().into_iter().map(str::to_owned).collect(),
            needs,
        };
        self.0.into_iter().map(field).collect()
    }
}

/// What answers an alert of the rule that carries nothing but what the rule itself says.
fn instead(engine: &Engine, rule: &Rule) -> Vec<(String, Specificity)> {
    let text = json!({
        "rule": rule.name,
        "priority": rule.priority,
        "source": rule.source,
        "tags": rule.tags,
        "time": "2026-01-01T00:00:00Z",
        "output_fields": {},
    })
    .to_string();
    let Ok(alert) = Alert::parse(text.as_bytes()) else { return Vec::new() };
    let findings = engine.evaluate(&alert).findings;
    let name = |number| engine.book().mitigation_entry(number).map(|entry| entry.name.clone());
    findings.iter().filter_map(|finding| Some((name(finding.mitigation)?, finding.specificity))).collect()
}

fn strangers(book: &Book, rules: &FalcoRules) -> (Vec<Stranger>, usize) {
    let (mut strangers, mut elsewhere) = (Vec::new(), 0_usize);
    for number in 0..book.mitigation_count() {
        let (Some(entry), Some(item)) = (book.mitigation_entry(number), book.mitigation_item(number)) else {
            continue;
        };
        for name in item.rules.iter().filter(|name| rules.rule(name.as_str()).is_none()) {
            let rule = name.as_str();
            if book.is_builtin_file(name.span().file) && falco_rules::is_known(rule) {
                elsewhere = elsewhere.saturating_add(1);
                continue;
            }
            let names = rules.rules.iter().map(|rule| rule.name.as_str());
            let meant = did_you_mean(rule, names.take(if strangers.len() < MEANT { usize::MAX } else { 0 }));
            strangers.push(Stranger {
                mitigation: entry.name.clone(),
                rule: rule.to_owned(),
                span: name.span(),
                meant: meant.map(str::to_owned),
            });
        }
    }
    (strangers, elsewhere)
}
