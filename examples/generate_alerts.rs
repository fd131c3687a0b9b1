//! Writes an archive for measurements to standard output, the same for the same arguments:
//!
//! ```sh
//! cargo run --release --example generate_alerts -- 250000 falco 1 > events.json
//! ```
#![allow(
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "the generator's tables are its own, and a wrong argument is told to whoever typed it"
)]

#[path = "../benches/support/alerts.rs"]
mod alerts;

use alerts::{Random, Shape, line};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// The shapes, by name.
const SHAPES: [(&str, Shape); 7] = [
    ("falco", Shape::Falco),
    ("tiny", Shape::Tiny),
    ("long", Shape::Long),
    ("sidekick", Shape::Sidekick),
    ("escaped", Shape::Escaped),
    ("non-ascii", Shape::NonAscii),
    ("mixed", Shape::Mixed),
];

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let count: Option<u64> = args.next().and_then(|count| count.parse().ok());
    let shape = args.next().unwrap_or_else(|| "falco".to_owned());
    let shape = SHAPES.into_iter().find(|(name, _)| *name == shape).map(|(_, shape)| shape);
    let seed = args.next().map_or(Some(1), |seed| seed.parse().ok());
    let (Some(count), Some(shape), Some(seed)) = (count, shape, seed) else {
        let shapes = SHAPES.map(|(name, _)| name).join("|");
        eprintln!("usage: generate_alerts COUNT [{shapes}] [SEED]");
        return ExitCode::from(2);
    };
    match write(count, shape, Random(seed)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write: {error}");
            ExitCode::from(2)
        }
    }
}

fn write(count: u64, shape: Shape, mut random: Random) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    let mut text = String::new();
    for _ in 0..count {
        text.clear();
        line(shape, &mut random, &mut text);
        out.write_all(text.as_bytes())?;
    }
    out.flush()
}
