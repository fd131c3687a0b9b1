//! `falconer eval`: the findings of an archive.
//!
//! In: archives, a rulebook, what to look at. Out: findings on standard output or in a file, rejects and statistics
//! where they are wanted, a summary on stderr. The run itself is [`crate::archive`]'s; here its events are written.

mod checkpoint;
mod times;
mod writer;

use super::archive::ArchiveArgs;
use super::diagnostics::counted;
use super::exit::{CliError, Exit};
use super::interrupt;
use super::output::{self, Output, Unfinished};
use super::progress::Progress;
use super::rejects::Rejects;
use super::rules::{self, RulesArgs};
use super::shell::{Shell, path_text, visible_json};
use crate::archive::{Encoding, EvalJudge, Options, Selection, run as read};
use crate::eval::Engine;
use crate::render::SummaryFormat;
use crate::report::summary::{Collector, Run, Totals};
use crate::syntax::condition::ast::Dialect;
use crate::value::Priority;
use checkpoint::Checkpoint;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use times::Time;
use writer::{Sink, Writer};

/// Evaluate every alert of an archive
///
/// Reads millions of alerts: files, folders and streams, gzip and zstd, lines or one JSON array, mixed with Falco's own
/// log lines. Prints one line for each finding, in the order of the archive; memory does not grow with it. What is no
/// alert is counted, named and, with `--rejects`, kept.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer eval events.json
  falconer eval /var/log/falco/ -o findings.ndjson --rejects rejects.ndjson
  falconer eval --min-priority warning --since 24h 'logs/*.gz' --format csv -o findings.csv
  falconer eval --report week.html /var/log/falco/
  falconer eval --fail-on critical --max-rejects 0 --stats=stats.json events.json
  falconer eval -o findings.ndjson --checkpoint eval.checkpoint huge.json.zst")]
pub(super) struct Args {
    #[command(flatten)]
    archive: ArchiveArgs,

    /// How findings are written
    #[arg(short, long, value_enum, default_value = "ndjson")]
    format: Format,

    /// Write findings to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write a summary of the archive: `.md`, `.html` or `.json`; may be given several times
    ///
    /// Groups of alerts, when and where they came, what to do about them, coverage gaps. Findings are then written only with
    /// `-o`.
    #[arg(long, value_name = "FILE", value_parser = Report::parse, conflicts_with = "checkpoint")]
    report: Vec<Report>,

    /// Groups of the summary whose strategies are shown
    #[arg(long, value_name = "N", default_value_t = 20, requires = "report")]
    details: usize,

    /// Add the alert to each finding, as it was written
    #[arg(long)]
    with_alert: bool,

    /// Say what became of the archive, as JSON on stderr or into a file
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "-")]
    stats: Option<PathBuf>,

    /// Write what is no alert to this file, with place and reason
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,

    /// Replace the file of `--rejects`
    #[arg(long, requires = "rejects")]
    force: bool,

    /// Go on with an interrupted run, or make one that can be gone on with
    #[arg(long, value_name = "FILE", requires = "output")]
    checkpoint: Option<PathBuf>,

    /// Only alerts from this time on: RFC 3339, or `2h`, `7d` before the newest alert
    #[arg(long, value_name = "TIME", value_parser = Time::parse, help_heading = "Which alerts")]
    since: Option<Time>,

    /// Only alerts before this time
    #[arg(long, value_name = "TIME", value_parser = Time::parse, help_heading = "Which alerts")]
    until: Option<Time>,

    /// Only alerts of this priority or above
    #[arg(long, value_name = "PRIORITY", value_parser = priority, help_heading = "Which alerts")]
    min_priority: Option<Priority>,

    /// Only alerts for which this condition holds
    #[arg(long = "where", value_name = "CONDITION", help_heading = "Which alerts")]
    condition: Option<String>,

    /// Exit with 1 if an alert of this priority or above has a finding
    #[arg(long, value_name = "PRIORITY", value_parser = priority, help_heading = "Exit code")]
    fail_on: Option<Priority>,

    /// Exit with 1 if more lines than this are no alerts
    #[arg(long, value_name = "N", help_heading = "Exit code")]
    max_rejects: Option<u64>,

    #[command(flatten)]
    rules: RulesArgs,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// One JSON object a line
    Ndjson,
    /// A table for spreadsheets
    Csv,
}

/// A summary to write.
#[derive(Debug, Clone)]
struct Report {
    path: PathBuf,
    format: SummaryFormat,
}

impl Report {
    fn parse(name: &str) -> Result<Self, String> {
        let format = SummaryFormat::of_name(name).ok_or("the name must end in `.md`, `.html` or `.json`")?;
        Ok(Self { path: PathBuf::from(name), format })
    }
}

fn priority(text: &str) -> Result<Priority, String> {
    let names = || Priority::ALL.map(|priority| priority.as_str().to_lowercase()).join(", ");
    Priority::parse(text).ok_or_else(|| format!("one of {}", names()))
}

impl Args {
    fn encoding(&self) -> Result<Encoding, CliError> {
        match self.format {
            Format::Ndjson => Ok(Encoding::Ndjson { with_alert: self.with_alert }),
            Format::Csv if self.with_alert => Err(CliError::new("a table has no room for whole alerts")
                .hint("leave out `--with-alert`, or write `--format ndjson`")),
            Format::Csv => Ok(Encoding::Csv),
        }
    }

    /// The files that are written, by name.
    fn outputs(&self) -> Vec<(&Path, &str)> {
        let stats = self.stats.as_deref().filter(|path| *path != Path::new("-"));
        let named = [
            (self.output.as_deref(), "-o"),
            (self.rejects.as_deref(), "--rejects"),
            (stats, "--stats"),
            (self.checkpoint.as_deref(), "--checkpoint"),
        ];
        let named = named.into_iter().filter_map(|(path, option)| Some((path?, option)));
        named.chain(self.report.iter().map(|report| (report.path.as_path(), "--report"))).collect()
    }

    fn refuse_one_file_twice(&self) -> Result<(), CliError> {
        let outputs = self.outputs();
        for (at, (path, option)) in outputs.iter().enumerate() {
            if let Some((_, other)) = outputs.iter().take(at).find(|(other, _)| other == path) {
                let message = format!("`{}` is both `{other}` and `{option}`", path_text(path));
                return Err(CliError::new(message).hint("name two files"));
            }
        }
        Ok(())
    }
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    args.refuse_one_file_twice()?;
    let encoding = Some(args.encoding()?).filter(|_| args.output.is_some() || args.report.is_empty());
    let mut book = args.rules.book(shell)?;
    let condition = args.condition.as_deref();
    let condition =
        condition.map(|text| rules::condition(text, Dialect::Falconer, &mut book, shell)).transpose()?;
    let engine = rules::ready(book)?;
    let (inputs, exit) = args.archive.inputs(shell)?;
    let paths: Vec<PathBuf> = inputs.iter().map(|input| input.path.clone()).collect();
    for (path, _) in args.outputs() {
        output::refuse_input(path, &paths)?;
    }
    let mut options = args.archive.options(interrupt::watch());
    let (since, until) = times::resolve(args.since, args.until, &inputs, &options)?;
    let selection = Selection { since, until, min_priority: args.min_priority, condition };
    let checkpoint = match &args.checkpoint {
        Some(path) => {
            Some(Checkpoint::open(path, &inputs, digest(args, engine, &selection, &options), shell)?)
        }
        None => None,
    };
    options.from = checkpoint.as_ref().map(Checkpoint::position).unwrap_or_default();
    let [output_so_far, rejects_so_far] = match &checkpoint {
        Some(checkpoint) => checkpoint.lengths().map(Unfinished::Keep),
        None => [Unfinished::Remove; 2],
    };
    let sink = match &args.output {
        Some(path) => Sink::File(Output::create(path, &paths, output_so_far)?),
        None if encoding.is_none() => Sink::None,
        None => Sink::Stdout,
    };
    let summarise = !args.report.is_empty();
    let mut writer = Writer {
        stats: checkpoint.as_ref().map(Checkpoint::stats).unwrap_or_default(),
        worst: checkpoint.as_ref().and_then(Checkpoint::worst),
        rejects: Rejects::new(args.rejects.as_deref(), args.force, &paths, rejects_so_far)?,
        progress: Progress::new(&inputs, &options.meter, shell, matches!(sink, Sink::Stdout)),
        inputs: &inputs,
        collected: summarise.then(|| Collector::new(engine)),
        sink,
        checkpoint,
        exit,
        error: None,
    };
    writer.begin(encoding, shell)?;
    let judge = EvalJudge::new(engine, selection, encoding, summarise);
    let complete = read(&inputs, &options, &judge, &mut |event| writer.take(event, shell));
    writer.progress.clear();
    let interrupted = options.stop.load(Ordering::Relaxed);
    finish(args, writer, complete, interrupted, shell)
}

/// Puts outputs in their place, says what became of the archive and judges it.
fn finish(
    args: &Args,
    mut writer: Writer<'_>,
    complete: bool,
    interrupted: bool,
    shell: &mut Shell,
) -> Result<Exit, CliError> {
    if let Some(error) = writer.error.take() {
        return Err(error);
    }
    // What an interrupted run before this one could not read is missing too.
    let unreadable = writer.exit == Exit::Failed || writer.stats.unreadable > 0;
    let nothing_read = unreadable && writer.stats.counts.lines == 0;
    if !nothing_read {
        writer.say(shell);
    }
    let stats = writer.stats_json(complete);
    if let Some(path) = &args.stats {
        match path.to_str() {
            Some("-") => shell.complain_text(visible_json(&stats).trim_end()),
            _ => output::write_file(path, stats.as_bytes(), &[])?,
        }
    }
    if interrupted && !complete {
        return writer.interrupted(shell);
    }
    let (stats, worst) = (writer.stats.clone(), writer.worst);
    if nothing_read {
        // An old output is better than none.
        return Ok(Exit::Failed);
    }
    let lost = shell.stdout_is_closed();
    summary(args, &mut writer, shell)?;
    writer.finish()?;
    if let Some(path) = &args.output {
        shell.say(format_args!("wrote `{}`", path_text(path)));
    }
    if unreadable {
        return Ok(Exit::Failed);
    }
    if lost {
        // Nobody reads on, so nobody can rely on what was not looked at.
        return Ok(if args.fail_on.is_some() { Exit::Failed } else { Exit::Fine });
    }
    if stats.counts.alerts == 0 {
        return Err(CliError::new("there is no alert to look at"));
    }
    let too_many = args.max_rejects.is_some_and(|max| stats.counts.rejects > max);
    if too_many {
        let rejects = counted(usize::try_from(stats.counts.rejects).unwrap_or(usize::MAX), "reject");
        shell.complain(&CliError::new(format!("{rejects}, more than `--max-rejects` allows")));
    }
    let bad = args.fail_on.zip(worst).is_some_and(|(from, worst)| worst >= from);
    if stats.findings == 0 {
        shell.complain(&CliError::new("no alert matches a mitigation"));
    }
    Ok(if too_many || bad || stats.findings == 0 { Exit::Problems } else { Exit::Fine })
}

/// Writes the summaries.
fn summary(args: &Args, writer: &mut Writer<'_>, shell: &mut Shell) -> Result<(), CliError> {
    let Some(collected) = writer.collected.take() else { return Ok(()) };
    let stats = &writer.stats;
    let counts = &stats.counts;
    let incomplete = (stats.unreadable > 0)
        .then(|| format!("{} not read, or not to the end", archive_inputs(stats.unreadable)));
    let summary = collected.finish(Run {
        inputs: writer.inputs.iter().map(|input| input.name.clone()).collect(),
        totals: Totals {
            lines: counts.lines,
            alerts: counts.alerts,
            logs: counts.logs,
            blank: counts.blank,
            rejects: counts.rejects,
            skipped: stats.skipped,
            ..Totals::default()
        },
        rejects: stats.rejected_by.iter().map(|(why, lines)| (why.clone(), *lines)).collect(),
        incomplete,
        details: args.details,
    });
    for report in &args.report {
        output::write_file(&report.path, summary.render(report.format).as_bytes(), &[])?;
        shell.say(format_args!("wrote `{}`", path_text(&report.path)));
    }
    Ok(())
}

fn archive_inputs(count: u64) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), "input")
}

/// What the bytes of the outputs depend on, besides the inputs.
fn digest(args: &Args, engine: &Engine, selection: &Selection, options: &Options) -> String {
    let mut parts = vec![
        env!("CARGO_PKG_VERSION").to_owned(),
        format!("{:?} {} {}", args.format, args.with_alert, args.rules.without_builtin()),
        format!("{:?} {:?} {:?}", selection.since, selection.until, selection.min_priority),
        format!("{:?} {:?} {:?}", args.condition, options.limits, options.max_unpacked),
        format!("{:?} {:?}", args.output, args.rejects),
    ];
    for (_, file) in engine.book().sources().iter() {
        parts.extend([file.name().to_owned(), file.text().to_owned()]);
    }
    checkpoint::digest(&parts)
}
