//! `falconer filter`: the alerts that a condition holds for, as they were written.

use super::diagnostics;
use super::exit::{CliError, Exit};
use super::input;
use super::parse::dialect;
use super::rules::RulesArgs;
use super::shell::Shell;
use crate::alert::input::{Entry, read};
use crate::alert::{Alert, Limits};
use crate::check::condition::Condition;
use crate::diag::Severity;
use crate::eval::verdict;
use crate::syntax::condition::ast::Dialect;
use std::path::PathBuf;

/// Print the alerts that match a condition
///
/// A grep for alerts: matching lines come out byte for byte. Lists and macros of the rulebook can be used. Exits with
/// 0 if an alert was printed and with 1 if none was.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer filter 'proc.name in (bash, sh) and container.id != host' events.json
  falconer filter 'alert.priority >= warning' < events.json
  falconer filter --count 'in_pod and k8s.ns.name = shop' events.json
  falconer filter --invert --rules ours.yaml 'known_job' events.json")]
pub(super) struct Args {
    /// The condition
    condition: String,

    /// Files with alerts; `-` or nothing is standard input
    #[arg(value_name = "FILE")]
    alerts: Vec<PathBuf>,

    /// The language the condition is written in
    #[arg(long, value_name = "DIALECT", default_value = "falconer", value_parser = dialect)]
    dialect: Dialect,

    /// Print how many alerts match, not the alerts
    #[arg(short, long)]
    count: bool,

    /// Take the alerts that do not match
    #[arg(long)]
    invert: bool,

    /// Refuse alerts longer than this
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().line)]
    max_line: usize,

    #[command(flatten)]
    rules: RulesArgs,
}

/// What became of the inputs' lines.
#[derive(Default)]
struct Counts {
    found: usize,
    alerts: usize,
    logs: usize,
    rejects: usize,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let condition = checked(args, shell)?;
    let (inputs, read_exit) = input::read_all(&input::or_stdin(&args.alerts)?, shell);
    let limits = Limits { line: args.max_line, ..Limits::default() };
    let mut counts = Counts::default();
    for input in &inputs {
        for entry in read(&input.bytes, &limits) {
            match entry {
                Entry::Alert(_, alert) => {
                    counts.alerts = counts.alerts.saturating_add(1);
                    if verdict(&condition, &alert) != args.invert {
                        counts.found = counts.found.saturating_add(1);
                        print(args, &alert, shell)?;
                    }
                }
                Entry::Log(_) => counts.logs = counts.logs.saturating_add(1),
                Entry::Reject(reject) => {
                    counts.rejects = counts.rejects.saturating_add(1);
                    input::tell(input, &reject, shell);
                }
            }
        }
    }
    if args.count {
        shell.print(format!("{}\n", counts.found))?;
    }
    shell.detail(format_args!(
        "{} of {} alerts, {} log lines, {} rejects",
        counts.found, counts.alerts, counts.logs, counts.rejects
    ));
    if counts.alerts == 0 {
        return Err(CliError::new("there is no alert to look at"));
    }
    let found = if counts.found == 0 { Exit::Problems } else { Exit::Fine };
    // Something that could not be read may have held a match.
    Ok(if read_exit == Exit::Fine { found } else { read_exit })
}

/// The condition, or a refusal after its problems were shown.
fn checked(args: &Args, shell: &mut Shell) -> Result<Condition, CliError> {
    let mut book = args.rules.book(shell)?;
    let (condition, problems) = book.check_condition(&args.condition, args.dialect);
    diagnostics::complain(&problems, book.sources(), shell);
    diagnostics::advise(&problems, book.sources(), shell);
    let refused = problems.iter().any(|problem| problem.severity == Severity::Error);
    condition.filter(|_| !refused).ok_or_else(|| CliError::new("the condition cannot be used"))
}

fn print(args: &Args, alert: &Alert<'_>, shell: &mut Shell) -> Result<(), CliError> {
    if args.count {
        return Ok(());
    }
    shell.print_bytes(alert.raw().as_bytes())?;
    // The last line of a file, and an element of an array, have no line end of their own.
    if !alert.raw().ends_with('\n') {
        shell.print_bytes(b"\n")?;
    }
    Ok(())
}
