//! The two streams a command talks on: data on stdout, talk on stderr.
//!
//! In: text that is already in visible form, see [`visible`]. Out: bytes on the terminal, a pipe or a file,
//! coloured where the reader wants it. A reader that goes away (`| head`) ends the data quietly.

use super::exit::CliError;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use std::fmt::{Arguments, Display};
use std::io::{self, IsTerminal, Stderr, Stdout, Write};
use std::path::Path;

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Also into pipes and files.
    Always,
    /// Not at all.
    Never,
}

/// How much to say on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verbosity {
    /// Only errors.
    Quiet,
    /// Summaries and warnings too.
    Normal,
    /// Also what was read and chosen.
    Verbose,
}

/// Errors, and the word `FAILED`.
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
/// Warnings, and withheld things.
pub(super) const DOUBTFUL: Style = AnsiColor::Yellow.on_default().bold();
/// What holds and what passed.
pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// Headings and names.
pub(super) const STRONG: Style = Style::new().bold();

/// The streams of one run.
pub(super) struct Shell {
    stdout: Quietly<Stdout>,
    stderr: Stderr,
    color_out: bool,
    color_err: bool,
    terminal: bool,
    verbosity: Verbosity,
}

impl Shell {
    /// Streams that colour as `color` says.
    pub(super) fn new(color: Color, verbosity: Verbosity) -> Self {
        let wanted = |auto: ColorChoice| match color {
            Color::Auto => auto != ColorChoice::Never,
            Color::Always => true,
            Color::Never => false,
        };
        Self {
            stdout: Quietly { stream: io::stdout(), closed: false },
            stderr: io::stderr(),
            color_out: wanted(AutoStream::choice(&io::stdout())),
            color_err: wanted(AutoStream::choice(&io::stderr())),
            terminal: io::stdout().is_terminal(),
            verbosity,
        }
    }

    /// Whether data goes to a terminal.
    pub(super) fn stdout_is_terminal(&self) -> bool {
        self.terminal
    }

    /// Whether talk goes to a person who may want to see how far a run is that `prints` data on its way: on one and
    /// the same terminal, the data tell.
    pub(super) fn shows_progress(&self, prints: bool) -> bool {
        let beside_data = prints && self.terminal;
        self.stderr.is_terminal() && !beside_data && self.verbosity > Verbosity::Quiet
    }

    /// Whether only errors are said.
    pub(super) fn is_quiet(&self) -> bool {
        self.verbosity == Verbosity::Quiet
    }

    /// Whether the reader of data went away.
    pub(super) fn stdout_is_closed(&self) -> bool {
        self.stdout.closed
    }

    /// Whether data is coloured.
    pub(super) fn colors_stdout(&self) -> bool {
        self.color_out
    }

    /// Whether talk is coloured.
    pub(super) fn colors_stderr(&self) -> bool {
        self.color_err
    }

    /// Data, in style where data is coloured.
    pub(super) fn paint(&self, style: Style, text: impl Display) -> String {
        paint(self.color_out, style, text)
    }

    /// Data.
    pub(super) fn print(&mut self, text: impl Display) -> io::Result<()> {
        write!(self.stdout, "{text}")
    }

    /// Data exactly as it is: a completion script, a report of another format than the terminal's.
    pub(super) fn print_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stdout.write_all(bytes)
    }

    /// Ends the data; what could not be written is an error only now.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }

    /// A line of talk, unless `-q`.
    pub(super) fn say(&mut self, line: Arguments<'_>) {
        self.talk(Verbosity::Normal, line);
    }

    /// A line of talk that only `-v` shows.
    pub(super) fn detail(&mut self, line: Arguments<'_>) {
        self.talk(Verbosity::Verbose, line);
    }

    /// A doubt that the run goes on with, unless `-q`.
    pub(super) fn warn(&mut self, line: Arguments<'_>) {
        let word = paint(self.color_err, DOUBTFUL, "warning");
        self.talk(Verbosity::Normal, format_args!("{word}: {line}"));
    }

    /// An error and what to do about it; shown always.
    pub(super) fn complain(&mut self, error: &CliError) {
        let word = paint(self.color_err, BAD, "error");
        self.talk(Verbosity::Quiet, format_args!("{word}: {}", error.message));
        if let Some(hint) = &error.hint {
            self.talk(Verbosity::Quiet, format_args!("  {}: {hint}", paint(self.color_err, STRONG, "hint")));
        }
    }

    /// Errors already written out; shown always.
    pub(super) fn complain_text(&mut self, text: &str) {
        self.talk(Verbosity::Quiet, format_args!("{text}"));
    }

    fn talk(&mut self, from: Verbosity, line: Arguments<'_>) {
        if self.verbosity >= from {
            // Nobody is left to tell that telling failed.
            let _ = writeln!(self.stderr, "{line}");
        }
    }
}

fn paint(color: bool, style: Style, text: impl Display) -> String {
    if color { format!("{style}{text}{style:#}") } else { text.to_string() }
}

/// A stream whose reader may go away: from then on writes succeed and go nowhere.
#[derive(Debug)]
struct Quietly<W> {
    stream: W,
    closed: bool,
}

impl<W: Write> Write for Quietly<W> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(buf.len());
        }
        match self.stream.write(buf) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(buf.len())
            }
            other => other,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.stream.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            other => other,
        }
    }
}

/// Text of files, alerts and arguments, safe on a terminal: no control, no direction mark, one line.
pub(super) fn visible(text: &str) -> String {
    crate::escape::visible_line(text)
}

/// JSON whose strings no terminal obeys: what is not visible is written as an escape, which is the same data.
pub(super) fn visible_json(json: &str) -> String {
    crate::escape::json_screen(json)
}

/// A path in visible form that no CI log reads as a command (`::error::`, `##[error]`).
pub(super) fn path_text(path: &Path) -> String {
    let text = path.to_string_lossy();
    visible(&if text.starts_with(':') || text.starts_with('#') {
        format!("./{text}")
    } else {
        text.into_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails every write the same way.
    struct Fails(io::ErrorKind);

    impl Write for Fails {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn a_reader_that_goes_away_is_no_error_and_a_full_disk_is() {
        let mut gone = Quietly { stream: Fails(io::ErrorKind::BrokenPipe), closed: false };
        assert!(gone.write_all(b"report").is_ok() && gone.flush().is_ok());
        let mut full = Quietly { stream: Fails(io::ErrorKind::StorageFull), closed: false };
        assert!(full.write_all(b"report").is_err() && full.flush().is_err());
    }

    #[test]
    fn no_path_can_speak_to_a_ci_log() {
        assert_eq!(path_text(Path::new("::error::x")), "./::error::x");
        assert_eq!(path_text(Path::new("##[error]x")), r"./#\u{23}[error]x");
        assert_eq!(path_text(Path::new("rules/a.yaml")), "rules/a.yaml");
    }
}
