//! `falconer show`: an item as it is written.

use super::exit::{CliError, Exit};
use super::rules::RulesArgs;
use super::shell::{Shell, path_text, visible};
use crate::check::book::{Book, Entry, Kind};
use crate::diag::did_you_mean;
use std::path::Path;

/// Show an item of the rulebook as it is written
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer show isolate-pod
  falconer show drop-and-execute-new-binary
  falconer show our-mitigation --rules our-rules/")]
pub(super) struct Args {
    /// The name of a mitigation, strategy, macro, list or var
    name: String,

    #[command(flatten)]
    rules: RulesArgs,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let book = args.rules.book(shell)?;
    let found: Vec<&Entry> = Kind::ALL.into_iter().filter_map(|kind| book.entry(kind, &args.name)).collect();
    if found.is_empty() {
        return Err(unknown(&book, &args.name));
    }
    for entry in found {
        one(&book, entry, shell)?;
    }
    Ok(Exit::Fine)
}

fn one(book: &Book, entry: &Entry, shell: &mut Shell) -> Result<(), CliError> {
    let Some(file) = book.sources().get(entry.span.file) else { return Ok(()) };
    let line = file.location(entry.span.bytes.start).line;
    shell.say(format_args!("{} in {}:{line}", entry.kind, path_text(Path::new(file.name()))));
    if entry.switched_off.is_some() {
        shell.warn(format_args!("this {} is switched off", entry.kind));
    }
    for line in whole_lines(file.text(), entry.span.bytes.range()).lines() {
        shell.print(format_args!("{}\n", visible(line)))?;
    }
    Ok(())
}

/// The lines of an item, from its `- ` on.
fn whole_lines(text: &str, span: std::ops::Range<usize>) -> &str {
    let start =
        text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at.saturating_add(1));
    text.get(start..span.end).unwrap_or_default().trim_end()
}

fn unknown(book: &Book, name: &str) -> CliError {
    let error = CliError::new(format!("the rulebook holds no item `{}`", visible(name)));
    let names = Kind::ALL.into_iter().flat_map(|kind| book.names(kind));
    match did_you_mean(name, names) {
        Some(near) => error.hint(format!("did you mean `{}`?", visible(near))),
        None => error.hint("`falconer list` shows what there is"),
    }
}
