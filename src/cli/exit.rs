//! How a run ends: exit codes and errors.
//!
//! In: what a command found out. Out: one of the codes of `docs/reference/exit-codes.md`, and for a failure a
//! sentence on stderr with what to do about it. Knows no command.

use super::shell::{path_text, visible};
use std::path::Path;
use std::process::ExitCode;

/// How a command that ran to its end judges its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    /// Nothing to complain about.
    Fine,
    /// Problems found: a failed check or test, an alert that could not be read.
    Problems,
    /// Usage, I/O, a bound, or nothing to do.
    Failed,
    /// Ctrl-C.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Problems => 1,
            Exit::Failed => 2,
            Exit::Interrupted => 130,
        })
    }
}

/// Why a command could not run to its end. Always [`Exit::Failed`].
#[derive(Debug)]
pub(super) struct CliError {
    /// Lower case, no full stop, already in visible form.
    pub(super) message: String,
    /// What to do about it.
    pub(super) hint: Option<String>,
}

impl CliError {
    /// An error in words of ours.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    /// Says what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// An operating system's refusal: `doing` is "read", "write", "create".
    pub(super) fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(format!("cannot {doing} `{}`: {}", path_text(path), reason(error)))
    }
}

/// Standard output that cannot be written; a reader that went away is none, see [`super::shell`].
impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        Self::new(format!("cannot write to standard output: {}", reason(&error)))
    }
}

/// The operating system's words as one of our sentences: lower case, without the error number.
pub(super) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split_once(" (os error").map_or(text.as_str(), |(words, _)| words);
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    visible(&format!("{first}{}", letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_words_become_a_sentence_of_ours() {
        let error = std::io::Error::from_raw_os_error(2);
        let message = CliError::io("read", Path::new("a\u{1b}[31m.json"), &error).message;
        assert_eq!(message, "cannot read `a\\u{1b}[31m.json`: no such file or directory");
    }
}
