//! `falconer test`: a rulebook's own tests.

mod coverage;
mod difference;
mod watch;

use super::check::{Checked, Target};
use super::diagnostics::{self, Case, Findings, Format, Suite, counted};
use super::exit::{CliError, Exit};
use super::output::write_file;
use super::shell::{BAD, Shell, visible};
use crate::diag::{Code, Diagnostic, Severity};
use crate::eval::Engine;
use crate::source::Sources;
use crate::suite::{self, Outcome};
use std::path::PathBuf;

/// Run the tests that stand beside a rulebook's mitigations
///
/// Checks the rulebook first; one with errors is not tested. A test looks only at what it expects: `match`,
/// `strategies`, `withheld`, `report_contains`, `report_lacks`, each if given.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer test rules/
  falconer test rules/ --filter miner      tests or mitigations whose name holds this
  falconer test rules/ --coverage --min 90
  falconer test rules/ --junit tests.xml
  falconer test                            the built-in rulebook's own")]
pub(super) struct Args {
    #[command(flatten)]
    target: Target,

    /// Run only tests whose name, or whose mitigation's name, holds this
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,

    /// How failures are written
    #[arg(short, long, value_enum, default_value = "pretty")]
    format: Format,

    /// Write every test's result to this file as JUnit's XML, too
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,

    /// Say how much of the rulebook the tests reach: mitigations, strategies, examples, both answers of each check;
    /// and name what they do not
    #[arg(long)]
    coverage: bool,

    /// Fail if the tests reach less of the rulebook than this
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    min: Option<u8>,

    /// Run again whenever a file of the rulebook changes, until interrupted
    #[arg(long, requires = "rules")]
    watch: bool,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    if args.watch {
        return watch::run(args.target.named(), shell, |shell| once(args, shell));
    }
    once(args, shell)
}

fn once(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let mut checked = args.target.check();
    let unreadable = checked.unreadable();
    checked.problems.retain(|problem| problem.severity == Severity::Error);
    if !checked.problems.is_empty() {
        return refused(&checked, unreadable, shell);
    }
    let own: Vec<bool> = checked.book.sources().iter().map(|(id, _)| checked.is_own(id)).collect();
    let engine = Engine::new(checked.book);
    let wanted = |mitigation: &str, test: &str| {
        args.filter.as_deref().is_none_or(|text| mitigation.contains(text) || test.contains(text))
    };
    let outcomes = suite::run(&engine, wanted);
    if outcomes.is_empty() {
        return Err(nothing(args));
    }
    tell(args, &outcomes, engine.book().sources(), shell)?;
    let failed = outcomes.iter().filter(|outcome| !outcome.passed()).count();
    let passed = outcomes.len().saturating_sub(failed);
    shell.say(format_args!("{} passed, {failed} failed", counted(passed, "test")));
    let enough = if args.coverage || args.min.is_some() {
        let is_own = |file: crate::source::FileId| own.get(file.0 as usize).copied().unwrap_or(false);
        let reached = suite::coverage(&engine, wanted, is_own);
        coverage::tell(&reached, engine.book().sources(), args.coverage, args.min, shell)?
    } else {
        true
    };
    Ok(if failed == 0 && enough { Exit::Fine } else { Exit::Problems })
}

/// A rulebook with errors.
fn refused(checked: &Checked, unreadable: bool, shell: &mut Shell) -> Result<Exit, CliError> {
    diagnostics::complain(&checked.problems, checked.book.sources(), shell);
    let count = counted(checked.problems.len(), "error");
    shell.complain(&CliError::new(format!("the rulebook has {count}, so it is not tested")));
    Ok(if unreadable { Exit::Failed } else { Exit::Problems })
}

fn nothing(args: &Args) -> CliError {
    match &args.filter {
        Some(text) => CliError::new(format!("no test's or mitigation's name holds `{}`", visible(text)))
            .hint("leave `--filter` out to run all"),
        None => CliError::new("the rulebook holds no tests")
            .hint("give a mitigation `tests:`; `falconer show` of a built-in one shows how"),
    }
}

/// Writes what became of the tests.
fn tell(args: &Args, outcomes: &[Outcome], sources: &Sources, shell: &mut Shell) -> Result<(), CliError> {
    let xml = || diagnostics::junit("falconer test", &suites(outcomes, sources));
    if let Some(path) = &args.junit {
        let inputs: Vec<PathBuf> = sources.iter().map(|(_, file)| PathBuf::from(file.name())).collect();
        write_file(path, xml().as_bytes(), &inputs)?;
    }
    match args.format {
        Format::Pretty => outcomes.iter().try_for_each(|outcome| one(outcome, sources, shell)),
        Format::Junit => Ok(shell.print(xml())?),
        format => {
            let problems: Vec<Diagnostic> = outcomes.iter().flat_map(problems).collect();
            let findings = Findings {
                command: "falconer test",
                problems: &problems,
                hidden: &[],
                sources,
                files: &[],
                fail_on: Severity::Error,
            };
            diagnostics::print(&findings, format, shell)
        }
    }
}

/// The failures of a test as diagnostics, at the expectations that do not hold.
fn problems(outcome: &Outcome) -> impl Iterator<Item = Diagnostic> {
    outcome.failures.iter().map(|failure| {
        let test = format!("`{}` of `{}`", outcome.test, outcome.mitigation);
        let message = format!("test {test}: {}", failure.what.sentence());
        Diagnostic::new(Code::TEST_FAILED, failure.span, message)
    })
}

/// A suite for each mitigation, a case for each of its tests.
fn suites(outcomes: &[Outcome], sources: &Sources) -> Vec<Suite> {
    let mut suites: Vec<Suite> = Vec::new();
    for outcome in outcomes {
        let lines: Vec<String> = outcome
            .failures
            .iter()
            .map(|failure| {
                format!("{}: {}", difference::place(failure.span, sources), failure.what.sentence())
            })
            .collect();
        let failure = outcome.failures.first().map(|first| (first.what.sentence(), lines));
        let case = Case { name: outcome.test.clone(), failure, output: None };
        match suites.last_mut().filter(|suite| suite.name == outcome.mitigation) {
            Some(suite) => suite.cases.push(case),
            None => suites.push(Suite { name: outcome.mitigation.clone(), cases: vec![case] }),
        }
    }
    suites
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
        let place = difference::place(failure.span, sources);
        if shown.as_ref() != Some(&place) {
            shell.print(format_args!("  {place}\n"))?;
            shown = Some(place);
        }
        for line in difference::lines(failure, shell) {
            shell.print(format_args!("    {line}\n"))?;
        }
    }
    shell.print("\n")?;
    Ok(())
}
