//! The examples of the registry are true: each wrong one gives exactly its code, each right one does not.
//!
//! An example is a piece of a rulebook; here it is put into a whole one. Examples that are no text of a rulebook (a
//! command, a file of five megabytes) are named below, with the case that shows them elsewhere.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use falconer::check::book::Loader;
use falconer::diag::{Code, Severity, all, suppress};
use falconer::lint::rulebook::{Options, run};
use std::collections::BTreeSet;

/// What the examples use.
const PRELUDE: &str = "
- list: shell_binaries
  items: [bash, sh]
- macro: always
  condition: alert.rule exists or not alert.rule exists
- macro: in_pod
  condition: k8s.pod.name exists
- strategy: isolate-pod
  title: Isolate
  phase: triage
- strategy: copy-file
  title: Copy
  phase: preserve
  params: [file]
";

/// Codes whose wrong example is no text of a rulebook; what shows them instead.
const DESCRIBED: [(&str, &str); 36] = [
    ("FL0001", "tests/cmd/check"),
    ("FL0002", "tests/diagnostics"),
    ("FL0006", "tests/diagnostics"),
    ("FL0007", "tests/diagnostics"),
    ("FL0008", "tests/falco_rules"),
    ("FL0030", "src/cli/config"),
    ("FL0031", "src/cli/config"),
    ("FL0032", "src/cli/config"),
    ("FL0040", "tests/cmd/check"),
    ("FL0110", "tests/cmd/filter: in a file it is FL0305"),
    ("FL0111", "tests/diagnostics"),
    ("FL0112", "tests/conditions: only the Falco dialect refuses it"),
    ("FL0149", "tests/conditions: only the Falco dialect refuses it"),
    ("FL0159", "tests/diagnostics"),
    ("FL0160", "src/check/condition: a book reports FL0313"),
    ("FL0202", "tests/diagnostics"),
    ("FL0310", "tests/diagnostics: two items of one file"),
    ("FL0402", "tests/diagnostics"),
    ("FL0405", "tests/cmd/test"),
    ("FL0524", "tests/lints"),
    ("FL0541", "tests/lints"),
    ("FL0901", "tests/loading.rs"),
    ("FL0902", "tests/loading.rs"),
    ("FL0903", "tests/loading.rs"),
    ("FL0904", "tests/diagnostics"),
    ("FL0905", "tests/loading.rs"),
    ("FL0906", "tests/diagnostics"),
    ("FL0907", "tests/loading.rs"),
    ("FL0908", "tests/limits.rs"),
    ("FL0941", "tests/cmd.rs"),
    ("FL0942", "tests/cmd.rs"),
    ("FL0943", "tests/cmd.rs"),
    ("FL0944", "tests/cmd.rs"),
    ("FL0951", "tests/archive_cli.rs"),
    ("FL0952", "tests/archive_cli.rs"),
    ("FL0953", "tests/archive_cli.rs"),
];

fn indented(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{}{line}\n", " ".repeat(by))).collect()
}

/// A rulebook in which the piece stands where it belongs.
fn whole(piece: &str) -> String {
    let key = piece.split(':').next().unwrap();
    let mitigation = "- mitigation: m\n  rule: Terminal shell in container\n  summary: A shell.\n";
    let strategy = "- strategy: s\n  title: T\n  phase: triage\n  params: [file]\n";
    match key {
        "condition" => format!("- macro: m\n{}", indented(piece, 2)),
        "items" => format!("- list: l\n{}", indented(piece, 2)),
        "value" => format!("- var: v\n{}", indented(piece, 2)),
        "desc" => format!("- var: v\n  value: x\n{}", indented(piece, 2)),
        "conditon" => format!("- macro: m\n{}", indented(piece, 2)),
        "text" | "mitigates" => format!("{strategy}{}", indented(piece, 2)),
        "phase" => format!("- strategy: s\n  title: T\n{}", indented(piece, 2)),
        "code" => format!("{strategy}  examples:\n    - lang: sh\n{}", indented(piece, 6)),
        "references" | "strategies" | "tags" | "tests" => format!("{mitigation}{}", indented(piece, 2)),
        "rule" => format!("- mitigation: m\n  summary: A shell.\n{}", indented(piece, 2)),
        "- use" => format!("{mitigation}  strategies:\n{}", indented(piece, 4)),
        "expect" => format!("{mitigation}  tests:\n    - test: t\n      alert: {{}}\n{}", indented(piece, 6)),
        "alert" => {
            format!(
                "{mitigation}  tests:\n    - test: t\n      expect: {{ match: true }}\n{}",
                indented(piece, 6)
            )
        }
        "override" => format!("- strategy: isolate-pod\n  phase: contain\n{}", indented(piece, 2)),
        "# falconer" if !piece.contains('\n') => format!("- macro: m\n  condition: a.own = x {piece}\n"),
        _ => piece.to_owned(),
    }
}

/// The codes that a rulebook gives, and whether one is an error.
fn codes(text: &str) -> (BTreeSet<Code>, bool) {
    let loaded = Loader::new().text("prelude.yaml", PRELUDE).text("example.yaml", text).load();
    let book = loaded.book;
    let mut found = loaded.diagnostics;
    found.extend(book.check_all());
    let errors = found.iter().any(|d| d.severity == Severity::Error);
    let own = |file| book.sources().get(file).unwrap().name() == "example.yaml";
    if !errors {
        found.extend(run(&book, &Options::default(), &own));
    }
    let kept = suppress::apply(found, book.sources(), own, !errors).kept;
    (kept.iter().filter(|d| own(d.primary.span.file)).map(|d| d.code).collect(), errors)
}

#[test]
fn each_wrong_example_gives_its_code_and_each_right_one_does_not() {
    // What an example of something else does not bother to have.
    let beside = [Code::MITIGATION_WITHOUT_TEST, Code::MITIGATION_WITHOUT_REFERENCE];
    let mut wrong = Vec::new();
    for code in all() {
        if DESCRIBED.iter().any(|(described, _)| *described == code.code()) || code.code().starts_with("FL1")
        {
            continue;
        }
        let row = code.row();
        let (mut given, _) = codes(&whole(row.bad));
        // A comment silences something, which an example of a bad comment leaves.
        let of_comments = code.code().starts_with("FL002");
        let silenced = |other: &Code| [Code::UNKNOWN_FIELD, Code::CONDITION_SYNTAX].contains(other);
        given.retain(|other| *other == code || !(beside.contains(other) || of_comments && silenced(other)));
        if given != BTreeSet::from([code]) {
            wrong.push(format!("{code}, wrong: {:?} gives {given:?}", row.bad));
        }
        let (given, errors) = codes(&whole(row.good));
        if given.contains(&code) || errors {
            wrong.push(format!("{code}, right: {:?} gives {given:?}", row.good));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn what_is_only_described_exists() {
    let known: BTreeSet<&str> = all().map(|code| code.code()).collect();
    for (code, place) in DESCRIBED {
        assert!(known.contains(code), "{code}: {place}");
    }
}
