//! Mappings against their table of keys: unknown, missing and repeated keys.

use super::super::keys::{Key, SYNONYMS, Table};
use super::Decoder;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::source::Span;
use crate::source::yaml::Node;

/// A mapping whose keys are known.
pub(super) struct Map<'n> {
    pub(super) table: &'static Table,
    pub(super) span: Span,
    entries: Vec<Entry<'n>>,
}

/// One key with its value.
#[derive(Clone, Copy)]
pub(super) struct Entry<'n> {
    pub(super) key: &'static Key,
    pub(super) at: Span,
    pub(super) value: &'n Node,
}

impl<'n> Map<'n> {
    pub(super) fn get(&self, name: &str) -> Option<&'n Node> {
        self.entry(name).map(|entry| entry.value)
    }

    pub(super) fn entry(&self, name: &str) -> Option<Entry<'n>> {
        self.entries.iter().find(|entry| entry.key.name == name).copied()
    }

    pub(super) fn entries(&self) -> &[Entry<'n>] {
        &self.entries
    }
}

impl Decoder<'_> {
    /// Reads the keys of a mapping. What is not one is reported.
    pub(super) fn mapping<'n>(&mut self, node: &'n Node, table: &'static Table) -> Option<Map<'n>> {
        let Some(entries) = node.entries() else {
            self.wrong_type(node, &format!("{} is a mapping", table.title));
            return None;
        };
        let mut map = Map { table, span: node.span, entries: Vec::with_capacity(entries.len()) };
        // Known keys first, so that a misspelt one is not taken for a key that is there.
        let mut unknown = Vec::new();
        for (node, value) in entries {
            match node.scalar().and_then(|name| table.key(name.as_str())) {
                Some(key) => self.known_key(&mut map, key, node, value),
                None => unknown.push((node, value)),
            }
        }
        for (key, value) in unknown {
            if self.is_full() {
                break;
            }
            self.unknown_key(&mut map, key, value);
        }
        Some(map)
    }

    fn known_key<'n>(&mut self, map: &mut Map<'n>, key: &'static Key, node: &Node, value: &'n Node) {
        match map.entry(key.name) {
            Some(first) => self.report(
                Diagnostic::new(Code::DUPLICATE_KEY, node.span, format!("key `{}` stands twice", key.name))
                    .label("again here")
                    .also(first.at, "first here")
                    .hint("keep one of the two"),
            ),
            None => map.entries.push(Entry { key, at: node.span, value }),
        }
    }

    fn unknown_key<'n>(&mut self, map: &mut Map<'n>, node: &Node, value: &'n Node) {
        let Some(name) = node.scalar() else {
            return self.wrong_type(node, "a key is a word");
        };
        let (name, title) = (name.as_str(), map.table.title);
        let diagnostic =
            Diagnostic::new(Code::UNKNOWN_KEY, node.span, format!("unknown key `{name}` in {title}"));
        let meant = meant(name, map.table);
        let diagnostic = match meant {
            Some(key) => diagnostic.did_you_mean(name, key.name),
            None => {
                let names: Vec<_> = map.table.keys.iter().map(|key| format!("`{}`", key.name)).collect();
                diagnostic.hint(format!("{title} has the keys {}", names.join(", ")))
            }
        };
        self.report(diagnostic);
        // The value counts as that of the key meant: its own mistakes are found, and no key is missing.
        if let Some(key) = meant
            && map.entry(key.name).is_none()
        {
            map.entries.push(Entry { key, at: node.span, value });
        }
    }

    /// Reports the required keys that are not there, at the mapping's first key.
    pub(super) fn require(&mut self, map: &Map<'_>) {
        let place = map.entries.first().map_or(map.span, |entry| entry.at);
        for key in map.table.keys.iter().filter(|key| key.required && map.entry(key.name).is_none()) {
            let message = format!("{} without `{}`", map.table.title, key.name);
            self.report(Diagnostic::new(Code::MISSING_KEY, place, message).hint(format!(
                "`{}`: {}",
                key.name,
                first_words(key.doc)
            )));
        }
    }
}

/// A key's first sentence as the end of a hint: no full stop, and it goes on in lower case.
fn first_words(doc: &str) -> String {
    let sentence = doc.split_once(". ").map_or(doc.trim_end_matches('.'), |(first, _)| first);
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// The key of the table that was probably meant.
fn meant(name: &str, table: &Table) -> Option<&'static Key> {
    let synonym = SYNONYMS.iter().find(|(from, _)| *from == name).and_then(|(_, to)| table.key(to));
    synonym.or_else(|| table.key(did_you_mean(name, table.keys.iter().map(|key| key.name))?))
}
