//! Verdicts of checked conditions over an alert.
//!
//! In: a [`Condition`] or [`Operand`] and an alert's [`Fields`]. Out: truth values, typed values, and a
//! [`Trace`] for people. Absent values make a check false whatever it asks; nothing here fails.

mod batch;
mod engine;
mod extract;
mod judge;
mod paths;
mod trace;
mod transformed;

pub use batch::Batch;
pub use engine::{Engine, Evaluation, Finding};
pub use judge::{Judge, Verdicts};
pub use trace::{Trace, TraceKind, trace};

use crate::check::condition::{Check, Condition, Node, NodeKind, Operand, Question};
use crate::ops::compare_values;
use crate::plan::SlotOperand;
use crate::value::{Fields, Glance, Kind, Value};
use extract::{Extracted, extract, extract_slot};
use std::borrow::Cow;

/// Whether the condition holds for this alert.
///
/// `and` and `or` stop at the first part that decides; there is no third truth value.
#[must_use]
pub fn verdict(condition: &Condition, fields: &dyn Fields) -> bool {
    node(condition.root(), fields)
}

/// The value of a field or transformer in this alert; `None` if it is absent or cannot be read as its type.
///
/// A field that stands for several values (`fd.ip`, `proc.aname` without an index) gives them as a list.
#[must_use]
pub fn operand<'a>(operand: &Operand, fields: &'a dyn Fields) -> Option<Value<'a>> {
    extract(operand, fields).into_value()
}

/// What a person sees of it, where its slot in the alert's plan may be known.
pub(crate) fn slot_text<'a>(of: &SlotOperand, fields: &'a impl Fields) -> Option<Cow<'a, str>> {
    match of.glance(fields) {
        Glance::Absent => None,
        Glance::Text(text) => Some(Cow::Borrowed(text)),
        Glance::Unclear => {
            Some(Cow::Owned(extract_slot(of, fields).into_value()?.display_text().into_owned()))
        }
    }
}

/// INVARIANT: checked trees are at most `MAX_TREE_DEPTH` deep, so recursion is bounded.
fn node(node_: &Node, fields: &dyn Fields) -> bool {
    match &node_.kind {
        NodeKind::And(parts) => parts.iter().all(|part| node(part, fields)),
        NodeKind::Or(parts) => parts.iter().any(|part| node(part, fields)),
        NodeKind::Not(inner) => !node(inner, fields),
        NodeKind::Macro(_, inner) => node(inner, fields),
        NodeKind::Check(check) => check_holds(check, &extract(&check.operand, fields), fields),
    }
}

/// The answer of one check, its left side already extracted.
fn check_holds(check: &Check, left: &Extracted<'_>, fields: &dyn Fields) -> bool {
    holds(&check.question, check.operand.ty().kind, left, fields)
}

/// The answer of one question, its left side, whose values are of this kind, already extracted.
#[inline]
fn holds(question: &Question, kind: Kind, left: &Extracted<'_>, fields: &dyn Fields) -> bool {
    match question {
        Question::Exists => left.exists(),
        Question::Constants(test) => left.satisfies(test.op(), |value| test.holds(value)),
        Question::Field(op, right) => match operand(right, fields) {
            Some(right) => left.satisfies(*op, |value| compare_values(*op, value, &right, kind)),
            None => false,
        },
    }
}
