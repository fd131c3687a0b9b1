//! Documents to items. Every mistake is reported, and one mistake once: a part that cannot be read is left
//! out of its item, and whoever would need it stays silent.

mod item;
mod json;
mod mapping;
mod parts;
mod tests;
mod value;

use super::items::Item;
use crate::diag::{Code, Diagnostic, MAX_KEPT};
use crate::source::yaml::Node;

/// The items of a file, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Decoded {
    /// The items that could be read, each as far as it could.
    pub items: Vec<Item>,
    /// Every mistake, in order of discovery.
    pub diagnostics: Vec<Diagnostic>,
}

/// Decodes one item's tree.
#[must_use]
pub fn decode_item(node: &Node, source: &str) -> (Option<Item>, Vec<Diagnostic>) {
    let mut decoder = Decoder::new(source);
    (decoder.item(node), decoder.diagnostics)
}

/// Collects items, and diagnostics while their values are read.
pub(super) struct Decoder<'a> {
    source: &'a str,
    items: Vec<Item>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Decoder<'a> {
    /// For a file of this text, which fixes are made from.
    pub(super) fn new(source: &'a str) -> Self {
        Self { source, items: Vec::new(), diagnostics: Vec::new() }
    }

    /// Decodes one more entry of the file.
    pub(super) fn add(&mut self, node: &Node) {
        if !node.is_null() {
            let item = self.item(node);
            self.items.extend(item);
        }
    }

    /// What came of all entries.
    pub(super) fn finish(self) -> Decoded {
        Decoded { items: self.items, diagnostics: self.diagnostics }
    }
}

impl Decoder<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        if !self.is_full() {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether no more diagnostics of this file are kept, so that their words need not be found.
    fn is_full(&self) -> bool {
        self.diagnostics.len() >= MAX_KEPT
    }

    fn error(&mut self, code: Code, node: &Node, message: impl Into<String>) {
        self.report(Diagnostic::new(code, node.span, message));
    }
}
