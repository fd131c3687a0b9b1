//! What is checked or tested: loading a rulebook and collecting everything wrong with the files that were named.

use crate::check::book::{Book, Loader};
use crate::cli::rules::VarArgs;
use crate::diag::{Code, Diagnostic, Severity, settle};
use crate::lint::advice;
use crate::lint::rulebook::{self, Options};
use crate::source::FileId;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What is checked or tested.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Target {
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
pub(in crate::cli) struct Checked {
    pub(in crate::cli) book: Book,
    pub(in crate::cli) problems: Vec<Diagnostic>,
    builtin_only: bool,
}

/// What diagnostics call the place of `--set`; it is no file.
const SET: &str = "--set";

impl Target {
    /// The rulebooks that were named.
    pub(in crate::cli) fn named(&self) -> &[PathBuf] {
        &self.rules
    }

    /// Loads and checks.
    pub(in crate::cli) fn check(&self) -> Checked {
        let loader = self.base();
        self.finish(self.rules.iter().fold(loader, |loader, path| loader.path(path)))
    }

    /// The same of some of what was named, the built-in rulebook's own tests included.
    pub(in crate::cli) fn check_of(&self, rules: &[PathBuf]) -> Checked {
        let loader = Loader::new().builtin(!self.no_builtin).builtin_tests(true);
        let mut checked = self.finish(rules.iter().fold(loader, |loader, path| loader.path(path)));
        checked.builtin_only = rules.is_empty();
        checked
    }

    /// The same, and what the lints say if there are no errors: where something is missing, they would guess.
    pub(in crate::cli) fn lint(&self, options: &Options) -> Checked {
        let mut checked = self.check();
        checked.lint(options);
        checked
    }

    /// The same of texts that stand for the files.
    pub(super) fn lint_texts(&self, texts: &[(String, String)], options: &Options) -> Checked {
        let loader = texts.iter().fold(self.base(), |loader, (name, text)| loader.text(name, text));
        let mut checked = self.finish(loader);
        checked.lint(options);
        checked
    }

    fn base(&self) -> Loader {
        Loader::new().builtin(!self.no_builtin).builtin_tests(self.rules.is_empty())
    }

    fn finish(&self, loader: Loader) -> Checked {
        let loaded = self.vars.apply(loader).load();
        let mut checked =
            Checked { book: loaded.book, problems: loaded.diagnostics, builtin_only: self.rules.is_empty() };
        checked.problems.extend(checked.book.check_added());
        settle(&mut checked.problems);
        let book = &checked.book;
        let beneath = |problem: &Diagnostic| book.is_builtin_file(problem.primary.span.file);
        // An error in the built-in rulebook comes from what was overridden: it has none by itself.
        let builtin_only = checked.builtin_only;
        checked.problems.retain(|p| builtin_only || p.severity == Severity::Error || !beneath(p));
        checked
    }
}

impl Checked {
    /// What is wrong with texts, for tests.
    #[cfg(test)]
    pub(super) fn of_texts(loader: Loader) -> Self {
        let loaded = loader.load();
        let mut checked = Self { book: loaded.book, problems: loaded.diagnostics, builtin_only: false };
        checked.problems.extend(checked.book.check_all());
        settle(&mut checked.problems);
        checked.lint(&Options::default());
        checked
    }

    fn lint(&mut self, options: &Options) {
        if self.has_errors() {
            return;
        }
        let found = rulebook::run(&self.book, options, &|file| self.is_own(file));
        self.problems.extend(found);
        let advice = advice::rulebook(&self.book, Some(&today()), &|file| self.is_own(file));
        self.problems.extend(advice);
        settle(&mut self.problems);
    }

    /// Whether a file was named, and is not beneath.
    pub(in crate::cli) fn is_own(&self, file: FileId) -> bool {
        self.builtin_only || !self.book.is_builtin_file(file)
    }

    pub(super) fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// The files that were read and hold something.
    pub(super) fn files(&self) -> Vec<FileId> {
        let nothing = [Code::FILE_UNREADABLE, Code::NOTHING_LOADED];
        let empty: BTreeSet<FileId> =
            self.problems.iter().filter(|p| nothing.contains(&p.code)).map(|p| p.primary.span.file).collect();
        let named = self.book.sources().iter().filter(|(_, file)| file.name() != SET);
        named.map(|(id, _)| id).filter(|id| self.is_own(*id) && !empty.contains(id)).collect()
    }

    /// Whether something that was named could not be read.
    pub(in crate::cli) fn unreadable(&self) -> bool {
        self.problems.iter().any(|p| p.severity == Severity::Error && p.code == Code::FILE_UNREADABLE)
    }
}

/// The day by which an allow has run out. Only `check` asks for it: no report knows a clock.
fn today() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let second = i64::try_from(now.as_secs()).unwrap_or(0);
    jiff::Timestamp::from_second(second).map(|time| time.strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}
