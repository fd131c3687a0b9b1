//! A condition's tree with values and verdicts, one line a node, and how far it is from holding.

use crate::cli::shell::{BAD, GOOD, Shell, visible};
use crate::eval::{Trace, TraceKind};

/// The lines of a tree, indented below `depth`.
///
/// INVARIANT: traces are as deep as checked conditions, which are bounded; so is this recursion and its kin below.
pub(super) fn lines(trace: &Trace, depth: usize, shell: &Shell) -> Vec<String> {
    let (text, parts): (String, Vec<&Trace>) = match &trace.kind {
        TraceKind::And(parts) => ("all of".to_owned(), parts.iter().collect()),
        TraceKind::Or(parts) => ("any of".to_owned(), parts.iter().collect()),
        TraceKind::Not(inner) => ("not".to_owned(), vec![inner]),
        TraceKind::Macro(name, inner) => (visible(name), vec![inner]),
        TraceKind::Check { .. } => (check(&trace.kind), Vec::new()),
    };
    let unreached = if trace.reached { "" } else { "  (not needed)" };
    let mut lines = vec![format!("{}{} {text}{unreached}", indent(depth), mark(trace.verdict, shell))];
    if let TraceKind::Check { notes, .. } = &trace.kind {
        lines.extend(notes.iter().map(|note| format!("{}  note: {note}", indent(depth))));
    }
    let below = depth.saturating_add(1);
    lines.extend(parts.into_iter().flat_map(|part| self::lines(part, below, shell)));
    lines
}

/// The single questions to which a tree owes its verdict: those that would have to be answered otherwise.
pub(super) fn decisive(trace: &Trace) -> Vec<&Trace> {
    match &trace.kind {
        TraceKind::Check { .. } => vec![trace],
        TraceKind::Not(inner) | TraceKind::Macro(_, inner) => decisive(inner),
        TraceKind::And(parts) | TraceKind::Or(parts) => {
            // One part breaks `and` and makes `or`; otherwise all had a say.
            let alone = if matches!(trace.kind, TraceKind::And(_)) { !trace.verdict } else { trace.verdict };
            match parts.iter().find(|part| alone && part.verdict == trace.verdict) {
                Some(part) => decisive(part),
                None => parts.iter().flat_map(decisive).collect(),
            }
        }
    }
}

/// The fewest single questions whose other answer would make the tree `wanted`, each with the answer it needs.
pub(super) fn changes(trace: &Trace, wanted: bool) -> Vec<(&Trace, bool)> {
    if trace.verdict == wanted {
        return Vec::new();
    }
    let all = |parts: &'_ [Trace]| -> bool {
        matches!(trace.kind, TraceKind::And(_)) == wanted || parts.is_empty()
    };
    match &trace.kind {
        TraceKind::Check { .. } => vec![(trace, wanted)],
        TraceKind::Not(inner) => changes(inner, !wanted),
        TraceKind::Macro(_, inner) => changes(inner, wanted),
        // To make all hold, each must; to break that, one suffices. The other way round for `or`.
        TraceKind::And(parts) | TraceKind::Or(parts) if all(parts) => {
            parts.iter().flat_map(|part| changes(part, wanted)).collect()
        }
        TraceKind::And(parts) | TraceKind::Or(parts) => {
            parts.iter().map(|part| changes(part, wanted)).min_by_key(Vec::len).unwrap_or_default()
        }
    }
}

pub(super) fn indent(depth: usize) -> String {
    "  ".repeat(depth)
}

/// Holds or not.
pub(super) fn mark(verdict: bool, shell: &Shell) -> String {
    if verdict { shell.paint(GOOD, "✓") } else { shell.paint(BAD, "✗") }
}

/// A question with the values it was asked of: `proc.name = bash   proc.name is "sh"`.
fn check(kind: &TraceKind) -> String {
    let TraceKind::Check { text, operand, value, right, .. } = kind else { return String::new() };
    let mut line = format!("{}    {}", visible(text), has(operand, value.as_deref()));
    if let Some((field, value)) = right {
        line.push_str(&format!(", {}", has(field, value.as_deref())));
    }
    line
}

fn has(operand: &str, value: Option<&str>) -> String {
    match value {
        Some(value) => format!("{} is `{}`", visible(operand), cut(&visible(value))),
        None => format!("{} is not in the alert", visible(operand)),
    }
}

/// So much of a value is shown.
const SHOWN: usize = 120;

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN).and_then(|(at, _)| text.get(..at)) {
        Some(head) => format!("{head}…"),
        None => text.to_owned(),
    }
}

/// How many single questions would have to be answered otherwise for the tree to be `wanted`.
pub(super) fn distance(trace: &Trace, wanted: bool) -> usize {
    changes(trace, wanted).len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{ByteRange, FileId, Span};

    fn node(kind: TraceKind, verdict: bool) -> Trace {
        let span = Span { file: FileId(0), bytes: ByteRange::new(0, 0) };
        Trace { kind, span, verdict, reached: true }
    }

    fn leaf(verdict: bool) -> Trace {
        let (text, operand, ty) = ("a = b".to_owned(), "a".to_owned(), "text".to_owned());
        node(TraceKind::Check { text, operand, value: None, ty, right: None, notes: Vec::new() }, verdict)
    }

    #[test]
    fn decisive_are_the_questions_that_settled_it() {
        let node_of = |kind: fn(Vec<Trace>) -> TraceKind, parts: &[bool], verdict: bool| {
            node(kind(parts.iter().map(|&v| leaf(v)).collect()), verdict)
        };
        let count = |trace: &Trace| decisive(trace).len();
        assert_eq!(count(&node_of(TraceKind::And, &[true, false, false], false)), 1);
        assert_eq!(count(&node_of(TraceKind::And, &[true, true], true)), 2);
        assert_eq!(count(&node_of(TraceKind::Or, &[false, true, true], true)), 1);
        assert_eq!(count(&node_of(TraceKind::Or, &[false, false], false)), 2);
    }

    #[test]
    fn distance_counts_the_questions_in_the_way() {
        let and = |parts: &[bool]| {
            node(TraceKind::And(parts.iter().map(|&v| leaf(v)).collect()), parts.iter().all(|&v| v))
        };
        let or = |parts: &[bool]| {
            node(TraceKind::Or(parts.iter().map(|&v| leaf(v)).collect()), parts.iter().any(|&v| v))
        };
        assert_eq!(distance(&and(&[true, true]), true), 0);
        assert_eq!(distance(&and(&[true, false, false]), true), 2);
        assert_eq!(distance(&or(&[false, false]), true), 1);
        assert_eq!(distance(&node(TraceKind::Not(Box::new(and(&[true, true]))), false), true), 1);
        assert_eq!(distance(&node(TraceKind::Not(Box::new(or(&[true, true]))), false), true), 2);
    }
}
