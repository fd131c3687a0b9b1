//! Reading what a command was given: files, or standard input under the name `-`.

use super::exit::{CliError, Exit};
use super::shell::{Shell, path_text, visible};
use crate::alert::Reject;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// All inputs together may be this large: they are held in memory.
const MAX_INPUT: u64 = 256 * 1024 * 1024;

/// Standard input's name on the command line.
const STDIN: &str = "-";

/// One input, whole in memory: reports are made of few alerts.
#[derive(Debug)]
pub(super) struct Input {
    /// What it is called in messages, in visible form.
    pub(super) name: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

/// Reads one input, `-` being standard input; more than `max` bytes are refused.
pub(super) fn read(path: &Path, max: u64) -> Result<Input, CliError> {
    if path.as_os_str() == STDIN {
        let bytes = bounded(io::stdin().lock(), max).map_err(|e| CliError::io("read", path, &e))?;
        return Ok(Input { name: "<stdin>".to_owned(), bytes });
    }
    let failed = |error: &io::Error| CliError::io("read", path, error);
    let file = File::open(path).map_err(|e| failed(&e))?;
    if file.metadata().is_ok_and(|meta| meta.is_dir()) {
        return Err(CliError::new(format!("cannot read `{}`: it is a folder", path_text(path)))
            .hint("name the files in it"));
    }
    let bytes = bounded(file, max).map_err(|e| failed(&e))?;
    Ok(Input { name: path_text(path), bytes })
}

/// Reads what can be read; the rest is complained about and counts as a failure.
pub(super) fn read_all(paths: &[PathBuf], shell: &mut Shell) -> (Vec<Input>, Exit) {
    let mut inputs = Vec::new();
    let mut exit = Exit::Fine;
    let mut left = MAX_INPUT;
    for path in paths {
        match read(path, left) {
            Ok(input) => {
                left = left.saturating_sub(u64::try_from(input.bytes.len()).unwrap_or(u64::MAX));
                inputs.push(input);
            }
            Err(error) => {
                shell.complain(&error);
                exit = Exit::Failed;
            }
        }
    }
    (inputs, exit)
}

/// Says what is no alert, where and why.
pub(super) fn tell(input: &Input, reject: &Reject, shell: &mut Shell) {
    let code = reject.kind.code().map_or_else(String::new, |code| format!("[{}]", code.code()));
    let place = format!("{}:{}:{}", input.name, reject.line, reject.column);
    shell.warn(format_args!("{place}: not an alert{code}: {}; {}", visible(&reject.message), reject.hint()));
}

/// What to read if nothing was named: standard input, unless a person would have to type it.
pub(super) fn or_stdin(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    match paths {
        [] if io::stdin().is_terminal() => Err(CliError::new("no alert was given")
            .hint("name a file, or pipe alerts in: `falconer report < events.json`")),
        [] => Ok(vec![PathBuf::from(STDIN)]),
        named => Ok(named.to_vec()),
    }
}

fn bounded(stream: impl Read, max: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells too long from just long enough.
    stream.take(max.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > max {
        return Err(io::Error::other(format!("more than {max} bytes")));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_exact() {
        for (length, fits) in [(7, true), (8, true), (9, false)] {
            assert_eq!(bounded(vec![b'x'; length].as_slice(), 8).is_ok(), fits, "{length}");
        }
    }
}
