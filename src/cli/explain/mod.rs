//! `falconer explain`: a diagnostic by code or name, or why mitigations answer an alert or do not.

mod alert;
mod json;
mod tree;

use super::exit::{CliError, Exit};
use super::rules::RulesArgs;
use super::shell::{STRONG, Shell, visible};
use crate::diag::{Code, all, did_you_mean, page::severity_word};
use std::path::Path;

/// Explain why an alert does (not) match, or what a diagnostic means
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer explain FL0102
  falconer explain unknown-field
  falconer explain alert.json
  falconer explain alert.json --mitigation drop-and-execute-new-binary
  falconer explain alert.json --format json")]
pub(super) struct Args {
    /// A file with an alert, `-`, or a diagnostic's code or name
    #[arg(value_name = "ALERT|CODE")]
    what: String,

    /// Explain only this mitigation
    #[arg(long, value_name = "NAME")]
    mitigation: Option<String>,

    /// How an alert's explanation is written
    #[arg(short, long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    rules: RulesArgs,
}

/// How an explanation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A tree for people
    Text,
    /// One JSON object: every node with value, type and verdict
    Json,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let path = Path::new(&args.what);
    match Code::find(&args.what) {
        Some(code) => diagnostic(code, shell),
        None if args.what == "-" || path.exists() => alert::run(args, path, shell),
        None => Err(unknown(&args.what)),
    }
}

/// The page of a code.
fn diagnostic(code: Code, shell: &mut Shell) -> Result<Exit, CliError> {
    let row = code.row();
    let title = shell.paint(STRONG, format_args!("{} {}", row.code, row.name));
    let severity = severity_word(row.severity);
    shell.print(format_args!("{title} ({severity})\n\n{}\n\n{}\n\n", row.what, row.why))?;
    for (heading, text) in [("Wrong", row.bad), ("Right", row.good)] {
        shell.print(format_args!("{}\n", shell.paint(STRONG, format_args!("{heading}:"))))?;
        for line in text.lines() {
            shell.print(format_args!("  {line}\n"))?;
        }
    }
    Ok(Exit::Fine)
}

/// Neither a file nor a diagnostic.
fn unknown(what: &str) -> CliError {
    let names: Vec<&str> = all().flat_map(|code| [code.code(), code.name()]).collect();
    let error = CliError::new(format!("`{}` is neither a file nor a diagnostic", visible(what)));
    match did_you_mean(what, names) {
        Some(name) => error.hint(format!("did you mean `{name}`?")),
        None => error.hint("name a file with an alert, `-` for standard input, or a code such as `FL0102`"),
    }
}
