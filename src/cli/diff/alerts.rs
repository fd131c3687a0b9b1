//! An archive judged by both rulebooks.

use crate::archive::{Batch, Counts, DiffJudge, DiffTally, Event, Input, run as read};
use crate::cli::archive::{self, ReadingArgs};
use crate::cli::exit::{CliError, Exit};
use crate::cli::interrupt;
use crate::cli::output::Unfinished;
use crate::cli::progress::Progress;
use crate::cli::rejects::Rejects;
use crate::cli::shell::Shell;
use crate::eval::Engine;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

/// What became of the alerts.
pub(super) struct Compared {
    pub(super) tally: DiffTally,
    pub(super) counts: Counts,
    /// Whether all of them were read.
    pub(super) exit: Exit,
}

/// Judges every alert by both.
pub(super) fn compare(
    named: &[PathBuf],
    reading: &ReadingArgs,
    old: &Engine,
    new: &Engine,
    shell: &mut Shell,
) -> Result<Compared, CliError> {
    let (inputs, exit) = archive::inputs(named, shell)?;
    let options = reading.options(interrupt::watch());
    let judge = DiffJudge::new(old, new);
    let mut sum = Sum {
        inputs: &inputs,
        compared: Compared { tally: DiffTally::default(), counts: Counts::default(), exit },
        rejects: Rejects::new(None, false, &[], Unfinished::Remove)?,
        progress: Progress::new(&inputs, &options.meter, shell, false),
        error: None,
    };
    let complete = read(&inputs, &options, &judge, &mut |event| sum.take(event, shell));
    sum.progress.clear();
    if let Some(error) = sum.error.take() {
        return Err(error);
    }
    if sum.rejects.unsaid() > 0 {
        shell.warn(format_args!("{} more lines are no alerts", sum.rejects.unsaid()));
    }
    let mut compared = sum.compared;
    shell.say(format_args!("{}", archive::lines(&compared.counts)));
    if !complete && options.stop.load(Ordering::Relaxed) {
        shell.say(format_args!("interrupted: what is behind was not compared"));
        compared.exit = Exit::Interrupted;
    } else if compared.tally.alerts == 0 && compared.exit == Exit::Fine {
        return Err(CliError::new("there is no alert to look at"));
    }
    Ok(compared)
}

/// What was compared so far.
struct Sum<'a> {
    inputs: &'a [Input],
    compared: Compared,
    rejects: Rejects,
    progress: Progress,
    error: Option<CliError>,
}

impl Sum<'_> {
    fn take(&mut self, event: Event<DiffTally>, shell: &mut Shell) -> ControlFlow<()> {
        match event {
            Event::Batch(batch) => {
                if let Err(error) = self.batch(batch, shell) {
                    self.error = Some(error);
                    return ControlFlow::Break(());
                }
            }
            Event::Failed(number, error) => {
                if let Some(input) = self.inputs.get(number) {
                    self.progress.aside(|| shell.complain(&archive::failed(input, &error)));
                }
                self.compared.exit = Exit::Failed;
            }
        }
        ControlFlow::Continue(())
    }

    fn batch(&mut self, batch: Batch<DiffTally>, shell: &mut Shell) -> Result<(), CliError> {
        self.compared.counts.add(batch.counts);
        self.progress.add(batch.counts.alerts);
        if let Some(input) = self.inputs.get(batch.input) {
            self.rejects.add(input, &batch.rejects, &self.progress, shell)?;
        }
        self.compared.tally.append(batch.output);
        Ok(())
    }
}
