//! Dockerfiles: instructions with their words, `RUN` scripts to be read as shell.
//!
//! In: the text of a snippet. Out: [`Instruction`]s in order
//! (<https://docs.docker.com/reference/dockerfile/>).

use crate::lint::advice::place::slice;
use crate::source::Text;

/// One instruction.
#[derive(Debug)]
pub(in crate::lint::advice) struct Instruction {
    /// `FROM`, `RUN`, …
    pub(in crate::lint::advice) name: &'static str,
    /// What follows, continuation lines joined as they stand.
    pub(in crate::lint::advice) rest: Text,
}

const NAMES: [&str; 18] = [
    "FROM",
    "RUN",
    "CMD",
    "LABEL",
    "MAINTAINER",
    "EXPOSE",
    "ENV",
    "ADD",
    "COPY",
    "ENTRYPOINT",
    "VOLUME",
    "USER",
    "WORKDIR",
    "ARG",
    "ONBUILD",
    "STOPSIGNAL",
    "HEALTHCHECK",
    "SHELL",
];

/// Whether a text reads as a Dockerfile: its first instruction is `FROM` or `ARG`.
pub(in crate::lint::advice) fn looks_like(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    first
        .is_some_and(|line| line.starts_with("FROM ") || line.starts_with("ARG ") && text.contains("\nFROM "))
}

/// Reads the instructions.
pub(in crate::lint::advice) fn read(text: &Text) -> Vec<Instruction> {
    let source = text.as_str();
    let mut found = Vec::new();
    let mut lines = source.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at = start + line.len();
        Some((start, line))
    });
    while let Some((start, line)) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        let body = line.trim_start();
        let word = body.split([' ', '\t', '\n']).next().unwrap_or_default();
        let Some(name) = NAMES.iter().copied().find(|name| name.eq_ignore_ascii_case(word)) else { continue };
        let mut end = start + line.len();
        let mut last = line;
        while continues(last) {
            let Some((at, next)) = lines.next() else { break };
            end = at + next.len();
            last = next;
        }
        let from = start + indent + word.len();
        found.push(Instruction { name, rest: slice(text, from..end) });
    }
    found
}

fn continues(line: &str) -> bool {
    let body = line.trim_end();
    body.ends_with('\\') || body.trim_start().starts_with('#') && body.len() < line.len() && body.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn instructions_and_their_continuations() {
        let text = Text::whole_file(FileId(0), "# x\nFROM a AS b\nRUN x \\\n  && y\nuser root\n");
        let found: Vec<_> = read(&text).iter().map(|i| (i.name, i.rest.as_str().trim().to_owned())).collect();
        let expected = [("FROM", "a AS b"), ("RUN", "x \\\n  && y"), ("USER", "root")];
        assert_eq!(found, expected.map(|(name, rest)| (name, rest.to_owned())));
    }
}
