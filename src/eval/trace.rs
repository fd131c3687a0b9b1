//! Why a condition holds or not: its tree with each field's value and verdict.

use super::check_holds;
use super::extract::{Extracted, extract};
use crate::check::condition::{Check, Condition, Node, NodeKind, Question};
use crate::source::Span;
use crate::value::{Fields, Kind, Value};
use std::sync::Arc;

/// A node of a condition with its verdict for one alert.
///
/// Every part is evaluated, also those that a verdict did not need, so that `explain` can show the nearest miss.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// What the node says.
    pub kind: TraceKind,
    /// Where it stands.
    pub span: Span,
    /// Whether it holds.
    pub verdict: bool,
    /// Whether the verdict of the whole depended on it; `false` after a part that had decided already.
    pub reached: bool,
}

/// What a traced node says.
#[derive(Debug, Clone, PartialEq)]
pub enum TraceKind {
    /// All hold.
    And(Vec<Trace>),
    /// At least one holds.
    Or(Vec<Trace>),
    /// It does not hold.
    Not(Box<Trace>),
    /// A macro, by name.
    Macro(String, Box<Trace>),
    /// A single question.
    Check {
        /// As the author wrote it.
        text: String,
        /// What is asked about, as the author wrote it.
        operand: String,
        /// Its value, as a person sees it; `None` if missing.
        value: Option<String>,
        /// Its type.
        ty: String,
        /// What stands on the right where that is a field, and its value.
        right: Option<(String, Option<String>)>,
        /// Why the value could not be used, or where Falco itself would answer otherwise.
        notes: Vec<&'static str>,
    },
}

/// Evaluates every node of a condition.
#[must_use]
pub fn trace(condition: &Condition, fields: &dyn Fields) -> Trace {
    node(condition.root(), fields, true)
}

/// INVARIANT: checked trees are at most `MAX_TREE_DEPTH` deep, so recursion is bounded. What needs room on the
/// stack lies in functions of its own, so that a level costs little.
fn node(node_: &Node, fields: &dyn Fields, reached: bool) -> Trace {
    match &node_.kind {
        NodeKind::And(parts) => {
            let parts = chain(parts, fields, reached, false);
            let verdict = parts.iter().all(|part| part.verdict);
            Trace { kind: TraceKind::And(parts), span: node_.span, verdict, reached }
        }
        NodeKind::Or(parts) => {
            let parts = chain(parts, fields, reached, true);
            let verdict = parts.iter().any(|part| part.verdict);
            Trace { kind: TraceKind::Or(parts), span: node_.span, verdict, reached }
        }
        NodeKind::Not(inner) => not(node_, node(inner, fields, reached)),
        NodeKind::Macro(name, inner) => macro_(node_, name, node(inner, fields, reached)),
        NodeKind::Check(check) => {
            let (kind, verdict) = check_(check, fields);
            Trace { kind, span: node_.span, verdict, reached }
        }
    }
}

fn not(node_: &Node, inner: Trace) -> Trace {
    let (verdict, reached) = (!inner.verdict, inner.reached);
    Trace { kind: TraceKind::Not(Box::new(inner)), span: node_.span, verdict, reached }
}

fn macro_(node_: &Node, name: &str, inner: Trace) -> Trace {
    let (verdict, reached) = (inner.verdict, inner.reached);
    Trace { kind: TraceKind::Macro(name.to_owned(), Box::new(inner)), span: node_.span, verdict, reached }
}

/// The parts of a chain; those after the first whose verdict is `deciding` are not reached.
fn chain(parts: &[Arc<Node>], fields: &dyn Fields, mut reached: bool, deciding: bool) -> Vec<Trace> {
    let mut traced = Vec::new();
    for part in parts {
        let part = node(part, fields, reached);
        reached &= part.verdict != deciding;
        traced.push(part);
    }
    traced
}

fn check_(check: &Check, fields: &dyn Fields) -> (TraceKind, bool) {
    let left = extract(&check.operand, fields);
    let verdict = check_holds(check, &left, fields);
    let mut notes = Vec::new();
    match &left {
        Extracted::Unreadable => notes.push("the value is not of the field's type, so it counts as missing"),
        Extracted::One(Value::Int(_) | Value::Double(_)) if check.operand.ty().kind == Kind::Text => {
            notes.push("the alert holds a number where the field is text: only `exists` can be asked");
        }
        _ => {}
    }
    notes.extend(check.quirk.map(|quirk| quirk.note()));
    let shown = |value: Option<Value<'_>>| value.map(|value| value.display_text().into_owned());
    let right = match &check.question {
        Question::Field(_, right) => Some((right.name().to_owned(), shown(super::operand(right, fields)))),
        _ => None,
    };
    let kind = TraceKind::Check {
        text: check.text.clone(),
        operand: check.operand.name().to_owned(),
        value: shown(left.into_value()),
        ty: check.operand.ty().to_string(),
        right,
        notes,
    };
    (kind, verdict)
}
