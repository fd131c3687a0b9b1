//! What compiles and can hardly be meant.

use super::operand::Operand;
use super::tree::{Node, NodeKind, Question};
use crate::diag::{Code, Diagnostic};
use crate::fields::{self, Origin};
use crate::ops::{Constants, Op};
use crate::source::Span;
use crate::value::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Fields that Falco's filters see as clock text and its alerts carry as numbers.
const CLOCK_TEXTS: [&str; 6] =
    ["evt.datetime", "evt.datetime.s", "evt.outputtime", "evt.time", "evt.time.iso8601", "evt.time.s"];

/// A comparison with a text that alerts do not carry as text.
pub(super) fn time_as_text(left: &Operand, out: &mut Vec<Diagnostic>) {
    let Some(field) = left.field().filter(|field| CLOCK_TEXTS.contains(&field.name)) else { return };
    let message = format!("alerts carry `{}` as nanoseconds, so it never equals a text", field.name);
    let hint = "only `exists` can be asked; compare `evt.rawtime`, or `alert.time` in a rulebook";
    out.push(Diagnostic::new(Code::TIME_AS_TEXT, left.span(), message).hint(hint));
}

/// A number outside the field's range.
pub(super) fn never_equal(span: Span, shown: &str, left: &Operand, out: &mut Vec<Diagnostic>) {
    let mut diagnostic =
        Diagnostic::new(Code::OUT_OF_RANGE, span, format!("`{}` never holds `{shown}`", left.name()));
    if let Some((least, greatest)) = left.ty().kind.range() {
        diagnostic.hint = Some(format!("its values are {least} to {greatest}; Falco wraps others around"));
    }
    out.push(diagnostic);
}

/// `proc.name = proc.pname` compares with the text `proc.pname`.
pub(super) fn reads_like_field(span: Span, shown: &str, out: &mut Vec<Diagnostic>) {
    let name = shown.split_once('[').map_or(shown, |(name, _)| name);
    if fields::resolve(name).is_none() {
        return;
    }
    let message = format!("this compares with the text `{shown}`, not with the field");
    let hint = format!("write `val({shown})` for the field, or quote it to mean the text");
    out.push(Diagnostic::new(Code::CONSTANT_LIKE_FIELD, span, message).hint(hint));
}

/// `a = x and a = y`: two checks of one field that cannot both hold.
pub(super) fn contradictions(parts: &[Arc<Node>], out: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, (&Node, Vec<Value<'_>>)> = BTreeMap::new();
    for node in parts {
        let Some((name, allowed)) = allowed(node) else { continue };
        match seen.get(name) {
            Some((first, before)) if !allowed.iter().any(|value| before.contains(value)) => {
                let message =
                    format!("`{name}` cannot be both: this and an earlier check exclude each other");
                let diagnostic = Diagnostic::new(Code::CONTRADICTION, node.span, message);
                out.push(diagnostic.also(first.span, "the earlier check").hint("did you mean `or`?"));
            }
            Some(_) => {}
            None => {
                seen.insert(name, (node, allowed));
            }
        }
    }
}

/// The only values of a field that a check lets pass, where it is that kind of check.
fn allowed(node: &Node) -> Option<(&str, Vec<Value<'_>>)> {
    let NodeKind::Check(check) = &node.kind else { return None };
    let Question::Constants(test) = &check.question else { return None };
    let several_values = check.operand.ty().list
        || check
            .operand
            .innermost()
            .is_some_and(|f| matches!(f.origin, Origin::Ends(_) | Origin::Ancestors(_)));
    if several_values || test.modifier().is_some() || !matches!(test.op(), Op::Eq | Op::In | Op::Intersects) {
        return None;
    }
    let values: Vec<_> = match test.constants() {
        Constants::Values(values) => values.clone(),
        Constants::Texts(texts) => texts.iter().map(|text| Value::Text(Cow::Borrowed(text))).collect(),
        _ => return None,
    };
    // An empty list is never true by itself, and says nothing about other checks.
    (!values.is_empty()).then_some((check.operand.name(), values))
}
