//! What the commands over archives share: naming inputs, bounds, and saying what could not be read.

use super::diagnostics::counted;
use super::exit::{CliError, Exit, reason};
use super::input;
use super::output;
use super::rejects;
use super::shell::{Shell, path_text};
use crate::alert::Limits;
use crate::archive::{Counts, Input, Inputs, Notice, Options, ReadError};
use crate::diag::Code;
use crate::value::{UnitFamily, read_with_unit};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The inputs and how they are read.
#[derive(Debug, clap::Args)]
pub(super) struct ArchiveArgs {
    /// Files, folders with all that is in them, patterns in quotes; `-` or nothing is standard input
    #[arg(value_name = "ARCHIVE")]
    archives: Vec<PathBuf>,

    #[command(flatten)]
    reading: ReadingArgs,
}

/// How archives are read.
#[derive(Debug, clap::Args)]
pub(super) struct ReadingArgs {
    /// How many workers; as many as there are processors if not given. No output depends on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256), help_heading = "Reading")]
    jobs: Option<u16>,

    /// Refuse alerts longer than this
    #[arg(long, value_name = "BYTES", default_value = "1MiB", value_parser = bytes, help_heading = "Reading")]
    max_line: u64,

    /// How far a compressed input may grow; 200 times its size, and 1 GiB, if not given
    #[arg(long, value_name = "BYTES", value_parser = bytes, help_heading = "Reading")]
    max_unpacked: Option<u64>,
}

/// `1048576`, `1MiB`.
fn bytes(text: &str) -> Result<u64, String> {
    let number = text.parse().ok();
    let with_unit = || read_with_unit(text.as_bytes(), UnitFamily::Size).and_then(|n| u64::try_from(n).ok());
    number
        .or_else(with_unit)
        .filter(|&bytes| bytes > 0)
        .ok_or_else(|| "a size such as 4096 or 10MiB".to_owned())
}

impl ArchiveArgs {
    /// Finds the inputs and says what has to be said about them. The exit code tells whether all can be read.
    pub(super) fn inputs(&self, shell: &mut Shell) -> Result<(Vec<Input>, Exit), CliError> {
        inputs(&input::or_stdin(&self.archives)?, shell)
    }

    /// How to read them.
    pub(super) fn options(&self, stop: Arc<AtomicBool>) -> Options {
        self.reading.options(stop)
    }
}

impl ReadingArgs {
    /// How to read archives.
    pub(super) fn options(&self, stop: Arc<AtomicBool>) -> Options {
        let line = usize::try_from(self.max_line).unwrap_or(usize::MAX);
        let defaults = Options::default();
        Options {
            limits: Limits { line, ..Limits::default() },
            jobs: self.jobs.map_or(defaults.jobs, usize::from),
            max_unpacked: self.max_unpacked,
            stop,
            ..defaults
        }
    }
}

/// The inputs that names stand for, after what has to be said about them. The exit code tells whether all can be read.
pub(super) fn inputs(named: &[PathBuf], shell: &mut Shell) -> Result<(Vec<Input>, Exit), CliError> {
    let found = Inputs::find(named);
    let mut exit = Exit::Fine;
    for notice in &found.notices {
        exit = exit.max(tell(notice, shell));
    }
    if found.files.is_empty() && exit == Exit::Fine {
        return Err(CliError::new("there is no file to read").hint("hidden files are left out"));
    }
    // `> logs/found.json` would be read while it is written, without end.
    let paths: Vec<PathBuf> = found.files.iter().map(|input| input.path.clone()).collect();
    output::refuse_input(Path::new("/dev/stdout"), &paths)?;
    Ok((found.files, exit))
}

fn tell(notice: &Notice, shell: &mut Shell) -> Exit {
    match notice {
        Notice::Unreadable(path, error) => {
            shell.complain(&unreadable(&path_text(path), error));
            Exit::Failed
        }
        Notice::Cut(path) => {
            let code = Code::TOO_MANY_INPUTS;
            let message = format!("`{}` holds more than is read [{}]", path_text(path), code.code());
            shell.complain(&CliError::new(message).hint("at most 100,000 files, in folders at most 32 deep"));
            Exit::Failed
        }
        Notice::Leaving(path) => warn(path, "a link that leads out of its folder is not followed", shell),
        Notice::Special(path) => warn(path, "a pipe, socket or device in a folder is not opened", shell),
        Notice::Twice(path) => warn(path, "was named twice and is read once", shell),
    }
}

fn warn(path: &Path, what: &str, shell: &mut Shell) -> Exit {
    shell.warn(format_args!("`{}`: {what}", path_text(path)));
    Exit::Fine
}

/// Why an input could not be read, or not to its end.
pub(super) fn failed(input: &Input, error: &ReadError) -> CliError {
    unreadable(&rejects::name(input), error)
}

fn unreadable(name: &str, error: &ReadError) -> CliError {
    let why = match error {
        ReadError::Io(error) => reason(error),
        other => other.to_string(),
    };
    let code = error.code().map_or_else(String::new, |code| format!(" [{}]", code.code()));
    let told = CliError::new(format!("cannot read `{name}`: {why}{code}"));
    match error.hint() {
        Some(hint) => told.hint(hint),
        None => told,
    }
}

/// "12 lines: 10 alerts, 1 log line, 0 blank, 1 reject".
pub(super) fn lines(counts: &Counts) -> String {
    let n = |count: u64, word: &str| counted(usize::try_from(count).unwrap_or(usize::MAX), word);
    format!(
        "{}: {}, {}, {} blank, {}",
        n(counts.lines, "line"),
        n(counts.alerts, "alert"),
        n(counts.logs, "log line"),
        counts.blank,
        n(counts.rejects, "reject")
    )
}
