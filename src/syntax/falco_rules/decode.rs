//! Documents to items. Every mistake is reported, and one mistake once.

use super::items::{Change, Item, ItemKind, Override, OverrideKind, Rule};
use super::keys::{APPENDABLE, LIST, MACRO, PRIORITIES, REPLACEABLE, RULE, priority};
use crate::diag::{Code, Diagnostic, MAX_KEPT, Severity, did_you_mean};
use crate::source::Text;
use crate::source::yaml::Node;

/// The items of a file, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Decoded {
    /// The items that could be read, each as far as it could.
    pub items: Vec<Item>,
    /// Every mistake, in order of discovery.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the file is empty but for comments: a file of version requirements is not.
    pub is_nothing: bool,
    /// Whether an item is left out whose name is not known: what others look for may be it.
    pub has_lost: bool,
}

/// Decodes the documents of a file; several are one sequence.
pub(super) fn decode(documents: &[Node]) -> Decoded {
    let mut decoder = Decoder::default();
    let entries = documents.iter().filter_map(Node::items).flatten().filter(|node| !node.is_null());
    let entries: Vec<&Node> = entries.collect();
    let items = entries.iter().filter_map(|node| decoder.item(node)).collect();
    let Decoder { diagnostics, has_lost } = decoder;
    Decoded { items, diagnostics, is_nothing: entries.is_empty(), has_lost }
}

/// Collects diagnostics while values are read.
#[derive(Default)]
pub(super) struct Decoder {
    diagnostics: Vec<Diagnostic>,
    has_lost: bool,
}

/// Kinds of items with the keys that each has, in the order in which Falco decides.
const KINDS: [(&str, &[&str]); 3] = [("list", &LIST), ("macro", &MACRO), ("rule", &RULE)];

impl Decoder {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_KEPT {
            self.diagnostics.push(diagnostic);
        }
    }

    fn warn(&mut self, diagnostic: Diagnostic) {
        self.report(Diagnostic { severity: Severity::Warning, ..diagnostic });
    }

    fn item(&mut self, node: &Node) -> Option<Item> {
        let Some(entries) = node.entries() else {
            self.has_lost = true;
            return self.wrong(node, "an item is a mapping such as `rule: …`");
        };
        if node.get("required_engine_version").is_some() {
            self.text_of(node, "required_engine_version");
            return None;
        }
        if let Some(plugins) = node.get("required_plugin_versions") {
            return if plugins.items().is_none() {
                self.wrong(plugins, "`required_plugin_versions` is a sequence")
            } else {
                None
            };
        }
        let Some((kind, keys)) = KINDS.into_iter().find(|(kind, _)| node.get(kind).is_some()) else {
            let first = entries.first().and_then(|(key, _)| key.scalar());
            let word = first.map_or("this", Text::as_str);
            let message = format!("`{word}` begins no item, so Falco passes it over");
            let at = entries.first().map_or(node.span, |(key, _)| key.span);
            self.warn(
                Diagnostic::new(Code::UNKNOWN_ITEM, at, message)
                    .hint("an item begins with `rule`, `macro` or `list`"),
            );
            return None;
        };
        self.unknown_keys(node, kind, keys);
        let name = self.text_of(node, kind);
        self.has_lost |= name.is_none();
        let change = self.change(node, kind);
        let kind = self.content(node, kind, change.as_ref());
        Some(Item { kind, name: name?, span: node.span, change: change? })
    }

    fn unknown_keys(&mut self, node: &Node, kind: &str, keys: &[&str]) {
        for (key, _) in node.entries().unwrap_or_default() {
            let Some(word) = key.scalar().map(Text::as_str).filter(|word| !keys.contains(word)) else {
                continue;
            };
            let message = format!("a {kind} has no key `{word}`, so Falco passes it over");
            let diagnostic = Diagnostic::new(Code::UNKNOWN_KEY, key.span, message);
            self.warn(match did_you_mean(word, keys.iter().copied()) {
                Some(near) => diagnostic.did_you_mean(word, near),
                None => diagnostic.hint(format!("its keys are `{}`", keys.join("`, `"))),
            });
        }
    }

    /// What the item does with an earlier one; `None` after an error.
    fn change(&mut self, node: &Node, kind: &str) -> Option<Change> {
        let append = self.flag_of(node, "append") == Some(true);
        match (node.get("override"), append) {
            (Some(both), true) => {
                let hint = "leave `append` out";
                self.error(Code::BAD_OVERRIDE, both, "an item has `append` or `override`, not both", hint);
                None
            }
            (Some(lines), false) => self.overrides(node, lines, kind).map(Change::Override),
            (None, true) => Some(Change::Append),
            (None, false) => {
                let content = ["condition", "output", "desc", "priority"];
                let bare = kind == "rule" && content.iter().all(|key| node.get(key).is_none());
                Some(if bare && node.get("enabled").is_some() { Change::Switch } else { Change::Define })
            }
        }
    }

    fn content(&mut self, node: &Node, kind: &str, change: Option<&Change>) -> ItemKind {
        let defines = matches!(change, Some(Change::Define));
        let needed: &[&str] = match kind {
            "list" => &["items"],
            "macro" => &["condition"],
            _ => &["condition", "output", "desc", "priority"],
        };
        let missing: Vec<&str> = needed.iter().copied().filter(|key| node.get(key).is_none()).collect();
        let appends_nothing = matches!(change, Some(Change::Append)) && kind != "rule";
        if !missing.is_empty() && (defines || appends_nothing) {
            let at = node.get(kind).unwrap_or(node);
            let message = format!("a {kind} without `{}`, which Falco refuses", missing.join("`, `"));
            let hint =
                "an item that changes an earlier one says `override: {KEY: append}` or `{KEY: replace}`";
            self.error(Code::MISSING_KEY, at, message, hint);
        }
        match kind {
            "list" => ItemKind::List(self.texts_of(node, "items").unwrap_or_default()),
            "macro" => ItemKind::Macro(self.text_of(node, "condition")),
            _ => ItemKind::Rule(Box::new(self.rule(node))),
        }
    }

    fn rule(&mut self, node: &Node) -> Rule {
        Rule {
            condition: self.text_of(node, "condition"),
            output: self.text_of(node, "output"),
            desc: self.text_of(node, "desc"),
            priority: self.priority(node),
            // Falco lets it be empty where an item changes another.
            source: node
                .get("source")
                .filter(|node| !node.is_null())
                .and_then(|node| self.text(node, "`source`")),
            tags: self.texts_of(node, "tags"),
            enabled: self.flag_of(node, "enabled"),
            exceptions: self.exceptions(node),
        }
    }

    fn priority(&mut self, node: &Node) -> Option<&'static str> {
        let text = self.text_of(node, "priority")?;
        let word = text.as_str().trim().to_ascii_lowercase();
        let known = priority(&word);
        if known.is_none() {
            let message = format!("`{}` is no priority", text.as_str());
            let diagnostic = Diagnostic::new(Code::UNKNOWN_WORD, text.span(), message);
            self.report(match did_you_mean(&word, PRIORITIES) {
                Some(near) => diagnostic.hint(format!("did you mean `{}`?", near.to_ascii_uppercase())),
                None => diagnostic.hint(format!("one of `{}`", PRIORITIES.join("`, `").to_ascii_uppercase())),
            });
        }
        known
    }

    /// The lines of `override:`; `None` if it is no mapping.
    fn overrides(&mut self, node: &Node, lines: &Node, kind: &str) -> Option<Vec<Override>> {
        let Some(entries) = lines.entries() else {
            return self.wrong(lines, "`override` is a mapping of keys to `append` or `replace`");
        };
        let lines: Vec<Override> =
            entries.iter().filter_map(|pair| self.override_line(node, pair, kind)).collect();
        let named =
            |key: &str| entries.iter().any(|(name, _)| name.scalar().is_some_and(|n| n.as_str() == key));
        for (key, _) in node.entries().unwrap_or_default() {
            let Some(word) = key.scalar().map(Text::as_str) else { continue };
            let changes = APPENDABLE.contains(&word) || REPLACEABLE.contains(&word) || word == "items";
            if changes && !named(word) {
                let message = format!("`override` does not say what to do with `{word}`");
                self.error(
                    Code::BAD_OVERRIDE,
                    key,
                    message,
                    "say `append` or `replace`, or leave the key out",
                );
            }
        }
        Some(lines)
    }

    fn override_line(&mut self, item: &Node, (key, how): &(Node, Node), kind: &str) -> Option<Override> {
        let name = self.text(key, "a key of `override`")?;
        let word = self.text(how, &format!("`{}` of `override`", name.as_str()))?;
        let how = match word.as_str() {
            "append" => OverrideKind::Append,
            "replace" => OverrideKind::Replace,
            other => {
                let message = format!("`{other}` is no way to override");
                self.report(
                    Diagnostic::new(Code::BAD_OVERRIDE, word.span(), message)
                        .hint("write `append` or `replace`"),
                );
                return None;
            }
        };
        let appendable: &[&str] = match kind {
            "list" => &["items"],
            "macro" => &["condition"],
            _ => &APPENDABLE,
        };
        let replaceable =
            appendable.contains(&name.as_str()) || (kind == "rule" && REPLACEABLE.contains(&name.as_str()));
        let problem = if !replaceable {
            Some((
                format!("`{}` of a {kind} cannot be overridden", name.as_str()),
                "leave it out of `override`",
            ))
        } else if how == OverrideKind::Append && !appendable.contains(&name.as_str()) {
            Some((format!("nothing can be appended to `{}`", name.as_str()), "write `replace`"))
        } else if item.get(name.as_str()).is_none() {
            Some((
                format!("`override` names `{}`, which has no value here", name.as_str()),
                "give it a value",
            ))
        } else {
            None
        };
        match problem {
            Some((message, hint)) => {
                self.report(Diagnostic::new(Code::BAD_OVERRIDE, name.span(), message).hint(hint));
                None
            }
            None => Some(Override { key: name, how }),
        }
    }
}
