//! What counts: comments, baseline, configuration and options turn what was found into what fails a run.
//!
//! In this order: comments silence what stands beside them; the baseline allows what was known before; the
//! configuration and `--ignore` leave codes out and set severities; `--strict` makes warnings errors. Errors by
//! nature, which keep a rulebook from loading, pass through all of it.

use super::baseline::Baseline;
use super::target::Checked;
use crate::cli::config::{Config, ConfigArgs};
use crate::cli::diagnostics::{Findings, Hidden, Level, Why};
use crate::cli::exit::CliError;
use crate::cli::shell::{Shell, visible};
use crate::diag::{Code, Diagnostic, Severity, all, did_you_mean, settle, suppress};
use crate::source::{FileId, Sources};
use std::borrow::Cow;
use std::path::PathBuf;

/// What counts.
#[derive(Debug, clap::Args)]
pub(super) struct Gate {
    /// Make warnings errors
    #[arg(long, help_heading = "What counts")]
    strict: bool,

    /// Exit with 1 if there is a problem of this severity or a worse one [default: error]
    #[arg(long, value_name = "SEVERITY", help_heading = "What counts")]
    fail_on: Option<Level>,

    /// Leave out problems of this code or name, unless they are errors; may be repeated
    #[arg(long, value_name = "CODE", value_parser = code, help_heading = "What counts")]
    ignore: Vec<Code>,

    /// Allow the problems that this file lists, by count per file, item and code
    #[arg(long, value_name = "FILE", help_heading = "What counts")]
    baseline: Option<PathBuf>,

    /// Write what there is now into the baseline
    #[arg(long, requires = "baseline", help_heading = "What counts")]
    write_baseline: bool,

    #[command(flatten)]
    config: ConfigArgs,

    /// Print the configuration in force, and check nothing
    #[arg(long, help_heading = "Configuration")]
    pub(super) show_config: bool,
}

fn code(text: &str) -> Result<Code, String> {
    Code::find(text).ok_or_else(|| {
        let names: Vec<&str> = all().flat_map(|code| [code.code(), code.name()]).collect();
        match did_you_mean(text, names) {
            Some(near) => format!("there is no such diagnostic; did you mean `{near}`?"),
            None => "there is no such diagnostic".to_owned(),
        }
    })
}

/// What was found, judged.
pub(super) struct Judged<'c> {
    pub(super) problems: Vec<Diagnostic>,
    pub(super) hidden: Vec<Hidden>,
    pub(super) files: Vec<FileId>,
    /// Those of the rulebook; a baseline is one more.
    sources: Cow<'c, Sources>,
    fail_on: Severity,
}

impl Judged<'_> {
    pub(super) fn findings(&self) -> Findings<'_> {
        Findings {
            command: "falconer check",
            problems: &self.problems,
            hidden: &self.hidden,
            sources: &self.sources,
            files: &self.files,
            fail_on: self.fail_on,
        }
    }

    /// Whether a problem is bad enough to fail the run.
    pub(super) fn fails(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity >= self.fail_on)
    }
}

impl Gate {
    /// The configuration for these rulebooks.
    pub(super) fn config(&self, rulebooks: &[PathBuf], shell: &mut Shell) -> Result<Config, CliError> {
        self.config.load(rulebooks, shell)
    }

    /// Judges what was found.
    pub(super) fn judge<'c>(&self, checked: &'c Checked, config: &Config) -> Result<Judged<'c>, CliError> {
        let (mut problems, mut hidden) = silence(checked);
        let mut sources = Cow::Borrowed(checked.book.sources());
        if let Some(path) = &self.baseline {
            let known = Baseline::of(&problems, checked, path);
            if self.write_baseline {
                known.write(path, &sources)?;
            }
            let (new, allowed, stale) = Baseline::read(path)?.compare(problems, &known, sources.to_mut());
            problems = new;
            problems.extend(stale);
            hidden.extend(allowed.into_iter().map(|diagnostic| Hidden { diagnostic, why: Why::Baseline }));
        }
        problems
            .retain(|problem| problem.severity == Severity::Error || !self.ignore.contains(&problem.code));
        problems.retain_mut(|problem| {
            let name = sources.get(problem.primary.span.file).map_or("", |file| file.name());
            config.apply(problem, name)
        });
        if self.strict {
            let warnings = problems.iter_mut().filter(|problem| problem.severity == Severity::Warning);
            warnings.for_each(|problem| problem.severity = Severity::Error);
        }
        settle(&mut problems);
        let fail_on = self.fail_on.map(Severity::from).or(config.fail_on).unwrap_or(Severity::Error);
        Ok(Judged { problems, hidden, files: checked.files(), sources, fail_on })
    }
}

/// What the comments of the files that were named leave, and what they silence.
pub(super) fn silence(checked: &Checked) -> (Vec<Diagnostic>, Vec<Hidden>) {
    let complete = !checked.has_errors();
    let outcome = suppress::apply(
        checked.problems.clone(),
        checked.book.sources(),
        |file| checked.is_own(file),
        complete,
    );
    let hidden = outcome.silenced.into_iter().map(|silenced| Hidden {
        why: Why::Comment(visible(&silenced.reason)),
        diagnostic: silenced.diagnostic,
    });
    (outcome.kept, hidden.collect())
}
