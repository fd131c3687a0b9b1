//! Single values of an item: texts, words, flags, sequences.

use super::decode::Decoder;
use super::items::{MAX_NESTED, Value};
use crate::diag::{Code, Diagnostic};
use crate::source::Text;
use crate::source::yaml::{Node, NodeKind};

impl Decoder {
    /// A scalar that says something. What is not one is reported.
    pub(super) fn text(&mut self, node: &Node, what: &str) -> Option<Text> {
        match &node.kind {
            NodeKind::Scalar { text, .. } if node.is_null() || text.as_str().trim().is_empty() => {
                self.error(Code::EMPTY_VALUE, node, format!("{what} has no value"), "say what it is");
                None
            }
            NodeKind::Scalar { text, .. } => Some(text.clone()),
            NodeKind::Sequence(_) => self.wrong(node, &format!("{what} is a text, and this is a sequence")),
            NodeKind::Mapping(_) => self.wrong(node, &format!("{what} is a text, and this is a mapping")),
        }
    }

    /// The text of an item's key, if it is there.
    pub(super) fn text_of(&mut self, node: &Node, key: &str) -> Option<Text> {
        self.text(node.get(key)?, &format!("`{key}`"))
    }

    /// A sequence of scalars; Falco takes each as its text.
    pub(super) fn texts_of(&mut self, node: &Node, key: &str) -> Option<Vec<Text>> {
        let value = node.get(key)?;
        let Some(items) = value.items() else {
            return self.wrong(value, &format!("`{key}` is a sequence"));
        };
        let text = |item: &Node| match item.scalar() {
            Some(text) => Some(text.clone()),
            None => self.wrong(item, &format!("an entry of `{key}` is a text")),
        };
        Some(items.iter().filter_map(text).collect())
    }

    /// A flag, in any of the spellings that Falco's YAML takes.
    pub(super) fn flag_of(&mut self, node: &Node, key: &str) -> Option<bool> {
        let value = node.get(key)?;
        match value.scalar().map(|text| text.as_str().to_ascii_lowercase()).as_deref() {
            Some("true" | "yes" | "y" | "on") => Some(true),
            Some("false" | "no" | "n" | "off") => Some(false),
            _ => self.wrong(value, &format!("`{key}` is `true` or `false`")),
        }
    }

    /// A scalar, or a sequence of values.
    pub(super) fn value(&mut self, node: &Node, what: &str, level: usize) -> Option<Value> {
        match &node.kind {
            NodeKind::Scalar { .. } => self.text(node, what).map(Value::One),
            NodeKind::Sequence(items) if level < MAX_NESTED => {
                let below = level.saturating_add(1);
                let values = items.iter().filter_map(|item| self.value(item, what, below)).collect();
                Some(Value::Many(values, node.span))
            }
            NodeKind::Sequence(_) => self.wrong(node, &format!("{what} is nested too deep")),
            NodeKind::Mapping(_) => self.wrong(node, &format!("{what} is a text or a sequence of texts")),
        }
    }

    pub(super) fn error(&mut self, code: Code, node: &Node, message: impl Into<String>, hint: &str) {
        self.report(Diagnostic::new(code, node.span, message).hint(hint));
    }

    /// A value of the wrong type.
    pub(super) fn wrong<T>(&mut self, node: &Node, message: &str) -> Option<T> {
        self.report(Diagnostic::new(Code::WRONG_TYPE, node.span, message));
        None
    }
}
