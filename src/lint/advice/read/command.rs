//! The model of one command: which program and subcommand, with which flags and operands, fed by what, writing
//! where. Lints ask it; none of them searches in text.

use super::word::Word;
use crate::source::{Span, Text};

/// A command.
#[derive(Debug, Clone)]
pub(in crate::lint::advice) struct Command {
    /// The program's name without its folder, `docker`.
    pub(in crate::lint::advice) program: String,
    /// The program as written.
    pub(in crate::lint::advice) name: Word,
    /// The subcommand's path in its usual form: `run` also for `container run`.
    pub(in crate::lint::advice) path: String,
    /// Flags in order.
    pub(in crate::lint::advice) flags: Vec<Flag>,
    /// What is neither a flag nor a subcommand.
    pub(in crate::lint::advice) operands: Vec<Word>,
    /// The words of the program that this one runs.
    pub(in crate::lint::advice) inner: Vec<Word>,
    /// Redirections.
    pub(in crate::lint::advice) redirects: Vec<Redirect>,
    /// `NAME=value` before it.
    pub(in crate::lint::advice) assignments: Vec<Word>,
    /// Which pipeline of the snippet it stands in, and where in it.
    pub(in crate::lint::advice) pipeline: (usize, usize),
    /// The command in whose words this one stands, or that runs it.
    pub(in crate::lint::advice) parent: Option<usize>,
    /// How the parent is connected to it.
    pub(in crate::lint::advice) via: Via,
    /// Whether it runs through `xargs`, so that its operands come from a pipe.
    pub(in crate::lint::advice) from_xargs: bool,
    /// Whether it runs inside a container.
    pub(in crate::lint::advice) inside: bool,
    /// What the facts do not know or refuse.
    pub(in crate::lint::advice) mistakes: Vec<Mistake>,
    /// The whole command.
    pub(in crate::lint::advice) span: Span,
}

/// How a command came to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint::advice) enum Via {
    /// It stands in the script.
    Script,
    /// Its output becomes a word of the parent: `$(…)`.
    Substitution,
    /// Its output is a file of the parent: `<(…)`.
    Process,
    /// The parent runs it: `docker exec`, `ssh`, `sh -c`.
    Run,
}

/// One flag as given.
#[derive(Debug, Clone)]
pub(in crate::lint::advice) struct Flag {
    /// Its long name where it has one, without dashes: `volume` for `-v`.
    pub(in crate::lint::advice) name: String,
    /// How it was written, `-v`.
    pub(in crate::lint::advice) spelt: String,
    /// Its value.
    pub(in crate::lint::advice) value: Option<Word>,
    /// Where flag and value stand.
    pub(in crate::lint::advice) span: Span,
}

/// A redirection.
#[derive(Debug, Clone)]
pub(in crate::lint::advice) struct Redirect {
    /// `>`, `>>`, `<`, `&>`, …
    pub(in crate::lint::advice) operator: String,
    /// The file.
    pub(in crate::lint::advice) target: Word,
}

/// What is wrong with a command by the facts.
#[derive(Debug, Clone)]
pub(in crate::lint::advice) enum Mistake {
    /// No such flag; the nearest one that there is.
    UnknownFlag { spelt: Text, near: Option<String>, surely: bool },
    /// No such subcommand.
    UnknownSubcommand { word: Text, group: String, near: Option<String> },
    /// A flag without the value it needs.
    NoValue { spelt: Text },
    /// A flag that the tool's help calls deprecated.
    Deprecated { spelt: Text },
}

impl Command {
    /// Whether it is one of these programs.
    pub(in crate::lint::advice) fn is(&self, programs: &[&str]) -> bool {
        programs.contains(&self.program.as_str())
    }

    /// Whether it is one of these programs with one of these subcommands.
    pub(in crate::lint::advice) fn runs(&self, programs: &[&str], paths: &[&str]) -> bool {
        self.is(programs) && paths.contains(&self.path.as_str())
    }

    /// Whether it is a container engine with docker's command line.
    pub(in crate::lint::advice) fn is_engine(&self) -> bool {
        self.is(&["docker", "podman", "nerdctl"])
    }

    /// The last flag of one of these names.
    pub(in crate::lint::advice) fn flag(&self, names: &[&str]) -> Option<&Flag> {
        self.flags.iter().rev().find(|flag| names.contains(&flag.name.as_str()))
    }

    /// All flags of one of these names.
    pub(in crate::lint::advice) fn all<'c>(&'c self, names: &'c [&str]) -> impl Iterator<Item = &'c Flag> {
        self.flags.iter().filter(|flag| names.contains(&flag.name.as_str()))
    }

    /// Whether a flag without a value, or with `=true`, is set.
    pub(in crate::lint::advice) fn has(&self, names: &[&str]) -> bool {
        self.flag(names).is_some_and(Flag::is_on)
    }

    /// The value of the last flag of these names.
    pub(in crate::lint::advice) fn value(&self, names: &[&str]) -> Option<&str> {
        self.flag(names)?.value.as_ref().map(Word::as_str)
    }

    /// The operand at a position.
    pub(in crate::lint::advice) fn operand(&self, at: usize) -> Option<&str> {
        self.operands.get(at).map(Word::as_str)
    }

    /// Files that it overwrites or appends to by redirection.
    pub(in crate::lint::advice) fn writes(&self) -> impl Iterator<Item = &Redirect> {
        self.redirects
            .iter()
            .filter(|redirect| redirect.operator.contains('>') && !redirect.operator.contains(">&"))
    }

    /// All words after the program and subcommand, values of flags too, for lints on any argument.
    pub(in crate::lint::advice) fn arguments(&self) -> impl Iterator<Item = &Word> {
        self.flags.iter().filter_map(|flag| flag.value.as_ref()).chain(&self.operands)
    }

    /// How it is called in messages: `docker run`.
    pub(in crate::lint::advice) fn title(&self) -> String {
        if self.path.is_empty() { self.program.clone() } else { format!("{} {}", self.program, self.path) }
    }
}

impl Flag {
    /// Whether it is given and not switched off with `=false`.
    pub(in crate::lint::advice) fn is_on(&self) -> bool {
        let value = self.value.as_ref().map(|word| word.as_str().to_ascii_lowercase());
        !matches!(value.as_deref(), Some("false" | "0" | "f" | "no"))
    }

    /// Its value.
    pub(in crate::lint::advice) fn text(&self) -> &str {
        self.value.as_ref().map_or("", Word::as_str)
    }
}
