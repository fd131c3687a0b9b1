//! `falconer audit`: harmful or invalid advice in reports.

use super::diagnostics::{self, Counts, Findings, Format, Level, counted};
use super::exit::{CliError, Exit};
use super::input;
use super::shell::{Shell, visible};
use crate::diag::{Diagnostic, settle};
use crate::lint::advice::{self, Counts as Read};
use crate::source::Sources;
use std::path::PathBuf;

/// Find harmful or invalid advice in reports
///
/// Reads the code of Markdown reports (commands, Kubernetes manifests, Dockerfiles, compose files, cloud policies,
/// Falco rules) and says what would harm, what does not work, and what comes in the wrong order. Code that a report
/// shows as wrong counts as a note. Prose is not judged.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer audit report.md
  falconer report alert.json --format md | falconer audit -
  falconer audit --fail-on warning docs/*.md
  falconer audit --format json report.md
  falconer explain FL1101      what a code means")]
pub(super) struct Args {
    /// Reports in Markdown; `-` or nothing is standard input
    #[arg(value_name = "FILE.md")]
    reports: Vec<PathBuf>,

    /// How problems are written
    #[arg(short, long, value_enum, default_value = "pretty")]
    format: Format,

    /// From which severity on the exit code is 1
    #[arg(long, value_name = "SEVERITY", value_enum, default_value = "error")]
    fail_on: Level,

    /// Let `<!-- falconer-allow: CODE reason="…" -->` in a report silence a lint
    #[arg(long)]
    trust_allows: bool,
}

/// A report larger than this is refused.
const MAX_REPORT: u64 = 16 * 1024 * 1024;

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let mut sources = Sources::default();
    let mut problems: Vec<Diagnostic> = Vec::new();
    let mut read = Read::default();
    let mut exit = Exit::Fine;
    for path in input::or_stdin(&args.reports)? {
        let report = match input::read(&path, MAX_REPORT) {
            Ok(report) => report,
            Err(error) => {
                shell.complain(&error);
                exit = Exit::Failed;
                continue;
            }
        };
        let Ok(text) = String::from_utf8(report.bytes) else {
            shell.complain(
                &CliError::new(format!("cannot read `{}`: it is not UTF-8", report.name))
                    .hint("a report is Markdown"),
            );
            exit = Exit::Failed;
            continue;
        };
        let file = sources.add(report.name.clone(), text.clone());
        let found = advice::audit(file, &text, args.trust_allows);
        if found.counts.is_nothing() {
            shell.warn(format_args!("{}: no command, manifest or rule to judge", visible(&report.name)));
            exit = Exit::Failed;
        }
        shell.detail(format_args!("{}: {}", visible(&report.name), sentence(&found.counts)));
        read.add(&found.counts);
        problems.extend(found.diagnostics);
    }
    settle(&mut problems);
    let fail_on = args.fail_on.into();
    let files: Vec<_> = sources.iter().map(|(id, _)| id).collect();
    let findings = Findings {
        command: "falconer audit",
        problems: &problems,
        hidden: &[],
        sources: &sources,
        files: &files,
        fail_on,
    };
    diagnostics::print(&findings, args.format, shell)?;
    if read.is_nothing() {
        return Err(CliError::new("nothing was checked")
            .hint("name a report that holds commands, manifests or Falco rules in fences"));
    }
    shell.say(format_args!("read {}: {}", sentence(&read), Counts::of(&problems).sentence()));
    let fails = problems.iter().any(|problem| problem.severity >= fail_on);
    Ok(exit.max(if fails { Exit::Problems } else { Exit::Fine }))
}

/// What was read, and what was not.
fn sentence(read: &Read) -> String {
    let mut parts = vec![
        counted(read.blocks, "piece") + " of code",
        counted(read.commands, "command"),
        counted(read.manifests, "manifest"),
        counted(read.rules, "Falco item"),
    ];
    if read.other > 0 {
        let named: Vec<&str> = read.languages.iter().map(String::as_str).collect();
        let named = if named.is_empty() { String::new() } else { format!(" ({})", named.join(", ")) };
        parts.push(format!("{} in a language that is not judged{named}", read.other));
    }
    if read.unread > 0 {
        parts.push(format!("{} that could not be read whole", read.unread));
    }
    parts.join(", ")
}
