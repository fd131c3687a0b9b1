//! Lints of advice over cases that are data: `tests/lints/advice/<code>-<name>.md`.
//!
//! Each fence is a case of its own: a command, manifest or rule that stands in the answer to an incident, or, in a
//! fence that says `report`, a whole report. Under `Bad` the lint must speak, under `Good` and `False alarms` it
//! must not. What other lints say is not looked at. Whole reports stand in `tests/lints/reports`, each line that harms
//! marked with its codes.
#![cfg(feature = "lint")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use falconer::Loader;
use falconer::diag::Severity;
use falconer::lint::advice::{audit, rulebook};
use falconer::source::FileId;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A fence of a case file.
struct Case {
    section: String,
    lang: String,
    text: String,
    line: usize,
}

fn cases(page: &str) -> Vec<Case> {
    let mut found: Vec<Case> = Vec::new();
    let mut section = String::new();
    let mut open: Option<String> = None;
    for (line, text) in page.lines().enumerate() {
        match &open {
            Some(fence) if text == fence => open = None,
            Some(_) => {
                let case = found.last_mut().unwrap();
                case.text.push_str(text);
                case.text.push('\n');
            }
            None if text.starts_with("```") => {
                let lang = text.trim_start_matches('`');
                open = Some(text.replace(lang, ""));
                found.push(Case {
                    section: section.clone(),
                    lang: lang.to_owned(),
                    text: String::new(),
                    line,
                });
            }
            None => {
                if let Some(title) = text.strip_prefix("## ") {
                    title.clone_into(&mut section);
                }
            }
        }
    }
    found
}

/// The report that a case is.
fn report(case: &Case) -> String {
    match case.lang.as_str() {
        "report" => case.text.clone(),
        lang => format!("# Mitigation of an alert\n\nDo this:\n\n```{lang}\n{}```\n", case.text),
    }
}

#[test]
fn each_lint_speaks_where_it_must_and_nowhere_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lints/advice");
    let mut wrong = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let code = name.split('-').next().unwrap().to_uppercase();
        for case in cases(&fs::read_to_string(&path).unwrap()) {
            let found = audit(FileId(0), &report(&case), true);
            let speaks = found.diagnostics.iter().any(|one| {
                one.code.code() == code && (case.section != "False alarms" || one.severity > Severity::Note)
            });
            if speaks != (case.section == "Bad") {
                wrong.push(format!(
                    "{name}.md:{}: {}: {:?}\n{}",
                    case.line + 1,
                    case.section,
                    found.diagnostics.iter().map(|d| d.code.code()).collect::<Vec<_>>(),
                    case.text
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Findings that a line of a report is marked with, `⟦FL1101 FL1102⟧`, and the report without the marks.
fn unmarked(marked: &str) -> (String, BTreeSet<(usize, String)>) {
    let (mut report, mut expected) = (String::new(), BTreeSet::new());
    for (index, line) in marked.lines().enumerate() {
        let (text, codes) = line.split_once("\u{27e6}").unwrap_or((line, ""));
        for code in codes.trim_end_matches('\u{27e7}').split_whitespace() {
            expected.insert((index + 1, code.trim_end_matches('\u{27e7}').to_owned()));
        }
        report.push_str(text.trim_end_matches(' '));
        if let Some((_, after)) = codes.split_once('\u{27e7}') {
            report.push_str(after);
        }
        report.push('\n');
    }
    (report, expected)
}

/// Whole reports such as people and language models write: every harmful line is found, and no other.
#[test]
fn whole_reports_are_judged_line_by_line() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lints/reports");
    let mut wrong = Vec::new();
    for group in ["harmful", "sound"] {
        let mut paths: Vec<_> =
            fs::read_dir(folder.join(group)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let (report, expected) = unmarked(&fs::read_to_string(&path).unwrap());
            assert_eq!(expected.is_empty(), group == "sound", "{}", path.display());
            let found = audit(FileId(0), &report, false);
            let told: BTreeSet<(usize, String)> = found
                .diagnostics
                .iter()
                .filter(|one| one.severity > Severity::Note)
                .map(|one| {
                    let start = one.primary.span.bytes.range().start;
                    (report.get(..start).unwrap().matches('\n').count() + 1, one.code.code().to_owned())
                })
                .collect();
            let missed: Vec<_> = expected.difference(&told).collect();
            let extra: Vec<_> = told.difference(&expected).collect();
            if !missed.is_empty() || !extra.is_empty() {
                wrong.push(format!("{}: missed {missed:?}, extra {extra:?}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn example(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/reports").join(name)).unwrap()
}

fn codes(report: &str) -> Vec<&'static str> {
    audit(FileId(0), report, false)
        .diagnostics
        .iter()
        .filter(|one| one.severity > Severity::Note)
        .map(|one| one.code.code())
        .collect()
}

#[test]
fn the_harmful_report_is_taken_apart() {
    let report = example("harmful.md");
    let found = audit(FileId(0), &report, false);
    let told: Vec<(&str, &str)> = found
        .diagnostics
        .iter()
        .map(|one| (one.code.code(), report.get(one.primary.span.bytes.range()).unwrap()))
        .collect();
    for expected in [
        ("FL1101", "--privileged"),
        ("FL1102", "-v /var/run/docker.sock:/var/run/docker.sock"),
        ("FL1109", "modest_brahmagupta"),
        ("FL1610", "`-p`"),
        ("FL1703", "description"),
        ("FL1703", "container"),
        ("FL1702", "Detect short-lived containers"),
        ("FL1601", "--apparmor-profile"),
        ("FL1316", "pkill containerd-shim"),
        ("FL1401", "docker restart modest_brahmagupta"),
    ] {
        assert!(told.contains(&expected), "{expected:?} in {told:?}");
    }
    assert!(told.iter().any(|(code, text)| *code == "FL1701" && text.contains("now(1h)")), "{told:?}");
    assert!(found.diagnostics.iter().all(|one| one.hint.is_some()), "a finding without a replacement");
}

#[test]
fn the_sound_report_is_left_alone() {
    assert_eq!(codes(&example("sound.md")), Vec::<&str>::new());
}

#[test]
fn what_is_shown_as_wrong_is_a_note() {
    let shown = |report: &str| {
        audit(FileId(0), report, false).diagnostics.first().map(|one| (one.code.code(), one.severity))
    };
    let note = Some(("FL1101", Severity::Note));
    let code = "```sh\ndocker run --privileged a:1\n```\n";
    assert_eq!(shown(&format!("# Alert\n\nNever run this:\n\n{code}")), note);
    assert_eq!(shown("# Alert\n\n```sh bad\ndocker run --privileged a:1\n```\n"), note);
    assert_eq!(shown("# Alert\n\nThe attacker ran `docker run --privileged a:1`.\n"), note);
    assert_eq!(shown(&format!("# Alert\n\nRun this:\n\n{code}")), Some(("FL1101", Severity::Error)));
    assert_eq!(shown("# Alert\n\n```diff\n-docker run --privileged a:1\n+docker run a:1\n```\n"), None);
}

#[test]
fn a_report_does_not_acquit_itself() {
    let report = "# Alert\n\n<!-- falconer-allow: FL1101 reason=\"reads the disk of the node\" -->\n\n```sh\ndocker run --privileged a:1\n```\n";
    let told = |trust: bool| audit(FileId(0), report, trust).diagnostics.len();
    assert_eq!((told(false), told(true)), (1, 0));
}

/// A rulebook with one example that carries this allow.
fn allowing(allow: &str) -> Vec<(&'static str, String)> {
    let text = format!(
        "- strategy: look\n  title: Look at the disk\n  phase: investigate\n  examples:\n    - lang: sh\n      code: docker run --privileged registry.example.com/ir:1.2 {{{{ proc.exepath }}}}\n      allow: [{allow}]\n"
    );
    let loaded = Loader::new().builtin(false).text("rules.yaml", &text).load();
    assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
    let found = rulebook(&loaded.book, Some("2026-11-24"), &|_| true);
    found
        .iter()
        .map(|one| (one.code.code(), text.get(one.primary.span.bytes.range()).unwrap().to_owned()))
        .collect()
}

#[test]
fn the_examples_of_a_rulebook_are_judged_in_their_places() {
    let reason = "reason: \"reads the disk of the node\"";
    assert_eq!(allowing(""), [("FL1101", "--privileged".to_owned())]);
    assert_eq!(allowing(&format!("{{lint: FL1101, {reason}, until: 2027-06-30, reviewed_by: dora}}")), []);
    assert_eq!(
        allowing(&format!("{{lint: FL1101, {reason}}}")),
        [("FL1903", "FL1101".to_owned())],
        "whose review is missing"
    );
    assert_eq!(
        allowing(&format!("{{lint: FL1101, {reason}, until: 2025-01-01, reviewed_by: dora}}")),
        [("FL1904", "2025-01-01".to_owned())]
    );
    let short = allowing("{lint: FL1101, reason: x, reviewed_by: dora}");
    assert_eq!(short.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["FL1101", "FL1903"]);
}
