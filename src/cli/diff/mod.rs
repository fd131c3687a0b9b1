//! `falconer diff`: what differs between two rulebooks, and for an archive what it changes.
//!
//! In: two rulebooks, and alerts if they are wanted. Out: items that came, went or changed, and per mitigation the
//! alerts that it matches anew, no more, or with other strategies. The comparison is [`crate::suite`]'s and
//! [`crate::archive`]'s; here it is shown.

mod alerts;
mod json;
mod lines;
mod pretty;

use super::archive::ReadingArgs;
use super::diagnostics::{self, counted};
use super::exit::{CliError, Exit};
use super::rules::VarArgs;
use super::shell::{Shell, path_text};
use crate::check::book::{Book, Loader};
use crate::diag::{Code, Label, Severity, settle};
use crate::eval::Engine;
use crate::suite::BookDiff;
use alerts::Compared;
use std::path::{Path, PathBuf};

/// Show what differs between two rulebooks
///
/// Compares items as they are after all overrides, by kind and name, key by key; where they stand and in which order
/// makes no difference. The built-in rulebook is loaded beneath both, as everywhere; with `--no-builtin` each stands
/// alone, which two versions of a whole rulebook want.
///
/// With `--alerts` every alert of an archive is judged by both: what is matched anew, what is lost, and where a
/// mitigation shows other strategies, counted per mitigation with the first alerts by name. Memory does not grow with
/// the archive.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer diff old-rules/ new-rules/
  falconer diff main.yaml branch.yaml --alerts /var/log/falco/
  falconer diff --no-builtin v1/ v2/ --alerts 'logs/*.gz'
  falconer diff --format json old.yaml new.yaml

Exit codes: 0 the same, 1 something differs, 2 something could not be loaded or read.")]
pub(super) struct Args {
    /// A rulebook, a file or a folder
    old: PathBuf,

    /// The rulebook that it is compared with
    new: PathBuf,

    /// Alerts that both judge: files, folders, patterns in quotes, `-` for standard input; may be repeated
    #[arg(long, value_name = "ARCHIVE")]
    alerts: Vec<PathBuf>,

    /// More alerts
    #[arg(value_name = "ARCHIVE", requires = "alerts")]
    more: Vec<PathBuf>,

    /// How the difference is written
    #[arg(short, long, value_enum, default_value = "pretty")]
    format: Format,

    #[command(flatten)]
    reading: ReadingArgs,

    /// Leave the built-in rulebook out of both
    #[arg(long, help_heading = "Rulebook")]
    no_builtin: bool,

    #[command(flatten)]
    vars: VarArgs,
}

/// How the difference is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Pretty,
    /// One JSON object
    Json,
}

/// Two rulebooks, what differs between them, and what that changes.
struct Difference<'d> {
    old: &'d Engine,
    new: &'d Engine,
    items: &'d BookDiff,
    /// `None` where no alerts were given.
    alerts: Option<&'d Compared>,
}

impl Difference<'_> {
    fn is_empty(&self) -> bool {
        self.items.is_empty() && self.alerts.is_none_or(|compared| compared.tally.different == 0)
    }
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let old = Engine::new(book(args, &args.old, shell)?);
    let new = Engine::new(book(args, &args.new, shell)?);
    let items = BookDiff::new(old.book(), new.book());
    let archives: Vec<PathBuf> = args.alerts.iter().chain(&args.more).cloned().collect();
    let compared = match archives.as_slice() {
        [] => None,
        named => Some(alerts::compare(named, &args.reading, &old, &new, shell)?),
    };
    let difference = Difference { old: &old, new: &new, items: &items, alerts: compared.as_ref() };
    match args.format {
        Format::Pretty => pretty::print(&difference, shell)?,
        Format::Json => shell.print(json::render(args, &difference)?)?,
    }
    let found = if difference.is_empty() { Exit::Fine } else { Exit::Problems };
    Ok(match compared.map(|compared| compared.exit) {
        // What could not be read may have differed.
        Some(exit) if exit != Exit::Fine => exit,
        _ => found,
    })
}

/// A rulebook without errors, or a refusal after they were shown.
fn book(args: &Args, path: &Path, shell: &mut Shell) -> Result<Book, CliError> {
    let loader = Loader::new().builtin(!args.no_builtin).path(path);
    let loaded = args.vars.apply(loader).load();
    let mut problems = loaded.diagnostics;
    problems.extend(loaded.book.check_all());
    settle(&mut problems);
    let empty: Vec<_> =
        problems.iter().filter(|problem| problem.code == Code::NOTHING_LOADED).cloned().collect();
    diagnostics::advise(&empty, loaded.book.sources(), shell);
    problems.retain(|problem| problem.severity == Severity::Error);
    if problems.is_empty() {
        return Ok(loaded.book);
    }
    diagnostics::complain(&problems, loaded.book.sources(), shell);
    let error = CliError::new(format!("`{}` has {}", path_text(path), counted(problems.len(), "error")));
    // Only the second definition tells of the first.
    let beneath = |label: &Label| loaded.book.is_builtin_file(label.span.file);
    let clashes =
        problems.iter().any(|one| one.code == Code::DUPLICATE_NAME && one.secondary.iter().any(beneath));
    Err(if clashes {
        error
            .hint("a rulebook that stands alone, such as a version of the built-in one, wants `--no-builtin`")
    } else {
        error.hint("`falconer check` shows everything that is wrong with it")
    })
}
