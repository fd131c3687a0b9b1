//! `falconer check`: everything wrong with a rulebook.

use super::diagnostics::{self, Counts, Format, counted};
use super::exit::{CliError, Exit};
use super::rules::VarArgs;
use super::shell::Shell;
use crate::check::book::{Book, Loader};
use crate::diag::{Code, Diagnostic, Severity, settle};
use crate::lint::advice;
use crate::source::FileId;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Report everything that is wrong with a rulebook
///
/// The built-in rulebook is loaded beneath yours, so that its lists, macros and strategies can be used; what is
/// reported is about the files you name. Without any, the built-in rulebook itself is checked.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer check rules/
  falconer check --strict rules/ site.yaml
  falconer check --format short rules/
  falconer explain FL0102      what a code means")]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) target: Target,

    /// How problems are written
    #[arg(short, long, value_enum, default_value = "pretty")]
    format: Format,

    /// Make warnings errors
    #[arg(long)]
    strict: bool,
}

/// What is checked or tested.
#[derive(Debug, clap::Args)]
pub(super) struct Target {
    /// Rulebook files, or folders of them; without any, the built-in rulebook
    #[arg(value_name = "RULES")]
    rules: Vec<PathBuf>,

    /// Leave the built-in rulebook out
    #[arg(long, requires = "rules", help_heading = "Rulebook")]
    no_builtin: bool,

    #[command(flatten)]
    vars: VarArgs,
}

/// A loaded rulebook and everything that is wrong with the files that were named.
pub(super) struct Checked {
    pub(super) book: Book,
    pub(super) problems: Vec<Diagnostic>,
    builtin_only: bool,
}

/// What diagnostics call the place of `--set`; it is no file.
const SET: &str = "--set";

impl Target {
    /// Loads and checks.
    pub(super) fn check(&self) -> Checked {
        let builtin_only = self.rules.is_empty();
        let loader = Loader::new().builtin(!self.no_builtin).builtin_tests(builtin_only);
        let loader = self.rules.iter().fold(loader, |loader, path| loader.path(path));
        let loaded = self.vars.apply(loader).load();
        let mut problems = loaded.diagnostics;
        problems.extend(loaded.book.check_all());
        problems.extend(advice::rulebook(&loaded.book, Some(&today())));
        settle(&mut problems);
        if !builtin_only {
            let beneath = |problem: &Diagnostic| loaded.book.is_builtin_file(problem.primary.span.file);
            // An error in the built-in rulebook comes from what was overridden: it has none by itself.
            problems.retain(|problem| problem.severity == Severity::Error || !beneath(problem));
        }
        Checked { book: loaded.book, problems, builtin_only }
    }
}

impl Checked {
    /// The files that were read and hold something.
    pub(super) fn files(&self) -> usize {
        let beneath = |id: FileId| !self.builtin_only && self.book.is_builtin_file(id);
        let nothing = [Code::FILE_UNREADABLE, Code::NOTHING_LOADED];
        let empty: BTreeSet<FileId> =
            self.problems.iter().filter(|p| nothing.contains(&p.code)).map(|p| p.primary.span.file).collect();
        let named = self.book.sources().iter().filter(|(_, file)| file.name() != SET);
        named.filter(|(id, _)| !beneath(*id) && !empty.contains(id)).count()
    }

    /// Whether something that was named could not be read.
    pub(super) fn unreadable(&self) -> bool {
        self.problems.iter().any(|p| p.severity == Severity::Error && p.code == Code::FILE_UNREADABLE)
    }
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let mut checked = args.target.check();
    if args.strict {
        for problem in checked.problems.iter_mut().filter(|p| p.severity == Severity::Warning) {
            problem.severity = Severity::Error;
        }
    }
    diagnostics::print(&checked.problems, checked.book.sources(), args.format, shell)?;
    let counts = Counts::of(&checked.problems);
    let files = checked.files();
    if files == 0 {
        return Err(
            CliError::new("nothing was checked").hint("name rulebook files, or folders that hold some")
        );
    }
    shell.say(format_args!("checked {}: {}", counted(files, "file"), counts.sentence()));
    Ok(match counts.errors {
        _ if checked.unreadable() => Exit::Failed,
        0 => Exit::Fine,
        _ => Exit::Problems,
    })
}

/// The day by which an allow has run out. Only `check` asks for it: no report knows a clock.
fn today() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let second = i64::try_from(now.as_secs()).unwrap_or(0);
    jiff::Timestamp::from_second(second).map(|time| time.strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}
