//! Finders of contexts: the author's text around the holes, read once in its language.
//!
//! A finder that cannot be sure how the language's own reader would take the text reports an error for every
//! hole: a refused example is a nuisance, a wrong context is a hole in the wall.

mod falco;
mod json;
mod shell;
mod yaml;

use super::{CodePiece, Context, ContextError, Lang};
use std::collections::BTreeMap;

/// See [`super::contexts`].
pub(super) fn contexts(lang: Lang, pieces: &[CodePiece<'_>]) -> Result<Vec<Context>, Vec<ContextError>> {
    let mut findings = Findings::new(pieces.iter().filter(|p| **p == CodePiece::Hole).count());
    if findings.count > 0 {
        match lang {
            Lang::Sh => shell::find(pieces, false, &mut findings),
            Lang::Bash => shell::find(pieces, true, &mut findings),
            Lang::Yaml => yaml::find(pieces, &mut findings),
            Lang::Json => json::find(pieces, &mut findings),
            Lang::Falco => falco::find(pieces, &mut findings),
            Lang::Other => findings.refuse_all(
                "holes are not possible in this language",
                "use `lang: sh`, `bash`, `yaml`, `json` or `falco`, or write the value's name as plain text",
            ),
        }
    }
    findings.settle()
}

/// Keys of manifests and workflows whose value a shell, or whatever the author named, runs later.
const COMMAND_KEYS: [&str; 8] = ["command", "args", "entrypoint", "cmd", "run", "script", "exec", "shell"];

/// Why no value may stand under this key of YAML or JSON, if so.
fn command_key(key: &str) -> Option<(&'static str, &'static str)> {
    COMMAND_KEYS.iter().any(|known| key.eq_ignore_ascii_case(known)).then_some((
        "the hole would be a part of a command",
        "write the command yourself; put the value into `env` or a label",
    ))
}

/// What is known of each hole; the first word on a hole counts, unless a later one refuses it.
pub(super) struct Findings {
    count: usize,
    found: BTreeMap<usize, Context>,
    errors: BTreeMap<usize, ContextError>,
}

impl Findings {
    fn new(count: usize) -> Self {
        Self { count, found: BTreeMap::new(), errors: BTreeMap::new() }
    }

    /// This hole stands there.
    fn accept(&mut self, hole: usize, context: Context) {
        self.found.entry(hole).or_insert(context);
    }

    /// This hole may not stand where it does. One mistake, one error: the first is kept.
    fn refuse(&mut self, hole: usize, message: &str, hint: &str) {
        let error = ContextError { hole, message: message.to_owned(), hint: hint.to_owned() };
        self.errors.entry(hole).or_insert(error);
    }

    /// No hole may stand in this text.
    fn refuse_all(&mut self, message: &str, hint: &str) {
        for hole in 0..self.count {
            self.refuse(hole, message, hint);
        }
    }

    fn is_placed(&self, hole: usize) -> bool {
        self.found.contains_key(&hole)
    }

    fn settle(mut self) -> Result<Vec<Context>, Vec<ContextError>> {
        for hole in 0..self.count {
            if !self.found.contains_key(&hole) {
                // INVARIANT: a hole that no finder placed has no context, so it is never rendered.
                self.refuse(
                    hole,
                    "the hole stands where no value can be",
                    "move it to a place of its own: a word, a scalar, a constant",
                );
            }
        }
        if self.errors.is_empty() {
            Ok(self.found.into_values().collect())
        } else {
            Err(self.errors.into_values().collect())
        }
    }
}

/// The author's text with a stand-in word for each hole, for languages that a real parser reads.
struct Marked {
    text: String,
    stem: String,
    count: usize,
}

impl Marked {
    /// Puts `Zhole0Z`, `Zhole1Z`, … where the holes are; the stem differs if the author's text has it. No
    /// language has an escape `\Z`, so a backslash before a hole is an error of its parser.
    fn new(pieces: &[CodePiece<'_>], around: impl Fn(usize) -> &'static str) -> Self {
        let literal: String =
            pieces.iter().map(|p| if let CodePiece::Text(t) = p { t } else { "" }).collect();
        let mut stem = String::from("Zhole");
        while literal.contains(&stem) {
            stem.push('e');
        }
        let mut marked = Self { text: String::new(), stem, count: 0 };
        for piece in pieces {
            match piece {
                CodePiece::Text(text) => marked.text.push_str(text),
                CodePiece::Hole => {
                    let (quote, mark) = (around(marked.count), marked.mark(marked.count));
                    marked.text.extend([quote, &mark, quote]);
                    marked.count = marked.count.saturating_add(1);
                }
            }
        }
        marked
    }

    fn mark(&self, hole: usize) -> String {
        format!("{}{hole}Z", self.stem)
    }

    /// The holes inside a decoded string, in its order.
    fn holes_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        text.split(self.stem.as_str())
            .skip(1)
            .filter_map(|rest| rest.split_once('Z').and_then(|(number, _)| number.parse().ok()))
    }

    /// The hole that is the whole of a decoded string.
    fn whole(&self, text: &str) -> Option<usize> {
        let hole = self.holes_in(text).next()?;
        (text == self.mark(hole)).then_some(hole)
    }
}
