//! One word of a shell command: quotes removed, expansions kept visible, places kept.

use super::vars::Vars;
use crate::lint::advice::place::{Builder, slice};
use crate::source::{ByteRange, Span, Text};
use tree_sitter::Node;

/// A word.
#[derive(Debug, Clone)]
pub(in crate::lint::advice) struct Word {
    /// Its value; an expansion stands there as it is written (`$HOME`, `$(date)`).
    pub(in crate::lint::advice) text: Text,
    /// Variables that the shell would expand in it.
    pub(in crate::lint::advice) vars: Vec<Var>,
    /// Whether a command's output becomes part of it.
    pub(in crate::lint::advice) substituted: bool,
    /// Whether it was quoted as a whole, so that it is one value whatever it holds.
    pub(in crate::lint::advice) quoted: bool,
    /// Whether it is a stand-in such as `<pod>` that a reader must replace.
    pub(in crate::lint::advice) placeholder: bool,
}

/// A variable in a word.
#[derive(Debug, Clone)]
pub(in crate::lint::advice) struct Var {
    /// Its name.
    pub(in crate::lint::advice) name: String,
    /// Whether quotes keep it from being split.
    pub(in crate::lint::advice) quoted: bool,
    /// Whether an empty value ends the script or has a default: `${x:?}`, `${x:-y}`.
    pub(in crate::lint::advice) guarded: bool,
}

impl Word {
    /// A word without expansions.
    pub(in crate::lint::advice) fn literal(text: Text) -> Self {
        Self { text, vars: Vec::new(), substituted: false, quoted: false, placeholder: false }
    }

    /// Its value.
    pub(in crate::lint::advice) fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// Where it stands in the file.
    pub(in crate::lint::advice) fn span(&self) -> Span {
        self.text.span()
    }

    /// Whether its value is known.
    pub(in crate::lint::advice) fn is_literal(&self) -> bool {
        self.vars.is_empty() && !self.substituted && !self.placeholder
    }

    /// The part of the word from byte `at` on.
    pub(in crate::lint::advice) fn after(&self, at: usize) -> Self {
        let end = self.as_str().len();
        Self { text: slice(&self.text, at.min(end)..end), ..self.clone() }
    }

    /// The part of the word before byte `at`.
    pub(in crate::lint::advice) fn before(&self, at: usize) -> Self {
        Self { text: slice(&self.text, 0..at), ..self.clone() }
    }
}

/// Reads the word that a node is.
pub(super) fn read(node: Node<'_>, shown: &Text, source: &str, known: &Vars) -> Word {
    let mut reader = Reader {
        source,
        known,
        builder: Builder::new(shown),
        vars: Vec::new(),
        substituted: false,
        quoted: matches!(node.kind(), "string" | "raw_string" | "ansi_c_string" | "translated_string"),
    };
    reader.node(node, false, 0);
    let (vars, substituted, quoted) = (reader.vars, reader.substituted, reader.quoted);
    let text = reader.builder.finish(node.byte_range());
    Word { text, vars, substituted, quoted, placeholder: false }
}

/// The words that a node becomes which is nothing but a variable of several words: `$OPTIONS`, `"$each"` of a loop.
/// Behind a flag each round of a loop has one value.
pub(super) fn split(
    node: Node<'_>,
    shown: &Text,
    source: &str,
    known: &Vars,
    behind_flag: bool,
) -> Vec<Word> {
    let range = node.byte_range();
    let raw = source.get(range.clone()).unwrap_or_default();
    let inner = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let Some(value) = variable(inner.unwrap_or(raw)).and_then(|name| known.get(name)) else {
        return Vec::new();
    };
    if value.loops && behind_flag {
        return Vec::new();
    }
    let one = |word: &str| {
        let mut builder = Builder::new(shown);
        builder.replaced(word, range.clone());
        Word::literal(builder.finish(range.clone()))
    };
    value.words(inner.is_some()).into_iter().map(one).collect()
}

/// `NAME` of `$NAME` and `${NAME}`.
fn variable(raw: &str) -> Option<&str> {
    let name = raw.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).or(raw.strip_prefix('$'))?;
    name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_').then_some(name)
}

struct Reader<'t> {
    source: &'t str,
    known: &'t Vars,
    builder: Builder<'t>,
    vars: Vec<Var>,
    substituted: bool,
    quoted: bool,
}

/// How deep quotes and concatenations may nest in one word.
const MAX_DEPTH: usize = 32;

impl Reader<'_> {
    fn node(&mut self, node: Node<'_>, quoted: bool, depth: usize) {
        let range = node.byte_range();
        let raw = self.source.get(range.clone()).unwrap_or_default();
        match node.kind() {
            "string" => self.parts(node, true, depth),
            "translated_string" | "concatenation" | "variable_assignment" if depth < MAX_DEPTH => {
                self.parts(node, quoted, depth)
            }
            "raw_string" => self.cut(raw, range.start, 1),
            "ansi_c_string" => self.cut(raw, range.start, 2),
            "string_content" => self.escaped(raw, range.start, "\"\\$`\n"),
            "simple_expansion" | "expansion" => {
                if !self.value(raw, quoted, &range) {
                    self.var(raw, quoted);
                    self.builder.push(raw, range.start);
                }
            }
            "command_substitution" | "process_substitution" => {
                self.substituted = true;
                self.builder.push(raw, range.start);
            }
            "arithmetic_expansion" => self.builder.push(raw, range.start),
            _ => self.escaped(raw, range.start, ""),
        }
    }

    /// The parts of a string or concatenation, and the text between them that is no node.
    fn parts(&mut self, node: Node<'_>, quoted: bool, depth: usize) {
        let (mut at, mut end) = (node.start_byte(), node.end_byte());
        if node.kind() == "string" {
            let raw = self.source.get(at..end).unwrap_or_default();
            at = at.saturating_add(1);
            if raw.len() > 1 && raw.ends_with('"') {
                end = end.saturating_sub(1);
            }
        }
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            self.between(at, child.start_byte());
            self.node(child, quoted, depth.saturating_add(1));
            at = child.end_byte();
        }
        self.between(at, end);
    }

    fn between(&mut self, start: usize, end: usize) {
        if let Some(raw) = self.source.get(start..end) {
            self.escaped(raw, start, "\"\\$`\n");
        }
    }

    fn cut(&mut self, raw: &str, start: usize, lead: usize) {
        let inner = raw.get(lead..raw.len().saturating_sub(1)).unwrap_or_default();
        self.builder.push(inner, start.saturating_add(lead));
    }

    /// Text in which a backslash takes the meaning from what follows: from anything, or from some characters.
    fn escaped(&mut self, raw: &str, start: usize, only: &str) {
        // What is not written yet begins at `from`; a backslash is looked for from `at` on.
        let (mut from, mut at) = (0, 0);
        while let Some(slash) =
            raw.get(at..).and_then(|rest| rest.find('\\')).map(|found| at.saturating_add(found))
        {
            at = slash.saturating_add(1);
            let next = raw.get(at..).and_then(|rest| rest.chars().next());
            let Some(next) = next.filter(|&next| only.is_empty() || only.contains(next)) else { continue };
            self.part(raw, from..slash, start);
            // A line end that is taken away goes with its backslash.
            from = if next == '\n' { at.saturating_add(1) } else { at };
            at = at.saturating_add(next.len_utf8());
        }
        self.part(raw, from..raw.len(), start);
    }

    fn part(&mut self, raw: &str, range: std::ops::Range<usize>, start: usize) {
        let at = start.saturating_add(range.start);
        self.builder.push(raw.get(range).unwrap_or_default(), at);
    }

    /// Writes the value of a variable that the script itself sets in place of `$NAME`; false if it is not known.
    fn value(&mut self, raw: &str, quoted: bool, range: &std::ops::Range<usize>) -> bool {
        let Some(value) = variable(raw).and_then(|name| self.known.get(name)) else { return false };
        // Without quotes the shell splits it, and what comes of that is several words.
        let text = value.within();
        if !quoted && !value.substituted && text.contains(char::is_whitespace) {
            return false;
        }
        self.substituted |= value.substituted;
        self.builder.replaced(text, range.clone());
        true
    }

    fn var(&mut self, raw: &str, quoted: bool) {
        let inner = raw.trim_start_matches('$').trim_start_matches('{').trim_end_matches('}');
        let name: String = inner.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let rest = inner.get(name.len()..).unwrap_or_default();
        let guarded = rest.starts_with([':', '?', '-', '=']) && rest.contains(['?', '-', '=']);
        self.vars.push(Var { name, quoted, guarded });
    }
}

/// The place of a byte range of the snippet.
pub(super) fn span(shown: &Text, range: std::ops::Range<usize>) -> Span {
    shown.span_at(ByteRange::new(range.start, range.end))
}
