//! `falconer report`: one report per alert.

use super::exit::{CliError, Exit};
use super::input::{self, Input};
use super::interrupt;
use super::output;
use super::rules::RulesArgs;
use super::shell::{Shell, path_text};
use crate::alert::input::{Entry, read};
use crate::alert::{Alert, Limits};
use crate::eval::Engine;
use crate::render::{Color, Format, Terminal, to_terminal};
use crate::report::Report;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

/// Print the mitigation report of each alert
///
/// Reads alerts as Falco prints them with `json_output: true`: one JSON object, an array, or one per line, with
/// Falco's own log lines in between. What is no alert is named on stderr with its place and reason.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer report alert.json
  tail -1 /var/log/falco/events.json | falconer report
  falconer report alert.json --format html -o report.html
  falconer report events.json -o reports/
  falconer report alert.json --rules our-rules/ --set case_id=IR-7")]
pub(super) struct Args {
    /// Files with alerts; `-` or nothing is standard input
    #[arg(value_name = "ALERT")]
    alerts: Vec<PathBuf>,

    /// The report's format; on a terminal `term`, else `md`
    #[arg(short, long, value_parser = format)]
    format: Option<Format>,

    /// Write to this file, or, for several alerts, into this new folder
    #[arg(short, long, value_name = "FILE|FOLDER")]
    output: Option<PathBuf>,

    /// Refuse alerts longer than this
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().line)]
    max_line: usize,

    #[command(flatten)]
    rules: RulesArgs,
}

fn format(name: &str) -> Result<Format, String> {
    Format::parse(name).ok_or_else(|| format!("one of {}", Format::ALL.map(Format::as_str).join(", ")))
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let paths = input::or_stdin(&args.alerts)?;
    let engine = args.rules.engine(shell)?;
    let (inputs, mut exit) = input::read_all(&paths, shell);
    let limits = Limits { line: args.max_line, ..Limits::default() };
    let entries: Vec<(&Input, Entry<'_>)> = inputs
        .iter()
        .flat_map(|input| read(&input.bytes, &limits).into_iter().map(move |entry| (input, entry)))
        .collect();

    let mut alerts = Vec::new();
    let mut rejects = 0_usize;
    for (input, entry) in &entries {
        match entry {
            Entry::Alert(_, alert) => alerts.push(alert),
            Entry::Log(line) => {
                shell.detail(format_args!("{}:{line}: skipped one of Falco's log lines", input.name))
            }
            Entry::Reject(reject) => {
                input::tell(input, reject, shell);
                rejects = rejects.saturating_add(1);
            }
        }
    }
    if alerts.is_empty() {
        // What could not be read, and what is no alert, has been told with its reason.
        return Err(CliError::new("there is no alert to report"));
    }
    if rejects > 0 {
        exit = exit.max(Exit::Problems);
        shell.say(format_args!(
            "{} of {} inputs are no alerts",
            rejects,
            rejects.saturating_add(alerts.len())
        ));
    }
    Ok(exit.max(write(args, &alerts, engine, &paths, shell)?))
}

/// Where the reports go, and in which format.
fn write(
    args: &Args,
    alerts: &[&Alert<'_>],
    engine: &Engine,
    inputs: &[PathBuf],
    shell: &mut Shell,
) -> Result<Exit, CliError> {
    let Some(path) = &args.output else {
        return print(args.format, alerts, engine, shell).map(|()| Exit::Fine);
    };
    let format = args.format.unwrap_or(Format::Md);
    // Until here an interrupt ends the process: nothing was written. From here no file is left half.
    let stop = interrupt::watch();
    let single = alerts.len() == 1 && !ends_with_separator(path);
    if !single {
        output::fresh_folder(path)?;
    }
    for (number, alert) in (1_usize..).zip(alerts) {
        let report = report_of(engine, alert);
        let file = if single { path.clone() } else { path.join(file_name(number, &report, format)) };
        let text = report.render(format);
        if stop.load(Ordering::Relaxed) {
            shell.say(format_args!(
                "interrupted after {} of {} reports",
                number.saturating_sub(1),
                alerts.len()
            ));
            return Ok(Exit::Interrupted);
        }
        output::write_file(&file, text.as_bytes(), inputs)?;
    }
    if single {
        shell.say(format_args!("wrote `{}`", path_text(path)));
    } else {
        shell.say(format_args!("wrote {} reports into `{}`", alerts.len(), path_text(path)));
    }
    Ok(Exit::Fine)
}

/// `reports/` is a folder even for one alert.
fn ends_with_separator(path: &Path) -> bool {
    path.to_string_lossy().ends_with(std::path::is_separator)
}

/// Number, leading mitigation, digest: nothing that an alert chose.
fn file_name(number: usize, report: &Report, format: Format) -> String {
    let mitigation = report.findings.first().map_or("no-mitigation", |finding| finding.name.as_str());
    let digest: String = report.footer.alert.chars().take(8).collect();
    format!("{number:04}-{mitigation}-{digest}.{}", format.extension())
}

/// All reports on standard output, one after the other.
fn print(
    format: Option<Format>,
    alerts: &[&Alert<'_>],
    engine: &Engine,
    shell: &mut Shell,
) -> Result<(), CliError> {
    let terminal = if shell.stdout_is_terminal() { Format::Term } else { Format::Md };
    let format = format.unwrap_or(terminal);
    if format == Format::Html && alerts.len() > 1 {
        return Err(CliError::new(format!("{} HTML pages do not fit into one stream", alerts.len()))
            .hint("name a folder for them with `-o`"));
    }
    for (number, alert) in alerts.iter().enumerate() {
        if number > 0 {
            shell.print(between(format))?;
        }
        let report = report_of(engine, alert);
        if format == Format::Term {
            let color = if shell.colors_stdout() { Color::Always } else { Color::Never };
            shell.print(to_terminal(&report, &Terminal { color, ..Terminal::default() }))?;
        } else {
            shell.print_bytes(report.render(format).as_bytes())?;
        }
    }
    Ok(())
}

/// What stands between two reports in one stream.
fn between(format: Format) -> &'static str {
    match format {
        Format::Md => "\n---\n\n",
        Format::Term => "\n",
        // JSON texts follow each other, as `jq` reads them.
        Format::Html | Format::Json => "",
    }
}

fn report_of(engine: &Engine, alert: &Alert<'_>) -> Report {
    Report::new(engine, alert, &engine.evaluate(alert))
}
