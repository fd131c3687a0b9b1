//! FL0541 unprinted-field: commands that no alert of the named rules can fill, as Falco is shipped.
//!
//! A strategy is lost for a rule if its condition cannot hold without a field that the rule does not print, or if
//! each of its examples has a hole for such a field. A strategy of the same phase that is not lost is an
//! alternative.

use super::{Context, at, falco_rules};
use crate::check::book::Entry;
use crate::check::condition::{CallArg, Condition, Node, NodeKind, Operand, OperandKind, Question};
use crate::check::model::{Example, Mitigation, Strategy};
use crate::check::template::{HoleValue, Piece};
use crate::diag::{Code, Diagnostic};
use std::collections::BTreeSet;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (number, entry, _) in context.mitigations() {
        let Some(mitigation) = context.book.mitigation(number) else { continue };
        // A rule of the site's own prints what the site decides.
        if mitigation.rules.is_empty() || !mitigation.rules.iter().all(|rule| falco_rules::is_known(rule)) {
            continue;
        }
        out.extend(mitigation.strategies.iter().filter_map(|strategy| lost(entry, mitigation, strategy)));
    }
}

/// What to say of a strategy that no rule of the mitigation can show and that has no alternative.
fn lost(entry: &Entry, mitigation: &Mitigation, strategy: &Strategy) -> Option<Diagnostic> {
    let missing = missing_everywhere(mitigation, strategy)?;
    let alternative =
        |other: &Strategy| other.phase == strategy.phase && missing_everywhere(mitigation, other).is_none();
    if mitigation.strategies.iter().any(alternative) {
        return None;
    }
    let fields: Vec<String> = missing.iter().map(|field| format!("`{field}`")).collect();
    let (name, rule) = (&strategy.name, mitigation.rules.first()?);
    let message = format!("`{name}` needs {}, which `{rule}` does not print", fields.join(", "));
    let extra: Vec<String> = missing.iter().map(|field| format!("{field}: \"%{field}\"")).collect();
    let extra = extra.join(", ");
    // The strategy may be another file's; the mitigation decides to use it.
    let place = if strategy.span.file == entry.span.file { strategy.span } else { entry.name_span };
    let inside = entry.span.bytes.start <= place.bytes.start && place.bytes.end <= entry.span.bytes.end;
    let place = if inside { place } else { entry.name_span };
    Some(at(Code::UNPRINTED_FIELD, place, message).hint(format!(
        "add a step of this phase that does without, or to `append_output` of falco.yaml: `- match: {{rule: {rule}}}` with `extra_fields: [{{{extra}}}]`"
    )))
}

/// The fields without which no rule shows the strategy; `None` if one does.
fn missing_everywhere(mitigation: &Mitigation, strategy: &Strategy) -> Option<BTreeSet<String>> {
    let mut missing = BTreeSet::new();
    for rule in &mitigation.rules {
        let printed = |operand: &Operand| is_printed(rule, operand);
        missing.extend(missing_for(strategy, &printed)?);
    }
    Some(missing)
}

type Printed<'p> = dyn Fn(&Operand) -> bool + 'p;

fn missing_for(strategy: &Strategy, printed: &Printed<'_>) -> Option<BTreeSet<String>> {
    if let Some(condition) = strategy.condition.as_ref().filter(|c| !may_be(c.root(), true, printed)) {
        return Some(unprinted(condition, printed));
    }
    let needs: Vec<BTreeSet<String>> = strategy.examples.iter().map(|one| needed(one, printed)).collect();
    // No example, or one that can be filled: the strategy says what it has to.
    if needs.is_empty() || needs.iter().any(BTreeSet::is_empty) {
        return None;
    }
    Some(needs.into_iter().flatten().collect())
}

/// The fields that an example cannot be shown without, and that are not printed.
fn needed(example: &Example, printed: &Printed<'_>) -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    if let Some(condition) = example.condition.as_ref().filter(|c| !may_be(c.root(), true, printed)) {
        fields.extend(unprinted(condition, printed));
    }
    for piece in &example.code.pieces {
        if let Piece::Hole(hole) = piece
            && let HoleValue::Operand(operand) = &hole.value
            // A filter may fill in for an absent value.
            && hole.filters.is_empty()
            && !printed(operand)
        {
            fields.insert(operand.name().to_owned());
        }
    }
    fields
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
fn unprinted(condition: &Condition, printed: &Printed<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![condition.root()];
    while let Some(node) = open.pop() {
        match &node.kind {
            NodeKind::And(parts) | NodeKind::Or(parts) => open.extend(parts.iter().map(|part| &**part)),
            NodeKind::Not(inner) | NodeKind::Macro(_, inner) => open.push(inner),
            NodeKind::Check(check) if !printed(&check.operand) => {
                found.insert(check.operand.name().to_owned());
            }
            NodeKind::Check(_) => {}
        }
    }
    found
}

/// Whether a rule's alerts carry what an operand reads.
fn is_printed(rule: &str, operand: &Operand) -> bool {
    match operand.kind() {
        OperandKind::Field(field) => {
            let keys = field.origin.keys();
            // What stands beside the fields is always there.
            keys.is_empty() || keys.iter().any(|key| falco_rules::prints(rule, key) == Some(true))
        }
        OperandKind::Call(call) => call.args.iter().all(|arg| match arg {
            CallArg::Operand(operand) => is_printed(rule, operand),
            CallArg::Constant(_) | CallArg::List(_) => true,
        }),
    }
}
