//! Writes the same rules for Falconer or as Sigma rules to standard output, the same for the same arguments:
//!
//! ```sh
//! cargo run --release --example generate_rules -- 1000 falconer > rules.yaml
//! cargo run --release --example generate_rules -- 1000 sigma > sigma.yml
//! ```
#![allow(clippy::print_stderr, reason = "a wrong argument is told to whoever typed it")]

#[path = "../benches/support/twins.rs"]
mod twins;

use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let count = args.next().and_then(|count| count.parse().ok());
    let write: Option<fn(&[twins::Twin]) -> String> = match args.next().as_deref() {
        Some("falconer") => Some(twins::rulebook),
        Some("sigma") => Some(twins::sigma),
        _ => None,
    };
    let (Some(count), Some(write)) = (count, write) else {
        eprintln!("usage: generate_rules COUNT falconer|sigma");
        return ExitCode::from(2);
    };
    match io::stdout().write_all(write(&twins::twins(count)).as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write: {error}");
            ExitCode::from(2)
        }
    }
}
