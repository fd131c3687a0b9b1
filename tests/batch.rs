//! A batch says of every alert what the engine says that judges one by one, and both say what follows from the
//! reference evaluator: random rulebooks, random alerts.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers fail by panicking"
)]

#[path = "support/conditions.rs"]
mod conditions;
#[path = "support/reference.rs"]
mod reference;

use conditions::{alert, condition};
use falconer::alert::Limits;
use falconer::plan::Specificity;
use falconer::syntax::condition::ast::Dialect;
use falconer::syntax::condition::{ParseOptions, parse};
use falconer::{Alert, Engine, Evaluation, Finding, Loader};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::fmt::Write;

const RULES: [&str; 3] = ["First rule", "Second rule", "Third rule"];
/// Holds for every alert, also for one that carries nothing.
const ALWAYS: &str = "not (proc.name exists and not proc.name exists)";

/// One mitigation; conditions are numbers of macros.
#[derive(Debug, Clone)]
struct Item {
    rules: Vec<&'static str>,
    condition: Option<String>,
    fallback: bool,
    strategies: Vec<Option<String>>,
}

/// Macros, and mitigations that use them.
#[derive(Debug, Clone)]
struct Book {
    macros: Vec<String>,
    items: Vec<Item>,
}

impl Book {
    /// As a rulebook file.
    fn yaml(&self) -> String {
        let mut text = String::new();
        for (at, condition) in self.macros.iter().enumerate() {
            let _ = writeln!(text, "- macro: m{at}\n  condition: {}", json!(condition));
        }
        for (at, item) in self.items.iter().enumerate() {
            let _ = writeln!(text, "- mitigation: i{at}\n  title: x\n  fallback: {}", item.fallback);
            if !item.rules.is_empty() {
                let _ = writeln!(text, "  rule: {}", json!(item.rules));
            }
            if let Some(condition) = &item.condition {
                let _ = writeln!(text, "  condition: {}", json!(condition));
            }
            text.push_str(if item.strategies.is_empty() { "  summary: x\n" } else { "  strategies:\n" });
            for (number, condition) in item.strategies.iter().enumerate() {
                let _ = writeln!(text, "    - strategy: s{at}-{number}\n      title: x\n      phase: triage");
                if let Some(condition) = condition {
                    let _ = writeln!(text, "      condition: {}", json!(condition));
                }
            }
        }
        text
    }

    /// A condition's verdict by the reference, macros written out.
    fn holds(&self, condition: Option<&String>, alert: &Map<String, Value>) -> bool {
        let Some(condition) = condition else { return true };
        let mut written_out = condition.clone();
        for (at, macro_) in self.macros.iter().enumerate() {
            written_out = written_out.replace(&format!("m{at}"), &format!("({macro_})"));
        }
        let options = ParseOptions { dialect: Dialect::Falconer, ..ParseOptions::default() };
        reference::holds(&parse(&written_out, options).unwrap().expr, alert)
    }

    fn finding(&self, at: usize, specificity: Specificity, alert: &Map<String, Value>) -> Option<Finding> {
        let item = &self.items[at];
        let strategies = item.strategies.iter().enumerate();
        let strategies = strategies.filter(|(_, condition)| self.holds(condition.as_ref(), alert));
        self.holds(item.condition.as_ref(), alert).then(|| Finding {
            mitigation: at,
            specificity,
            strategies: strategies.map(|(at, _)| at).collect(),
        })
    }

    /// What the rulebook says of an alert, from its words.
    fn evaluate(&self, rule: &str, alert: &Map<String, Value>) -> Evaluation {
        let names = |at: &usize| self.items[*at].rules.contains(&rule);
        let any = |at: &usize| self.items[*at].rules.is_empty();
        let of =
            |fallback: bool| (0..self.items.len()).filter(move |at| self.items[*at].fallback == fallback);
        let named = of(false).filter(names).filter_map(|at| self.finding(at, Specificity::Rule, alert));
        let classes = of(false).filter(any).filter_map(|at| self.finding(at, Specificity::Class, alert));
        let findings: Vec<Finding> = named.chain(classes).collect();
        if !findings.is_empty() {
            return Evaluation { findings };
        }
        let fallbacks = of(true).filter(names).chain(of(true).filter(any));
        let matching = fallbacks.filter_map(|at| self.finding(at, Specificity::Fallback, alert));
        let says_nothing = |finding: &Finding| {
            let item = &self.items[finding.mitigation];
            item.rules.is_empty() && self.holds(item.condition.as_ref(), &Map::new())
        };
        let (mut general, special): (Vec<_>, Vec<_>) = matching.partition(says_nothing);
        let findings = if special.is_empty() { general.pop().into_iter().collect() } else { special };
        Evaluation { findings }
    }
}

fn item() -> impl Strategy<Value = Item> {
    let names = |n| prop::sample::subsequence(&RULES[..], n);
    // Some ask what others ask, alone or under something of their own.
    let asked = || {
        prop_oneof![
            4 => condition(),
            2 => (0..3_u8, condition()).prop_map(|(m, own)| format!("m{m} and {own}")),
            1 => (0..3_u8, 0..3_u8).prop_map(|(a, b)| format!("m{a} or not m{b}")),
            1 => (0..3_u8).prop_map(|m| format!("m{m}")),
            1 => Just(ALWAYS.to_owned()),
        ]
    };
    let rules = prop_oneof![names(0..=0), names(0..=2)];
    let strategies = prop::collection::vec(prop::option::of(asked()), 0..3);
    (rules, prop::option::weighted(0.9, asked()), prop::bool::weighted(0.3), strategies).prop_map(
        |(rules, condition, fallback, strategies)| {
            // One of both is needed.
            let condition = condition.or_else(|| rules.is_empty().then(|| ALWAYS.to_owned()));
            Item { rules, condition, fallback, strategies }
        },
    )
}

fn book() -> impl Strategy<Value = Book> {
    (prop::collection::vec(condition(), 3), prop::collection::vec(item(), 0..8))
        .prop_map(|(macros, items)| Book { macros, items })
}

#[test]
fn edges_of_many_lengths_are_found() {
    // More than are looked up one by one.
    const LENGTHS: usize = 40;
    let item = |name: &str, word: &str, letter: &str, length: usize| {
        let text = letter.repeat(length);
        format!(
            "- mitigation: {name}{length}\n  title: x\n  summary: x\n  condition: my.field {word} {text}\n"
        )
    };
    let items = (1..=LENGTHS)
        .map(|length| item("begins", "startswith", "a", length) + &item("ends", "endswith", "b", length));
    let engine = Engine::new(Loader::new().text("edges.yaml", items.collect::<String>()).load().book);
    let batch = engine.prepare();
    let (mut reader, mut judge) = (batch.reader(&Limits::default()), batch.judge());
    for length in 0..=LENGTHS + 2 {
        let value = format!("{}-{}", "a".repeat(length), "b".repeat(length));
        let line = json!({ "rule": "a", "output_fields": { "my.field": value } }).to_string();
        let found = judge.of(&reader.read(line.as_bytes()).unwrap()).evaluate();
        assert_eq!(found.findings.len(), 2 * length.min(LENGTHS), "{value}");
        assert_eq!(found, engine.evaluate(&Alert::parse(line.as_bytes()).unwrap()), "{value}");
    }
}

/// A condition over a text, a buffer, or a field of no known type, which may all hold a NUL.
fn byte_condition() -> impl Strategy<Value = String> {
    let field = || prop::sample::select(&["proc.name", "evt.buffer", "my.field"][..]);
    let word = prop::sample::select(&["=", "contains", "startswith", "endswith"][..]);
    let byte_word = prop::sample::select(&["bcontains", "bstartswith"][..]);
    let bytes = prop::sample::select(&["61", "6100", "610062", "62", "00"][..]);
    prop_oneof![
        (field(), word, prop::sample::select(&["a", "b", "ab"][..]))
            .prop_map(|(f, w, t)| format!("{f} {w} {t}")),
        (prop::sample::select(&["evt.buffer", "my.field"][..]), byte_word, bytes)
            .prop_map(|(f, w, b)| format!("{f} {w} {b}")),
        field().prop_map(|f| format!("{f} in (a, ab)")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_stands_behind_a_nul_counts_alike_for_batch_and_engine(
        conditions in prop::collection::vec(byte_condition(), 1..6),
        values in prop::collection::vec("[ab\\x00]{0,4}", 1..8),
    ) {
        let items = conditions.iter().enumerate();
        let items = items.map(|(at, c)| format!("- mitigation: i{at}\n  title: x\n  summary: x\n  condition: {c}\n"));
        let loaded = Loader::new().text("bytes.yaml", items.collect::<String>()).load();
        prop_assert!(!loaded.has_errors(), "{:?}\n{:?}", conditions, loaded.diagnostics);
        let engine = Engine::new(loaded.book);
        let batch = engine.prepare();
        let (mut reader, mut judge) = (batch.reader(&Limits::default()), batch.judge());
        for value in &values {
            let fields = json!({ "proc.name": value, "evt.buffer": value, "my.field": value });
            let line = json!({ "rule": "a", "output_fields": fields }).to_string();
            let expected = engine.evaluate(&Alert::parse(line.as_bytes()).unwrap());
            let read = reader.read(line.as_bytes()).unwrap();
            prop_assert_eq!(judge.of(&read).evaluate(), expected, "{:?}\n{}", conditions, line);
        }
    }

    #[test]
    fn batch_engine_and_reference_agree(
        book in book(),
        alerts in prop::collection::vec((alert(), prop::sample::select(&RULES[..])), 1..6),
    ) {
        let loaded = Loader::new().text("random.yaml", book.yaml()).load();
        prop_assert!(!loaded.has_errors(), "{}\n{:?}", book.yaml(), loaded.diagnostics);
        let engine = Engine::new(loaded.book);
        let batch = engine.prepare();
        let (mut reader, mut judge) = (batch.reader(&Limits::default()), batch.judge());
        for (fields, rule) in &alerts {
            let line = json!({ "rule": rule, "output_fields": fields }).to_string();
            let expected = book.evaluate(rule, fields);
            let alert = Alert::parse(line.as_bytes()).unwrap();
            prop_assert_eq!(&engine.evaluate(&alert), &expected, "{}\n{}", book.yaml(), line);
            let read = reader.read(line.as_bytes()).unwrap();
            prop_assert_eq!(&judge.of(&read).evaluate(), &expected, "{}\n{}", book.yaml(), line);
            prop_assert_eq!(&judge.of(&alert).evaluate(), &expected);
        }
    }
}
