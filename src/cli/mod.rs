//! The command line: one file per command, each with its `Args` and a `run`.
//!
//! In: arguments, files, standard input. Out: data on stdout, talk on stderr, one exit code. What is done
//! stands in the layers below; here stands only what a person types and sees.

mod completions;
mod diagnostics;
mod exit;
mod explain;
mod input;
mod output;
mod schema;
mod shell;

use clap::{Parser, Subcommand};
use exit::{CliError, Exit};
use shell::{Color, Shell, Verbosity};
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
    Explain(explain::Args),
    Schema(schema::Args),
    Completions(completions::Args),
}

/// Runs the command line of this process and returns its exit code.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => {
            // Help and version are answers too: they go to stdout with exit code 0.
            let _ = answer.print();
            return if answer.use_stderr() { Exit::Failed } else { Exit::Fine }.into();
        }
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

fn run(command: &Command, shell: &mut Shell) -> Result<Exit, CliError> {
    match command {
        Command::Explain(args) => explain::run(args, shell),
        Command::Schema(args) => schema::run(args, shell),
        Command::Completions(args) => completions::run(args, shell),
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
