//! `falconer filter`: the alerts that a condition holds for, as they were written.

use super::archive::{self, ArchiveArgs};
use super::exit::{CliError, Exit};
use super::interrupt;
use super::output::Unfinished;
use super::parse::dialect;
use super::progress::Progress;
use super::rejects::Rejects;
use super::rules::{self, RulesArgs};
use super::shell::Shell;
use crate::archive::{Batch, Counts, Event, FilterJudge, FilterOutput, Input, run as read};
use crate::syntax::condition::ast::Dialect;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

/// Print the alerts that match a condition
///
/// A grep for alerts: matching lines come out byte for byte, in their order. Lists and macros of the rulebook can be
/// used. Files may be gzip or zstd, hold lines or one JSON array, and Falco's own log lines in between. Exits with 0 if
/// an alert matched, with 1 if none did, and with 2 if something could not be read. With `-q` nothing is printed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer filter 'proc.name in (bash, sh) and container.id != host' events.json
  falconer filter 'alert.priority >= warning' /var/log/falco/
  falconer filter --count 'in_pod and k8s.ns.name = shop' 'logs/*.gz'
  falconer filter --first 1 'alert.rule startswith Terminal' - < events.json
  falconer filter --invert --rules ours.yaml 'known_job' events.json")]
pub(super) struct Args {
    /// The condition
    condition: String,

    #[command(flatten)]
    archive: ArchiveArgs,

    /// The language the condition is written in
    #[arg(long, value_name = "DIALECT", default_value = "falconer", value_parser = dialect)]
    dialect: Dialect,

    /// Print how many alerts match, not the alerts
    #[arg(short, long)]
    count: bool,

    /// Take the alerts that do not match
    #[arg(long)]
    invert: bool,

    /// Stop after so many matching alerts
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    first: Option<u64>,

    #[command(flatten)]
    rules: RulesArgs,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let mut book = args.rules.book(shell)?;
    let condition = rules::condition(&args.condition, args.dialect, &mut book, shell)?;
    let (inputs, exit) = args.archive.inputs(shell)?;
    let options = args.archive.options(interrupt::watch());
    let quiet = shell.is_quiet();
    let prints = !args.count && !quiet;
    let judge = FilterJudge::new(&condition, args.invert, prints);
    let mut search = Search {
        inputs: &inputs,
        // Without anything to print, the first match is the answer.
        left: if quiet && !args.count { Some(1) } else { args.first },
        found: 0,
        counts: Counts::default(),
        rejects: Rejects::new(None, false, &[], Unfinished::Remove)?,
        progress: Progress::new(&inputs, &options.meter, shell, prints),
        exit,
        error: None,
    };
    read(&inputs, &options, &judge, &mut |event| search.take(event, shell));
    search.progress.clear();
    if let Some(error) = search.error.take() {
        return Err(error);
    }
    if args.count {
        shell.print(format!("{}\n", search.found))?;
    }
    search.end(options.stop.load(Ordering::Relaxed), shell)
}

/// What was found so far.
struct Search<'a> {
    inputs: &'a [Input],
    /// How many more matches are wanted.
    left: Option<u64>,
    found: u64,
    counts: Counts,
    rejects: Rejects,
    progress: Progress,
    exit: Exit,
    error: Option<CliError>,
}

impl Search<'_> {
    fn take(&mut self, event: Event<FilterOutput>, shell: &mut Shell) -> ControlFlow<()> {
        let taken = match event {
            Event::Batch(batch) => self.batch(&batch, shell),
            Event::Failed(number, error) => {
                if let Some(input) = self.inputs.get(number) {
                    self.progress.aside(|| shell.complain(&archive::failed(input, &error)));
                }
                self.exit = Exit::Failed;
                Ok(())
            }
        };
        if let Err(error) = taken {
            self.error = Some(error);
            return ControlFlow::Break(());
        }
        let enough = self.left == Some(0) || shell.stdout_is_closed();
        if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn batch(&mut self, batch: &Batch<FilterOutput>, shell: &mut Shell) -> Result<(), CliError> {
        self.counts.add(batch.counts);
        self.progress.add(batch.counts.alerts);
        if let Some(input) = self.inputs.get(batch.input) {
            self.rejects.add(input, &batch.rejects, &self.progress, shell)?;
        }
        let FilterOutput { bytes, ends } = &batch.output;
        let all = ends.len();
        let wanted = self.left.map_or(all, |left| all.min(usize::try_from(left).unwrap_or(usize::MAX)));
        let end = wanted.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(0);
        shell.print_bytes(bytes.get(..end).unwrap_or_default())?;
        let taken = u64::try_from(wanted).unwrap_or(u64::MAX);
        self.found = self.found.saturating_add(taken);
        self.left = self.left.map(|left| left.saturating_sub(taken));
        Ok(())
    }

    fn end(self, interrupted: bool, shell: &mut Shell) -> Result<Exit, CliError> {
        if self.rejects.unsaid() > 0 {
            shell.warn(format_args!("{} more lines are no alerts", self.rejects.unsaid()));
        }
        shell.detail(format_args!("{} found; {}", self.found, archive::lines(&self.counts)));
        if interrupted {
            shell.say(format_args!("interrupted after {}", archive::lines(&self.counts)));
            return Ok(Exit::Interrupted);
        }
        if self.counts.alerts == 0 {
            return Err(CliError::new("there is no alert to look at"));
        }
        let found = if self.found == 0 { Exit::Problems } else { Exit::Fine };
        // Something that could not be read may have held a match.
        Ok(if self.exit == Exit::Fine { found } else { self.exit })
    }
}
