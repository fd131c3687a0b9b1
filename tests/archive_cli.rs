//! `eval`, `filter` and `report -o` against the system: signals, pipes, full disks, hostile sizes.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

#[path = "../benches/support/alerts.rs"]
mod alerts;

use alerts::Shape;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A folder of one test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("archive-cli-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn falconer(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_falconer"));
    command.args(args).current_dir(folder).stdin(Stdio::null());
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    falconer(folder, args).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Writes an archive of so many lines.
fn archive(path: &Path, lines: usize, shape: Shape) {
    fs::write(path, alerts::lines(shape, 7, lines)).unwrap();
}

fn signal(pid: u32, name: &str) {
    assert!(Command::new("kill").args([name, &pid.to_string()]).status().unwrap().success());
}

/// Waits until something holds; on the busiest machine nothing here takes five minutes.
fn wait_for(mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(300), "waited in vain");
        thread::sleep(Duration::from_millis(5));
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn an_interrupted_run_is_gone_on_with_to_the_same_bytes() {
    let folder = folder("checkpoint");
    archive(&folder.join("events.json"), 20_000, Shape::Mixed);
    let whole = run(
        &folder,
        &["eval", "events.json", "-o", "whole", "--rejects", "whole-rejects", "--stats=whole-stats"],
    );
    assert!(whole.status.success(), "{}", told(&whole));
    let rest =
        ["-o", "found", "--rejects", "rejects", "--stats=stats", "--checkpoint", "state", "--jobs", "2"];
    let args: Vec<&str> = ["eval", "events.json"].into_iter().chain(rest).collect();
    let mut interrupted = 0;
    for how in ["-INT", "-KILL", "-INT", ""] {
        let mut child = falconer(&folder, &args).stderr(Stdio::null()).spawn().unwrap();
        if !how.is_empty() {
            let partial = folder.join("found.partial");
            let before = fs::metadata(&partial).map_or(0, |meta| meta.len());
            wait_for(|| {
                fs::metadata(&partial).is_ok_and(|meta| meta.len() > before)
                    || child.try_wait().unwrap().is_some()
            });
            if child.try_wait().unwrap().is_none() {
                signal(child.id(), how);
            }
        }
        let status = child.wait().unwrap();
        if status.success() {
            break;
        }
        assert!(status.code().is_none_or(|code| code == 130), "{status}");
        assert!(!folder.join("found").exists(), "an unfinished output appeared");
        interrupted += 1;
    }
    assert!(interrupted > 0, "no run was interrupted: the archive is too small");
    for (one, other) in [("found", "whole"), ("rejects", "whole-rejects"), ("stats", "whole-stats")] {
        assert!(
            fs::read(folder.join(one)).unwrap() == fs::read(folder.join(other)).unwrap(),
            "{one} differs"
        );
    }
    assert_eq!(
        names(&folder),
        ["events.json", "found", "rejects", "stats", "whole", "whole-rejects", "whole-stats"]
    );
}

#[test]
fn an_interrupt_leaves_whole_lines_and_the_old_file() {
    let folder = folder("interrupt");
    fs::write(folder.join("found"), "old").unwrap();
    let mut child = falconer(&folder, &["eval", "-", "-o", "found", "--stats=stats"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"rule\":\"a\"}\n{\"rule\":").unwrap();
    let partial = folder.join(format!("found.{}.partial", child.id()));
    wait_for(|| fs::metadata(&partial).is_ok_and(|meta| meta.len() > 0));
    signal(child.id(), "-INT");
    // Whichever thread is told of it, and when: what comes then ends the run.
    wait_for(|| {
        let _ = stdin.write_all(b" ");
        child.try_wait().unwrap().is_some()
    });
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", told(&output));
    assert!(told(&output).contains("1 line: 1 alert,"), "{}", told(&output));
    assert!(told(&output).ends_with("interrupted\n"), "{}", told(&output));
    assert_eq!(fs::read_to_string(folder.join("found")).unwrap(), "old");
    assert!(fs::read_to_string(folder.join("stats")).unwrap().contains("\"complete\": false"));
    assert_eq!(names(&folder), ["found", "stats"]);

    let mut child = falconer(&folder, &["filter", "evt.type exists", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let lines = "{\"rule\":\"a\",\"output_fields\":{\"evt.type\":\"open\"}}\n".repeat(3);
    stdin.write_all(lines.as_bytes()).unwrap();
    // Matches of a stream come as they are found, not when it ends.
    let mut stdout = child.stdout.take().unwrap();
    let mut came = vec![0; lines.len()];
    std::io::Read::read_exact(&mut stdout, &mut came).unwrap();
    assert_eq!(came, lines.as_bytes());
    signal(child.id(), "-INT");
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn an_interrupted_report_leaves_the_old_file_and_whole_ones() {
    let folder = folder("report");
    fs::write(folder.join("report.md"), "old").unwrap();
    let mut child = falconer(&folder, &["report", "-o", "report.md"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.as_mut().unwrap().write_all(b"{\"rule\":\"a\"").unwrap();
    signal(child.id(), "-INT");
    // Nothing was begun, so that the signal itself may end it; a shell calls both 130.
    assert!(matches!(child.wait().unwrap().code(), None | Some(130)));
    assert_eq!(fs::read_to_string(folder.join("report.md")).unwrap(), "old");
    assert_eq!(names(&folder), ["report.md"]);

    archive(&folder.join("events.json"), 3_000, Shape::Falco);
    let child = falconer(&folder, &["report", "events.json", "-f", "json", "-o", "reports"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let reports = folder.join("reports");
    wait_for(|| fs::read_dir(&reports).is_ok_and(|entries| entries.count() > 3));
    signal(child.id(), "-INT");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", told(&output));
    let written = names(&reports);
    let said = format!("interrupted after {} of 3000 reports\n", written.len());
    assert!(told(&output).ends_with(&said), "{}", told(&output));
    for name in written {
        let report = fs::read(reports.join(&name)).unwrap();
        serde_json::from_slice::<serde_json::Value>(&report)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let folder = folder("pipe");
    archive(&folder.join("events.json"), 5_000, Shape::Falco);
    for (args, code) in [
        (&["filter", "evt.type exists", "events.json"][..], 0),
        (&["eval", "events.json"], 0),
        (&["eval", "events.json", "--fail-on", "emergency"], 2),
    ] {
        let mut child =
            falconer(&folder, args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", told(&output));
        assert!(!told(&output).contains("error"), "{args:?}: {}", told(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = folder("full");
    archive(&folder.join("events.json"), 10, Shape::Falco);
    for args in [
        &["eval", "events.json", "-o", "/dev/full"][..],
        &["eval", "events.json"],
        &["filter", "evt.type exists", "events.json"],
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = falconer(&folder, args).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(told(&output).contains("no space left on device"), "{args:?}: {}", told(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_redirected_output_is_no_input() {
    let folder = folder("redirect");
    archive(&folder.join("events.json"), 10, Shape::Falco);
    let redirected = File::create(folder.join("out.json")).unwrap();
    let output = falconer(&folder, &["filter", "evt.type exists", "."]).stdout(redirected).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("`/dev/stdout` is also an input"), "{}", told(&output));
}

/// What a person sees on a terminal where this command is typed; nothing on a machine without util-linux's `script`.
#[cfg(target_os = "linux")]
fn on_a_terminal(folder: &Path, args: &str) -> Option<String> {
    let command = format!("{} {args}", env!("CARGO_BIN_EXE_falconer"));
    let mut script = Command::new("script");
    script
        .args(["-qec", &command, "/dev/null"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .env("TERM", "xterm");
    match script.output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        output => Some(String::from_utf8_lossy(&output.unwrap().stdout).into_owned()),
    }
}

#[test]
#[cfg(target_os = "linux")]
fn progress_is_shown_on_a_terminal_unless_findings_are() {
    let folder = folder("progress");
    archive(&folder.join("events.json"), 2000, Shape::Falco);
    for (args, shown) in [
        ("eval events.json -o findings.json", true),
        ("eval events.json -o findings.json -q", false),
        ("eval events.json --report summary.md", true),
        ("eval events.json", false),
        ("eval events.json 2> told.txt", false),
        ("eval events.json > findings.json", true),
        ("filter 'proc.name = nc' --count events.json", true),
        ("filter 'proc.name = nc' events.json", false),
    ] {
        let Some(seen) = on_a_terminal(&folder, args) else { return };
        assert_eq!(seen.contains(" alerts/s"), shown, "{args}: {seen}");
    }
}

#[test]
fn a_pipe_is_read_when_it_is_named() {
    let folder = folder("fifo");
    let Ok(true) = Command::new("mkfifo").arg(folder.join("pipe")).status().map(|status| status.success())
    else {
        return;
    };
    // In a folder it is not opened, so nothing waits for a writer.
    let output = run(&folder, &["filter", "evt.type exists", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("is not opened"), "{}", told(&output));
    let child = falconer(&folder, &["filter", "--count", "evt.type exists", "pipe"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    fs::write(folder.join("pipe"), "{\"rule\":\"a\",\"output_fields\":{\"evt.type\":\"open\"}}\n").unwrap();
    assert_eq!(child.wait_with_output().unwrap().stdout, b"1\n");
}

#[test]
fn hostile_sizes_are_rejects() {
    let folder = folder("sizes");
    let good = "{\"rule\":\"a\",\"output_fields\":{\"evt.type\":\"open\"}}\n";
    let deep = format!("{{\"rule\":\"a\",\"x\":{}{}}}\n", "[".repeat(100_000), "]".repeat(100_000));
    let long = format!("{{\"rule\":\"{}\"}}\n", "x".repeat(10 << 20));
    let open = format!("{}\n", "[".repeat(200_000));
    fs::write(folder.join("a.json"), [good, &deep, &long, &open, good].concat()).unwrap();
    let output = run(&folder, &["filter", "--count", "evt.type exists", "a.json"]);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), &b"2\n"[..]), "{}", told(&output));
    for place in ["a.json:2:", "a.json:3:1: not an alert[FL0941]", "a.json:4:"] {
        assert!(told(&output).contains(place), "{place}: {}", told(&output));
    }
}
