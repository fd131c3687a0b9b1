//! `falconer explain`: a diagnostic by code or name, or why mitigations answer an alert or do not.

mod alert;
mod tree;

use super::exit::{CliError, Exit};
use super::rules::RulesArgs;
use super::shell::{STRONG, Shell, visible};
use crate::diag::{Code, all, did_you_mean};
use std::path::Path;

/// Explain why an alert does (not) match, or what a diagnostic means
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer explain FL0102
  falconer explain unknown-field
  falconer explain alert.json
  falconer explain alert.json --mitigation drop-and-execute-new-binary")]
pub(super) struct Args {
    /// A file with an alert, `-`, or a diagnostic's code or name
    #[arg(value_name = "ALERT|CODE")]
    what: String,

    /// Explain only this mitigation
    #[arg(long, value_name = "NAME")]
    mitigation: Option<String>,

    #[command(flatten)]
    rules: RulesArgs,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let path = Path::new(&args.what);
    match Code::find(&args.what) {
        Some(code) => diagnostic(code, shell),
        None if args.what == "-" || path.exists() => alert::run(args, path, shell),
        None => Err(unknown(&args.what)),
    }
}

fn diagnostic(code: Code, shell: &mut Shell) -> Result<Exit, CliError> {
    let row = code.row();
    let title = shell.paint(STRONG, format_args!("{} {}", row.code, row.name));
    let severity = super::diagnostics::word(row.severity);
    shell.print(format_args!("{title} ({severity})\n\n{}\n\n", row.what))?;
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
