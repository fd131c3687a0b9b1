//! The parser of one report's scripts, and how much work it may still do.
//!
//! Work is counted in the parser's own steps, never by the clock, so that the same report always gives the same
//! findings. A text full of grammar errors takes many more steps than its length: the parser then follows many
//! readings at once.

use std::ops::ControlFlow;
use tree_sitter::{Node, ParseOptions, ParseState, Parser, Tree};

/// Steps for the smallest script; one is a hundred moves of the parser.
const LEAST: usize = 40;
/// Bytes of a script that earn one step more.
const BYTES_A_STEP: usize = 64;
/// Steps for all scripts of a report.
const WHOLE_REPORT: usize = 4_000;
/// How deep an error is looked for.
const MAX_DEPTH: usize = 200;

/// A parser of bash with the steps that are left to it.
pub(in crate::lint::advice) struct Grammar {
    parser: Option<Parser>,
    left: usize,
}

impl Default for Grammar {
    fn default() -> Self {
        let mut parser = Parser::new();
        let ready = parser.set_language(&tree_sitter_bash::LANGUAGE.into()).is_ok();
        Self { parser: ready.then_some(parser), left: WHOLE_REPORT }
    }
}

impl Grammar {
    /// Begins another report, with all steps left.
    pub(in crate::lint::advice) fn begin(&mut self) {
        self.left = WHOLE_REPORT;
    }

    /// The tree of a script; `None` if it would take too long.
    pub(super) fn tree(&mut self, script: &str) -> Option<Tree> {
        let parser = self.parser.as_mut()?;
        let own = script.len().saturating_div(BYTES_A_STEP).saturating_add(LEAST);
        let allowed = own.min(self.left);
        let mut left = allowed;
        let mut progress = |_: &ParseState| {
            left = left.saturating_sub(1);
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let bytes = script.as_bytes();
        let options = ParseOptions::new().progress_callback(&mut progress);
        let mut read = |at: usize, _| bytes.get(at..).unwrap_or_default();
        let tree = parser.parse_with_options(&mut read, None, Some(options));
        self.left = self.left.saturating_sub(allowed.saturating_sub(left));
        if tree.is_none() {
            // Otherwise the next parse would go on where this one stopped.
            parser.reset();
        }
        tree
    }
}

/// The first place that is no shell.
pub(super) fn first_error(root: Node<'_>) -> Option<std::ops::Range<usize>> {
    let mut node = root;
    for _ in 0..MAX_DEPTH {
        if node.is_error() || node.is_missing() {
            break;
        }
        let mut cursor = node.walk();
        let next = node.children(&mut cursor).find(|child| child.has_error() || child.is_missing());
        match next {
            Some(child) => node = child,
            None => break,
        }
    }
    Some(node.byte_range())
}
