//! One piece of code with everything that was read from it.
//!
//! In: a block of a report or an example of a rulebook. Out: a [`Snippet`]: which language it is, its commands,
//! documents and instructions, and what is known of its surroundings.

use super::Counts;
use super::allow::Allow;
pub(super) use super::language::Kind;
use super::language::{block_kind, inline_kind, is_other_json, roots_session};
use super::markdown::{Block, Form};
use super::place::slice;
use super::read::dockerfile::{self, Instruction};
use super::read::shell::{self, Grammar, Script};
use super::read::yaml::{self, Broken, Documents};
use super::read::{embedded, falco, json_patch, transcript};
use crate::source::{Span, Text};
use crate::syntax::rulebook::items::Phase;

/// No more languages of a report are named.
const MOST_LANGUAGES: usize = 20;

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
    /// Whether it is about cutting something off from the network.
    pub(super) isolates: bool,
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

impl Snippet {
    /// Reads a block of a report.
    pub(super) fn of_block(block: &Block, grammar: &mut Grammar) -> Self {
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
        snippet.isolates =
            ["isolat", "quarantine", "cut off", "block all"].iter().any(|word| about.contains(word));
        snippet.read(grammar);
        snippet
    }

    /// Reads an example of a rulebook.
    pub(super) fn of_example(text: Text, lang: &str, phase: Option<Phase>, grammar: &mut Grammar) -> Self {
        let kind = block_kind(lang, text.as_str());
        let span = text.span();
        let mut snippet = Self::new(text, span, lang.to_owned(), kind);
        snippet.phase = phase;
        snippet.own = true;
        snippet.incident = true;
        snippet.hardens = phase == Some(Phase::Harden);
        snippet.read(grammar);
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
            isolates: false,
            scripts: Vec::new(),
            documents: Vec::new(),
            instructions: Vec::new(),
            broken: Vec::new(),
            allows: Vec::new(),
        }
    }

    fn read(&mut self, grammar: &mut Grammar) {
        match self.kind {
            Kind::Shell => {
                let console = matches!(
                    self.lang.as_str(),
                    "console" | "shell-session" | "shellsession" | "sh-session" | "terminal"
                ) || roots_session(&self.lang, self.text.as_str());
                let typed = transcript::typed(self.text.as_str(), console);
                let mut text = self.text.clone();
                if typed != self.text.as_str() && typed.len() == self.text.as_str().len() {
                    text = Text::new(typed, self.text.span(), self.text.map().clone());
                }
                self.script(&text, grammar);
            }
            Kind::Data => self.document(&self.text.clone(), true, grammar),
            Kind::Dockerfile => {
                self.instructions = dockerfile::read(&self.text);
                let runs: Vec<Text> = self
                    .instructions
                    .iter()
                    .filter(|one| one.name == "RUN")
                    .map(|one| without_options(&one.rest))
                    .collect();
                runs.iter().for_each(|run| self.script(run, grammar));
            }
            Kind::Other => {}
        }
    }

    /// Reads a script, and the documents that its commands are given.
    fn script(&mut self, text: &Text, grammar: &mut Grammar) {
        let script = shell::read(text, grammar);
        for (body, reader) in &script.documents {
            let reader = reader.and_then(|at| script.commands.get(at));
            let applied = reader.is_some_and(|command| command.is(&["kubectl", "oc", "k3s"]));
            if applied || yaml::looks_like(body.as_str()) || body.as_str().trim_start().starts_with('{') {
                self.document(body, applied, grammar);
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
                    self.document(&value.text, true, grammar);
                }
            }
        }
        self.scripts.push(script);
    }

    /// Reads a document; `surely` where it cannot be anything else, so that a mistake is one.
    fn document(&mut self, text: &Text, surely: bool, grammar: &mut Grammar) {
        match yaml::read(text) {
            Ok(mut documents) => {
                if let [root] = documents.roots.as_slice()
                    && let Some(objects) = json_patch::objects(root)
                {
                    documents.roots = objects;
                }
                self.scripts.extend(embedded::scripts(&documents, grammar));
                self.documents.push(documents);
            }
            Err(broken) if surely && !is_other_json(&self.lang, text.as_str()) => self.broken.push(broken),
            Err(_) => {}
        }
    }

    /// The names of the Falco macros it defines.
    pub(super) fn macros(&self) -> impl Iterator<Item = &str> {
        let roots = self.documents.iter().flat_map(|documents| &documents.roots);
        let items = roots.filter_map(|root| root.items()).flatten();
        items.filter_map(|item| yaml::text_at(item, &["macro"]))
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
        // A word behind a fence may be anything; what is told is short and plain.
        let plain = self.lang.len() <= 20
            && self.lang.bytes().all(|b| b.is_ascii_alphanumeric() || b"+#-_".contains(&b));
        if self.kind == Kind::Other
            && plain
            && !self.lang.is_empty()
            && counts.languages.len() < MOST_LANGUAGES
        {
            counts.languages.insert(self.lang.clone());
        }
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
