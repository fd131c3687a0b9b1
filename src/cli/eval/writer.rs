//! Writing what a run comes to, in order.

use super::super::archive;
use super::super::diagnostics::counted;
use super::super::exit::{CliError, Exit};
use super::super::output::Output;
use super::super::progress::Progress;
use super::super::rejects::Rejects;
use super::super::shell::{Shell, path_text};
use super::checkpoint::Checkpoint;
use crate::archive::{Batch, Encoding, EvalOutput, Event, Input, Stats, Verdict};
use crate::report::summary::Collector;
use crate::value::Priority;
use serde::Serialize;
use std::ops::ControlFlow;

/// Where findings go.
pub(super) enum Sink {
    Stdout,
    File(Output),
    /// Nowhere: only a summary is wanted.
    None,
}

/// Everything that is written in a run.
pub(super) struct Writer<'a> {
    pub(super) inputs: &'a [Input],
    pub(super) sink: Sink,
    pub(super) rejects: Rejects,
    pub(super) stats: Stats,
    /// The highest priority of an alert with a finding.
    pub(super) worst: Option<Priority>,
    /// What a summary is made from, if one is wanted.
    pub(super) collected: Option<Collector<'a>>,
    pub(super) checkpoint: Option<Checkpoint>,
    pub(super) progress: Progress,
    pub(super) exit: Exit,
    pub(super) error: Option<CliError>,
}

/// The statistics as a document, `docs/reference/findings.md`.
#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    complete: bool,
    #[serde(flatten)]
    stats: &'a Stats,
}

impl<'a> Writer<'a> {
    /// Writes what stands before the first finding, unless an earlier run did.
    pub(super) fn begin(&mut self, encoding: Option<Encoding>, shell: &mut Shell) -> Result<(), CliError> {
        if self.checkpoint.as_ref().is_some_and(Checkpoint::resumes) {
            return Ok(());
        }
        if let Some(encoding) = encoding {
            self.write(encoding.header().as_bytes(), shell)?;
        }
        self.save(true)
    }

    /// Writes what one event tells.
    pub(super) fn take(&mut self, event: Event<EvalOutput<'a>>, shell: &mut Shell) -> ControlFlow<()> {
        let written = match event {
            Event::Batch(batch) => self.batch(batch, shell),
            Event::Failed(number, error) => {
                if let Some(input) = self.inputs.get(number) {
                    self.progress.aside(|| shell.complain(&archive::failed(input, &error)));
                }
                self.stats.unreadable = self.stats.unreadable.saturating_add(1);
                self.exit = Exit::Failed;
                if let Some(checkpoint) = &mut self.checkpoint {
                    // Counted, but the place behind it is not known before the next input.
                    checkpoint.reached(None);
                }
                Ok(())
            }
        };
        match written {
            Ok(()) if shell.stdout_is_closed() => ControlFlow::Break(()),
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.error = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn batch(&mut self, batch: Batch<EvalOutput<'a>>, shell: &mut Shell) -> Result<(), CliError> {
        self.stats.add_lines(batch.counts, &batch.rejects);
        self.progress.add(batch.counts.alerts);
        if let Some(input) = self.inputs.get(batch.input) {
            self.rejects.add(input, &batch.rejects, &self.progress, shell)?;
        }
        let outcomes = &batch.output.outcomes;
        self.stats.add(outcomes);
        let matched = outcomes.iter().filter(|outcome| matches!(outcome.verdict, Verdict::Matched { .. }));
        self.worst = matched.map(|outcome| outcome.priority).fold(self.worst, Ord::max);
        if let (Some(whole), Some(part)) = (&mut self.collected, batch.output.collected) {
            whole.append(part);
        }
        self.write(&batch.output.bytes, shell)?;
        if let Some(checkpoint) = &mut self.checkpoint {
            checkpoint.reached(batch.end);
        }
        self.save(false)
    }

    fn write(&mut self, bytes: &[u8], shell: &mut Shell) -> Result<(), CliError> {
        match &mut self.sink {
            Sink::Stdout => Ok(shell.print_bytes(bytes)?),
            Sink::File(file) => file.write(bytes),
            Sink::None => Ok(()),
        }
    }

    /// Saves how far the run is, if it is time or `now`.
    fn save(&mut self, now: bool) -> Result<(), CliError> {
        let (Some(checkpoint), Sink::File(file)) = (&mut self.checkpoint, &self.sink) else { return Ok(()) };
        checkpoint.save(now, file, self.rejects.file(), &self.stats, self.worst)
    }

    /// Says what became of the archive.
    pub(super) fn say(&self, shell: &mut Shell) {
        let Stats { counts, findings, matched, matched_by_fallback, unmatched, skipped, .. } = &self.stats;
        if self.rejects.unsaid() > 0 {
            shell.warn(format_args!("{} more lines are no alerts", self.rejects.unsaid()));
        }
        let fallback = match matched_by_fallback {
            0 => String::new(),
            n => format!(" ({n} by a fallback only)"),
        };
        let findings = counted(usize::try_from(*findings).unwrap_or(usize::MAX), "finding");
        shell.say(format_args!("{}", archive::lines(counts)));
        shell.say(format_args!(
            "{findings}; alerts: {matched} matched{fallback}, {unmatched} unmatched, {skipped} skipped"
        ));
    }

    /// The statistics, as JSON.
    pub(super) fn stats_json(&mut self, complete: bool) -> String {
        self.stats.inputs = u64::try_from(self.inputs.len()).unwrap_or(u64::MAX);
        let document = Document { schema: "falconer.stats/1", complete, stats: &self.stats };
        serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
    }

    /// Ends a run that was interrupted: what is unfinished is left for a later one, or is gone.
    pub(super) fn interrupted(mut self, shell: &mut Shell) -> Result<Exit, CliError> {
        match &self.checkpoint {
            Some(checkpoint) => {
                let path = path_text(checkpoint.path());
                self.save(true)?;
                shell.say(format_args!("interrupted; run the same command again to go on from `{path}`"));
            }
            None => shell.say(format_args!("interrupted")),
        }
        Ok(Exit::Interrupted)
    }

    /// Puts the outputs in their place.
    pub(super) fn finish(self) -> Result<(), CliError> {
        self.rejects.finish()?;
        if let Sink::File(file) = self.sink {
            file.finish()?;
        }
        self.checkpoint.map_or(Ok(()), Checkpoint::remove)
    }
}
