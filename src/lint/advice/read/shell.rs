//! Shell scripts to commands, with tree-sitter's grammar of bash.
//!
//! In: the text of a snippet. Out: its [`Command`]s in order, those inside substitutions, wrappers and nested
//! scripts too; files that here-documents hold; where the text is no shell. Depth, size and time are bounded, and
//! what a bound leaves out is said.

mod grammar;
mod placeholders;

use super::command::{Command, Redirect, Via};
use super::unwrap::{self, Runs};
use super::vars::Vars;
use super::word::{self, Word};
use super::{MAX_COMMANDS, MAX_NESTED, MAX_SNIPPET, parse};
use crate::lint::advice::place::slice;
use crate::source::{Span, Text};
pub(in crate::lint::advice) use grammar::Grammar;
use placeholders::without_placeholders;
use tree_sitter::Node;

/// A script that was read.
#[derive(Debug, Default)]
pub(in crate::lint::advice) struct Script {
    /// Its commands, in the order of the text.
    pub(in crate::lint::advice) commands: Vec<Command>,
    /// Bodies of here-documents, with the command that reads them.
    pub(in crate::lint::advice) documents: Vec<(Text, Option<usize>)>,
    /// Where the text is no shell.
    pub(in crate::lint::advice) broken: Option<Span>,
    /// Whether a bound left something out.
    pub(in crate::lint::advice) cut: bool,
}

/// How deep compound commands may nest.
const MAX_DEPTH: usize = 200;

/// Reads a script.
pub(in crate::lint::advice) fn read(text: &Text, grammar: &mut Grammar) -> Script {
    let mut walker = Walker::new(grammar);
    walker.script(text, Setting::default());
    walker.script
}

/// Reads a script that runs inside a container.
pub(in crate::lint::advice) fn read_inside(text: &Text, grammar: &mut Grammar) -> Script {
    let mut walker = Walker::new(grammar);
    walker.script(text, Setting { inside: true, ..Setting::default() });
    walker.script
}

/// Reads a command whose words are given one by one; `inside` if it runs inside a container.
pub(in crate::lint::advice) fn read_words(words: Vec<Text>, inside: bool, grammar: &mut Grammar) -> Script {
    let mut walker = Walker::new(grammar);
    let words: Vec<Word> =
        words.into_iter().map(|text| Word { quoted: true, ..Word::literal(text) }).collect();
    if let [first, .., last] = words.as_slice() {
        let (start, end) = (first.span(), last.span());
        let bytes = crate::source::ByteRange { end: end.bytes.end.max(start.bytes.end), ..start.bytes };
        let pipe = walker.next_pipeline();
        let setting = Setting { inside, ..Setting::default() };
        walker.push(&words, Vec::new(), Vec::new(), setting, pipe, Span { bytes, ..start }, false);
    }
    walker.script
}

/// Where a piece of script runs.
#[derive(Debug, Clone, Copy, Default)]
struct Setting {
    parent: Option<usize>,
    via: Option<Via>,
    inside: bool,
    nested: usize,
}

struct Walker<'g> {
    script: Script,
    pipelines: usize,
    vars: Vars,
    grammar: &'g mut Grammar,
}

/// A snippet as the parser sees it, and as it is.
struct Source<'t> {
    shown: &'t Text,
    parsed: &'t str,
    placeholders: Vec<std::ops::Range<usize>>,
}

impl<'g> Walker<'g> {
    fn new(grammar: &'g mut Grammar) -> Self {
        Self { script: Script::default(), pipelines: 0, vars: Vars::default(), grammar }
    }

    fn script(&mut self, text: &Text, setting: Setting) {
        if text.as_str().len() > MAX_SNIPPET || setting.nested > MAX_NESTED {
            self.script.cut = true;
            return;
        }
        let (parsed, placeholders) = without_placeholders(text.as_str());
        let Some(tree) = self.grammar.tree(&parsed) else {
            self.script.cut = true;
            return;
        };
        let root = tree.root_node();
        if root.has_error() && self.script.broken.is_none() && placeholders.is_empty() {
            self.script.broken = grammar::first_error(root).map(|range| word::span(text, range));
        }
        self.vars.collect(root, &parsed, text.as_str());
        let source = Source { shown: text, parsed: &parsed, placeholders };
        self.node(root, &source, setting, None, 0);
    }

    /// Walks statements; `pipe` is the pipeline and the place in it that the next command takes.
    fn node(
        &mut self,
        node: Node<'_>,
        source: &Source<'_>,
        setting: Setting,
        pipe: Option<(usize, usize)>,
        depth: usize,
    ) {
        if depth > MAX_DEPTH || self.script.commands.len() > MAX_COMMANDS {
            self.script.cut = true;
            return;
        }
        match node.kind() {
            "command" => {
                self.command(node, source, setting, pipe, depth, &[]);
            }
            "declaration_command" | "unset_command" => self.declaration(node, source, setting, depth),
            "test_command" | "variable_assignment" | "variable_assignments" => {
                self.substitutions(node, source, setting, depth);
            }
            "redirected_statement" => self.redirected(node, source, setting, pipe, depth),
            "pipeline" => self.pipeline(node, source, setting, pipe, depth),
            "comment" | "heredoc_body" | "word" => {}
            _ => {
                let inherits = matches!(
                    node.kind(),
                    "subshell"
                        | "compound_statement"
                        | "while_statement"
                        | "negated_command"
                        | "if_statement"
                        | "for_statement"
                );
                let mut cursor = node.walk();
                for child in node.named_children(&mut cursor) {
                    let pipe = pipe.filter(|_| inherits);
                    self.node(child, source, setting, pipe, depth.saturating_add(1));
                }
            }
        }
    }

    /// `export NAME=value`, `unset NAME`: commands whose name the grammar takes for a keyword.
    fn declaration(&mut self, node: Node<'_>, source: &Source<'_>, setting: Setting, depth: usize) {
        let raw = source.parsed.get(node.byte_range()).unwrap_or_default();
        let name = raw.split(|c: char| c.is_whitespace()).next().unwrap_or_default().len();
        let start = node.start_byte();
        let mut words = vec![Word::literal(slice(source.shown, start..start.saturating_add(name)))];
        let mut cursor = node.walk();
        words.extend(node.named_children(&mut cursor).map(|child| read_word(child, source, &self.vars)));
        let pipe = self.next_pipeline();
        let span = word::span(source.shown, node.byte_range());
        let index = self.push(&words, Vec::new(), Vec::new(), setting, pipe, span, false);
        let inner = Setting { parent: Some(index), nested: setting.nested.saturating_add(1), ..setting };
        self.substitutions(node, source, inner, depth);
    }

    fn pipeline(
        &mut self,
        node: Node<'_>,
        source: &Source<'_>,
        setting: Setting,
        pipe: Option<(usize, usize)>,
        depth: usize,
    ) {
        let (group, mut at) = pipe.unwrap_or_else(|| self.next_pipeline());
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            self.node(child, source, setting, Some((group, at)), depth.saturating_add(1));
            at = at.saturating_add(1);
        }
    }

    fn next_pipeline(&mut self) -> (usize, usize) {
        self.pipelines = self.pipelines.saturating_add(1);
        (self.pipelines, 0)
    }

    fn redirected(
        &mut self,
        node: Node<'_>,
        source: &Source<'_>,
        setting: Setting,
        pipe: Option<(usize, usize)>,
        depth: usize,
    ) {
        let mut cursor = node.walk();
        let redirects: Vec<Node<'_>> = node.children_by_field_name("redirect", &mut cursor).collect();
        let group = pipe.unwrap_or_else(|| self.next_pipeline());
        let before = self.script.commands.len();
        match node.child_by_field_name("body") {
            Some(body) if body.kind() == "command" => {
                self.command(body, source, setting, Some(group), depth, &redirects);
            }
            Some(body) => {
                self.node(body, source, setting, Some(group), depth.saturating_add(1));
                let files: Vec<Redirect> =
                    redirects.iter().filter_map(|node| redirect(*node, source, &self.vars)).collect();
                // A redirection after a pipeline belongs to its last command.
                if let Some(last) = self.script.commands.get_mut(before..).and_then(<[Command]>::last_mut) {
                    last.redirects.extend(files);
                }
            }
            None => self.bare_redirects(node, &redirects, source, setting),
        }
        let reader = (self.script.commands.len() > before).then_some(before);
        for redirect in redirects {
            self.here_document(redirect, source, setting, group, reader, depth);
        }
    }

    /// `> FILE` without a command empties the file.
    fn bare_redirects(
        &mut self,
        node: Node<'_>,
        redirects: &[Node<'_>],
        source: &Source<'_>,
        setting: Setting,
    ) {
        let files: Vec<Redirect> =
            redirects.iter().filter_map(|node| redirect(*node, source, &self.vars)).collect();
        let colon = Word::literal(slice(source.shown, node.start_byte()..node.start_byte()));
        let pipe = self.next_pipeline();
        self.push(
            &[colon],
            files,
            Vec::new(),
            setting,
            pipe,
            word::span(source.shown, node.byte_range()),
            false,
        );
    }

    /// A here-document's body, and what stands behind `<<EOF` on its line.
    fn here_document(
        &mut self,
        node: Node<'_>,
        source: &Source<'_>,
        setting: Setting,
        pipe: (usize, usize),
        reader: Option<usize>,
        depth: usize,
    ) {
        if node.kind() != "heredoc_redirect" {
            return;
        }
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            match child.kind() {
                "heredoc_body" => {
                    let body = slice(source.shown, child.byte_range());
                    let feeds_shell =
                        reader.and_then(|at| self.script.commands.get(at)).is_some_and(|command| {
                            command.is(&["sh", "bash", "ssh", "zsh"])
                                && command.operands.len() <= 1
                                && command.inner.is_empty()
                        });
                    if feeds_shell {
                        let nested = setting.nested.saturating_add(1);
                        self.script(
                            &body,
                            Setting { parent: reader, via: Some(Via::Run), nested, ..setting },
                        );
                    } else {
                        self.script.documents.push((body, reader));
                    }
                }
                "pipeline" => {
                    let next = (pipe.0, pipe.1.saturating_add(1));
                    self.node(child, source, setting, Some(next), depth.saturating_add(1));
                }
                "heredoc_start"
                | "heredoc_end"
                | "file_redirect"
                | "herestring_redirect"
                | "file_descriptor" => {}
                _ => self.node(child, source, setting, None, depth.saturating_add(1)),
            }
        }
    }

    fn command(
        &mut self,
        node: Node<'_>,
        source: &Source<'_>,
        setting: Setting,
        pipe: Option<(usize, usize)>,
        depth: usize,
        outer: &[Node<'_>],
    ) {
        let (mut words, mut assignments, mut redirects) = (Vec::new(), Vec::new(), Vec::new());
        let mut cursor = node.walk();
        let own: Vec<Node<'_>> = node.named_children(&mut cursor).collect();
        let mut end = node.start_byte();
        for child in own.iter().chain(outer) {
            words.extend(dash(end..child.start_byte(), source));
            end = child.end_byte();
            match child.kind() {
                "variable_assignment" => assignments.push(read_word(*child, source, &self.vars)),
                "file_redirect" => redirects.extend(redirect(*child, source, &self.vars)),
                "heredoc_redirect" => {
                    let mut cursor = child.walk();
                    let files = child.children_by_field_name("redirect", &mut cursor);
                    redirects.extend(files.filter_map(|file| redirect(file, source, &self.vars)));
                    let mut cursor = child.walk();
                    words.extend(
                        child
                            .children_by_field_name("argument", &mut cursor)
                            .map(|word| read_word(word, source, &self.vars)),
                    );
                }
                "subshell" | "herestring_redirect" => {}
                "command_name" => {
                    words.extend(child.named_child(0).map(|word| read_word(word, source, &self.vars)))
                }
                _ => {
                    let behind_flag = words.last().is_some_and(|before| before.as_str().starts_with('-'));
                    let several = word::split(*child, source.shown, source.parsed, &self.vars, behind_flag);
                    if several.is_empty() {
                        words.push(read_word(*child, source, &self.vars));
                    } else {
                        words.extend(several);
                    }
                }
            }
        }
        let span = word::span(source.shown, node.byte_range());
        let pipe = pipe.unwrap_or_else(|| self.next_pipeline());
        let index = self.push(&words, redirects, assignments, setting, pipe, span, false);
        let inner = Setting { parent: Some(index), nested: setting.nested.saturating_add(1), ..setting };
        for child in own.iter().chain(outer.iter().filter(|node| node.kind() != "heredoc_redirect")) {
            self.substitutions(*child, source, inner, depth);
        }
    }

    /// Commands in `$(…)`, `` `…` `` and `<(…)` anywhere beneath a node.
    fn substitutions(&mut self, node: Node<'_>, source: &Source<'_>, setting: Setting, depth: usize) {
        if depth > MAX_DEPTH || setting.nested > MAX_DEPTH {
            self.script.cut = true;
            return;
        }
        let via = match node.kind() {
            "command_substitution" => Some(Via::Substitution),
            "process_substitution" => Some(Via::Process),
            _ => None,
        };
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            match via {
                Some(_) => {
                    let setting = Setting { via, ..setting };
                    self.node(child, source, setting, None, depth.saturating_add(1));
                }
                None => self.substitutions(child, source, setting, depth.saturating_add(1)),
            }
        }
    }

    /// Adds a command, and what it runs. Returns its index.
    #[expect(clippy::too_many_arguments, reason = "the parts of one command, gathered by its callers")]
    fn push(
        &mut self,
        words: &[Word],
        redirects: Vec<Redirect>,
        assignments: Vec<Word>,
        setting: Setting,
        pipeline: (usize, usize),
        span: Span,
        from_xargs: bool,
    ) -> usize {
        let index = self.script.commands.len();
        let Some((name, rest)) = words.split_first() else { return index };
        let program = program_name(name.as_str());
        let parsed = parse::parse(&program, rest);
        let runs = unwrap::runs(&program, rest, &parsed);
        if let Runs::Instead { words, xargs } = &runs
            && setting.nested <= MAX_NESTED
        {
            let (words, xargs) = (words.clone(), *xargs);
            let nested = setting.nested.saturating_add(1);
            let setting = Setting { nested, ..setting };
            return self.push(&words, redirects, assignments, setting, pipeline, span, from_xargs || xargs);
        }
        self.script.commands.push(Command {
            program,
            name: name.clone(),
            path: parsed.path,
            flags: parsed.flags,
            operands: parsed.operands,
            inner: parsed.inner,
            redirects,
            assignments,
            pipeline,
            parent: setting.parent,
            via: setting.via.unwrap_or(Via::Script),
            from_xargs,
            inside: setting.inside,
            mistakes: parsed.mistakes,
            span,
        });
        self.run(runs, index, setting, span);
        index
    }

    /// Adds what a command runs besides itself.
    fn run(&mut self, runs: Runs, index: usize, setting: Setting, span: Span) {
        let nested = setting.nested.saturating_add(1);
        if nested > MAX_NESTED {
            self.script.cut = true;
            return;
        }
        let within = |container: bool| Setting {
            parent: Some(index),
            via: Some(Via::Run),
            inside: setting.inside || container,
            nested,
        };
        match runs {
            Runs::Also { words, container } => {
                let pipe = self.next_pipeline();
                let span = words.first().map_or(span, |first| Span {
                    bytes: crate::source::ByteRange {
                        end: span.bytes.end.max(first.span().bytes.end),
                        ..first.span().bytes
                    },
                    ..first.span()
                });
                self.push(&words, Vec::new(), Vec::new(), within(container), pipe, span, false);
            }
            Runs::Script { script, container } if !script.as_str().trim().is_empty() => {
                self.script(&script.text, within(container));
            }
            _ => {}
        }
    }
}

fn program_name(word: &str) -> String {
    let name = word.rsplit('/').next().unwrap_or(word);
    match name {
        "k" | "kubectl.exe" => "kubectl".to_owned(),
        "python2" | "pypy3" => "python".to_owned(),
        name if name.starts_with("python3.") => "python3".to_owned(),
        _ => name.to_owned(),
    }
}

fn read_word(node: Node<'_>, source: &Source<'_>, known: &Vars) -> Word {
    let mut read = word::read(node, source.shown, source.parsed, known);
    let range = node.byte_range();
    let first = source.placeholders.partition_point(|held| held.end <= range.start);
    if source.placeholders.get(first).is_some_and(|held| held.start < range.end) {
        read.placeholder = true;
        // The reader must show what stands there, not what the parser was given.
        if read.as_str().len() == range.len() {
            read.text = slice(source.shown, range);
        }
    }
    read
}

/// The `-` of `kubectl apply -f - <<EOF`, which the grammar makes no node of.
fn dash(gap: std::ops::Range<usize>, source: &Source<'_>) -> Option<Word> {
    let raw = source.parsed.get(gap.clone())?;
    let at = gap.start.saturating_add(raw.find('-')?);
    (raw.trim() == "-").then(|| Word::literal(slice(source.shown, at..at.saturating_add(1))))
}

fn redirect(node: Node<'_>, source: &Source<'_>, known: &Vars) -> Option<Redirect> {
    if node.kind() != "file_redirect" {
        return None;
    }
    let target = node.child_by_field_name("destination")?;
    let raw = source.parsed.get(node.start_byte()..target.start_byte())?;
    Some(Redirect {
        operator: raw.trim().trim_start_matches(|c: char| c.is_ascii_digit()).to_owned(),
        target: read_word(target, source, known),
    })
}

#[cfg(test)]
mod tests;
