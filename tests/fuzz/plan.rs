//! Conditions put together from the input's choices, judged over alerts put together likewise: the plan, the
//! evaluator that walks the tree, and the reference evaluator agree; so do a batch and the engine it was made from.
//!
//! Each byte is one choice; running out of choices ends the story.

use falconer::alert::Limits;
use falconer::check::condition::{NoNames, check};
use falconer::eval::{Batch, verdict};
use falconer::source::{FileId, Text};
use falconer::syntax::condition::ast::Dialect;
use falconer::syntax::condition::{ParseOptions, parse};
use falconer::{Alert, Engine, Loader};
use serde_json::{Map, Value, json};
use std::fmt::Write;

#[path = "../support/reference.rs"]
mod reference;

const TEXTS: [&str; 9] = ["", "a", "b", "ab", "Ab", "/a", "/a/b", "a*", "10"];
const ADDRESSES: [&str; 4] = ["10.0.0.1", "10.0.0.2", "192.168.0.1", "::1"];
const NETWORKS: [&str; 4] = ["10.0.0.0/8", "10.0.0.1/32", "0.0.0.0/0", "::/127"];
const RULES: [&str; 2] = ["first", "second"];

/// The choices left.
struct Choices<'a>(&'a [u8]);

impl Choices<'_> {
    /// A number below `count`, of at most 256.
    fn below(&mut self, count: usize) -> Option<usize> {
        let (&byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(usize::from(byte) % count)
    }

    fn number(&mut self) -> Option<i64> {
        Some(i64::try_from(self.below(15)?).ok()? - 3)
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len())?).copied()
    }
}

/// `('a', 'b')`
fn list(choices: &mut Choices<'_>) -> Option<String> {
    let items: Option<Vec<String>> =
        (0..choices.below(4)?).map(|_| Some(format!("'{}'", choices.pick(&TEXTS)?))).collect();
    Some(format!("({})", items?.join(", ")))
}

fn condition(choices: &mut Choices<'_>, depth: usize) -> Option<String> {
    if depth > 0 && choices.below(2)? == 0 {
        let word = choices.pick(&["and", "or", "not"])?;
        let left = condition(choices, depth - 1)?;
        return Some(match word {
            "not" => format!("not ({left})"),
            word => format!("({left} {word} {})", condition(choices, depth - 1)?),
        });
    }
    let text = choices.pick(&["proc.name", "proc.pname", "tolower(proc.name)"])?;
    let word =
        choices.pick(&["=", "!=", "contains", "icontains", "startswith", "endswith", "glob", "iglob"])?;
    let set = choices.pick(&["in", "intersects"])?;
    let (order, same) = (choices.pick(&["<", "<=", ">", ">="])?, choices.pick(&["=", "!="])?);
    let number = choices.number()?;
    Some(match choices.below(12)? {
        0 => format!("{text} {word} '{}'", choices.pick(&TEXTS)?),
        1 => format!("{text} {word} {} {}", choices.pick(&["oneof", "anyof", "allof"])?, list(choices)?),
        2 => format!("{text} {set} {}", list(choices)?),
        3 => format!("{text} pmatch {}", list(choices)?),
        4 => format!("{text} {word} val(proc.pname)"),
        5 => format!("proc.pid {order} {number} or proc.pid {same} {number}"),
        6 => format!("len(ka.user.groups) {same} {}", number.max(0)),
        7 => format!("fd.sip {set} ({}, {})", choices.pick(&ADDRESSES)?, choices.pick(&ADDRESSES)?),
        8 => format!("fd.snet {same} {}", choices.pick(&NETWORKS)?),
        9 => format!("ka.user.groups {set} {}", list(choices)?),
        10 => format!("evt.failed {same} {}", choices.pick(&[true, false])?),
        _ => format!(
            "{} exists",
            choices.pick(&["proc.name", "proc.pid", "fd.sip", "ka.user.groups", "evt.failed"])?
        ),
    })
}

fn alert(choices: &mut Choices<'_>) -> Option<Map<String, Value>> {
    let groups: Option<Vec<&str>> = (0..choices.below(4)?).map(|_| choices.pick(&TEXTS)).collect();
    let fields = [
        ("proc.name", json!(choices.pick(&TEXTS)?)),
        ("proc.pname", json!(choices.pick(&TEXTS)?)),
        ("proc.pid", json!(choices.number()?)),
        ("evt.failed", json!(choices.pick(&[true, false])?)),
        ("fd.sip", json!(choices.pick(&ADDRESSES)?)),
        ("ka.user.groups", json!(groups?)),
    ];
    let mut alert = Map::new();
    for (key, value) in fields {
        match choices.below(6)? {
            0 => {}
            1 => drop(alert.insert(key.to_owned(), Value::Null)),
            _ => drop(alert.insert(key.to_owned(), value)),
        }
    }
    Some(alert)
}

/// A rulebook in which each condition stands twice: for a rule, and for any alert.
fn rulebook(choices: &mut Choices<'_>, conditions: &[String]) -> Option<String> {
    let mut text = String::new();
    for (at, condition) in conditions.iter().enumerate() {
        let fallback = choices.below(4)? == 0;
        for (name, rule) in [("any", ""), ("one", choices.pick(&RULES)?)] {
            let _ =
                writeln!(text, "- mitigation: {name}{at}\n  title: x\n  summary: x\n  fallback: {fallback}");
            let _ = writeln!(text, "  condition: {}", json!(condition));
            if !rule.is_empty() {
                let _ = writeln!(text, "  rule: {rule}");
            }
        }
    }
    Some(text)
}

fn run(choices: &mut Choices<'_>) -> Option<()> {
    let conditions: Option<Vec<String>> = (0..=choices.below(4)?).map(|_| condition(choices, 4)).collect();
    let conditions = conditions?;
    let mut checked = Vec::new();
    let mut trees = Vec::new();
    for condition in &conditions {
        let parsed = parse(condition, ParseOptions { dialect: Dialect::Falconer, ..ParseOptions::default() });
        let tree = parsed.unwrap_or_else(|error| panic!("{condition}: {error:?}")).expr;
        let text = Text::whole_file(FileId(0), condition);
        checked.push(check(&text, &tree, Dialect::Falconer, &NoNames, &mut Vec::new()).expect("a condition"));
        trees.push(tree);
    }
    let engine = Engine::new(Loader::new().text("fuzz.yaml", &rulebook(choices, &conditions)?).load().book);
    let batch = Batch::new(&engine, &checked, []);
    let (mut reader, mut judge) = (batch.reader(&Limits::default()), batch.judge());
    while !choices.0.is_empty() {
        let fields = alert(choices)?;
        let line = json!({ "rule": choices.pick(&RULES)?, "output_fields": fields }).to_string();
        let slow = Alert::parse(line.as_bytes()).expect("an alert");
        let fast = reader.read(line.as_bytes()).expect("an alert");
        let mut verdicts = judge.of(&fast);
        for (at, (condition, tree)) in checked.iter().zip(&trees).enumerate() {
            let expected = reference::holds(tree, &fields);
            assert_eq!(verdict(condition, &slow), expected, "{}: {line}", conditions[at]);
            assert_eq!(verdicts.holds(at), expected, "{}: {line}", conditions[at]);
        }
        assert_eq!(verdicts.evaluate(), engine.evaluate(&slow), "{conditions:?}: {line}");
    }
    Some(())
}

/// Holds for every input.
pub(crate) fn holds(bytes: &[u8]) {
    let _ = run(&mut Choices(bytes));
}
