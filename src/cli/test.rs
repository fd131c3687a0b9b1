//! `falconer test`: a rulebook's own tests.

use super::check::Target;
use super::diagnostics::{self, counted};
use super::exit::{CliError, Exit};
use super::shell::{BAD, GOOD, Shell, path_text, visible};
use crate::diag::Severity;
use crate::eval::Engine;
use crate::source::{Sources, Span};
use crate::suite::{self, Difference, Failure, Outcome};
use std::path::Path;

/// Run the tests that stand beside a rulebook's mitigations
///
/// Checks the rulebook first; one with errors is not tested.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer test rules/
  falconer test rules/ --filter miner      tests or mitigations whose name holds this
  falconer test                            the built-in rulebook's own")]
pub(super) struct Args {
    #[command(flatten)]
    target: Target,

    /// Run only tests whose name, or whose mitigation's name, holds this
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let mut checked = args.target.check();
    let unreadable = checked.unreadable();
    checked.problems.retain(|problem| problem.severity == Severity::Error);
    if !checked.problems.is_empty() {
        diagnostics::complain(&checked.problems, checked.book.sources(), shell);
        let count = diagnostics::counted(checked.problems.len(), "error");
        let error = CliError::new(format!("the rulebook has {count}, so it is not tested"));
        shell.complain(&error);
        return Ok(if unreadable { Exit::Failed } else { Exit::Problems });
    }
    let engine = Engine::new(checked.book);
    let wanted = |mitigation: &str, test: &str| {
        args.filter.as_deref().is_none_or(|text| mitigation.contains(text) || test.contains(text))
    };
    let outcomes = suite::run(&engine, wanted);
    if outcomes.is_empty() {
        return Err(nothing(args));
    }
    let failed = outcomes.iter().filter(|outcome| !outcome.passed()).count();
    for outcome in &outcomes {
        one(outcome, engine.book().sources(), shell)?;
    }
    let passed = outcomes.len().saturating_sub(failed);
    shell.say(format_args!("{} passed, {failed} failed", counted(passed, "test")));
    Ok(if failed == 0 { Exit::Fine } else { Exit::Problems })
}

fn nothing(args: &Args) -> CliError {
    match &args.filter {
        Some(text) => CliError::new(format!("no test's or mitigation's name holds `{}`", visible(text)))
            .hint("leave `--filter` out to run all"),
        None => CliError::new("the rulebook holds no tests")
            .hint("give a mitigation `tests:`; `falconer show` of a built-in one shows how"),
    }
}

/// A failed test with its differences; `-v` names those that passed, too.
fn one(outcome: &Outcome, sources: &Sources, shell: &mut Shell) -> Result<(), CliError> {
    let name = format!("{}: {}", visible(&outcome.mitigation), visible(&outcome.test));
    if outcome.passed() {
        shell.detail(format_args!("passed  {name}"));
        return Ok(());
    }
    let word = shell.paint(BAD, "FAILED");
    shell.print(format_args!("{word}  {name}\n"))?;
    let mut shown = None;
    for failure in &outcome.failures {
        // Several expectations may stand on one line.
        let place = place(failure.span, sources);
        if shown.as_ref() != Some(&place) {
            shell.print(format_args!("  {place}\n"))?;
            shown = Some(place);
        }
        for line in lines(failure, shell) {
            shell.print(format_args!("    {line}\n"))?;
        }
    }
    shell.print("\n")?;
    Ok(())
}

/// The expectation's line, as it is written.
fn place(span: Span, sources: &Sources) -> String {
    let Some(file) = sources.get(span.file) else { return String::new() };
    let line = file.location(span.bytes.start).line;
    let index = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
    let text = visible(file.text().lines().nth(index).unwrap_or_default().trim());
    format!("{}:{line}: {text}", path_text(Path::new(file.name())))
}

/// Only what differs: what was expected, and what came.
fn lines(failure: &Failure, shell: &Shell) -> Vec<String> {
    let minus = |text: &str| shell.paint(BAD, format_args!("- {text}"));
    let plus = |text: &str| shell.paint(GOOD, format_args!("+ {text}"));
    match &failure.what {
        Difference::Match { expected: true } => vec!["the mitigation does not match".to_owned()],
        Difference::Match { expected: false } => vec!["the mitigation matches".to_owned()],
        Difference::Names { key, expected, actual } => {
            let missing =
                expected.iter().filter(|name| !actual.contains(name)).map(|name| minus(&visible(name)));
            let surplus =
                actual.iter().filter(|name| !expected.contains(name)).map(|name| plus(&visible(name)));
            let mut lines = vec![format!("`{key}` differs (- expected, + came)")];
            lines.extend(missing.chain(surplus));
            if lines.len() == 1 {
                lines = vec![format!("`{key}` come in another order: {}", visible(&actual.join(", ")))];
            }
            lines
        }
        Difference::Lacks(text) => vec![format!("the report does not hold `{}`", visible(text))],
        Difference::Contains { text, line } => {
            vec![format!("the report holds `{}`:", visible(text)), plus(&visible(line))]
        }
        Difference::NoAlert(reason) => vec![format!("the alert is none: {}", visible(reason))],
    }
}
