//! What should have been an alert: the first ones are said, all are written to a file if one is wanted.

use super::exit::CliError;
use super::output::{Output, Unfinished};
use super::progress::Progress;
use super::shell::{Shell, path_text, visible};
use crate::archive::{Input, Rejected};
use crate::escape::{Encoded, Ndjson, Untrusted};
use std::path::{Path, PathBuf};

/// How many are said.
const SAID: u64 = 10;

/// The rejects of a run.
#[derive(Debug)]
pub(super) struct Rejects {
    file: Option<Output>,
    count: u64,
}

impl Rejects {
    /// Rejects that are written to `file`, if there is one: a new file, unless `force`.
    pub(super) fn new(
        file: Option<&Path>,
        force: bool,
        inputs: &[PathBuf],
        unfinished: Unfinished,
    ) -> Result<Self, CliError> {
        let occupied = |path: &Path| path.metadata().is_ok_and(|meta| meta.is_file());
        if let Some(path) = file.filter(|path| !force && occupied(path)) {
            return Err(CliError::new(format!("`{}` is there already", path_text(path)))
                .hint("name a new file for the rejects, or replace it with `--force`"));
        }
        let file = file.map(|path| Output::create(path, inputs, unfinished)).transpose()?;
        Ok(Self { file, count: 0 })
    }

    /// Says and writes those of a batch.
    pub(super) fn add(
        &mut self,
        input: &Input,
        rejects: &[Rejected],
        progress: &Progress,
        shell: &mut Shell,
    ) -> Result<(), CliError> {
        for rejected in rejects {
            self.count = self.count.saturating_add(1);
            if self.count <= SAID {
                progress.aside(|| say(input, rejected, shell));
            }
        }
        match &mut self.file {
            Some(file) if !rejects.is_empty() => {
                let rows: String = rejects.iter().map(|rejected| row(input, rejected)).collect();
                file.write(rows.as_bytes())
            }
            _ => Ok(()),
        }
    }

    /// How many were not said.
    pub(super) fn unsaid(&self) -> u64 {
        self.count.saturating_sub(SAID)
    }

    /// The file.
    pub(super) fn file(&self) -> Option<&Output> {
        self.file.as_ref()
    }

    /// Puts the file in its place.
    pub(super) fn finish(self) -> Result<(), CliError> {
        self.file.map_or(Ok(()), Output::finish)
    }
}

fn say(input: &Input, rejected: &Rejected, shell: &mut Shell) {
    let reject = &rejected.reject;
    let code = reject.kind.code().map_or_else(String::new, |code| format!("[{}]", code.code()));
    let place = format!("{}:{}:{}", name(input), reject.line, reject.column);
    shell.warn(format_args!("{place}: not an alert{code}: {}; {}", visible(&reject.message), reject.hint()));
}

/// What an input is called in messages.
pub(super) fn name(input: &Input) -> String {
    if input.name == "-" { "<stdin>".to_owned() } else { path_text(&input.path) }
}

/// A line of the file, `docs/reference/findings.md`.
fn row(input: &Input, rejected: &Rejected) -> String {
    let text = |text: &str| Encoded::<Ndjson>::text(Untrusted(text)).into_string();
    let reject = &rejected.reject;
    let (key, head) = match std::str::from_utf8(whole_characters(&rejected.head)) {
        Ok(head) => ("text", text(&visible(head))),
        Err(_) => ("base64", text(&base64(&rejected.head))),
    };
    format!(
        "{{\"input\":{},\"line\":{},\"column\":{},\"offset\":{},\"code\":\"{}\",\"reason\":{},\"{key}\":{head}}}\n",
        text(&input.name),
        reject.line,
        reject.column,
        rejected.offset,
        reject.kind.name(),
        text(&reject.message),
    )
}

/// Without the character at the end that the cut went through.
fn whole_characters(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => bytes.get(..error.valid_up_to()).unwrap_or(bytes),
        _ => bytes,
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (at, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = DIGITS.get((bits >> shift & 63) as usize).copied().unwrap_or(b'=');
            out.push(if at <= group.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_padded() {
        for (bytes, text) in
            [(&b""[..], ""), (b"f", "Zg=="), (b"fo", "Zm8="), (b"foo", "Zm9v"), (b"\xff\xfe\xfd", "//79")]
        {
            assert_eq!(base64(bytes), text);
        }
    }

    #[test]
    fn a_cut_character_is_no_damage() {
        assert_eq!(whole_characters("aé".as_bytes().get(..2).unwrap()), b"a");
        assert_eq!(whole_characters(b"a\xff"), b"a\xff");
    }
}
