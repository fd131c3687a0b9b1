//! Diagnostics as data: `tests/diagnostics/*.txt` hold rulebooks and what must be said of them.
//!
//! A file holds cases. A case begins with `=== its name`, then files, each after `--- its name`, then
//! `--- expect` with one line per diagnostic: code, place, message, then after ` | ` labels and the hint. A
//! case costs no Rust; `BLESS=1` writes what is said now, for review.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper of tests fails by panicking")]

use falconer::check::book::Loader;
use falconer::diag::{Diagnostic, Label, all};
use falconer::source::Sources;
use std::fs;
use std::path::PathBuf;

struct Case {
    name: String,
    files: Vec<(String, String)>,
    expect: String,
}

/// Whether the cases are being written anew, which other tests must not read meanwhile.
fn blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

fn case_files() -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ext| ext == "txt"));
    paths.sort();
    paths
}

fn parse(text: &str) -> Vec<Case> {
    text.split("=== ").skip(1).map(parse_case).collect()
}

fn parse_case(text: &str) -> Case {
    let (name, rest) = text.split_once('\n').unwrap();
    let mut files = Vec::new();
    let mut expect = String::new();
    for section in rest.split("--- ").skip(1) {
        let (title, body) = section.split_once('\n').unwrap();
        if title == "expect" {
            expect = body.trim_end().to_owned()
        } else {
            files.push((title.to_owned(), body.to_owned()))
        }
    }
    Case { name: name.to_owned(), files, expect }
}

fn said(case: &Case) -> String {
    let loader = case.files.iter().fold(Loader::new(), |loader, (name, text)| loader.text(name, text));
    let loaded = loader.load();
    let mut all = loaded.diagnostics;
    all.extend(loaded.book.check_all());
    falconer::diag::settle(&mut all);
    let lines: Vec<_> = all.iter().map(|diagnostic| line(diagnostic, loaded.book.sources())).collect();
    lines.join("\n")
}

fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = |label: &Label| {
        let file = sources.get(label.span.file).unwrap();
        let at = file.location(label.span.bytes.start);
        format!("{}:{}:{}", file.name(), at.line, at.column)
    };
    let mut parts =
        vec![format!("{} {} {}", diagnostic.code.code(), place(&diagnostic.primary), diagnostic.message)];
    if !diagnostic.primary.text.is_empty() {
        parts.push(diagnostic.primary.text.clone());
    }
    parts.extend(diagnostic.secondary.iter().map(|label| format!("{} {}", place(label), label.text)));
    parts.extend(diagnostic.hint.iter().map(|hint| format!("hint: {hint}")));
    parts.join(" | ")
}

#[test]
fn every_case_says_what_it_must() {
    let bless = blessing();
    let mut wrong = Vec::new();
    for path in case_files() {
        let text = fs::read_to_string(&path).unwrap();
        let mut blessed = String::new();
        for case in parse(&text) {
            let actual = said(&case);
            blessed.push_str(&format!("=== {}\n", case.name));
            case.files.iter().for_each(|(name, body)| blessed.push_str(&format!("--- {name}\n{body}")));
            blessed.push_str(&format!("--- expect\n{actual}{}\n", if actual.is_empty() { "" } else { "\n" }));
            if actual != case.expect {
                wrong.push(format!(
                    "{}: {}\nexpected:\n{}\nsaid:\n{actual}\n",
                    path.display(),
                    case.name,
                    case.expect
                ));
            }
        }
        if bless {
            fs::write(&path, blessed.trim_end().to_owned() + "\n").unwrap();
        }
    }
    assert!(bless || wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Codes whose cases need bytes or sizes that no text file of cases should hold.
const ELSEWHERE: [&str; 11] = [
    "FL0001", "FL0901", "FL0902", "FL0903", "FL0905", "FL0907", "FL0908", "FL0941", "FL0942", "FL0943",
    "FL0944",
];

/// Codes of Falco rules files, comments, configuration, baseline and test runs, which loading does not know: see
/// `tests/falco_rules` and `tests/cmd`.
const NOT_OF_LOADING: [&str; 5] = ["FL0008", "FL002", "FL003", "FL004", "FL0405"];

#[test]
fn every_code_of_loading_has_a_case() {
    if blessing() {
        return;
    }
    let cases: String = case_files().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let ranges = ["FL00", "FL03", "FL04", "FL090"];
    for code in all().filter(|code| ranges.iter().any(|range| code.code().starts_with(range))) {
        if NOT_OF_LOADING.iter().any(|range| code.code().starts_with(range)) {
            continue;
        }
        let covered = ELSEWHERE.contains(&code.code()) || cases.contains(&format!("\n{} ", code.code()));
        assert!(covered, "no case shows {code}");
    }
}

#[test]
fn every_file_of_cases_carries_its_code_in_its_name() {
    if blessing() {
        return;
    }
    for path in case_files() {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let code = stem.split_once('-').map_or("", |(code, _)| code).to_uppercase();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(&format!("\n{code} ")), "{} shows no {code}", path.display());
    }
}
