//! Checks joined by `and` that cannot hold together.
//!
//! What an `and` demands of one field is collected from its parts, through parentheses, macros and `not (… or …)`.
//! Once a check leaves the field only a few values, every other check of that field is asked about them, the
//! same way as for an alert; when none is left, the condition is never true. Besides: a field that must be there
//! and must not, and numbers that must be above one bound and below a lower one. Silence proves nothing.

use super::tree::{Check, Node, NodeKind, Question};
use crate::diag::{Code, Diagnostic};
use crate::fields::Origin;
use crate::ops::{Constants, Op};
use crate::source::Span;
use crate::value::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Checks of one field that are held against each other; more are not looked at, so that work stays linear.
const MAX_DEMANDS: usize = 32;
/// How deep parts are looked into.
const MAX_DEPTH: u32 = 32;

/// One check that must hold, or must not.
#[derive(Clone, Copy)]
struct Demand<'n> {
    check: &'n Check,
    negated: bool,
    /// The part of the `and` that it comes from.
    part: usize,
}

impl Demand<'_> {
    /// Whether a present value meets it; `None` if that depends on more than the value.
    fn allows(self, value: &Value<'_>) -> Option<bool> {
        match &self.check.question {
            Question::Exists => Some(!self.negated),
            Question::Constants(test) => Some(test.holds(value) != self.negated),
            Question::Field(..) => None,
        }
    }

    /// Whether it holds only where the field has a value.
    fn needs_value(self) -> bool {
        !self.negated
    }

    /// Whether it holds only where the field has none.
    fn refuses_value(self) -> bool {
        self.negated && matches!(self.check.question, Question::Exists)
    }
}

/// What is known of one field.
#[derive(Default)]
struct Known<'n> {
    demands: Vec<Demand<'n>>,
    /// The only values left, and the part that said so first.
    left: Option<(usize, Vec<Value<'n>>)>,
}

impl<'n> Known<'n> {
    /// Adds a demand. The part that it cannot be joined with, if there is one.
    fn add(&mut self, demand: Demand<'n>) -> Option<usize> {
        let opposed = self.demands.iter().find(|earlier| excludes(**earlier, demand)).map(|d| d.part);
        let opposed = opposed.or_else(|| self.narrow(demand));
        self.demands.push(demand);
        opposed
    }

    /// Takes the values away that the demand does not allow.
    fn narrow(&mut self, demand: Demand<'n>) -> Option<usize> {
        if let Some((since, left)) = &mut self.left {
            left.retain(|value| demand.allows(value).unwrap_or(true));
            return left.is_empty().then_some(*since);
        }
        let mut left = only_values(demand)?;
        let mut last = None;
        for earlier in &self.demands {
            left.retain(|value| earlier.allows(value).unwrap_or(true));
            if left.is_empty() {
                last = Some(earlier.part);
                break;
            }
        }
        self.left = Some((demand.part, left));
        last
    }
}

/// Reports the first two parts of an `and` that exclude each other.
pub(super) fn find(parts: &[Arc<Node>], out: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<&str, Known<'_>> = BTreeMap::new();
    for (part, node) in parts.iter().enumerate() {
        let mut demands = Vec::new();
        collect(node, false, part, 0, &mut demands);
        for demand in demands {
            let name = demand.check.operand.name();
            let known = known.entry(name).or_default();
            if known.demands.len() >= MAX_DEMANDS {
                continue;
            }
            // Within one part, that part's own `and` has reported it.
            let opposed = known.add(demand).filter(|&earlier| earlier != part);
            if let Some(earlier) = opposed.and_then(|earlier| parts.get(earlier)) {
                out.push(diagnostic(name, node.span, earlier.span));
                return;
            }
        }
    }
}

fn diagnostic(name: &str, span: Span, earlier: Span) -> Diagnostic {
    let message = format!("this check of `{name}` and an earlier one exclude each other");
    Diagnostic::new(Code::CONTRADICTION, span, message)
        .also(earlier, "the earlier check")
        .hint("did you mean `or`?")
}

/// What a node demands of single-valued fields.
fn collect<'n>(node: &'n Node, negated: bool, part: usize, depth: u32, demands: &mut Vec<Demand<'n>>) {
    if depth >= MAX_DEPTH || demands.len() >= MAX_DEMANDS {
        return;
    }
    let below = depth.saturating_add(1);
    match (&node.kind, negated) {
        (NodeKind::And(parts), false) | (NodeKind::Or(parts), true) => {
            for inner in parts {
                collect(inner, negated, part, below, demands);
            }
        }
        (NodeKind::Not(inner), _) => collect(inner, !negated, part, below, demands),
        (NodeKind::Macro(_, inner), _) => collect(inner, negated, part, below, demands),
        (NodeKind::Check(check), _) if is_single(check) => demands.push(Demand { check, negated, part }),
        _ => {}
    }
}

/// Whether the check asks about one value.
fn is_single(check: &Check) -> bool {
    let several = |origin: &Origin| matches!(origin, Origin::Ends(_) | Origin::Ancestors(_));
    !check.operand.ty().list && !check.operand.innermost().is_some_and(|field| several(&field.origin))
}

/// The only values of the field with which the demand can hold, where it names them.
fn only_values(demand: Demand<'_>) -> Option<Vec<Value<'_>>> {
    let Question::Constants(test) = &demand.check.question else { return None };
    let equality = matches!(test.op(), Op::Eq | Op::In | Op::Intersects);
    if demand.negated || test.modifier().is_some() || !equality {
        return None;
    }
    let values: Vec<_> = match test.constants() {
        Constants::Values(values) => values.clone(),
        Constants::Texts(texts) => texts.iter().map(|text| Value::Text(Cow::Borrowed(text))).collect(),
        _ => return None,
    };
    // An empty list is never true by itself, and says nothing about other checks.
    (!values.is_empty()).then_some(values)
}

/// Whether two demands on one field exclude each other whatever its value.
fn excludes(a: Demand<'_>, b: Demand<'_>) -> bool {
    let presence = (a.refuses_value() && b.needs_value()) || (b.refuses_value() && a.needs_value());
    let opposite = a.negated != b.negated && a.check.text == b.check.text;
    presence || opposite || apart(a, b)
}

/// `> 5` and `< 3`.
fn apart(a: Demand<'_>, b: Demand<'_>) -> bool {
    let (Some((op_a, bound_a)), Some((op_b, bound_b))) = (bound(a), bound(b)) else { return false };
    let (low, high) = match (op_a, op_b) {
        (Op::Gt | Op::Ge, Op::Lt | Op::Le) => ((op_a, bound_a), (op_b, bound_b)),
        (Op::Lt | Op::Le, Op::Gt | Op::Ge) => ((op_b, bound_b), (op_a, bound_a)),
        _ => return false,
    };
    let both_inclusive = low.0 == Op::Ge && high.0 == Op::Le;
    low.1 > high.1 || (low.1 == high.1 && !both_inclusive)
}

/// A demand that is one bound on a whole number.
fn bound(demand: Demand<'_>) -> Option<(Op, i128)> {
    let Question::Constants(test) = &demand.check.question else { return None };
    match (test.constants(), demand.negated) {
        (Constants::Values(values), false) => match values.as_slice() {
            [Value::Int(number)] => Some((test.op(), *number)),
            _ => None,
        },
        _ => None,
    }
}
