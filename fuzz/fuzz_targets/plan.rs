//! Conditions put together from the fuzzer's choices, judged over alerts put together likewise: the plan, the
//! evaluator that walks the tree, and the reference evaluator agree; so do a batch and the engine it was made from.
#![no_main]

use falconer::alert::Limits;
use falconer::check::condition::{NoNames, check};
use falconer::eval::{Batch, verdict};
use falconer::source::{FileId, Text};
use falconer::syntax::condition::ast::Dialect;
use falconer::syntax::condition::{ParseOptions, parse};
use falconer::{Alert, Engine, Loader};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value, json};
use std::fmt::Write;

#[path = "../../tests/support/reference.rs"]
mod reference;

const TEXTS: [&str; 9] = ["", "a", "b", "ab", "Ab", "/a", "/a/b", "a*", "10"];
const ADDRESSES: [&str; 4] = ["10.0.0.1", "10.0.0.2", "192.168.0.1", "::1"];
const NETWORKS: [&str; 4] = ["10.0.0.0/8", "10.0.0.1/32", "0.0.0.0/0", "::/127"];
const RULES: [&str; 2] = ["first", "second"];

/// One of several.
fn pick<'a>(u: &mut Unstructured<'_>, of: &[&'a str]) -> Result<&'a str> {
    u.choose(of).copied()
}

/// `('a', 'b')`
fn list(u: &mut Unstructured<'_>) -> Result<String> {
    let items: Result<Vec<String>> =
        (0..u.int_in_range(0..=3)?).map(|_| Ok(format!("'{}'", pick(u, &TEXTS)?))).collect();
    Ok(format!("({})", items?.join(", ")))
}

fn condition(u: &mut Unstructured<'_>, depth: usize) -> Result<String> {
    if depth > 0 && u.ratio(1, 2)? {
        let word = pick(u, &["and", "or", "not"])?;
        let left = condition(u, depth - 1)?;
        return Ok(match word {
            "not" => format!("not ({left})"),
            word => format!("({left} {word} {})", condition(u, depth - 1)?),
        });
    }
    let text = pick(u, &["proc.name", "proc.pname", "tolower(proc.name)"])?;
    let word = pick(u, &["=", "!=", "contains", "icontains", "startswith", "endswith", "glob", "iglob"])?;
    let set = pick(u, &["in", "intersects"])?;
    let (order, same) = (pick(u, &["<", "<=", ">", ">="])?, pick(u, &["=", "!="])?);
    let number = u.int_in_range(-3..=11)?;
    Ok(match u.int_in_range(0..=11)? {
        0 => format!("{text} {word} '{}'", pick(u, &TEXTS)?),
        1 => format!("{text} {word} {} {}", pick(u, &["oneof", "anyof", "allof"])?, list(u)?),
        2 => format!("{text} {set} {}", list(u)?),
        3 => format!("{text} pmatch {}", list(u)?),
        4 => format!("{text} {word} val(proc.pname)"),
        5 => format!("proc.pid {order} {number} or proc.pid {same} {number}"),
        6 => format!("len(ka.user.groups) {same} {}", number.max(0)),
        7 => format!("fd.sip {set} ({}, {})", pick(u, &ADDRESSES)?, pick(u, &ADDRESSES)?),
        8 => format!("fd.snet {same} {}", pick(u, &NETWORKS)?),
        9 => format!("ka.user.groups {set} {}", list(u)?),
        10 => format!("evt.failed {same} {}", u.arbitrary::<bool>()?),
        _ => format!(
            "{} exists",
            pick(u, &["proc.name", "proc.pid", "fd.sip", "ka.user.groups", "evt.failed"])?
        ),
    })
}

fn alert(u: &mut Unstructured<'_>) -> Result<Map<String, Value>> {
    let groups: Result<Vec<&str>> = (0..u.int_in_range(0..=3)?).map(|_| pick(u, &TEXTS)).collect();
    let fields = [
        ("proc.name", json!(pick(u, &TEXTS)?)),
        ("proc.pname", json!(pick(u, &TEXTS)?)),
        ("proc.pid", json!(u.int_in_range(-3..=11)?)),
        ("evt.failed", json!(u.arbitrary::<bool>()?)),
        ("fd.sip", json!(pick(u, &ADDRESSES)?)),
        ("ka.user.groups", json!(groups?)),
    ];
    let mut alert = Map::new();
    for (key, value) in fields {
        match u.int_in_range(0..=5)? {
            0 => {}
            1 => drop(alert.insert(key.to_owned(), Value::Null)),
            _ => drop(alert.insert(key.to_owned(), value)),
        }
    }
    Ok(alert)
}

/// A rulebook in which each condition stands twice: for a rule, and for any alert.
fn rulebook(u: &mut Unstructured<'_>, conditions: &[String]) -> Result<String> {
    let mut text = String::new();
    for (at, condition) in conditions.iter().enumerate() {
        let fallback = u.ratio(1, 4)?;
        for (name, rule) in [("any", ""), ("one", pick(u, &RULES)?)] {
            let _ =
                writeln!(text, "- mitigation: {name}{at}\n  title: x\n  summary: x\n  fallback: {fallback}");
            let _ = writeln!(text, "  condition: {}", json!(condition));
            if !rule.is_empty() {
                let _ = writeln!(text, "  rule: {rule}");
            }
        }
    }
    Ok(text)
}

fn run(u: &mut Unstructured<'_>) -> Result<()> {
    let conditions: Result<Vec<String>> = (0..u.int_in_range(1..=4)?).map(|_| condition(u, 4)).collect();
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
    let engine = Engine::new(Loader::new().text("fuzz.yaml", &rulebook(u, &conditions)?).load().book);
    let batch = Batch::new(&engine, &checked, []);
    let (mut reader, mut judge) = (batch.reader(&Limits::default()), batch.judge());
    while !u.is_empty() {
        let fields = alert(u)?;
        let line = json!({ "rule": pick(u, &RULES)?, "output_fields": fields }).to_string();
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
    Ok(())
}

fuzz_target!(|bytes: &[u8]| {
    // Running out of choices ends the story.
    let _ = run(&mut Unstructured::new(bytes));
});
