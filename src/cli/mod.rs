//! The command line: one file per command, each with its `Args` and a `run`.
//!
//! In: arguments, files, standard input. Out: data on stdout, talk on stderr, one exit code. What is done
//! stands in the layers below; here stands only what a person types and sees.

mod archive;
mod audit;
mod check;
mod completions;
mod config;
mod coverage;
mod diagnostics;
mod diff;
mod eval;
mod exit;
mod explain;
mod fields;
mod filter;
mod fmt;
mod init;
mod input;
mod interrupt;
mod list;
mod man;
mod new;
mod output;
mod parse;
mod progress;
mod rejects;
mod report;
mod rules;
mod schema;
mod shell;
mod show;
mod test;
mod unified;

use clap::{Parser, Subcommand};
use exit::{CliError, Exit};
use shell::{Color, Shell, Verbosity};
use std::io::Write;
use std::process::ExitCode;

/// Turns Falco alerts into mitigation reports.
///
/// Reads alerts as Falco prints them (JSON), matches them with a rulebook (YAML) and prints what happened,
/// what to do about it, and how to undo it. The same alert and rulebook give the same bytes for ever: no
/// network, no clock, no model.
#[derive(Debug, Parser)]
#[command(
    name = "falconer",
    version,
    disable_help_subcommand = true,
    after_help = "Examples:
  falconer report alert.json              the report of one alert
  tail -1 events.json | falconer report   the same, from a pipe
  falconer eval /var/log/falco/           the findings of an archive
  falconer check rules/                   what is wrong with a rulebook
  falconer test rules/                    run a rulebook's own tests
  falconer explain alert.json             why which mitigation answers

Exit codes: 0 fine, 1 problems found, 2 usage, I/O or nothing to do, 130 interrupted."
)]
struct Cli {
    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Every command")]
    color: Color,

    /// Say only errors on stderr
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Every command")]
    quiet: bool,

    /// Say on stderr what is read and chosen
    #[arg(short, long, global = true, help_heading = "Every command")]
    verbose: bool,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Report(report::Args),
    Eval(eval::Args),
    Filter(filter::Args),
    Check(check::Args),
    Audit(audit::Args),
    Test(test::Args),
    Coverage(coverage::Args),
    Diff(diff::Args),
    Fmt(fmt::Args),
    Explain(explain::Args),
    Parse(parse::Args),
    List(list::Args),
    Show(show::Args),
    Fields(fields::Args),
    Schema(schema::Args),
    Init(init::Args),
    New(new::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the command line of this process and returns its exit code.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => return answered(&answer).into(),
    };
    let verbosity = match (cli.quiet, cli.verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    };
    let mut shell = Shell::new(cli.color, verbosity);
    let result =
        run(&cli.command, &mut shell).and_then(|exit| shell.flush().map(|()| exit).map_err(CliError::from));
    match result {
        Ok(exit) => exit,
        Err(error) => {
            shell.complain(&error);
            Exit::Failed
        }
    }
    .into()
}

/// Help and version are answers: they go to stdout with exit code 0. Complaints quote what was typed, which a
/// script may have taken from an alert.
fn answered(answer: &clap::Error) -> Exit {
    if answer.use_stderr() {
        let text = crate::escape::visible(&answer.render().to_string());
        let _ = std::io::stderr().write_all(text.as_bytes());
        return Exit::Failed;
    }
    let _ = answer.print();
    Exit::Fine
}

fn run(command: &Command, shell: &mut Shell) -> Result<Exit, CliError> {
    match command {
        Command::Report(args) => report::run(args, shell),
        Command::Eval(args) => eval::run(args, shell),
        Command::Filter(args) => filter::run(args, shell),
        Command::Check(args) => check::run(args, shell),
        Command::Audit(args) => audit::run(args, shell),
        Command::Test(args) => test::run(args, shell),
        Command::Coverage(args) => coverage::run(args, shell),
        Command::Diff(args) => diff::run(args, shell),
        Command::Fmt(args) => fmt::run(args, shell),
        Command::Explain(args) => explain::run(args, shell),
        Command::Parse(args) => parse::run(args, shell),
        Command::List(args) => list::run(args, shell),
        Command::Show(args) => show::run(args, shell),
        Command::Fields(args) => fields::run(args, shell),
        Command::Schema(args) => schema::run(args, shell),
        Command::Init(args) => init::run(args, shell),
        Command::New(args) => new::run(args, shell),
        Command::Completions(args) => completions::run(args, shell),
        Command::Man(args) => man::run(args, shell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_help_of_every_command_has_examples() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Examples:\n  falconer"), "`{}` has no examples", command.get_name());
        }
    }
}
