//! What people read of the built-in rulebook, kept as snapshots by rulebook file.
//!
//! `strategies-FILE` holds each strategy once, as it first comes up in a test that withholds nothing of it;
//! `mitigations-FILE` each mitigation's own words for its first test, and which strategies follow. A few reports are
//! kept whole, one of them in every format. A new item is covered without a line here: `INSTA_UPDATE=always cargo
//! test --test builtin` writes its snapshot, to be read.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use falconer::check::book::Kind;
use falconer::report::{Code, Strategy};
use falconer::source::FileId;
use falconer::suite::alert_of;
use falconer::{Alert, Engine, Evaluation, Format, Loader, Report};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// Mitigations of which the report of a test is kept whole, by the number of that test.
const WHOLE: [(&str, usize); 10] = [
    ("clear-log-activities", 0),
    ("contact-k8s-api-server-from-container", 0),
    ("drop-and-execute-new-binary", 0),
    ("no-mitigation-written", 0),
    ("read-sensitive-file-untrusted", 0),
    ("read-sensitive-file-untrusted", 5),
    ("remove-bulk-data-from-disk", 0),
    ("terminal-shell-in-container", 0),
    ("user-mgmt-binaries", 0),
    ("write-below-etc", 3),
];

fn engine() -> Engine {
    Engine::new(Loader::new().builtin(true).builtin_tests(true).load().book)
}

/// The report of an alert, from one mitigation or from all that match.
fn report(engine: &Engine, alert: &str, mitigation: Option<usize>) -> Report {
    let alert = Alert::parse(alert.as_bytes()).unwrap();
    let mut findings = engine.evaluate(&alert).findings;
    findings.retain(|finding| mitigation.is_none_or(|number| number == finding.mitigation));
    let mut report = Report::new(engine, &alert, &Evaluation { findings });
    // Another digest is no other look.
    report.footer.items = "ITEMS".to_owned();
    report.footer.alert = "ALERT".to_owned();
    report
}

/// What a mitigation makes of the alert of one of its tests.
fn report_of_test(engine: &Engine, number: usize, test: usize) -> Report {
    let item = engine.book().mitigation_item(number).unwrap();
    report(engine, &alert_of(item, item.tests.get(test).unwrap()), Some(number))
}

fn stem(engine: &Engine, file: FileId) -> String {
    let name = engine.book().sources().get(file).unwrap().name();
    Path::new(name).file_stem().unwrap().to_str().unwrap().to_owned()
}

fn assert_snapshot(name: &str, text: &str) {
    insta::with_settings!({ snapshot_path => "builtin", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

fn assert_snapshots(kind: &str, by_file: &BTreeMap<String, String>) {
    for (file, text) in by_file {
        assert_snapshot(&format!("{kind}-{file}"), text);
    }
}

fn shows_all(strategy: &Strategy) -> bool {
    let mut examples = strategy.examples.iter().chain(&strategy.verify).chain(&strategy.rollback);
    examples.all(|example| matches!(example.code, Code::Shown(_)))
}

/// The report's text from one heading to the next one of its level, or to the end.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let rest = page.split_once(from).unwrap().1;
    rest.split_once(to).map_or(rest, |(part, _)| part).trim()
}

fn alone(report: &Report, strategy: &Strategy) -> String {
    let page = Report { strategies: vec![strategy.clone()], ..report.clone() }.render(Format::Md);
    between(between(&page, "## Mitigation Strategies", "\n## "), "### 1. ", "\n---").to_owned()
}

#[test]
fn the_example_alert_in_every_format() {
    let engine = engine();
    let report = report(&engine, include_str!("../examples/alerts/drop-and-execute.json"), None);
    for (name, format) in
        [("md", Format::Md), ("html", Format::Html), ("json", Format::Json), ("term", Format::Term)]
    {
        assert_snapshot(&format!("example-{name}"), &report.render(format));
    }
}

#[test]
fn a_few_reports_whole() {
    let engine = engine();
    let book = engine.book();
    for (name, test) in WHOLE {
        let number = (0..book.mitigation_count())
            .find(|&number| book.mitigation_entry(number).is_some_and(|entry| entry.name == name))
            .unwrap();
        let report = report_of_test(&engine, number, test);
        assert_snapshot(&format!("report-{name}-{test}"), &report.render(Format::Md));
    }
}

#[test]
fn each_strategy_once() {
    let engine = engine();
    let book = engine.book();
    let mut seen = BTreeSet::new();
    let mut by_file: BTreeMap<String, String> = BTreeMap::new();
    for number in 0..book.mitigation_count() {
        let of_mitigation = book.mitigation_entry(number).unwrap().span.file;
        for test in 0..book.mitigation_item(number).unwrap().tests.len() {
            let report = report_of_test(&engine, number, test);
            for strategy in report.strategies.iter().filter(|strategy| shows_all(strategy)) {
                if !seen.insert(strategy.name.clone()) {
                    continue;
                }
                let file =
                    book.entry(Kind::Strategy, &strategy.name).map_or(of_mitigation, |entry| entry.span.file);
                let text = by_file.entry(stem(&engine, file)).or_default();
                write!(text, "=== {}\n\n{}\n\n", strategy.name, alone(&report, strategy)).unwrap();
            }
        }
    }
    assert_snapshots("strategies", &by_file);
}

#[test]
fn each_mitigation_in_its_own_words() {
    let engine = engine();
    let book = engine.book();
    let mut by_file: BTreeMap<String, String> = BTreeMap::new();
    for number in 0..book.mitigation_count() {
        let entry = book.mitigation_entry(number).unwrap();
        let report = report_of_test(&engine, number, 0);
        let page = Report { strategies: Vec::new(), ..report.clone() }.render(Format::Md);
        let text = by_file.entry(stem(&engine, entry.span.file)).or_default();
        write!(text, "=== {}: {}\n\n", entry.name, report.findings.first().unwrap().title).unwrap();
        write!(text, "{}\n\n", between(&page, "## Summary", "\n## Mitigation Strategies")).unwrap();
        for strategy in &report.strategies {
            writeln!(text, "{:?}: {}", strategy.phase, strategy.name).unwrap();
        }
        let rest = between(&page, "## Mitigation Strategies", "\n---");
        writeln!(text, "\n{}", rest.split_once("\n## ").map_or("", |(_, rest)| rest)).unwrap();
        text.push('\n');
    }
    assert_snapshots("mitigations", &by_file);
}
