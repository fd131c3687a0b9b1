//! Diagnostics for people and for programs.
//!
//! In: diagnostics as data and the files they point into. Out: excerpts with underlines, one line each, JSON, SARIF,
//! annotations of GitHub, JUnit. Everything that a file wrote (paths, lines, messages that quote it) is put into
//! the safe form of its sink here.

mod excerpt;
mod github;
mod json;
mod junit;
mod pretty;
mod sarif;
mod short;

use super::exit::CliError;
use super::shell::Shell;
use crate::diag::{Diagnostic, Severity};
use crate::source::{FileId, Sources};

pub(super) use crate::diag::page::severity_word as word;
pub(super) use junit::{Case, Suite, render as junit};

/// At most so many are shown to people: nobody reads the hundred-and-first.
const SHOWN: usize = 100;
/// At most so many are written for programs.
const WRITTEN: usize = 10_000;

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// With the lines they are about, underlined
    Pretty,
    /// One line each: `file:line:column: severity[code]: message`
    Short,
    /// One JSON object
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// JUnit's XML, for CI servers
    Junit,
}

/// A severity as an argument.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum Level {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Anything
    Note,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warning => Self::Warning,
            Level::Note => Self::Note,
        }
    }
}

/// What a run found, ready to be written.
pub(super) struct Findings<'a> {
    /// The command that looked: `falconer check`.
    pub(super) command: &'static str,
    /// What counts.
    pub(super) problems: &'a [Diagnostic],
    /// What does not count, and why.
    pub(super) hidden: &'a [Hidden],
    /// The files that both point into.
    pub(super) sources: &'a Sources,
    /// The files that were looked at.
    pub(super) files: &'a [FileId],
    /// From here on a problem fails the run.
    pub(super) fail_on: Severity,
}

/// A diagnostic that does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hidden {
    pub(super) diagnostic: Diagnostic,
    pub(super) why: Why,
}

/// Why a diagnostic does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Why {
    /// A comment in the file silences it, for this reason.
    Comment(String),
    /// The baseline allows it.
    Baseline,
}

/// How many of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
}

impl Counts {
    /// Counts diagnostics.
    pub(super) fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut counts = Self::default();
        for diagnostic in diagnostics {
            *match diagnostic.severity {
                Severity::Error => &mut counts.errors,
                Severity::Warning => &mut counts.warnings,
                Severity::Note => &mut counts.notes,
            } += 1;
        }
        counts
    }

    /// "2 errors, 1 warning"; "no problems".
    pub(super) fn sentence(self) -> String {
        let parts: Vec<String> = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")]
            .into_iter()
            .filter(|&(count, _)| count > 0)
            .map(|(count, word)| counted(count, word))
            .collect();
        if parts.is_empty() { "no problems".to_owned() } else { parts.join(", ") }
    }
}

/// "1 error", "2 errors".
pub(super) fn counted(count: usize, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {word}{plural}")
}

/// Writes diagnostics as data, on stdout.
pub(super) fn print(findings: &Findings<'_>, format: Format, shell: &mut Shell) -> Result<(), CliError> {
    let (problems, sources) = (findings.problems, findings.sources);
    match format {
        Format::Pretty => {
            let text = people(problems, |d| pretty::render(d, sources, shell.colors_stdout()));
            shell.print(text)?;
        }
        Format::Short => shell.print(people(problems, |d| short::render(d, sources)))?,
        Format::Json => shell.print(json::render(findings)?)?,
        Format::Sarif => shell.print(sarif::render(findings)?)?,
        Format::Github => shell.print(github::render(problems, sources))?,
        Format::Junit => shell.print(junit(findings.command, &junit::suites(findings)))?,
    }
    Ok(())
}

/// An object as indented JSON that no terminal obeys.
fn json_text(document: &impl serde::Serialize) -> Result<String, std::io::Error> {
    Ok(super::shell::visible_json(&serde_json::to_string_pretty(document)?) + "\n")
}

/// Writes the errors that a command other than `check` stumbles over, on stderr, always.
pub(super) fn complain(diagnostics: &[Diagnostic], sources: &Sources, shell: &mut Shell) {
    let text = of_severity(diagnostics, |severity| severity == Severity::Error, sources, shell);
    if !text.is_empty() {
        shell.complain_text(&text);
    }
}

/// Writes the warnings and notes, on stderr, unless `-q`.
pub(super) fn advise(diagnostics: &[Diagnostic], sources: &Sources, shell: &mut Shell) {
    let text = of_severity(diagnostics, |severity| severity != Severity::Error, sources, shell);
    if !text.is_empty() {
        shell.say(format_args!("{text}"));
    }
}

fn of_severity(
    diagnostics: &[Diagnostic],
    wanted: impl Fn(Severity) -> bool,
    sources: &Sources,
    shell: &Shell,
) -> String {
    let chosen: Vec<Diagnostic> = diagnostics.iter().filter(|d| wanted(d.severity)).cloned().collect();
    let color = shell.colors_stderr();
    people(&chosen, |d| pretty::render(d, sources, color)).trim_end().to_owned()
}

fn people(diagnostics: &[Diagnostic], render: impl Fn(&Diagnostic) -> String) -> String {
    let mut text: String = diagnostics.iter().take(SHOWN).map(render).collect();
    if let Some(more) = diagnostics.len().checked_sub(SHOWN).filter(|&more| more > 0) {
        text.push_str(&format!("and {more} more; `--format json` writes up to {WRITTEN}\n"));
    }
    text
}
