//! What a mitigation's parts cannot do without: the fields that a rule has to print.
//!
//! In: checked strategies, examples and conditions, and which operands alerts carry. Out: the operands that are
//! missing. Used by a lint over the rules that Falco ships, and by whoever has rules files at hand.

use crate::check::condition::{CallArg, Condition, Node, NodeKind, Operand, OperandKind, Question};
use crate::check::model::{Example, Strategy};
use crate::check::template::{HoleValue, Piece, Template};
use std::collections::BTreeMap;

/// Which operands alerts carry a value for.
pub(crate) type Printed<'p> = dyn Fn(&Operand) -> bool + 'p;

/// What is missing, by the name that conditions and holes have for it.
pub(crate) type Missing<'m> = BTreeMap<&'m str, &'m Operand>;

/// What a strategy is lost without: what its condition asks for, or what each of its examples needs. `None` if it
/// can be shown.
pub(crate) fn of_strategy<'m>(strategy: &'m Strategy, printed: &Printed<'_>) -> Option<Missing<'m>> {
    let condition = of_condition(strategy.condition.as_ref(), printed);
    if !condition.is_empty() {
        return Some(condition);
    }
    let needs: Vec<Missing<'m>> = strategy.examples.iter().map(|one| of_example(one, printed)).collect();
    // No example, or one that can be filled: the strategy says what it has to.
    if needs.is_empty() || needs.iter().any(BTreeMap::is_empty) {
        return None;
    }
    Some(needs.into_iter().flatten().collect())
}

/// What an example cannot be shown without.
pub(crate) fn of_example<'m>(example: &'m Example, printed: &Printed<'_>) -> Missing<'m> {
    let mut missing = of_condition(example.condition.as_ref(), printed);
    missing.extend(of_template(&example.code, printed));
    missing
}

/// What a text has holes for. A filter may fill in for an absent value, and an alternative may not be shown.
pub(crate) fn of_template<'m>(template: &'m Template, printed: &Printed<'_>) -> Missing<'m> {
    let hole = |piece: &'m Piece| match piece {
        Piece::Hole(hole) if hole.filters.is_empty() => match &hole.value {
            HoleValue::Operand(operand) => Some(operand).filter(|operand| !printed(operand)),
            HoleValue::Var(_) => None,
        },
        _ => None,
    };
    template.pieces.iter().filter_map(hole).map(|operand| (operand.name(), operand)).collect()
}

/// What a condition cannot hold without; nothing if it can.
pub(crate) fn of_condition<'m>(condition: Option<&'m Condition>, printed: &Printed<'_>) -> Missing<'m> {
    match condition {
        Some(condition) if !may_be(condition.root(), true, printed) => unprinted(condition, printed),
        _ => Missing::new(),
    }
}

/// Whether a node can have this verdict if every check of a field that is not printed is false.
///
/// INVARIANT: checked trees are at most `MAX_TREE_DEPTH` deep, so recursion is bounded.
fn may_be(node: &Node, verdict: bool, printed: &Printed<'_>) -> bool {
    match &node.kind {
        NodeKind::And(parts) if verdict => parts.iter().all(|part| may_be(part, true, printed)),
        NodeKind::Or(parts) if !verdict => parts.iter().all(|part| may_be(part, false, printed)),
        NodeKind::And(parts) | NodeKind::Or(parts) => parts.iter().any(|part| may_be(part, verdict, printed)),
        NodeKind::Not(inner) => may_be(inner, !verdict, printed),
        NodeKind::Macro(_, inner) => may_be(inner, verdict, printed),
        NodeKind::Check(check) => {
            let right = match &check.question {
                Question::Field(_, right) => printed(right),
                Question::Exists | Question::Constants(_) => true,
            };
            !verdict || (right && printed(&check.operand))
        }
    }
}

/// The fields of a condition that are not printed.
fn unprinted<'m>(condition: &'m Condition, printed: &Printed<'_>) -> Missing<'m> {
    let mut found = Missing::new();
    let mut open = vec![condition.root()];
    while let Some(node) = open.pop() {
        match &node.kind {
            NodeKind::And(parts) | NodeKind::Or(parts) => open.extend(parts.iter().map(|part| &**part)),
            NodeKind::Not(inner) | NodeKind::Macro(_, inner) => open.push(inner),
            NodeKind::Check(check) if !printed(&check.operand) => {
                found.insert(check.operand.name(), &check.operand);
            }
            NodeKind::Check(_) => {}
        }
    }
    found
}

/// Whether alerts with these keys carry what an operand reads.
pub(crate) fn carried(operand: &Operand, prints: &dyn Fn(&str) -> bool) -> bool {
    match operand.kind() {
        OperandKind::Field(field) => {
            let keys = field.origin.keys();
            // What stands beside the fields is always there.
            keys.is_empty() || keys.iter().any(|key| prints(key))
        }
        OperandKind::Call(call) => call.args.iter().all(|arg| match arg {
            CallArg::Operand(operand) => carried(operand, prints),
            CallArg::Constant(_) | CallArg::List(_) => true,
        }),
    }
}
