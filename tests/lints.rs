//! Lints as data: `tests/lints/*.yaml`, one file for each code, hold rulebooks and what must be said of them.
//!
//! A case has a name, `rules`, what it `says` (`CODE LINE:COLUMN message`, nothing for a good one), perhaps what the
//! safe fixes make of the rules (`fixed`), and a `name-pattern` as of `falconer.toml`. The notes about tests and
//! references are left out of every file but their own, so that cases stay small.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use falconer::check::book::Loader;
use falconer::diag::{Code, Diagnostic, Fix, all, edit};
use falconer::lint::rulebook::{NamePattern, Options, run};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Case {
    case: String,
    rules: String,
    #[serde(default)]
    says: Vec<String>,
    fixed: Option<String>,
    name_pattern: Option<String>,
}

/// The cases of every file, by the code in its name.
fn cases() -> BTreeMap<String, Vec<Case>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lints");
    let mut cases = BTreeMap::new();
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    // Advice has a folder and a driver of its own.
    for path in paths.filter(|path| path.is_file()) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let code = name.split('-').next().unwrap().to_uppercase();
        let read = yaml_serde::from_str(&fs::read_to_string(&path).unwrap());
        cases.insert(code, read.unwrap_or_else(|error| panic!("{name}: {error}")));
    }
    cases
}

fn found(rules: &str, options: &Options) -> Vec<(Diagnostic, String)> {
    let loaded = Loader::new().text("r.yaml", rules).load();
    let mut problems = loaded.diagnostics;
    problems.extend(loaded.book.check_all());
    assert!(
        problems.iter().all(|problem| problem.severity < falconer::diag::Severity::Error),
        "{problems:?}"
    );
    let sources = loaded.book.sources();
    let line = |problem: Diagnostic| {
        let at = sources.get(problem.primary.span.file).unwrap().location(problem.primary.span.bytes.start);
        let line = format!("{} {}:{} {}", problem.code.code(), at.line, at.column, problem.message);
        (problem, line)
    };
    run(&loaded.book, options, &|_| true).into_iter().map(line).collect()
}

fn fixed(rules: &str, options: &Options) -> String {
    let problems = found(rules, options);
    let fixes: Vec<&Fix> =
        problems.iter().filter_map(|(problem, _)| problem.fix.as_ref()).filter(|fix| fix.safe).collect();
    edit::apply(rules, &fixes).0
}

#[test]
fn every_case_says_what_it_must() {
    let mut wrong = Vec::new();
    for (code, cases) in cases() {
        for case in cases {
            let pattern = case.name_pattern.as_ref().map(|text| NamePattern::new(text).unwrap());
            let options = Options { name_pattern: pattern };
            let beside = [Code::MITIGATION_WITHOUT_TEST, Code::MITIGATION_WITHOUT_REFERENCE];
            let said: Vec<String> = found(&case.rules, &options)
                .into_iter()
                .filter(|(problem, _)| problem.code.code() == code || !beside.contains(&problem.code))
                .map(|(_, line)| line)
                .collect();
            if said != case.says {
                wrong.push(format!("{code} {}: says\n  {}", case.case, said.join("\n  ")));
            }
            if let Some(expected) = &case.fixed {
                let once = fixed(&case.rules, &options);
                assert_eq!(&once, expected, "{code} {}", case.case);
                assert_eq!(fixed(&once, &options), once, "{code} {}: a second run changes more", case.case);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Lints of advice that look at a rulebook's texts, not at its code.
const RULEBOOK_TEXTS: [&str; 5] = ["FL1902", "FL1905", "FL1906", "FL1907", "FL1908"];

#[test]
fn every_lint_has_a_bad_case_and_a_good_one() {
    let cases = cases();
    for code in all().filter(|code| code.code().starts_with("FL05") || RULEBOOK_TEXTS.contains(&code.code()))
    {
        let own = cases.get(code.code()).unwrap_or_else(|| panic!("{code} has no cases"));
        let says = |case: &Case| case.says.iter().any(|line| line.starts_with(code.code()));
        assert!(own.iter().any(says), "{code} has no bad case");
        assert!(own.iter().any(|case| !says(case)), "{code} has no good case");
    }
}
