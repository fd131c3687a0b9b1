//! The canonical layout: what it looks like, that it changes nothing else, and that it is its own layout.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test"
)]

use falconer::fmt::{FmtError, canonical};
use proptest::prelude::*;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Line and column of a refusal, and its words.
fn refusal(text: &str, error: &FmtError) -> String {
    let before = &text[..error.at().range().start];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    format!("{line}:{column} {error}\n")
}

#[test]
fn cases_are_laid_out_as_written() {
    let cases = std::fs::read_to_string(root().join("tests/fmt/layout.txt")).unwrap();
    let cases: Vec<_> = cases.split("=== ").filter(|case| !case.is_empty()).collect();
    assert!(cases.len() >= 8);
    for case in cases {
        let (name, rest) = case.split_once("\n--- before\n").unwrap();
        let (before, expected) = match rest.split_once("\n--- after\n") {
            Some(parts) => parts,
            None => rest.split_once("\n--- error\n").unwrap(),
        };
        let before = format!("{before}\n");
        let laid_out = canonical(&before).unwrap_or_else(|error| refusal(&before, &error));
        // One blank line stands between cases.
        assert_eq!(laid_out.trim_end_matches('\n'), expected.trim_end_matches('\n'), "{name}");
    }
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            yaml_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            found.push(path);
        }
    }
}

/// `None` where that parser refuses what a layout has: a key that stands twice.
fn values(text: &str) -> Option<Vec<yaml_serde::Value>> {
    use serde::Deserialize;
    yaml_serde::Deserializer::from_str(text).map(|d| yaml_serde::Value::deserialize(d).ok()).collect()
}

/// Also what another YAML parser reads is the same before and after.
fn faithful(text: &str) -> String {
    let once = canonical(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(values(text), values(&once), "\n{text}\n{once}");
    assert_eq!(canonical(&once).as_ref(), Ok(&once));
    once
}

#[test]
fn every_yaml_file_here_keeps_its_values_and_has_one_layout() {
    let mut files = Vec::new();
    for folder in ["rules", "tests", "examples"] {
        yaml_files(&root().join(folder), &mut files);
    }
    assert!(files.len() >= 20, "{}", files.len());
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        // Some tests are about files that are no YAML.
        if !matches!(canonical(&text), Err(FmtError::Syntax { .. })) {
            faithful(&text);
        }
    }
}

#[test]
fn the_built_in_rulebook_is_in_its_canonical_layout() {
    let mut files = Vec::new();
    yaml_files(&root().join("rules"), &mut files);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(canonical(&text).unwrap() == text, "{}: run `falconer fmt rules/`", file.display());
    }
}

#[test]
fn line_ends_stay() {
    assert_eq!(canonical("- a:   b\r\n- c\r\n").unwrap(), "- a: b\r\n- c\r\n");
}

#[test]
fn nesting_is_bounded() {
    for (depth, fits) in [(63, true), (64, true), (65, false)] {
        let text = format!("{}{}\n", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(!matches!(canonical(&text), Err(FmtError::TooDeep(_))), fits, "{depth}");
    }
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[ -~é\n\t]{0,12}".prop_map(Value::from),
        Just(Value::from("no")),
        Just(Value::from("a: b # c")),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[a-z ]{1,6}", inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn random_values_survive_in_flow_and_block_style(value in json()) {
        faithful(&format!("- {value}\n"));
        let block = yaml_serde::to_string(&value).unwrap();
        // What is written in an unusual way may be left as it is, never changed: decision 0029.
        let left = matches!(canonical(&block), Err(FmtError::Unfaithful(_) | FmtError::Unusual));
        if !left {
            faithful(&block);
        }
    }
}
