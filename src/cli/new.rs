//! `falconer new`: a mitigation to begin with, made from an alert.

use super::exit::{CliError, Exit};
use super::input;
use super::output::write_file;
use super::rules::RulesArgs;
use super::shell::{Shell, path_text, visible};
use crate::alert::Limits;
use crate::alert::input::{Entry, read};
use crate::fmt::canonical;
use crate::suite;
use std::path::{Path, PathBuf};

/// One alert is wanted; a file may hold a day of them.
const MAX_INPUT: u64 = 16 * 1024 * 1024;

/// Begin a mitigation from an alert
///
/// Prints a draft with the alert's own fields: what happened, one strategy to decide, one to tune the Falco rule, and
/// the alert as a test. It passes `falconer check` and `falconer test` as it is; comments say what to write. Of several
/// alerts the first is taken.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer new --from-alert alert.json
  falconer new --from-alert alert.json -o rules/backup-read.yaml
  tail -1 events.json | falconer new --from-alert - --id backup-read")]
pub(super) struct Args {
    /// The alert, as Falco prints it; `-` is standard input
    #[arg(long, value_name = "FILE")]
    from_alert: PathBuf,

    /// The mitigation's name, instead of one made of the rule's
    #[arg(long, value_name = "ID", value_parser = name)]
    id: Option<String>,

    /// Write the draft to this file, which must not be there yet
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    rules: RulesArgs,
}

fn name(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let begins = text.starts_with(|c: char| c.is_ascii_lowercase());
    if begins && !text.ends_with('-') && text.chars().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("write small letters, digits and `-`, such as `backup-read`".to_owned())
    }
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let mut book = args.rules.book(shell)?;
    let input = input::read(&args.from_alert, MAX_INPUT)?;
    let entries = read(&input.bytes, &Limits::default());
    let mut alerts = entries.iter().filter_map(|entry| match entry {
        Entry::Alert(_, alert) => Some(alert),
        Entry::Log(_) | Entry::Reject(_) => None,
    });
    let Some(alert) = alerts.next() else {
        for entry in &entries {
            if let Entry::Reject(reject) = entry {
                input::tell(&input, reject, shell);
            }
        }
        return Err(CliError::new(format!("there is no alert in `{}`", input.name)));
    };
    let others = alerts.count();
    if others > 0 {
        shell.say(format_args!("took the first of {} alerts", others.saturating_add(1)));
    }
    let text = suite::draft(alert, &mut book, args.id.as_deref()).map_err(|refusal| {
        CliError::new(format!("the rule's name `{}` {refusal}", visible(alert.rule())))
            .hint("give the alert a rule that a rulebook can name")
    })?;
    // A draft is laid out as `fmt` would: long lists take several lines.
    let text = canonical(&text).unwrap_or(text);
    match &args.output {
        None => shell.print(text)?,
        Some(path) => save(path, &text, &args.from_alert, shell)?,
    }
    Ok(Exit::Fine)
}

fn save(path: &Path, text: &str, input: &Path, shell: &mut Shell) -> Result<(), CliError> {
    if std::fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file()) {
        return Err(CliError::new(format!("`{}` is there already", path_text(path)))
            .hint("name a new file; a draft never takes the place of what somebody wrote"));
    }
    write_file(path, text.as_bytes(), &[input.to_owned()])?;
    shell.say(format_args!("wrote `{0}`; next: falconer check {0} && falconer test {0}", path_text(path)));
    Ok(())
}
