//! The guide to archives: every command in it runs.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
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

    let binary = Path::new(env!("CARGO_BIN_EXE_falconer")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
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
