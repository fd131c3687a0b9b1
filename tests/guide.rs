//! The guides whose commands run: that to archives, and the tutorial, whose output is compared, too.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "../benches/support/alerts.rs"]
mod alerts;

use alerts::Shape;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The `sh` blocks of a page.
fn commands(page: &str) -> impl Iterator<Item = &str> {
    page.split("\n```sh\n").skip(1).filter_map(|rest| rest.split("\n```\n").next())
}

/// The search path on which `falconer` is the binary under test.
fn search_path() -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_falconer")).parent().unwrap();
    format!("{}:{}", binary.display(), std::env::var("PATH").unwrap())
}

#[test]
fn every_command_of_the_guide_to_archives_runs() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("logs")).unwrap();
    fs::write(folder.join("events.json"), alerts::lines(Shape::Mixed, 1, 60)).unwrap();
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&alerts::lines(Shape::Falco, 2, 60)).unwrap();
    fs::write(folder.join("logs/2026-03-10.json.gz"), packed.finish().unwrap()).unwrap();
    fs::write(folder.join("logs/today.json"), alerts::lines(Shape::Sidekick, 3, 60)).unwrap();

    let path = search_path();
    let page = include_str!("../docs/guide/archive.md");
    assert!(commands(page).count() > 8);
    for command in commands(page) {
        let _ = fs::remove_file(folder.join("rejects.ndjson"));
        let mut shell = Command::new("sh");
        shell.args(["-c", command]).current_dir(&folder).env("PATH", &path).stdin(Stdio::null());
        let output = shell.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{command}\n{told}");
        let wrote = told.contains("wrote `") || command.contains("--stats");
        assert!(wrote || !output.stdout.is_empty(), "{command}: nothing came out\n{told}");
    }
}

/// A fenced block: the line before it, its language, its text.
struct Block<'a> {
    before: &'a str,
    language: &'a str,
    text: &'a str,
}

/// The blocks of a page in order.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut pieces = page.split("\n```");
    let mut before = pieces.next().unwrap();
    let mut blocks = Vec::new();
    while let (Some(block), Some(after)) = (pieces.next(), pieces.next()) {
        let (language, text) = block.split_once('\n').unwrap();
        blocks.push(Block { before: before.trim_end().lines().last().unwrap_or_default(), language, text });
        before = after;
    }
    blocks
}

/// The file that a block is to be saved as: the last name in back-ticks of the line that leads to it.
fn file_of<'a>(block: &Block<'a>) -> &'a str {
    block.before.rsplit('`').nth(1).expect("a line that names the file")
}

/// Whether the lines that are shown came out, in this order, with anything where `…` stands.
fn shown(expected: &str, actual: &str) -> Result<(), String> {
    let mut lines = actual.lines();
    let mut skips = false;
    for line in expected.lines() {
        if line == "…" {
            skips = true;
            continue;
        }
        let came = if skips { lines.any(|other| other == line) } else { lines.next() == Some(line) };
        if !came {
            return Err(format!("`{line}` is not what came out there:\n{actual}"));
        }
        skips = false;
    }
    match lines.next() {
        Some(line) if !skips => Err(format!("`{line}` came out, too:\n{actual}")),
        _ => Ok(()),
    }
}

/// Types lines into a shell: how the last ended, and what all wrote on either stream.
fn typed(lines: &str, folder: &Path) -> (Option<i32>, String) {
    let mut shell = Command::new("sh");
    shell.args(["-ec", &format!("exec 2>&1\n{lines}")]);
    let output = shell.current_dir(folder).env("PATH", search_path()).stdin(Stdio::null()).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_tutorial_leads_from_an_empty_folder_to_a_script_that_passes() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tutorial");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut run = String::new();
    let mut blocks = blocks(include_str!("../docs/guide/first-mitigation.md")).into_iter().peekable();
    while let Some(block) = blocks.next() {
        match block.language {
            "sh" => {
                run.push_str(&format!("{}\n", block.text));
                let expected = blocks.next_if(|next| next.language == "text").map(|next| next.text);
                let (code, told) = typed(block.text, &folder);
                let mistake = expected.is_some_and(|text| text.starts_with("warning["));
                assert_eq!(code, Some(i32::from(mistake)), "{run}\n{told}");
                shown(expected.unwrap_or("…"), &told).unwrap_or_else(|wrong| panic!("{run}\n{wrong}"));
            }
            "json" | "yaml" => fs::write(folder.join(file_of(&block)), format!("{}\n", block.text)).unwrap(),
            other => panic!("what is to be done with `{other}`?"),
        }
    }
    for command in ["init", "new --from-alert", "explain", "check", "test", "fmt", "report"] {
        assert!(run.contains(&format!("falconer {command}")), "the tutorial has no `{command}`");
    }
    assert!(run.trim_end().ends_with("sh ci.sh"), "it ends with a script that passes");
}

#[test]
fn what_is_shown_must_come_out() {
    let came = "a\nb\nc\n";
    for fits in ["a\nb\nc", "a\n…", "…\nb\nc", "…\nb\n…", "a\n…\nc"] {
        assert_eq!(shown(fits, came), Ok(()), "{fits}");
    }
    for wrong in ["a\nb", "b\n…", "…\nc\nb", "a\n…\nb", "…\nd\n…", "a\nb\nc\nd"] {
        assert!(shown(wrong, came).is_err(), "{wrong}");
    }
}
