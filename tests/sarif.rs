//! What `--format sarif` writes follows the public schema of SARIF 2.1.0, kept as `tests/schemas/` (OASIS,
//! <https://github.com/oasis-tcs/sarif-spec>, commit e058381), and points at what it says it points at.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sarif(args: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_falconer"))
        .args(args)
        .args(["--format", "sarif"])
        .current_dir(home().join("tests/cmd/inputs"))
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_document_follows_the_schema() {
    let schema = fs::read_to_string(home().join("tests/schemas/sarif-schema-2.1.0.json")).unwrap();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&serde_json::from_str(&schema).unwrap())
        .unwrap();
    let runs: [&[&str]; 6] = [
        &["check", "--no-builtin", "silent"],
        &["check", "--no-builtin", "broken"],
        &["check", "--no-builtin", "mend"],
        &["check", "--no-builtin", "missing.yaml", "empty-folder", "binary", "alert.json"],
        &["check", "--no-builtin", "clean"],
        &["test", "--no-builtin", "failing"],
    ];
    for run in runs {
        let document = sarif(run);
        let errors: Vec<String> =
            validator.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{run:?}\n{}", errors.join("\n"));
    }
    let mut broken = sarif(&["check", "--no-builtin", "clean"]);
    broken["runs"][0]["columnKind"] = "bytes".into();
    assert!(!validator.is_valid(&broken), "the validator refuses nothing");
}

#[test]
fn results_name_their_rules_and_regions_hold_their_words() {
    let document = sarif(&["check", "--no-builtin", "broken/typos.yaml"]);
    let run = &document["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let text = fs::read_to_string(home().join("tests/cmd/inputs/broken/typos.yaml")).unwrap();
    let mut words = Vec::new();
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
        let line: Vec<char> = text.lines().nth(number("startLine") - 1).unwrap().chars().collect();
        words.push(line[number("startColumn") - 1..number("endColumn") - 1].iter().collect::<String>());
    }
    assert_eq!(words, ["conditon", "proc.nmae", "proc.exepth", "(", "a-key"]);
}

#[test]
fn a_silenced_problem_is_a_suppressed_result() {
    let document = sarif(&["check", "--no-builtin", "silent"]);
    let results = document["runs"][0]["results"].as_array().unwrap();
    let silenced: Vec<&Value> = results.iter().filter(|result| result["suppressions"].is_array()).collect();
    assert!(!silenced.is_empty());
    assert_eq!(silenced[0]["suppressions"][0]["kind"], "inSource");
    assert_eq!(silenced[0]["suppressions"][0]["justification"], "the wiki page is not public");
}
