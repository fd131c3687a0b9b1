//! The JSON Schema of rulebook files and the decoder agree, both ways: what `check` takes for a rulebook's shape, an
//! editor takes, and what it refuses for its shape, an editor underlines.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use jsonschema::Validator;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn validator() -> Validator {
    let output = Command::new(env!("CARGO_BIN_EXE_falconer")).arg("schema").output().unwrap();
    assert!(output.status.success());
    jsonschema::validator_for(&serde_json::from_slice(&output.stdout).unwrap()).unwrap()
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A file as an editor's YAML server hands it to the schema.
fn json(text: &str) -> Option<Value> {
    let yaml: yaml_serde::Value = yaml_serde::from_str(text).ok()?;
    serde_json::to_value(yaml).ok()
}

#[test]
fn what_the_decoder_takes_the_schema_takes() {
    let schema = validator();
    let mut files = vec![root("src/cli/init/template/rulebook.yaml")];
    files.extend(fs::read_dir(root("rules")).unwrap().map(|entry| entry.unwrap().path()));
    for file in files {
        let value = json(&fs::read_to_string(&file).unwrap()).unwrap();
        let wrong: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", file.display());
    }
}

/// The files of the cases of one code, each with whether the code is said of it.
fn cases(code: &str) -> Vec<(String, bool)> {
    let folder = fs::read_dir(root("tests/diagnostics")).unwrap().map(|entry| entry.unwrap().path());
    let begins = format!("{}-", code.to_lowercase());
    let named = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with(&begins);
    let path = folder.into_iter().find(named).unwrap_or_else(|| panic!("no cases of {code}"));
    let text = fs::read_to_string(path).unwrap();
    let mut files = Vec::new();
    for case in text.split("=== ").skip(1) {
        let (written, expect) = case.split_once("--- expect\n").unwrap();
        for file in written.split("--- ").skip(1) {
            let (name, body) = file.split_once('\n').unwrap();
            files.push((body.to_owned(), expect.contains(&format!("{code} {name}:"))));
        }
    }
    files
}

#[test]
fn what_the_decoder_refuses_for_its_shape_the_schema_refuses() {
    let schema = validator();
    for code in ["FL0301", "FL0302", "FL0303", "FL0306", "FL0308"] {
        let mut refused = 0;
        for (text, said) in cases(code) {
            let Some(value) = json(&text).filter(|_| said) else { continue };
            assert!(!schema.is_valid(&value), "{code}: an editor takes\n{text}");
            refused += 1;
        }
        assert!(refused > 0, "{code}: no case");
    }
}

#[test]
fn what_is_beyond_a_schema_it_leaves_to_the_decoder() {
    let schema = validator();
    for code in ["FL0101", "FL0102", "FL0140", "FL0204", "FL0310", "FL0311", "FL0312", "FL0313"] {
        for (text, said) in cases(code) {
            let Some(value) = json(&text).filter(|_| said) else { continue };
            let wrong: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{code}: an editor refuses {wrong:?}\n{text}");
        }
    }
}
