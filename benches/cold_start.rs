//! How long a cold `falconer report` takes: with the built-in rulebook, and with its content repeated to 242 mitigations.
//!
//! `cargo bench --bench cold_start` builds both binaries, runs each 20 times over the example alert, alternating,
//! and prints the medians beside those of a program that does nothing. Nothing is asserted: a timed test would fail
//! on a busy machine.

#![expect(
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench prints its figures, and indexes arrays it has just made"
)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

/// As many mitigations as Falco and its plugins ship rules.
const MITIGATIONS: usize = 242;
const RUNS: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let alert = root.join("examples/alerts/drop-and-execute.json");
    let work = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cold-start");
    let own = Path::new(env!("CARGO_BIN_EXE_falconer")).to_path_buf();
    let repeated_rules = work.join("rules");
    let count = repeat_rulebook(&root.join("rules"), &repeated_rules)?;
    let repeated = build(root, &repeated_rules, &work.join("target"))?;

    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..=RUNS {
        times[0].push(time(Command::new("true"))?);
        times[1].push(time(report(&own, &alert))?);
        times[2].push(time(report(&repeated, &alert))?);
    }
    let names = [
        "`true`, for comparison".into(),
        "built-in rulebook".into(),
        format!("repeated to {count} mitigations"),
    ];
    println!("median of {RUNS} cold runs of `falconer report`:");
    for (name, runs) in names.into_iter().zip(&mut times) {
        runs.remove(0); // The first run warms the page cache.
        runs.sort();
        println!("  {name:<32} {:6.2} ms", runs[RUNS / 2].as_secs_f64() * 1e3);
    }
    Ok(())
}

fn report(binary: &Path, alert: &Path) -> Command {
    let mut command = Command::new(binary);
    command.arg("report").arg(alert);
    command
}

fn time(mut command: Command) -> Result<Duration, Box<dyn Error>> {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let start = Instant::now();
    let status = command.status()?;
    let taken = start.elapsed();
    if status.success() { Ok(taken) } else { Err(format!("{command:?}: {status}").into()) }
}

/// Copies the rulebook and repeats its mitigations under other names and for other rules; returns how many there are.
fn repeat_rulebook(from: &Path, to: &Path) -> Result<usize, Box<dyn Error>> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    let mut files: Vec<PathBuf> =
        fs::read_dir(from)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.sort();
    let mut count = 0;
    for path in &files {
        let name = path.file_name().ok_or("a rulebook file has a name")?;
        let text = fs::read_to_string(path)?;
        count += text.lines().filter(|line| line.starts_with("- mitigation:")).count();
        fs::write(to.join(name), text)?;
    }
    let mut copy = 0;
    while count < MITIGATIONS {
        copy += 1;
        for path in files.iter().filter(|path| !path.to_string_lossy().contains("fallback")) {
            let text = fs::read_to_string(path)?;
            let items = mitigations_renamed(&text, copy);
            count += items.lines().filter(|line| line.starts_with("- mitigation:")).count();
            let name = path.file_stem().ok_or("a rulebook file has a name")?.to_string_lossy();
            fs::write(to.join(format!("{name}-{copy}.yaml")), items)?;
        }
    }
    Ok(count)
}

/// The mitigations of a file, with `copy` added to their names and to the rules they answer.
fn mitigations_renamed(text: &str, copy: usize) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("- ") {
            inside = line.starts_with("- mitigation:");
        }
        if inside {
            out.push_str(line);
            if line.starts_with("- mitigation:") {
                out.push_str(&format!("-{copy}"));
            } else if line.starts_with("  rule: ") {
                out.push_str(&format!(" {copy}"));
            }
            out.push('\n');
        }
    }
    out
}

/// Builds the binary with another built-in rulebook.
fn build(root: &Path, rules: &Path, target: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "--locked", "--bin", "falconer", "--manifest-path"])
        .arg(root.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .env("FALCONER_BUILTIN_RULES", rules)
        .status()?;
    if !status.success() {
        return Err(format!("the build with {} failed", rules.display()).into());
    }
    Ok(target.join("release/falconer"))
}
