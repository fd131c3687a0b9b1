//! Transcripts of the command line: each `.txt` under `tests/cmd/` is one.
//!
//! A transcript holds steps. `$ falconer …` is what is typed (words split at blanks, `'…'` kept together);
//! under it stand `--- stdin`, then what comes out: `--- exit N` unless 0, `--- stdout`, `--- stderr`, and
//! `--- file NAME` for a file that the step must have written; `--- end` closes the step. A stream that is not listed must stay empty.
//! Text before a command says why it is there. All steps of a transcript share one folder, which begins as a
//! copy of `tests/cmd/inputs`. `UPDATE=1 cargo test --test cmd` writes what came out; read the difference.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A title such as `stdout` and its lines.
type Section = (String, String);

/// One command and what goes in and comes out.
struct Step {
    comment: String,
    command: String,
    sections: Vec<Section>,
}

impl Step {
    fn section(&self, title: &str) -> &str {
        self.sections.iter().find(|(t, _)| t == title).map_or("", |(_, body)| body)
    }
}

fn parse(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut comment = String::new();
    // Whether a step is open: until `--- end`, lines are the step's.
    let mut open = false;
    for line in text.split_inclusive('\n') {
        if let (false, Some(command)) = (open, line.strip_prefix("$ ")) {
            let comment = std::mem::take(&mut comment);
            steps.push(Step { comment, command: command.trim_end().to_owned(), sections: Vec::new() });
            open = true;
        } else if line == "--- end\n" {
            open = false;
        } else if let (true, Some(title)) = (open, line.strip_prefix("--- ")) {
            let step = steps.last_mut().expect("a section before the first command");
            step.sections.push((title.trim_end().to_owned(), String::new()));
        } else if !open {
            // The blank line between steps is the printer's own.
            comment.push_str(line.trim_start_matches('\n'));
        } else if let Some((_, body)) = steps.last_mut().and_then(|step| step.sections.last_mut()) {
            body.push_str(line);
        }
    }
    steps
}

/// Splits a typed line at blanks, keeping `'…'` together.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (at, piece) in command.split('\'').enumerate() {
        let (word, quoted) = (words.last_mut().unwrap(), at % 2 == 1);
        if quoted {
            word.push_str(piece);
        } else {
            let mut parts = piece.split(' ');
            word.push_str(parts.next().unwrap());
            words.extend(parts.map(str::to_owned));
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Runs one step in `folder` and returns it with what came out.
fn run(step: &Step, folder: &Path) -> Step {
    let args = words(step.command.strip_prefix("falconer").expect("every command is falconer's"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_falconer"))
        .args(&args)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads no input may be gone before it is written.
    let _ = child.stdin.take().unwrap().write_all(step.section("stdin").as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("every stream is UTF-8");

    let mut sections: Vec<Section> = step.sections.iter().filter(|(t, _)| t == "stdin").cloned().collect();
    let code = output.status.code().expect("no signal");
    if code != 0 {
        sections.push((format!("exit {code}"), String::new()));
    }
    sections.push(("stdout".to_owned(), text(output.stdout)));
    sections.push(("stderr".to_owned(), text(output.stderr)));
    for (title, _) in step.sections.iter().filter(|(title, _)| title.starts_with("file ")) {
        let written = fs::read_to_string(folder.join(&title["file ".len()..]));
        sections.push((title.clone(), written.unwrap_or_else(|error| format!("{error}\n"))));
    }
    sections.retain(|(title, body)| title.starts_with("exit") || title == "stdin" || !body.is_empty());
    Step { comment: step.comment.clone(), command: step.command.clone(), sections }
}

fn print(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        text.push_str(&format!("{}$ {}\n", step.comment, step.command));
        for (title, body) in &step.sections {
            text.push_str(&format!("--- {title}\n{body}"));
            assert!(
                body.is_empty() || body.ends_with('\n'),
                "`{}`: {title} lacks a last newline",
                step.command
            );
        }
        text.push_str("--- end\n\n");
    }
    text.trim_end().to_owned() + "\n"
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn transcripts(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() && path.file_name().is_some_and(|name| name != "inputs") {
            found.extend(transcripts(&path));
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_transcript_still_holds() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    let update = std::env::var_os("UPDATE").is_some();
    let mut broken = Vec::new();
    for (number, path) in transcripts(&home).iter().enumerate() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cmd-{number}"));
        let _ = fs::remove_dir_all(&folder);
        copy(&home.join("inputs"), &folder);
        let expected = fs::read_to_string(path).unwrap();
        let steps: Vec<Step> = parse(&expected).iter().map(|step| run(step, &folder)).collect();
        assert!(!steps.is_empty(), "{}: no command", path.display());
        let actual = print(&steps);
        if actual == expected {
            continue;
        }
        if update {
            fs::write(path, actual).unwrap();
        } else {
            broken.push(format!("==== {}\n{}", path.display(), difference(&expected, &actual)));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The lines from the first that differs on, of either text.
fn difference(expected: &str, actual: &str) -> String {
    let same = expected.lines().zip(actual.lines()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str| text.lines().skip(same).take(12).collect::<Vec<_>>().join("\n");
    format!("line {}\n---- expected\n{}\n---- actual\n{}", same + 1, rest(expected), rest(actual))
}

/// What `falconer … --help` prints.
fn help(command: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_falconer"))
        .args(command)
        .arg("--help")
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert!(output.status.success(), "{command:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The names under `Commands:` in the help of the whole program.
fn commands(help: &str) -> Vec<&str> {
    let listed = help.split("Commands:\n").nth(1).expect("a list of commands");
    let lines = listed.lines().take_while(|line| !line.is_empty());
    // Continued descriptions are indented deeper than names.
    lines.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next()).collect()
}

#[test]
fn the_reference_of_commands_is_what_help_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/commands.md");
    let whole = help(&[]);
    let mut page = format!(
        "# Commands\n\nWhat `falconer --help` and `falconer COMMAND --help` print. Exit codes and streams: \
         [here](exit-codes.md).\n\n```text\n{whole}```\n"
    );
    for command in commands(&whole) {
        page.push_str(&format!("\n## falconer {command}\n\n```text\n{}```\n", help(&[command])));
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(page == written, "stale; UPDATE=1 writes it:\n{}", difference(&written, &page));
}
