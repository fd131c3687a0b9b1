//! How long `falconer check` takes over 10,000 mitigations of about 1 KB each, and the most memory it takes.
//!
//! `cargo bench --bench checking` writes the rulebook, runs the binary over it a few times, and prints the least time
//! and, where the system tells (Linux), the peak of its memory. Nothing is asserted: a timed test would fail on a busy
//! machine.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "support/rulebook.rs"]
mod rulebook;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const MITIGATIONS: usize = 10_000;
const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("checking");
    let bytes = write(&folder)?;
    println!("{MITIGATIONS} mitigations, {} bytes each on average", bytes / MITIGATIONS);
    let mut least = Duration::MAX;
    for _ in 0..RUNS {
        least = least.min(check(&folder)?);
    }
    println!("falconer check: {:.2} s, the least of {RUNS} runs", least.as_secs_f64());
    match peak(&folder)? {
        Some(peak) => println!("memory at its peak: {peak}"),
        None => println!("memory at its peak: this system does not say"),
    }
    Ok(())
}

/// Writes the rulebook; how many bytes it has is returned.
fn write(folder: &Path) -> Result<usize, Box<dyn Error>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut bytes = 0;
    for (number, text) in rulebook::files(MITIGATIONS).iter().enumerate() {
        bytes += text.len();
        fs::write(folder.join(format!("{number:03}.yaml")), text)?;
    }
    Ok(bytes)
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_falconer"));
    command.arg("check").arg(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn check(folder: &Path) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    let status = command(folder).status()?;
    let taken = start.elapsed();
    if status.success() { Ok(taken) } else { Err(format!("`falconer check`: {status}").into()) }
}

/// The most memory of one run, as the kernel last said it before the end.
fn peak(folder: &Path) -> Result<Option<String>, Box<dyn Error>> {
    let mut child = command(folder).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait()?.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.map(|line| line.trim().to_owned()).or(peak);
        std::thread::sleep(Duration::from_millis(1));
    }
    Ok(peak)
}
