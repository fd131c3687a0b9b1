//! `falconer check`: everything wrong with a rulebook.

use super::diagnostics::{self, Counts, Format, counted};
use super::exit::{CliError, Exit};
use super::rules::VarArgs;
use super::shell::Shell;
use crate::check::book::{Book, Loader};
use crate::diag::{Code, Diagnostic, Severity, settle};
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
}

impl Target {
    /// Loads and checks.
    pub(super) fn check(&self) -> Checked {
        let builtin_only = self.rules.is_empty();
        let loader = Loader::new().builtin(!self.no_builtin).builtin_tests(builtin_only);
        let loader = self.rules.iter().fold(loader, |loader, path| loader.path(path));
        let loaded = self.vars.apply(loader).load();
        let mut problems = loaded.diagnostics;
        problems.extend(loaded.book.check_all());
        settle(&mut problems);
        if !builtin_only {
            let beneath = builtin_files(&loaded.book);
            // An error in the built-in rulebook comes from what was overridden: it has none by itself.
            problems.retain(|problem| {
                problem.severity == Severity::Error || !beneath.contains(&problem.primary.span.file)
            });
        }
        Checked { book: loaded.book, problems }
    }
}

fn builtin_files(book: &Book) -> BTreeSet<FileId> {
    book.entries().filter(|entry| entry.builtin).map(|entry| entry.span.file).collect()
}

impl Checked {
    /// How many files and mitigations were looked at, for the last line.
    pub(super) fn extent(&self) -> String {
        let own: Vec<_> = self.book.entries().filter(|entry| !entry.builtin).collect();
        let files: BTreeSet<FileId> = own.iter().map(|entry| entry.span.file).collect();
        format!("{} in {}", counted(own.len(), "item"), counted(files.len(), "file"))
    }

    /// Whether something that was named could not be read, or held nothing.
    pub(super) fn unreadable(&self) -> bool {
        let codes = [Code::FILE_UNREADABLE, Code::NOTHING_LOADED];
        self.problems.iter().any(|p| p.severity == Severity::Error && codes.contains(&p.code))
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
    shell.say(format_args!("checked {}: {}", checked.extent(), counts.sentence()));
    Ok(match counts.errors {
        _ if checked.unreadable() => Exit::Failed,
        0 => Exit::Fine,
        _ => Exit::Problems,
    })
}
