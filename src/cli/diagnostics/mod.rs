//! Diagnostics for people and for programs.
//!
//! In: diagnostics as data and the files they point into. Out: excerpts with underlines, one line each, or
//! JSON. Everything that a file wrote (paths, lines, messages that quote it) is put into visible form here.

mod excerpt;
mod json;
mod pretty;
mod short;

use super::exit::CliError;
use super::shell::Shell;
use crate::diag::{Diagnostic, Severity};
use crate::source::Sources;

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
pub(super) fn print(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    format: Format,
    shell: &mut Shell,
) -> Result<(), CliError> {
    match format {
        Format::Pretty => {
            let text = people(diagnostics, |d| pretty::render(d, sources, shell.colors_stdout()));
            shell.print(text)?;
        }
        Format::Short => shell.print(people(diagnostics, |d| short::render(d, sources)))?,
        Format::Json => shell.print(json::render(diagnostics, sources)?)?,
    }
    Ok(())
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

/// The word for a severity.
pub(super) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
