//! One piece of code with everything that was read from it.
//!
//! In: a block of a report or an example of a rulebook. Out: a [`Snippet`]: which language it is, its commands,
//! documents and instructions, and what is known of its surroundings.

use super::Counts;
use super::allow::Allow;
use super::facts;
use super::markdown::{Block, Form};
use super::place::slice;
use super::read::dockerfile::{self, Instruction};
use super::read::shell::{self, Script};
use super::read::yaml::{self, Broken, Documents};
use super::read::{falco, transcript};
use crate::source::{Span, Text};
use crate::syntax::rulebook::items::Phase;

/// A snippet.
#[derive(Debug)]
pub(super) struct Snippet {
    /// Its text.
    pub(super) text: Text,
    /// Where it stands, fences included.
    pub(super) span: Span,
    /// The word behind the fence.
    pub(super) lang: String,
    /// What language it is.
    pub(super) kind: Kind,
    /// How it stands in its report.
    pub(super) form: Form,
    /// Whether it is shown as wrong, or as something that happened.
    pub(super) counter: bool,
    /// When in a response it comes, if a rulebook says so.
    pub(super) phase: Option<Phase>,
    /// Whether it comes from a rulebook, whose values are filled in later.
    pub(super) own: bool,
    /// Whether it stands in a report that answers an incident.
    pub(super) incident: bool,
    /// The sentence before it, or around it.
    pub(super) sentence: String,
    /// Whether it is about hardening: the phase or the heading says so.
    pub(super) hardens: bool,
    /// Commands, those of `RUN` instructions and workflow steps too.
    pub(super) scripts: Vec<Script>,
    /// Documents, those of here-documents and patches too.
    pub(super) documents: Vec<Documents>,
    /// Instructions of a Dockerfile.
    pub(super) instructions: Vec<Instruction>,
    /// Documents that could not be read.
    pub(super) broken: Vec<Broken>,
    /// Lints that are silent here.
    pub(super) allows: Vec<Allow>,
}

/// The language of a snippet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Shell commands.
    Shell,
    /// YAML or JSON.
    Data,
    /// A Dockerfile.
    Dockerfile,
    /// Anything else.
    Other,
}

impl Snippet {
    /// Reads a block of a report.
    pub(super) fn of_block(block: &Block) -> Self {
        let text = if is_diff(block) { undiffed(&block.text) } else { block.text.clone() };
        let kind = match block.form {
            Form::Inline => inline_kind(text.as_str()),
            Form::Block => block_kind(&block.lang, text.as_str()),
        };
        let mut snippet = Self::new(text, block.text.span(), block.lang.clone(), kind);
        snippet.form = block.form;
        snippet.counter = block.counter;
        snippet.sentence.clone_from(&block.before);
        let about = format!("{} {}", block.heading, block.before).to_lowercase();
        snippet.hardens = ["harden", "restrict", "secure", "least privilege", "prevent", "lock down"]
            .iter()
            .any(|word| about.contains(word));
        snippet.read();
        snippet
    }

    /// Reads an example of a rulebook.
    pub(super) fn of_example(text: Text, lang: &str, phase: Option<Phase>) -> Self {
        let kind = block_kind(lang, text.as_str());
        let span = text.span();
        let mut snippet = Self::new(text, span, lang.to_owned(), kind);
        snippet.phase = phase;
        snippet.own = true;
        snippet.incident = true;
        snippet.hardens = phase == Some(Phase::Harden);
        snippet.read();
        snippet
    }

    fn new(text: Text, span: Span, lang: String, kind: Kind) -> Self {
        Self {
            text,
            span,
            lang,
            kind,
            form: Form::Block,
            counter: false,
            phase: None,
            own: false,
            incident: false,
            sentence: String::new(),
            hardens: false,
            scripts: Vec::new(),
            documents: Vec::new(),
            instructions: Vec::new(),
            broken: Vec::new(),
            allows: Vec::new(),
        }
    }

    fn read(&mut self) {
        match self.kind {
            Kind::Shell => {
                let console =
                    matches!(self.lang.as_str(), "console" | "shell-session" | "shellsession" | "terminal");
                let typed = transcript::typed(self.text.as_str(), console);
                let mut text = self.text.clone();
                if typed != self.text.as_str() && typed.len() == self.text.as_str().len() {
                    text = Text::new(typed, self.text.span(), self.text.map().clone());
                }
                self.script(&text);
            }
            Kind::Data => self.document(&self.text.clone(), true),
            Kind::Dockerfile => {
                self.instructions = dockerfile::read(&self.text);
                let runs: Vec<Text> = self
                    .instructions
                    .iter()
                    .filter(|one| one.name == "RUN")
                    .map(|one| without_options(&one.rest))
                    .collect();
                runs.iter().for_each(|run| self.script(run));
            }
            Kind::Other => {}
        }
    }

    /// Reads a script, and the documents that its commands are given.
    fn script(&mut self, text: &Text) {
        let script = shell::read(text);
        for (body, reader) in &script.documents {
            let reader = reader.and_then(|at| script.commands.get(at));
            let applied = reader.is_some_and(|command| command.is(&["kubectl", "oc", "k3s"]));
            if applied || yaml::looks_like(body.as_str()) || body.as_str().trim_start().starts_with('{') {
                self.document(body, applied);
            }
        }
        for command in &script.commands {
            let carries: &[&str] = match command.program.as_str() {
                "kubectl" | "oc" => &["patch", "overrides"],
                "aws" => &["policy-document", "policy", "assume-role-policy-document"],
                _ => &[],
            };
            for flag in command.all(carries) {
                if let Some(value) = flag
                    .value
                    .as_ref()
                    .filter(|value| value.is_literal() && value.as_str().starts_with(['{', '[']))
                {
                    self.document(&value.text, true);
                }
            }
        }
        self.scripts.push(script);
    }

    /// Reads a document; `surely` where it cannot be anything else, so that a mistake is one.
    fn document(&mut self, text: &Text, surely: bool) {
        match yaml::read(text) {
            Ok(documents) => {
                let scripts = workflow_scripts(&documents);
                self.documents.push(documents);
                scripts.iter().for_each(|script| self.scripts.push(shell::read(script)));
            }
            Err(broken) if surely && !is_other_json(&self.lang, text.as_str()) => self.broken.push(broken),
            Err(_) => {}
        }
    }

    /// Adds to the counts of a report.
    pub(super) fn count(&self, counts: &mut Counts) {
        if self.form == Form::Inline && self.kind == Kind::Other {
            return;
        }
        let add = |to: &mut usize, more: usize| *to = to.saturating_add(more);
        add(&mut counts.blocks, 1);
        add(&mut counts.commands, self.scripts.iter().map(|script| script.commands.len()).sum());
        let roots = || self.documents.iter().flat_map(|documents| &documents.roots);
        let rules: usize =
            roots().filter(|root| falco::is_rules(root)).map(|root| root.items().map_or(0, <[_]>::len)).sum();
        add(&mut counts.rules, rules);
        add(&mut counts.manifests, roots().filter(|root| !falco::is_rules(root)).count());
        add(&mut counts.manifests, usize::from(!self.instructions.is_empty()));
        add(&mut counts.other, usize::from(self.kind == Kind::Other));
        let cut = self.scripts.iter().any(|script| script.cut || script.broken.is_some());
        add(&mut counts.unread, usize::from(cut || !self.broken.is_empty()));
    }
}

/// Options of `RUN`, such as `--mount=…`, are no part of the script.
fn without_options(rest: &Text) -> Text {
    let source = rest.as_str();
    let mut at = source.len() - source.trim_start().len();
    while let Some(tail) = source.get(at..).filter(|tail| tail.starts_with("--")) {
        let word = tail.split([' ', '\t', '\n']).next().unwrap_or_default().len();
        let after = tail.get(word..).unwrap_or_default();
        at += word + (after.len() - after.trim_start().len());
    }
    slice(rest, at..source.len())
}

/// `run:` of the steps of a CI workflow.
fn workflow_scripts(documents: &Documents) -> Vec<Text> {
    let workflows = documents.roots.iter().filter(|root| root.get("jobs").is_some());
    let steps = workflows.flat_map(|root| yaml::mappings(root)).filter(|(name, _)| *name == "steps");
    steps.filter_map(|(_, step)| documents.scalar(step.get("run")?)).collect()
}

const SHELLS: [&str; 12] = [
    "sh",
    "bash",
    "shell",
    "zsh",
    "console",
    "shell-session",
    "shellsession",
    "terminal",
    "ksh",
    "shellscript",
    "cmd",
    "commandline",
];
const DATA: [&str; 5] = ["yaml", "yml", "json", "jsonc", "falco"];

fn block_kind(lang: &str, text: &str) -> Kind {
    match lang {
        lang if SHELLS.contains(&lang) => {
            if misnamed(text) {
                Kind::Data
            } else {
                Kind::Shell
            }
        }
        "yaml" | "yml" if starts_as_command(text) => Kind::Shell,
        lang if DATA.contains(&lang) => Kind::Data,
        "dockerfile" | "docker" | "containerfile" => {
            if dockerfile::looks_like(text) || !starts_as_command(text) {
                Kind::Dockerfile
            } else {
                Kind::Shell
            }
        }
        "" | "text" | "txt" | "plaintext" | "plain" | "diff" | "none" | "code" | "patch" | "output" => {
            sniff(text)
        }
        _ => Kind::Other,
    }
}

/// Whether a fence that says shell holds a manifest.
pub(super) fn misnamed(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| {
        line.starts_with("apiVersion:") || line.starts_with("kind:") || line.starts_with("- rule:")
    })
}

/// Whether a text begins with a command that is known.
pub(super) fn starts_as_command(text: &str) -> bool {
    let typed = transcript::typed(text, false);
    let first = typed.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(is_command_line)
}

fn sniff(text: &str) -> Kind {
    if dockerfile::looks_like(text) {
        Kind::Dockerfile
    } else if starts_as_command(text) {
        Kind::Shell
    } else if yaml::looks_like(text) && is_known_data(text) || is_json(text) {
        Kind::Data
    } else {
        Kind::Other
    }
}

/// Values one after the other, as alerts are printed; or a part of a document, or one with comments.
fn is_other_json(lang: &str, text: &str) -> bool {
    let values = || serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    let json = text.trim_start().starts_with(['{', '[']);
    json && (values().all(|value| value.is_ok()) || text.contains("//"))
        || lang.starts_with("json") && !is_json(text)
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.trim_end().ends_with('}') && text.contains('"')
}

/// Keys by which a manifest or a Falco rule is known without a fence that says so.
fn is_known_data(text: &str) -> bool {
    let keys = [
        "apiVersion:",
        "- rule:",
        "- macro:",
        "- list:",
        "services:",
        "securityContext:",
        "spec:",
        "containers:",
    ];
    text.lines().any(|line| keys.iter().any(|key| line.trim_end() == *key || line.starts_with(key)))
}

/// Inline code is a command if its first word is a known program and an argument follows.
fn inline_kind(text: &str) -> Kind {
    if is_command_line(text.trim()) { Kind::Shell } else { Kind::Other }
}

fn is_command_line(line: &str) -> bool {
    let line = line.strip_prefix("$ ").unwrap_or(line);
    let mut words = line.split_whitespace();
    let mut first = words.next();
    while first.is_some_and(|word| {
        matches!(word, "sudo" | "env" | "time" | "nohup" | "!" | "if" | "for" | "while" | "exec")
            || super::read::unwrap::is_assignment(word)
    }) {
        first = words.next();
    }
    let Some(program) = first else { return false };
    if program == ">" {
        return words.next().is_some();
    }
    let name = program.rsplit('/').next().unwrap_or(program);
    let known = facts::program(name).is_some() || KNOWN.contains(&name);
    let argument = words.next();
    // "history of …", "kill the process": a program's name may be a word of English.
    let english = argument.is_some_and(|word| {
        matches!(word, "the" | "a" | "an" | "of" | "is" | "and" | "or" | "that" | "this" | "for")
    });
    known && argument.is_some() && !english || NEEDS_NONE.contains(&name) && argument.is_none()
}

/// Programs that lints know though they have no flags of note.
const KNOWN: [&str; 26] = [
    "echo",
    "cat",
    "export",
    "source",
    "eval",
    "mkdir",
    "touch",
    "ps",
    "ls",
    "ss",
    "lsof",
    "strace",
    "id",
    "last",
    "cd",
    "sha256sum",
    "insmod",
    "modprobe",
    "rmmod",
    "aa-disable",
    "aa-teardown",
    "aa-complain",
    "oc",
    "gsutil",
    "az",
    "test",
];

/// Programs that do something by themselves.
const NEEDS_NONE: [&str; 4] = ["reboot", "poweroff", "halt", "aa-teardown"];

fn is_diff(block: &Block) -> bool {
    matches!(block.lang.as_str(), "diff" | "patch")
}

/// A diff as the text after it: lines that go are blank, the first column too.
fn undiffed(text: &Text) -> Text {
    let mut out = String::with_capacity(text.as_str().len());
    for line in text.as_str().split_inclusive('\n') {
        let gone = line.starts_with(['-', '@'])
            || line.starts_with("+++")
            || line.starts_with("diff ")
            || line.starts_with("index ");
        match line.strip_prefix(['+', ' ']) {
            Some(rest) if !gone => {
                out.push(' ');
                out.push_str(rest);
            }
            _ if gone => out.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' })),
            _ => out.push_str(line),
        }
    }
    Text::new(out, text.span(), text.map().clone())
}
