//! Drafts of mitigations: each checks without a word, passes its own test and is laid out, whatever the alert holds.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

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
        let layout = falconer(&["fmt", "--check", "draft.yaml"], &folder);
        assert!(layout.status.success(), "{}", path.display());
    }
}

#[test]
fn hostile_values_stay_values() {
    let folder = fresh("new-hostile");
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
        "##[error]x",
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
        let fields = serde_json::json!({
            "proc.name": value, "fd.name": value, "no.such.field": value, value: value,
            "container.image.repository": value, "proc.args": [value, null, 1.5, true],
        });
        let alert = serde_json::json!({
            "rule": format!("A rule {}", &value.chars().take(30).filter(|c| *c != '\u{fffd}').collect::<String>()),
            "priority": value, "tags": [value], "source": value, "hostname": value, "output_fields": fields,
        });
        fs::write(folder.join("alert.json"), alert.to_string()).unwrap();
        if value.starts_with("##[") {
            // A name that logs of CI take for a command has no form in a rulebook.
            assert_eq!(falconer(&["new", "--from-alert", "alert.json"], &folder).status.code(), Some(2));
            continue;
        }
        holds(&folder, &format!("{value:?}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_alert_makes_a_draft(
        rule in "[A-Za-z][^\u{fffd}#\0]{0,20}", key in "[a-z.\\[\\]{}: \"]{0,12}", text in "\\PC{0,20}", number in any::<f64>()
    ) {
        let folder = fresh("new-any");
        let fields = serde_json::json!({ "proc.name": text, "proc.pid": number, key: text });
        let alert = serde_json::json!({ "rule": rule, "output_fields": fields });
        fs::write(folder.join("alert.json"), alert.to_string()).unwrap();
        holds(&folder, &alert.to_string());
    }
}
