//! Single values: texts, words, flags, sequences of texts.

use super::super::keys::Alphabet;
use super::Decoder;
use super::mapping::{Entry, Map};
use crate::diag::{Code, Diagnostic, Edit, Fix, did_you_mean};
use crate::source::yaml::{Node, NodeKind};
use crate::source::{ByteRange, Span, Text};
use std::fmt::Arguments;

impl Decoder<'_> {
    /// The text of a key, if it is there and is one.
    pub(super) fn text(&mut self, map: &Map<'_>, key: &str) -> Option<Text> {
        let entry = map.entry(key)?;
        self.text_of(entry.value, format_args!("`{key}`"), entry.at)
    }

    /// A scalar's text. `what` names it in messages; `at` is where a missing value is pointed at.
    pub(super) fn text_of(&mut self, node: &Node, what: Arguments<'_>, at: Span) -> Option<Text> {
        let NodeKind::Scalar { text, .. } = &node.kind else {
            self.not_a_text(node, what);
            return None;
        };
        if node.is_null() || text.as_str().trim().is_empty() {
            let place = if node.span.bytes.start < node.span.bytes.end { node.span } else { at };
            self.report(
                Diagnostic::new(Code::EMPTY_VALUE, place, format!("{what} has no value"))
                    .hint("say what it is, or leave it out"),
            );
            return None;
        }
        Some(text.clone())
    }

    fn not_a_text(&mut self, node: &Node, what: Arguments<'_>) {
        if is_hole(node) {
            let diagnostic = Diagnostic::new(
                Code::MISREAD_VALUE,
                node.span,
                format!("YAML reads `{{{{ … }}}}` without quotes as nested mappings, so {what} is no text"),
            );
            let diagnostic = diagnostic.hint("put the whole value in quotes");
            let fixed = self.quoted(node.span);
            return self.report(match fixed {
                Some(fix) => diagnostic.fix(fix),
                None => diagnostic,
            });
        }
        let (is, hint) = match &node.kind {
            NodeKind::Mapping(_) => ("a mapping", "if the colon belongs to the text, put it in quotes"),
            _ => ("a sequence", "write one text; over several lines after `|` or `>`"),
        };
        self.report(
            Diagnostic::new(Code::WRONG_TYPE, node.span, format!("{what} is a text, and this is {is}"))
                .hint(hint),
        );
    }

    /// Quotes around a span, where its text holds no quote itself.
    fn quoted(&self, span: Span) -> Option<Fix> {
        let raw = self.source.get(span.bytes.range())?;
        let quote = ['"', '\''].into_iter().find(|&quote| !raw.contains([quote, '\\', '\n']))?;
        let edits = vec![Edit::new(span, format!("{quote}{raw}{quote}"))];
        Some(Fix { title: "put the value in quotes".to_owned(), edits, safe: true })
    }

    /// The name of something, in its alphabet.
    pub(super) fn name(&mut self, map: &Map<'_>, key: &str, alphabet: Alphabet) -> Option<Text> {
        let text = self.text(map, key)?;
        if !spells(text.as_str(), alphabet) {
            self.bad_name(&text, alphabet);
        }
        Some(text)
    }

    pub(super) fn bad_name(&mut self, text: &Text, alphabet: Alphabet) {
        let allowed = match alphabet {
            Alphabet::Identifier => "a letter, then letters, digits and `_`",
            Alphabet::Slug => "a letter or digit, then letters, digits, `-`, `_` and `.`",
            Alphabet::Version => "three numbers, such as `0.1.0`",
        };
        let code = if alphabet == Alphabet::Version { Code::VERSION } else { Code::BAD_NAME };
        let what = if alphabet == Alphabet::Version { "version" } else { "name" };
        self.report(
            Diagnostic::new(code, text.span(), format!("`{}` is no {what}", text.as_str()))
                .hint(format!("a {what} is {allowed}")),
        );
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, map: &Map<'_>, key: &str) -> Option<bool> {
        let Entry { value, at, .. } = map.entry(key)?;
        match value.plain() {
            Some("true" | "True" | "TRUE") => return Some(true),
            Some("false" | "False" | "FALSE") => return Some(false),
            _ => {}
        }
        let text = self.text_of(value, format_args!("`{key}`"), at)?;
        let lower = text.as_str().to_ascii_lowercase();
        let meant = match lower.as_str() {
            "yes" | "y" | "on" | "true" | "1" => "true",
            "no" | "n" | "off" | "false" | "0" => "false",
            _ => {
                self.wrong_type(value, &format!("`{key}` is `true` or `false`"));
                return None;
            }
        };
        self.report(
            Diagnostic::new(
                Code::MISREAD_VALUE,
                value.span,
                format!("`{}` is a text in YAML, and `{key}` is `true` or `false`", text.as_str()),
            )
            .hint(format!("write `{meant}`"))
            .fix(Fix {
                title: format!("write `{meant}`"),
                edits: vec![Edit::new(value.span, meant)],
                safe: true,
            }),
        );
        None
    }

    /// One of some words, compared without case; the word as the table spells it.
    pub(super) fn word(
        &mut self,
        map: &Map<'_>,
        key: &str,
        words: &[&'static str],
    ) -> Option<(&'static str, Text)> {
        let text = self.text(map, key)?;
        let lower = text.as_str().to_ascii_lowercase();
        if let Some(word) = words.iter().find(|word| **word == lower) {
            return Some((word, text));
        }
        let near = did_you_mean(&lower, words.iter().copied())
            .or_else(|| words.iter().copied().find(|word| lower.starts_with(word)));
        let message = format!("`{}` is no {key}", text.as_str());
        let diagnostic = Diagnostic::new(Code::UNKNOWN_WORD, text.span(), message);
        self.report(match near {
            Some(word) => diagnostic.did_you_mean(text.as_str(), word),
            None => diagnostic.hint(format!("`{key}` is one of {}", listed(words))),
        });
        None
    }

    /// A sequence of texts; `None` if the key is not there.
    pub(super) fn texts(&mut self, map: &Map<'_>, key: &str) -> Option<Vec<Text>> {
        let Entry { value, at, .. } = map.entry(key)?;
        let items = self.sequence(value, key, at)?;
        let mut texts = Vec::with_capacity(items.len());
        let text = |item: &Node| self.text_of(item, format_args!("an entry of `{key}`"), item.span);
        texts.extend(items.iter().filter_map(text));
        Some(texts)
    }

    /// One text or a sequence of texts.
    pub(super) fn text_or_texts(&mut self, map: &Map<'_>, key: &str) -> Vec<Text> {
        match map.get(key).map(|node| &node.kind) {
            Some(NodeKind::Scalar { .. }) => self.text(map, key).into_iter().collect(),
            _ => self.texts(map, key).unwrap_or_default(),
        }
    }

    /// A mapping of names to texts.
    pub(super) fn text_map(&mut self, map: &Map<'_>, key: &str) -> Vec<(Text, Text)> {
        let Some(Entry { value, at, .. }) = map.entry(key) else { return Vec::new() };
        let Some(entries) = value.entries() else {
            if value.is_null() {
                self.text_of(value, format_args!("`{key}`"), at);
            } else {
                self.wrong_type(value, &format!("`{key}` is a mapping"));
            }
            return Vec::new();
        };
        let mut pairs: Vec<(Text, Text)> = Vec::new();
        for (name, value) in entries {
            let what = format_args!("a key of `{key}`");
            let Some(name) = self.text_of(name, what, name.span) else { continue };
            let what = format_args!("`{}`", name.as_str());
            let Some(value) = self.text_of(value, what, name.span()) else { continue };
            match pairs.iter().find(|(first, _)| first.as_str() == name.as_str()) {
                Some((first, _)) => self.report(
                    Diagnostic::new(
                        Code::DUPLICATE_KEY,
                        name.span(),
                        format!("key `{}` stands twice", name.as_str()),
                    )
                    .label("again here")
                    .also(first.span(), "first here")
                    .hint("keep one of the two"),
                ),
                None => pairs.push((name, value)),
            }
        }
        pairs
    }

    /// The nodes of a sequence.
    pub(super) fn sequence<'n>(&mut self, node: &'n Node, key: &str, at: Span) -> Option<&'n [Node]> {
        if let Some(items) = node.items() {
            return Some(items);
        }
        if node.is_null() {
            self.text_of(node, format_args!("`{key}`"), at);
            return None;
        }
        let message = format!("`{key}` is a sequence");
        let hint = match node.kind {
            NodeKind::Scalar { .. } => "put it in brackets: `[…]`",
            _ => "begin each entry with a dash",
        };
        self.report(Diagnostic::new(Code::WRONG_TYPE, node.span, message).hint(hint));
        None
    }

    /// Reports a value of another form; long ones are pointed at where they begin.
    pub(super) fn wrong_type(&mut self, node: &Node, message: &str) {
        let place = match &node.kind {
            NodeKind::Mapping(entries) => entries.first().map_or(node.span, |(key, _)| key.span),
            _ => node.span,
        };
        let is = match &node.kind {
            _ if node.is_null() => "nothing",
            NodeKind::Scalar { .. } => "a text",
            NodeKind::Sequence(_) => "a sequence",
            NodeKind::Mapping(_) => "a mapping",
        };
        self.report(Diagnostic::new(Code::WRONG_TYPE, place, format!("{message}, and this is {is}")));
    }
}

/// `{{ x }}` as YAML sees it: a flow mapping whose one key is a mapping and has no value.
fn is_hole(node: &Node) -> bool {
    matches!(node.entries(), Some([(key, value)])
        if key.entries().is_some() && value.is_null() && touch(node.span.bytes, key.span.bytes))
}

fn touch(outer: ByteRange, inner: ByteRange) -> bool {
    outer.start.checked_add(1) == Some(inner.start)
}

/// Whether a name keeps to its alphabet.
pub(super) fn spells(name: &str, alphabet: Alphabet) -> bool {
    let mut bytes = name.bytes();
    match alphabet {
        Alphabet::Identifier => {
            bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
                && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
        }
        Alphabet::Slug => {
            bytes.next().is_some_and(|b| b.is_ascii_alphanumeric())
                && bytes.all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        }
        Alphabet::Version => {
            let parts: Vec<_> = name.split('.').collect();
            parts.len() == 3 && parts.iter().all(|part| part.parse::<u32>().is_ok())
        }
    }
}

/// `a`, `b` or `c`.
fn listed(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
