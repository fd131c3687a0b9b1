//! The words of one command sorted into subcommand, flags, values and operands, as the facts say.

use super::command::{Flag, Mistake};
use super::unwrap::RUNNERS;
use super::word::Word;
use crate::diag::did_you_mean;
use crate::lint::advice::facts::{self, Program, Takes};
use crate::lint::advice::place::slice;

/// So many unknown flags of one command are told; with more of them it is no command of this program.
const MOST_MISTAKES: usize = 8;

/// What the words say.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) path: String,
    pub(super) flags: Vec<Flag>,
    pub(super) operands: Vec<Word>,
    /// The words of the program that is run.
    pub(super) inner: Vec<Word>,
    pub(super) mistakes: Vec<Mistake>,
}

/// Sorts the words after the program's name.
pub(super) fn parse(program: &str, words: &[Word]) -> Parsed {
    let facts = facts::program(program);
    let mut parser = Parser {
        facts,
        runs_another: RUNNERS.contains(&program),
        at: 0,
        words,
        out: Parsed::default(),
        path_open: true,
        lost: false,
    };
    parser.run();
    let mut parsed = parser.out;
    parsed.path = usual(program, &parsed.path);
    parsed
}

/// `docker container run` is `docker run`, `ctr t pause` is `ctr task pause`.
fn usual(program: &str, path: &str) -> String {
    if program == "ctr"
        && let Some((group, rest)) = path.split_once(' ')
    {
        let group = match group {
            "c" | "containers" => "container",
            "t" | "tasks" => "task",
            "i" | "images" => "image",
            "ns" | "namespaces" => "namespace",
            other => other,
        };
        return format!("{group} {rest}");
    }
    if !matches!(program, "docker" | "podman" | "nerdctl") {
        return path.to_owned();
    }
    match path {
        "container ls" | "container list" | "container ps" => "ps".to_owned(),
        "image rm" => "rmi".to_owned(),
        "image ls" => "images".to_owned(),
        "container prune" => path.to_owned(),
        _ => path.strip_prefix("container ").unwrap_or(path).to_owned(),
    }
}

struct Parser<'w> {
    facts: Option<&'static Program>,
    runs_another: bool,
    at: usize,
    words: &'w [Word],
    out: Parsed,
    /// Whether the next operand may be a subcommand.
    path_open: bool,
    /// Whether the subcommand is unknown, so that nothing more can be said.
    lost: bool,
}

impl Parser<'_> {
    fn run(&mut self) {
        while let Some(word) = self.words.get(self.at) {
            self.at = self.at.saturating_add(1);
            let text = word.as_str();
            if text == "--" && !word.quoted {
                return self.after_dashes();
            } else if text.len() > 1 && text.starts_with("--") {
                self.long(word);
            } else if text.len() > 1 && text.starts_with('-') {
                self.short(word);
            } else if self.operand(word) {
                return;
            }
        }
    }

    fn rest(&self) -> &[Word] {
        self.words.get(self.at..).unwrap_or(&[])
    }

    /// `kubectl exec … -- COMMAND` runs a program; elsewhere only operands follow.
    fn after_dashes(&mut self) {
        let rest = self.rest().to_vec();
        let runs = self.runs_another
            || matches!(self.out.path.as_str(), "exec" | "run" | "debug" | "tasks exec" | "compute ssh");
        if runs { self.out.inner = rest } else { self.out.operands.extend(rest) }
    }

    /// Takes a subcommand or an operand; true if the words after it belong to another program.
    fn operand(&mut self, word: &Word) -> bool {
        if self.path_open && self.subcommand(word) {
            return false;
        }
        self.path_open = false;
        self.out.operands.push(word.clone());
        let another = self.runs_another || self.facts.is_some_and(|facts| facts.runs_another(&self.out.path));
        if another {
            self.out.inner = self.rest().to_vec();
        }
        another
    }

    fn subcommand(&mut self, word: &Word) -> bool {
        let (Some(facts), text) = (self.facts, word.as_str()) else { return false };
        let path =
            if self.out.path.is_empty() { text.to_owned() } else { format!("{} {text}", self.out.path) };
        if !text.is_empty() && facts.has(&path) {
            self.out.path = path;
            self.path_open = facts.is_group(&self.out.path);
            return true;
        }
        let group = &self.out.path;
        let open = facts.is_group(group) && !facts.knows_all_beneath(group);
        let only_group = facts.is_group(group) && (group.is_empty() || !facts.is_command(group));
        let wordlike = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        self.lost |= open && wordlike;
        if only_group {
            self.lost = true;
            // What stands behind a flag that nobody knows may be its value.
            let strange = self.out.mistakes.iter().any(|one| matches!(one, Mistake::UnknownFlag { .. }));
            if word.is_literal() && wordlike && facts.knows_all_beneath(group) && !strange {
                let near = did_you_mean(text, facts.children(group)).map(str::to_owned);
                self.out.mistakes.push(Mistake::UnknownSubcommand {
                    word: word.text.clone(),
                    group: group.clone(),
                    near,
                });
            }
            if wordlike {
                self.out.path = path;
                self.path_open = false;
                return true;
            }
        }
        false
    }

    /// `--name`, `--name=value`, `--name value`.
    fn long(&mut self, word: &Word) {
        let text = word.as_str();
        let (name, glued) = match text.find('=') {
            Some(at) => (text.get(2..at).unwrap_or_default(), Some(at.saturating_add(1))),
            None => (text.get(2..).unwrap_or_default(), None),
        };
        let known = self.facts.and_then(|facts| facts.long(&self.out.path, name));
        let negated = || self.facts?.long(&self.out.path, name.strip_prefix("no-")?);
        if known.is_none() && negated().is_none() {
            self.unknown(word, name, glued);
        }
        if known.is_some_and(|flag| flag.deprecated) {
            self.out
                .mistakes
                .push(Mistake::Deprecated { spelt: slice(&word.text, 0..name.len().saturating_add(2)) });
        }
        let takes = known.map_or(Takes::Nothing, |flag| flag.takes);
        let value = match glued {
            Some(at) => Some(word.after(at)),
            None if takes == Takes::Value => self.value(word),
            None => None,
        };
        self.push(name, &format!("--{name}"), value, word);
    }

    /// `-v`, `-v value`, `-vvalue`, `-it`, and long names with one dash.
    fn short(&mut self, word: &Word) {
        let text = word.as_str();
        let letters = text.get(1..).unwrap_or_default();
        let (whole, glued) = match letters.find('=') {
            Some(at) => (letters.get(..at).unwrap_or_default(), Some(at.saturating_add(2))),
            None => (letters, None),
        };
        if let Some(flag) = self.facts.and_then(|facts| facts.short(&self.out.path, whole)) {
            let value = match glued {
                Some(at) => Some(word.after(at)),
                None if flag.takes == Takes::Value => self.value(word),
                None => None,
            };
            if flag.deprecated {
                self.out.mistakes.push(Mistake::Deprecated { spelt: word.text.clone() });
            }
            return self.push(flag.name, &format!("-{whole}"), value, word);
        }
        self.bundle(word, letters);
    }

    /// Each letter is a flag until one takes what is left as its value.
    fn bundle(&mut self, word: &Word, letters: &str) {
        for (at, letter) in letters.char_indices() {
            let name = letter.to_string();
            let start = at.saturating_add(1);
            let next = start.saturating_add(letter.len_utf8());
            let Some(flag) = self.facts.and_then(|facts| facts.short(&self.out.path, &name)) else {
                if at == 0 {
                    self.unknown(word, letters, None);
                    self.push(letters, word.as_str(), None, word);
                    return;
                }
                self.push(&name, &format!("-{name}"), None, word);
                continue;
            };
            if flag.takes == Takes::Nothing {
                self.push(flag.name, &format!("-{name}"), None, word);
                continue;
            }
            let left = word.as_str().get(next..).unwrap_or_default();
            let value = if left.is_empty() {
                if flag.takes == Takes::Value { self.value(word) } else { None }
            } else {
                Some(word.after(if left.starts_with('=') { next.saturating_add(1) } else { next }))
            };
            return self.push(flag.name, &format!("-{name}"), value, word);
        }
    }

    fn value(&mut self, flag: &Word) -> Option<Word> {
        match self.words.get(self.at) {
            Some(word) => {
                self.at = self.at.saturating_add(1);
                Some(word.clone())
            }
            None => {
                self.out.mistakes.push(Mistake::NoValue { spelt: flag.text.clone() });
                None
            }
        }
    }

    fn push(&mut self, name: &str, spelt: &str, value: Option<Word>, word: &Word) {
        let mut span = word.span();
        if let Some(value) = &value
            && value.span().file == span.file
        {
            span.bytes.end = span.bytes.end.max(value.span().bytes.end);
        }
        self.out.flags.push(Flag { name: name.to_owned(), spelt: spelt.to_owned(), value, span });
    }

    fn unknown(&mut self, word: &Word, name: &str, glued: Option<usize>) {
        let Some(facts) = self.facts.filter(|_| !self.lost && word.before(name.len()).is_literal()) else {
            return;
        };
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let told = self.out.mistakes.len() >= MOST_MISTAKES;
        if told || !facts.knows_flags_of(&self.out.path) || !plain || name.is_empty() {
            return;
        }
        let end = glued.map_or(word.as_str().len(), |at| at.saturating_sub(1));
        let near = did_you_mean(name, facts.names(&self.out.path)).map(|near| format!("--{near}"));
        let surely = !facts.is_old();
        self.out.mistakes.push(Mistake::UnknownFlag { spelt: slice(&word.text, 0..end), near, surely });
    }
}
