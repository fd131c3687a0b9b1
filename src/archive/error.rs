//! Why an input could not be read, or not to its end.

use super::form::Form;
use crate::diag::Code;
use std::fmt;
use std::io;

/// Why an input could not be read, or not to its end.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// The operating system's refusal.
    Io(io::Error),
    /// A compressed input ends before its format does.
    Truncated(Form),
    /// A compressed input is not as its format demands.
    Damaged(Form),
    /// A compressed input grows beyond the bound.
    TooLarge,
    /// A zstd input whose window is larger than the bound.
    WindowTooLarge,
    /// A form that holds no alerts as they are, and what to do about it.
    Unsupported(&'static str, &'static str),
    /// No regular file, and not named on the command line.
    NotAFile,
    /// A pattern that no file matches.
    NoMatch,
}

impl ReadError {
    /// The diagnostic code, where a bound was broken.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::TooLarge => Some(Code::UNPACKED_TOO_LARGE),
            Self::WindowTooLarge => Some(Code::WINDOW_TOO_LARGE),
            _ => None,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Truncated(_) => "is it still being written? what was read before its end counts",
            Self::Damaged(_) => "what was read before the damage counts; `gzip -t` or `zstd -t` tells more",
            Self::TooLarge => "if the input is trusted, allow more with `--max-unpacked BYTES`",
            Self::WindowTooLarge => "unpack it first: `zstd -dc --long=31 FILE | falconer eval -`",
            Self::Unsupported(_, hint) => hint,
            Self::NoMatch => "a pattern in quotes is matched by falconer: `*`, `?` and `[…]` within one name",
            Self::Io(_) | Self::NotAFile => return None,
        })
    }

    /// An error while an input of this form was read.
    pub(super) fn of(error: io::Error, form: Form) -> Self {
        match error.get_ref() {
            Some(inner) if inner.is::<Bound>() => match inner.downcast_ref() {
                Some(Bound::Window) => Self::WindowTooLarge,
                _ => Self::TooLarge,
            },
            _ if form == Form::Plain || error.raw_os_error().is_some() => Self::Io(error),
            _ if error.kind() == io::ErrorKind::UnexpectedEof => Self::Truncated(form),
            _ => Self::Damaged(form),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{error}"),
            Self::Truncated(form) => write!(f, "the {form} data ends too early"),
            Self::Damaged(form) => write!(f, "the {form} data is damaged"),
            Self::TooLarge => f.write_str("unpacks to more than it may"),
            Self::WindowTooLarge => f.write_str("needs more than 128 MiB of memory to be unpacked"),
            Self::Unsupported(what, _) => write!(f, "it is {what}"),
            Self::NotAFile => f.write_str("it is no regular file"),
            Self::NoMatch => f.write_str("no file matches"),
        }
    }
}

impl std::error::Error for ReadError {}

/// A broken bound on its way through a reader.
#[derive(Debug)]
pub(super) enum Bound {
    Size,
    Window,
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bound is broken")
    }
}

impl std::error::Error for Bound {}
