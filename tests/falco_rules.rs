//! Falco rules files as data: `tests/falco_rules/*.txt` hold files and what comes of loading them in order.
//!
//! A file holds cases. A case begins with `=== its name`, then files, each after `--- its name`, then `--- expect`:
//! a block for each rule, and one line per diagnostic. A case costs no Rust; `BLESS=1` writes what comes now, for
//! review.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper of tests fails by panicking")]

use falconer::check::falco_rules::{Loaded, Rule, load, load_texts};
use falconer::diag::Severity;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/falco_rules")
}

/// What a rule comes to.
fn rule(rule: &Rule) -> String {
    let state = if rule.enabled { "on" } else { "off" };
    let tags = if rule.tags.is_empty() { String::new() } else { format!(" [{}]", rule.tags.join(", ")) };
    let whole = rule.whole_condition();
    let condition: Vec<&str> = whole.as_str().split_whitespace().collect();
    let printed: Vec<&str> = rule.printed().collect();
    let printed = if printed.is_empty() { "nothing".to_owned() } else { printed.join(", ") };
    format!(
        "rule {}: {} {} {state}{tags}\n  condition {}\n  prints {}",
        rule.name,
        rule.priority,
        rule.source,
        condition.join(" "),
        printed
    )
}

fn told(loaded: &Loaded) -> String {
    let mut lines: Vec<String> = loaded.rules.rules.iter().map(rule).collect();
    for found in &loaded.diagnostics {
        let file = loaded.rules.sources().get(found.primary.span.file).unwrap();
        let at = file.location(found.primary.span.bytes.start);
        let severity = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let hint = found.hint.as_ref().map_or_else(String::new, |hint| format!(" | {hint}"));
        let place = format!("{}:{}:{}", file.name(), at.line, at.column);
        lines.push(format!("{severity} {} {place} {}{hint}", found.code.code(), found.message));
    }
    lines.join("\n")
}

#[test]
fn every_case_comes_to_what_it_must() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut wrong = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let mut blessed = String::new();
        for case in text.split("=== ").skip(1) {
            let (name, rest) = case.split_once('\n').unwrap();
            let sections: Vec<(&str, &str)> =
                rest.split("--- ").skip(1).map(|section| section.split_once('\n').unwrap()).collect();
            let files = sections.iter().copied().filter(|(title, _)| *title != "expect");
            let actual = told(&load_texts(files.clone()));
            let expected =
                sections.iter().find(|(title, _)| *title == "expect").map_or("", |(_, body)| body.trim_end());
            blessed.push_str(&format!("=== {name}\n"));
            files.for_each(|(name, body)| blessed.push_str(&format!("--- {name}\n{body}")));
            blessed.push_str(&format!("--- expect\n{actual}\n\n"));
            if actual != expected {
                wrong.push(format!("{}: {name}\nexpected:\n{expected}\ncame:\n{actual}\n", path.display()));
            }
        }
        if bless {
            fs::write(&path, blessed.trim_end().to_owned() + "\n").unwrap();
        }
    }
    assert!(bless || wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_read_is_told_and_changes_nothing_else() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/inputs");
    let codes = |paths: &[&str]| -> Vec<&str> {
        let loaded = load(paths.iter().map(|path| home.join(path)));
        loaded.diagnostics.iter().map(|found| found.code.code()).collect()
    };
    assert_eq!(codes(&["nosuch.yaml"]), ["FL0001"]);
    assert_eq!(codes(&["empty-folder"]), ["FL0007"]);
    assert_eq!(codes(&["binary"]), ["FL0002"]);
    assert_eq!(codes(&["alert.json"]), ["FL0008"]);
    assert_eq!(codes(&["rules"]), ["FL0008"]);
    assert_eq!(codes(&["falco"]), Vec::<&str>::new());
}

#[test]
fn nothing_that_lists_within_lists_can_do_takes_long() {
    let mut text = String::from("- list: l0\n  items: []\n");
    for n in 1..200 {
        text.push_str(&format!("- list: l{n}\n  items: [l{0}, l{0}]\n", n - 1));
    }
    text.push_str("- rule: r\n  desc: d\n  condition: proc.name in (l199)\n  output: x\n  priority: INFO\n");
    assert_eq!(load_texts([("a.yaml", text.as_str())]).errors().count(), 0);
}
