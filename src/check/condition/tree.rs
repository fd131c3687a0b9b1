//! The checked condition: names resolved, types decided, constants read. What `eval` walks.

use super::operand::Operand;
use super::quirk::Quirk;
use crate::ops::{Op, Test};
use crate::source::Span;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A checked condition: evaluated by [`crate::eval`].
#[derive(Debug, Clone)]
pub struct Condition {
    pub(super) root: Arc<Node>,
}

/// A node of a checked condition. Nodes of macros are shared by all that use them.
#[derive(Debug)]
pub struct Node {
    /// What it says.
    pub kind: NodeKind,
    /// Where it stands.
    pub span: Span,
    /// Nodes from here to the deepest leaf, this one included. INVARIANT: at most [`super::MAX_TREE_DEPTH`], so
    /// that whoever walks the tree may recurse.
    pub(super) depth: u32,
    /// Nodes below and including this one, macros counted at each use.
    pub(super) size: u64,
}

/// What a node says.
#[derive(Debug)]
pub enum NodeKind {
    /// All hold.
    And(Vec<Arc<Node>>),
    /// At least one holds.
    Or(Vec<Arc<Node>>),
    /// It does not hold.
    Not(Arc<Node>),
    /// A macro, by name, and what it stands for.
    Macro(String, Arc<Node>),
    /// A single question about one field.
    Check(Box<Check>),
}

/// A single question about one field.
#[derive(Debug)]
pub struct Check {
    /// What is asked about.
    pub operand: Operand,
    /// What is asked.
    pub question: Question,
    /// The question as the author wrote it.
    pub text: String,
    /// Where Falco itself would answer otherwise, for a bug of its own.
    pub quirk: Option<Quirk>,
}

/// What is asked about a field.
#[derive(Debug, Clone)]
pub enum Question {
    /// Whether it has a value.
    Exists,
    /// How it compares with constants.
    Constants(Test),
    /// How it compares with another field.
    Field(Op, Operand),
}

impl Condition {
    /// The topmost node.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The keys of `output_fields` that it reads, sorted.
    #[must_use]
    pub fn fields(&self) -> BTreeSet<&str> {
        let mut keys = BTreeSet::new();
        self.root.collect_keys(&mut keys);
        keys
    }
}

impl Node {
    fn collect_keys<'a>(&'a self, keys: &mut BTreeSet<&'a str>) {
        match &self.kind {
            NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                for node in nodes {
                    node.collect_keys(keys);
                }
            }
            NodeKind::Not(node) | NodeKind::Macro(_, node) => node.collect_keys(keys),
            NodeKind::Check(check) => {
                check.operand.collect_keys(keys);
                if let Question::Field(_, right) = &check.question {
                    right.collect_keys(keys);
                }
            }
        }
    }

    /// A node over others.
    pub(super) fn over(kind: NodeKind, span: Span) -> Self {
        let below: &[Arc<Self>] = match &kind {
            NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes,
            NodeKind::Not(node) | NodeKind::Macro(_, node) => std::slice::from_ref(node),
            NodeKind::Check(_) => &[],
        };
        let depth = below.iter().map(|node| node.depth).max().unwrap_or(0).saturating_add(1);
        let size = below.iter().fold(1_u64, |size, node| size.saturating_add(node.size));
        Self { kind, span, depth, size }
    }
}
