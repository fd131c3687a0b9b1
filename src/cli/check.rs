//! `falconer check`: everything wrong with a rulebook.

mod baseline;
mod fix;
mod gate;
mod target;

use super::config;
use super::diagnostics::{self, Counts, Format, counted};
use super::exit::{CliError, Exit};
use super::shell::Shell;
use gate::{Gate, Judged};
pub(super) use target::{Checked, Target};

/// Report everything that is wrong with a rulebook
///
/// The built-in rulebook is loaded beneath yours, so that its lists, macros and strategies can be used; what is
/// reported is about the files you name. Without any, the built-in rulebook itself is checked. Lints speak once
/// there are no errors left.
///
/// A comment `# falconer: ignore[CODE] reason`, at the end of a line or on the line above, silences a warning or note.
/// Severities are configured in `falconer.toml`, which is looked for from the rulebook upward.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer check rules/
  falconer check --strict rules/ site.yaml
  falconer check --fix rules/              mend what can be mended safely; --diff shows it only
  falconer check --format github rules/    annotations of a pull request
  falconer check --baseline known.json --write-baseline rules/
  falconer check --baseline known.json rules/
  falconer explain FL0102                  what a code means")]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) target: Target,

    /// How problems are written
    #[arg(short, long, value_enum, default_value = "pretty")]
    format: Format,

    /// Write the safe fixes into the files, then report what is left
    #[arg(long, help_heading = "Fixes")]
    fix: bool,

    /// Show what `--fix` would write, as a unified diff, and write nothing
    #[arg(long, conflicts_with = "fix", help_heading = "Fixes")]
    diff: bool,

    #[command(flatten)]
    gate: Gate,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let config = args.gate.config(args.target.named(), shell)?;
    if args.gate.show_config {
        shell.print(config::show(&config))?;
        return Ok(Exit::Fine);
    }
    if args.diff {
        return fix::diff(&args.target, &config, shell);
    }
    if args.fix {
        fix::apply(&args.target, &config, shell)?;
    }
    let checked = args.target.lint(&config.lints);
    let judged = args.gate.judge(&checked, &config)?;
    diagnostics::print(&judged.findings(), args.format, shell)?;
    if judged.files.is_empty() {
        return Err(
            CliError::new("nothing was checked").hint("name rulebook files, or folders that hold some")
        );
    }
    shell.say(format_args!("{}", summary(&judged)));
    let exit = match () {
        () if checked.unreadable() => Exit::Failed,
        () if judged.fails() => Exit::Problems,
        () => Exit::Fine,
    };
    drop(judged);
    // The process ends here; to take a large rulebook apart first would only keep people waiting.
    std::mem::forget(checked);
    Ok(exit)
}

fn summary(judged: &Judged<'_>) -> String {
    let files = counted(judged.files.len(), "file");
    let hidden = match judged.hidden.len() {
        0 => String::new(),
        count => format!(" ({count} ignored)"),
    };
    format!("checked {files}: {}{hidden}", Counts::of(&judged.problems).sentence())
}
