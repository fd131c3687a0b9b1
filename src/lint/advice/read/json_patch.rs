//! JSON patches (RFC 6902, <https://www.rfc-editor.org/rfc/rfc6902>) as the objects they would make, so that lints
//! of manifests judge them too.
//!
//! In: the root of a document. Out: for each value that is added, the mappings and sequences of its path around it.

use crate::source::yaml::{Node, NodeKind};
use crate::source::{OffsetMap, Text};

/// The objects of a patch; `None` if the document is none.
pub(in crate::lint::advice) fn objects(root: &Node) -> Option<Vec<Node>> {
    let operations = root.items().filter(|items| !items.is_empty())?;
    let is_patch = operations.iter().all(|one| one.get("op").is_some() && one.get("path").is_some());
    is_patch.then(|| operations.iter().filter_map(object).collect())
}

fn object(operation: &Node) -> Option<Node> {
    if !matches!(operation.get("op")?.scalar()?.as_str(), "add" | "replace") {
        return None;
    }
    let path = operation.get("path")?;
    let steps = path.scalar()?.as_str().strip_prefix('/')?.split('/').rev();
    Some(steps.fold(operation.get("value")?.clone(), |inner, step| around(path, step, inner)))
}

/// A value under one step of a path. Numbers and `-` are places of a sequence.
fn around(path: &Node, step: &str, inner: Node) -> Node {
    let kind = if step == "-" || !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit()) {
        NodeKind::Sequence(vec![inner])
    } else {
        let text = Text::new(step.replace("~1", "/").replace("~0", "~"), path.span, OffsetMap::Whole);
        let key = Node { span: path.span, kind: NodeKind::Scalar { text, plain: false } };
        NodeKind::Mapping(vec![(key, inner)])
    };
    Node { span: path.span, kind }
}
