//! Which rulebook a command works with: the options that all commands share, and loading with a clear refusal.

use super::diagnostics;
use super::exit::CliError;
use super::shell::{Shell, visible};
use crate::check::book::{Book, Loader};
use crate::check::condition::Condition;
use crate::diag::{Severity, settle};
use crate::eval::Engine;
use crate::syntax::condition::ast::Dialect;
use std::path::PathBuf;

/// The options that name a rulebook.
#[derive(Debug, clap::Args)]
pub(super) struct RulesArgs {
    /// Add a rulebook, a file or a folder, that adds to or overrides what came before; may be repeated
    #[arg(long = "rules", value_name = "PATH", help_heading = "Rulebook")]
    rules: Vec<PathBuf>,

    /// Leave the built-in rulebook out
    #[arg(long, help_heading = "Rulebook")]
    no_builtin: bool,

    #[command(flatten)]
    vars: VarArgs,
}

/// The site's own values.
#[derive(Debug, clap::Args)]
pub(super) struct VarArgs {
    /// Give a var of the rulebook another value; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = assignment, help_heading = "Rulebook")]
    values: Vec<(String, String)>,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, such as `case_id=IR-7`")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl VarArgs {
    /// Gives the values to a loader.
    pub(super) fn apply(&self, loader: Loader) -> Loader {
        self.values.iter().fold(loader, |loader, (name, value)| loader.set(name, value))
    }
}

impl RulesArgs {
    /// The rulebook, or a refusal after its errors were shown.
    pub(super) fn book(&self, shell: &mut Shell) -> Result<Book, CliError> {
        let loader = self.rules.iter().fold(Loader::new().builtin(!self.no_builtin), |l, path| l.path(path));
        let loaded = self.vars.apply(loader).load();
        let mut problems = loaded.diagnostics;
        // The built-in rulebook is checked by its own tests; what a site adds is checked before it is trusted.
        if !self.rules.is_empty() {
            problems.extend(loaded.book.check_all());
        }
        settle(&mut problems);
        problems.retain(|problem| problem.severity == Severity::Error);
        if !problems.is_empty() {
            diagnostics::complain(&problems, loaded.book.sources(), shell);
            let count = diagnostics::counted(problems.len(), "error");
            return Err(CliError::new(format!("the rulebook has {count}"))
                .hint("`falconer check` shows everything that is wrong with it"));
        }
        for path in &self.rules {
            shell.detail(format_args!("loaded `{}`", visible(&path.to_string_lossy())));
        }
        shell.detail(format_args!("{} mitigations", loaded.book.mitigation_count()));
        Ok(loaded.book)
    }

    /// The rulebook, ready for alerts.
    pub(super) fn engine(&self, shell: &mut Shell) -> Result<&'static Engine, CliError> {
        ready(self.book(shell)?)
    }

    /// Whether the built-in rulebook is left out.
    pub(super) fn without_builtin(&self) -> bool {
        self.no_builtin
    }
}

/// A rulebook, ready for alerts. It is needed until the process ends, and so never taken apart, which takes a while
/// where it is large.
pub(super) fn ready(book: Book) -> Result<&'static Engine, CliError> {
    if book.mitigation_count() == 0 {
        return Err(CliError::new("the rulebook holds no mitigation")
            .hint("leave out `--no-builtin`, or name a rulebook with `--rules`"));
    }
    Ok(Box::leak(Box::new(Engine::new(book))))
}

/// A condition beside the rulebook, which may use its lists and macros, or a refusal after its problems were shown.
pub(super) fn condition(
    text: &str,
    dialect: Dialect,
    book: &mut Book,
    shell: &mut Shell,
) -> Result<Condition, CliError> {
    let (condition, problems) = book.check_condition(text, dialect);
    diagnostics::complain(&problems, book.sources(), shell);
    diagnostics::advise(&problems, book.sources(), shell);
    let refused = problems.iter().any(|problem| problem.severity == Severity::Error);
    condition.filter(|_| !refused).ok_or_else(|| CliError::new("the condition cannot be used"))
}
