//! What differs between two rulebooks: items that came, went, or say something else, key by key.
//!
//! In: two books. Out: a [`BookDiff`]. Items are compared as they are after all overrides, by kind and name; where they
//! stand, and in which order, makes no difference. Knows no terminal.

mod content;
mod text;

use crate::check::book::{Book, Entry, Kind};
use crate::source::Span;
use content::content;
use serde_json::Value;
use std::collections::BTreeMap;

/// What differs between two rulebooks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BookDiff {
    /// Items that only the new one has, by kind and name.
    pub added: Vec<DiffItem>,
    /// Items that only the old one has.
    pub removed: Vec<DiffItem>,
    /// Items that say something else.
    pub changed: Vec<ItemChange>,
    /// Mitigations that say the same with what has changed: a strategy, macro, list or var that they use.
    pub affected: Vec<DiffItem>,
}

/// An item and where it stands in its book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffItem {
    /// Its kind.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
}

/// An item of both rulebooks that says something else.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemChange {
    /// As it stands in the new book.
    pub item: DiffItem,
    /// The keys that differ, in the order in which items are written.
    pub keys: Vec<KeyChange>,
}

/// A key of which the value differs.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyChange {
    /// Its name.
    pub key: &'static str,
    /// What the old book says.
    pub old: Option<Value>,
    /// What the new book says.
    pub new: Option<Value>,
}

impl KeyChange {
    /// Both values as lines, laid out like YAML.
    #[must_use]
    pub fn texts(&self) -> (String, String) {
        let text = |value: &Option<Value>| value.as_ref().map(text::lines).unwrap_or_default();
        (text(&self.old), text(&self.new))
    }
}

impl BookDiff {
    /// Compares two books without errors.
    ///
    /// ```
    /// use falconer::Loader;
    /// use falconer::suite::BookDiff;
    /// let book = |text: &str| Loader::new().text("a.yaml", text).load().book;
    /// let (old, new) = (book("- list: a\n  items: [x]\n"), book("- list: a\n  items: [x, y]\n"));
    /// let diff = BookDiff::new(&old, &new);
    /// assert_eq!(diff.changed[0].keys[0].key, "items");
    /// assert!(BookDiff::new(&old, &old).is_empty());
    /// ```
    #[must_use]
    pub fn new(old: &Book, new: &Book) -> Self {
        let (before, after) = (by_name(old), by_name(new));
        let (was, is) = (digests(old), digests(new));
        let digest =
            |digests: &BTreeMap<&str, [u8; 32]>, entry: &Entry| digests.get(entry.name.as_str()).copied();
        let mut diff = Self::default();
        for (id, entry) in &after {
            match before.get(id) {
                None => diff.added.push(named(entry)),
                Some(earlier) => {
                    let keys = keys(old, earlier, new, entry);
                    if !keys.is_empty() {
                        diff.changed.push(ItemChange { item: named(entry), keys });
                    } else if entry.kind == Kind::Mitigation && digest(&was, entry) != digest(&is, entry) {
                        diff.affected.push(named(entry));
                    }
                }
            }
        }
        let gone = before.iter().filter(|(id, _)| !after.contains_key(id));
        diff.removed = gone.map(|(_, entry)| named(entry)).collect();
        diff
    }

    /// Whether both rulebooks say the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.changed.is_empty()
            && self.affected.is_empty()
    }
}

fn by_name(book: &Book) -> BTreeMap<(Kind, &str), &Entry> {
    book.entries().map(|entry| ((entry.kind, entry.name.as_str()), entry)).collect()
}

fn named(entry: &Entry) -> DiffItem {
    DiffItem { kind: entry.kind, name: entry.name.clone(), span: entry.name_span }
}

/// The keys that differ between two items of one kind.
fn keys(old: &Book, earlier: &Entry, new: &Book, later: &Entry) -> Vec<KeyChange> {
    let (Some(earlier), Some(later)) = (old.item(earlier), new.item(later)) else { return Vec::new() };
    let pairs = content(earlier).into_iter().zip(content(later));
    let differing = pairs.filter(|((_, old), (_, new))| old != new);
    differing.map(|((key, old), (_, new))| KeyChange { key, old, new }).collect()
}

/// The digest of each mitigation and of everything it uses, by name.
fn digests(book: &Book) -> BTreeMap<&str, [u8; 32]> {
    let digest = |number| {
        let entry = book.mitigation_entry(number)?;
        Some((entry.name.as_str(), book.mitigation(number)?.digest))
    };
    (0..book.mitigation_count()).filter_map(digest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::book::Loader;

    const OLD: &str = "
- list: shells
  items: [sh, bash]
- macro: shell
  condition: proc.name in (shells)
- var: ticket
  value: a
  desc: x
- mitigation: a
  rule: R
  condition: shell
  summary: A shell.
- mitigation: gone
  condition: shell
  summary: x
";

    fn book(text: &str) -> Book {
        let loaded = Loader::new().text("a.yaml", text).load();
        assert_eq!(loaded.diagnostics, []);
        loaded.book
    }

    fn told(new: &str) -> Vec<String> {
        let diff = BookDiff::new(&book(OLD), &book(new));
        let item = |sign: &str, item: &DiffItem| format!("{sign} {} {}", item.kind, item.name);
        let mut lines: Vec<String> = diff.added.iter().map(|one| item("+", one)).collect();
        lines.extend(diff.removed.iter().map(|one| item("-", one)));
        for change in &diff.changed {
            let keys: Vec<&str> = change.keys.iter().map(|key| key.key).collect();
            lines.push(format!("{}: {}", item("!", &change.item), keys.join(", ")));
        }
        lines.extend(diff.affected.iter().map(|one| item("~", one)));
        lines
    }

    #[test]
    fn what_says_the_same_in_another_place_is_the_same() {
        let moved = format!(
            "\n\n# a comment\n{}",
            OLD.replace("items: [sh, bash]", "items:\n    - sh\n    - 'bash'")
        );
        assert_eq!(told(&moved), Vec::<String>::new());
    }

    #[test]
    fn each_difference_is_told_once_and_by_its_key() {
        let new =
            OLD.replace("[sh, bash]", "[sh, zsh]").replace("gone", "come").replace("desc: x", "desc: y");
        assert_eq!(
            told(&new),
            [
                "+ mitigation come",
                "- mitigation gone",
                "! list shells: items",
                "! var ticket: desc",
                "~ mitigation a"
            ]
        );
    }

    #[test]
    fn an_item_that_is_switched_off_is_gone() {
        assert_eq!(told(&format!("{OLD}- mitigation: gone\n  enabled: false\n")), ["- mitigation gone"]);
    }

    #[test]
    fn an_override_that_says_the_same_is_none() {
        let new = format!("{OLD}- mitigation: a\n  summary: A shell.\n  override: {{summary: replace}}\n");
        assert_eq!(told(&new), Vec::<String>::new());
        let new = format!("{OLD}- mitigation: a\n  summary: Or two.\n  override: {{summary: append}}\n");
        assert_eq!(told(&new), ["! mitigation a: summary"]);
    }
}
