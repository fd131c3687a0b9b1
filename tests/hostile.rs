//! The whole command line against a hostile pull request and hostile alerts: no line of any command speaks to a CI
//! log, nothing moves a terminal, and the same outcome follows with strange bytes everywhere.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_falconer"));
        command.args(args).current_dir(&self.0).stdin(Stdio::null()).output().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Names that a pull request may give its files.
const NAMES: [&str; 8] = [
    "::error::x.yaml",
    " ::warning file=a,line=1::x.yaml",
    "##[error]x.yaml",
    "a\n::error::x.yaml",
    "a\r::add-mask::x.yaml",
    "\x1b[2J\x1b]0;t\x07.yaml",
    "\u{202e}lmay.yaml",
    "##vso[task.complete result=Failed]x.yaml",
];

/// A rulebook with something wrong of every kind that a message quotes.
const BROKEN: &str = "- mitigation: \"::error::m\"
  rule: \"\\n::error::r\"
  \"\\n::error::key\": x
- macro: \"##[error]m\"
  condition: \"::error::f = 1 and \\e[2J\"
- list: l
  items: [\"::error::i\", 3]
- strategy: s
  title: \"::error::t {{ ::error::h }}\"
  phase: \"\\n::warning::p\"
  examples: [{ lang: \"\\n::error::l\", code: \"::error::c {{ proc.name | ::error:: }}\" }]
  references: [\"::error::u\"]
- mitigation: m
  tests:
    - { test: \"\\n::error::t\", alert: { rule: \"::error::r\" }, expect: { match: true, report_contains: [\"\\n::error::x\"] } }
";

const FINE: &str = "- mitigation: m
  rule: R
  summary: \"{{ proc.name }} {{ alert.rule }}\"
  analysis: [proc.name]
  strategies: [{ strategy: s, title: Look, phase: triage, examples: [{ lang: sh, code: 'ls -- {{ proc.name }}' }] }]
  tests:
    - { test: t, alert: { output_fields: { proc.name: \"\\n::error::x\" } }, expect: { match: true, report_contains: [\"\\n::error::y\"] } }
";

/// What GitHub's runner and Azure's agent obey, and characters that a terminal obeys.
fn speaks(text: &str) -> Option<String> {
    let obeyed = |line: &&str| {
        let start = line.trim_start();
        let named =
            start.strip_prefix("::").and_then(|rest| rest.split("::").next()).is_some_and(|command| {
                let name = command.split(' ').next().unwrap_or("");
                ["error", "warning", "notice", "debug", "group", "add-mask", "set-output", "stop-commands"]
                    .contains(&name)
            });
        named || line.contains("##[") || line.contains("##vso[")
    };
    let line = text.split(['\n', '\r']).find(obeyed).map(str::to_owned);
    let control = text.chars().find(|c| c.is_control() && *c != '\n').map(|c| format!("{c:?}"));
    line.or(control).or_else(|| text.contains('\u{202e}').then(|| "U+202E".to_owned()))
}

#[track_caller]
fn quiet(folder: &Folder, args: &[&str]) -> Output {
    let output = folder.run(args);
    for (stream, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let text = String::from_utf8_lossy(bytes);
        assert_eq!(speaks(&text), None, "{stream} of {args:?}:\n{text}");
    }
    assert_ne!(output.status.code(), None, "{args:?} was ended by a signal");
    output
}

#[test]
fn no_rulebook_of_a_pull_request_speaks_to_the_log() {
    let folder = Folder::new("hostile-rulebook");
    for name in NAMES {
        folder.write(&format!("broken/{name}"), BROKEN);
        folder.write(&format!("fine/{name}"), FINE);
    }
    folder.write("fine/0.yaml", FINE);
    fs::write(folder.0.join("broken").join(OsStr::from_bytes(b"\xff\x1b.yaml")), BROKEN).unwrap();
    for rules in ["broken", "fine"] {
        for format in ["pretty", "short", "json"] {
            let output = quiet(&folder, &["check", "--no-builtin", "--format", format, rules]);
            assert_eq!(output.status.code(), Some(1));
        }
        quiet(&folder, &["test", "--no-builtin", rules]);
        quiet(&folder, &["list", "--no-builtin", "--rules", rules]);
        quiet(&folder, &["show", "m", "--no-builtin", "--rules", rules]);
    }
    for name in NAMES {
        for folder_name in ["broken", "fine"] {
            let path = format!("{folder_name}/{name}");
            quiet(&folder, &["check", "--no-builtin", &path]);
            quiet(&folder, &["test", "--no-builtin", &path]);
        }
        // As the argument itself, where it may look like an option or a command.
        for command in ["check", "report", "explain", "fields", name] {
            quiet(&folder, &[command, name]);
            quiet(&folder, &[command, "--", name]);
            quiet(&folder, &[command, &format!("--{name}")]);
        }
        quiet(&folder, &["report", "--rules", name]);
        quiet(&folder, &["report", "--set", &format!("{name}={name}"), "none.json"]);
        quiet(&folder, &["parse", name]);
    }
}

#[test]
fn no_alert_speaks_to_the_log() {
    let folder = Folder::new("hostile-alert");
    folder.write("rules.yaml", FINE);
    let values =
        ["::error::x", "\n::error::x\n", " ::warning::x", "##[error]x", "\u{1b}[2J", "a ##vso[x]y \u{202e}"];
    for (number, value) in values.iter().enumerate() {
        let alert = serde_json::json!({
            "rule": value, "priority": value, "time": value, "source": value, "hostname": value, "output": value,
            "tags": [value], *value: value, "output_fields": { "proc.name": value, *value: value },
        });
        let file = format!("{number}.json");
        folder.write(&file, alert.to_string());
        let matching = alert.to_string().replacen("\"rule\":", "\"rule\":\"R\",\"r\":", 1);
        folder.write(&format!("m{number}.json"), matching);
        folder.write(&format!("reject{number}.json"), format!("{value}{{\"rule\": {value}\n{value}"));
        for file in [file, format!("m{number}.json"), format!("reject{number}.json")] {
            for format in ["md", "html", "json", "term"] {
                quiet(&folder, &["report", &file, "--format", format]);
                quiet(
                    &folder,
                    &["report", &file, "--format", format, "--no-builtin", "--rules", "rules.yaml"],
                );
            }
            quiet(&folder, &["explain", "m", &file, "--no-builtin", "--rules", "rules.yaml"]);
            quiet(&folder, &["filter", "--count", "alert.rule exists", &file]);
        }
    }
}

#[test]
fn no_texts_of_an_author_become_a_command_when_they_are_put_together() {
    let folder = Folder::new("hostile-pieces");
    let summary = [
        "{% if proc.name exists %}:{% endif %}{% if proc.name exists %}:{% else %}x{% endif %}error::a",
        "b `#{{ proc.name }}` `##{{ user.name }}[x]` `{% if proc.name exists %}##{% endif %}vso[x]`",
        "c *#*#error[x] and **#**{% if proc.name exists %}#{% endif %}vso[x]",
        "{{ user.name }}:{% if proc.name exists %}:error::d{% endif %}",
    ];
    let rules =
        format!("- {{ mitigation: m, rule: R, summary: {} }}\n", serde_json::json!(summary.join("\n\n")));
    folder.write("rules.yaml", rules);
    let values = serde_json::json!({ "proc.name": "#error[x]", "user.name": "vso" });
    folder.write("a.json", serde_json::json!({ "rule": "R", "output_fields": values }).to_string());
    for format in ["md", "html", "json", "term"] {
        let args = ["report", "a.json", "--format", format, "--no-builtin", "--rules", "rules.yaml"];
        let output = quiet(&folder, &args);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn a_full_disk_is_told_and_a_closed_pipe_is_not() {
    let folder = Folder::new("hostile-outputs");
    folder.write("a.json", r#"{"rule":"R","output_fields":{"proc.name":"x"}}"#);
    folder.write("rules.yaml", FINE);
    let commands: [&[&str]; 4] = [
        &["report", "a.json"],
        &["check", "--format", "json", "rules.yaml"],
        &["test", "--no-builtin", "rules.yaml"],
        &["list"],
    ];
    for args in commands {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_falconer"));
        command.args(args).current_dir(&folder.0).stdin(Stdio::null());
        let output = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}: a full disk is no success");
        assert!(String::from_utf8_lossy(&output.stderr).contains("error"), "{args:?}");

        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_falconer"));
        command.args(args).current_dir(&folder.0).stdin(Stdio::null());
        let output =
            command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        assert_ne!(output.status.code(), Some(2), "{args:?}: nobody reads");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(!text.contains("ipe"), "{args:?}: {text}");
    }
    // A file on a full disk keeps what it was; a report never goes over its own alert.
    let output = folder.run(&["report", "a.json", "-o", "/dev/full"]);
    assert_eq!(output.status.code(), Some(2));
    let output = folder.run(&["report", "a.json", "-o", "a.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(fs::read_to_string(folder.0.join("a.json")).unwrap().starts_with('{'));
}
