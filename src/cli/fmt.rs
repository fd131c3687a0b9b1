//! `falconer fmt`: rulebook files in their canonical layout.

use super::exit::{CliError, Exit};
use super::output::write_file;
use super::shell::{Shell, path_text};
use super::unified::unified;
use super::{diagnostics::counted, input};
use crate::check::book::walk;
use crate::fmt::{FmtError, canonical};
use crate::source::decode;
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// Bring rulebook files into their canonical layout
///
/// Values and comments stay as they are, which is checked for every file: one that would change in anything but layout
/// is left alone and said. Reads folders recursively. `-` formats standard input to standard output.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer fmt rules/
  falconer fmt --check rules/       list files that are not in their canonical layout
  falconer fmt --diff rules/        show what would change
  falconer fmt - < rules.yaml       from a pipe to a pipe")]
pub(super) struct Args {
    /// Files, or folders of them
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// Write nothing; list the files that would change, and exit with 1 if there are any
    #[arg(long)]
    check: bool,

    /// Write nothing; show what would change, and exit with 1 if there is anything
    #[arg(long)]
    diff: bool,
}

/// The largest file that is read.
const MAX_FILE: u64 = 4 * 1024 * 1024;

/// What became of the files.
#[derive(Default)]
struct Counts {
    files: usize,
    changed: usize,
    failed: usize,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    if args.paths == [PathBuf::from("-")] {
        return standard_input(args, shell);
    }
    let mut counts = Counts::default();
    for path in &args.paths {
        for file in files(path, shell, &mut counts) {
            if let Err(error) = one(args, &file, shell, &mut counts) {
                counts.failed = counts.failed.saturating_add(1);
                shell.complain(&error);
            }
        }
    }
    if counts.files == 0 && counts.failed == 0 {
        return Err(
            CliError::new("there is no file to lay out").hint("name `.yaml` files, or folders of them")
        );
    }
    let dry = args.check || args.diff;
    let (done, kept) = if dry { ("would change", "in order") } else { ("changed", "already in order") };
    shell.say(format_args!(
        "{} {done}, {} {kept}",
        counted(counts.changed, "file"),
        counts.files.saturating_sub(counts.changed)
    ));
    Ok(match counts {
        _ if counts.failed > 0 => Exit::Failed,
        _ if dry && counts.changed > 0 => Exit::Problems,
        _ => Exit::Fine,
    })
}

/// The files that a path stands for.
fn files(path: &Path, shell: &mut Shell, counts: &mut Counts) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_path_buf()];
    }
    let found = walk::folder(path);
    for (folder, error) in &found.unreadable {
        counts.failed = counts.failed.saturating_add(1);
        shell.complain(&CliError::io("read", folder, error));
    }
    for link in &found.leaving {
        shell.warn(format_args!("`{}` leads out of the folder and is left alone", path_text(link)));
    }
    if found.cut {
        counts.failed = counts.failed.saturating_add(1);
        shell.complain(&CliError::new(format!("`{}` holds too many files", path_text(path))));
    }
    found.files
}

fn one(args: &Args, path: &Path, shell: &mut Shell, counts: &mut Counts) -> Result<(), CliError> {
    let text = read(path)?;
    let laid_out = canonical(&text).map_err(|error| refused(&path_text(path), &text, &error))?;
    counts.files = counts.files.saturating_add(1);
    if laid_out == text {
        return Ok(());
    }
    counts.changed = counts.changed.saturating_add(1);
    if args.diff {
        shell.print(unified(&path_text(path), &text, &laid_out))?;
    } else if args.check {
        shell.print(format!("{}\n", path_text(path)))?;
    } else {
        write_file(path, laid_out.as_bytes(), &[])?;
        shell.detail(format_args!("laid out {}", path_text(path)));
    }
    Ok(())
}

fn standard_input(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let text = read(Path::new("-"))?;
    let name = "<stdin>";
    let laid_out = canonical(&text).map_err(|error| refused(name, &text, &error))?;
    if args.diff {
        shell.print(unified(name, &text, &laid_out))?;
    } else if !args.check {
        shell.print_bytes(laid_out.as_bytes())?;
    }
    Ok(if (args.check || args.diff) && laid_out != text { Exit::Problems } else { Exit::Fine })
}

fn read(path: &Path) -> Result<String, CliError> {
    let input = input::read(path, MAX_FILE)?;
    decode(input.bytes.clone()).map_err(|error| {
        // Everything before the offset is UTF-8.
        let before = input.bytes.get(..error.offset).unwrap_or_default();
        left(&input.name, &String::from_utf8_lossy(before), error.looks_like.message())
            .hint(error.looks_like.remedy())
    })
}

fn refused(name: &str, text: &str, error: &FmtError) -> CliError {
    left(name, text.get(..error.at().range().start).unwrap_or(text), error)
}

/// A file that is left as it is, for what stands behind `before`.
fn left(name: &str, before: &str, why: impl Display) -> CliError {
    let line = before.matches('\n').count().saturating_add(1);
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()).saturating_add(1);
    CliError::new(format!("{name}:{line}:{column}: left as it is: {why}"))
}
