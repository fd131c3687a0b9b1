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

/// Decodes the documents of a file; several are one sequence. `source` is the file's text, for fixes.
#[must_use]
pub fn decode(documents: &[Node], source: &str) -> Decoded {
    let mut decoder = Decoder { source, diagnostics: Vec::new() };
    let entries = documents.iter().filter_map(Node::items).flatten().filter(|node| !node.is_null());
    let items = entries.filter_map(|node| decoder.item(node)).collect();
    Decoded { items, diagnostics: decoder.diagnostics }
}

/// Decodes one item's tree.
#[must_use]
pub fn decode_item(node: &Node, source: &str) -> (Option<Item>, Vec<Diagnostic>) {
    let mut decoder = Decoder { source, diagnostics: Vec::new() };
    (decoder.item(node), decoder.diagnostics)
}

/// Collects diagnostics while values are read.
struct Decoder<'a> {
    source: &'a str,
    diagnostics: Vec<Diagnostic>,
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
