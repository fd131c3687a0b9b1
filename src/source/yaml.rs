//! YAML as a tree in which every node has a span and every scalar an offset map.

use super::{Span, Text};

/// One node of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// A scalar; `plain` when written without quotes and not as a block, so that `~`, `true`, `5` may be typed.
    Scalar {
        /// The decoded text.
        text: Text,
        /// Whether it was a plain scalar.
        plain: bool,
    },
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping, in order of the file; duplicate keys are kept for the decoder to report.
    Mapping(Vec<(Node, Node)>),
}
