//! The least that must be done to trust an archive: reads it in pieces of 1 MiB, cuts lines, checks the UTF-8 and the
//! grammar of each, keeps nothing, and prints how many there were. What `falconer eval` is measured against:
//!
//! ```sh
//! cargo run --release --example structural_skip -- events.json
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints what it counted")]

use serde::de::IgnoredAny;
use std::fs::File;
use std::io::{self, Read};
use std::process::ExitCode;

const PIECE: usize = 1 << 20;

#[derive(Default)]
struct Counts {
    lines: u64,
    refused: u64,
}

impl Counts {
    /// Looks at whole lines.
    fn look_at(&mut self, lines: &[u8]) {
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', lines) {
            self.line(lines.get(start..end).unwrap_or_default());
            start = end + 1;
        }
        if start < lines.len() {
            self.line(lines.get(start..).unwrap_or_default());
        }
    }

    fn line(&mut self, line: &[u8]) {
        self.lines += 1;
        // `from_slice` would not look at the UTF-8 of what it skips.
        let text = std::str::from_utf8(line).ok();
        let sound = text.is_some_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
        self.refused += u64::from(!sound);
    }
}

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: structural_skip ARCHIVE");
        return ExitCode::from(2);
    };
    match File::open(&path).and_then(skip) {
        Ok(Counts { lines, refused }) => {
            println!("{lines} lines, {refused} refused");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::from(2)
        }
    }
}

fn skip(mut archive: impl Read) -> io::Result<Counts> {
    let mut counts = Counts::default();
    // What is left of the last piece, a line's beginning, and the next piece behind it.
    let mut buffer = Vec::with_capacity(2 * PIECE);
    loop {
        let begun = buffer.len();
        archive.by_ref().take(PIECE as u64).read_to_end(&mut buffer)?;
        if buffer.len() == begun {
            counts.look_at(&buffer);
            return Ok(counts);
        }
        let whole = memchr::memrchr(b'\n', &buffer).map_or(0, |at| at + 1);
        counts.look_at(buffer.get(..whole).unwrap_or_default());
        buffer.drain(..whole);
    }
}
