//! Drafts of mitigations: each checks without a word and passes its own test, whatever the alert holds.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use falconer::alert::Limits;
use falconer::alert::input::{Entry, read};
use falconer::fmt::canonical;
use falconer::{Alert, Engine, Loader, suite};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn falconer(args: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_falconer"));
    command.args(args).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Makes a draft of `alert.json` in the folder and holds it to what is promised.
fn holds(folder: &Path, what: &str) {
    let _ = fs::remove_file(folder.join("draft.yaml"));
    for args in [
        ["new", "--from-alert", "alert.json", "-o", "draft.yaml"].as_slice(),
        &["fmt", "--check", "draft.yaml"],
        &["check", "--strict", "draft.yaml"],
        &["test", "draft.yaml"],
    ] {
        let output = falconer(args, folder);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let draft = fs::read_to_string(folder.join("draft.yaml")).unwrap_or_default();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{what}: {args:?}: {told}{}\n{draft}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}

#[test]
fn every_form_of_an_alert_makes_a_draft() {
    let folder = fresh("new-forms");
    let alerts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/alerts");
    let files = fs::read_dir(alerts).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
    assert!(files.len() > 6);
    for path in files {
        fs::copy(&path, folder.join("alert.json")).unwrap();
        holds(&folder, &path.display().to_string());
    }
}

/// The same within this process, without the built-in rulebook and its lints.
fn stands_json(alert: &serde_json::Value) {
    stands(&Alert::parse(alert.to_string().as_bytes()).unwrap());
}

fn stands(alert: &Alert<'_>) {
    let mut none = Loader::new().builtin(false).load().book;
    let draft = suite::draft(alert, &mut none, None).unwrap();
    // As the command writes it: in the canonical layout.
    let draft = canonical(&draft).unwrap_or_else(|error| panic!("{error}\n{draft}"));
    assert_eq!(canonical(&draft).as_ref(), Ok(&draft));
    let loaded = Loader::new().builtin(false).text("draft.yaml", &draft).load();
    let problems = loaded.book.check_all();
    assert!(
        loaded.diagnostics.is_empty() && problems.is_empty(),
        "{:?}{problems:?}\n{draft}",
        loaded.diagnostics
    );
    assert_eq!(loaded.book.mitigation_count(), 1, "{draft}");
    let outcomes = suite::run(&Engine::new(loaded.book), |_, _| true);
    assert!(outcomes.len() == 1 && outcomes.iter().all(suite::Outcome::passed), "{outcomes:?}\n{draft}");
}

#[test]
fn every_alert_that_is_kept_here_makes_a_draft() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tried = 0;
    for folder in ["tests/alerts", "examples/alerts", "tests/cmd/inputs", "tests/cmd/inputs/archive"] {
        for path in fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()) {
            let bytes = if path.is_file() { fs::read(&path).unwrap() } else { continue };
            for entry in read(&bytes, &Limits::default()) {
                if let Entry::Alert(_, alert) = entry {
                    stands(&alert);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried >= 20, "{tried}");
}

#[test]
fn hostile_values_stay_values() {
    let cut = format!("{}[...]", "x".repeat(50));
    let long = "x".repeat(5000);
    for value in [
        "a: b\n- mitigation: evil",
        "\"}}\n{{ x }} {% if",
        "'\\\"",
        "# comment",
        "*alias &anchor !tag",
        "<<: x",
        "\u{202e}\u{feff}\u{1b}[2J",
        "::error::x",
        "no",
        "~",
        "1e3",
        "0x1f",
        "",
        " ",
        "---",
        "\u{85}\u{2028}",
        &cut,
        &long,
        "\u{fffd}",
    ] {
        let key: String = value.chars().take(100).collect();
        let fields = serde_json::json!({
            "proc.name": value, "fd.name": value, "no.such.field": value, key: value,
            "container.image.repository": value, "proc.args": [value, null, 1.5, true], "proc.env": { "a": value },
        });
        let rule: String = value.chars().filter(|c| *c != '\u{fffd}').take(30).collect();
        stands_json(&serde_json::json!({
            "rule": format!("A rule {rule}"), "priority": value, "tags": [value], "source": value,
            "hostname": value, "output_fields": fields,
        }));
    }
}

#[test]
fn a_rule_that_no_rulebook_can_name_is_refused() {
    for rule in ["##[error]x", "a\u{fffd}", &"x".repeat(5000)] {
        let json = serde_json::json!({ "rule": rule }).to_string();
        let mut book = Loader::new().builtin(false).load().book;
        assert!(suite::draft(&Alert::parse(json.as_bytes()).unwrap(), &mut book, None).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_alert_makes_a_draft(
        rule in "[A-Za-z][^\u{fffd}#\0]{0,20}", key in "[a-z.\\[\\]{}: \"]{0,12}", text in "\\PC{0,20}", number in any::<f64>()
    ) {
        let fields = serde_json::json!({ "proc.name": text, "proc.pid": number, key: text });
        stands_json(&serde_json::json!({ "rule": rule, "output_fields": fields }));
    }
}
