//! Holes in Falco rules files: constants of conditions, items of lists and of exceptions' values.
//!
//! The file is read as YAML, and each condition with a hole by the parser of conditions in Falco's own dialect,
//! with a bare word in the hole's place: where a bare constant stands, a quoted one may stand too.

use super::yaml::{Scalar, common_mistake, scalars};
use super::{Findings, Marked};
use crate::escape::{CodePiece, Context, FalcoPlace};
use crate::syntax::condition::ast::{Constant, Dialect, Expr, ExprKind, Rhs};
use crate::syntax::condition::{ParseOptions, parse};
use granit_parser::ScalarStyle;
use std::sync::Arc;

/// Finds the holes of a Falco rules file.
pub(super) fn find(pieces: &[CodePiece<'_>], findings: &mut Findings) {
    let marked = Marked::new(pieces, |_| "");
    let Some(scalars) = scalars(&marked.text, findings) else { return };
    let lists: Arc<[String]> =
        scalars.iter().filter(|s| !s.is_key && last_key(s) == Some("list")).map(|s| s.text.clone()).collect();
    let context = |place| Context::Falco { place, lists: Arc::clone(&lists) };
    for scalar in &scalars {
        if marked.holes_in(&scalar.text).next().is_none() {
            continue;
        }
        if let Some((message, hint)) = common_mistake(scalar) {
            refuse(scalar, &marked, message, hint, findings);
        } else if last_key(scalar) == Some("condition") {
            condition(scalar, &marked, &context(FalcoPlace::Condition), findings);
        } else if is_item(scalar) {
            item(scalar, &marked, &context(FalcoPlace::Item), findings);
        } else {
            let hint = "values go into a condition or into list items; in `output` use Falco's own `%field`";
            refuse(scalar, &marked, "a value cannot stand in this key of a Falco rule", hint, findings);
        }
    }
}

fn refuse(scalar: &Scalar, marked: &Marked, message: &str, hint: &str, findings: &mut Findings) {
    marked.holes_in(&scalar.text).for_each(|hole| findings.refuse(hole, message, hint));
}

fn last_key(scalar: &Scalar) -> Option<&str> {
    scalar.path.last().map(String::as_str)
}

/// An item of `items:` or of `values:`, however deep.
fn is_item(scalar: &Scalar) -> bool {
    let mut steps = scalar.path.iter().rev();
    scalar.path.last().is_some_and(|step| step == "-")
        && steps.find(|step| *step != "-").is_some_and(|key| key == "items" || key == "values")
}

fn item(scalar: &Scalar, marked: &Marked, context: &Context, findings: &mut Findings) {
    match marked.whole(&scalar.text) {
        Some(hole) if scalar.style == ScalarStyle::Plain => findings.accept(hole, context.clone()),
        _ => {
            let hint = "write the hole alone, without quotes: `- {{ x }}`";
            refuse(scalar, marked, "the hole is a part of an item", hint, findings);
        }
    }
}

fn condition(scalar: &Scalar, marked: &Marked, context: &Context, findings: &mut Findings) {
    if !matches!(scalar.style, ScalarStyle::Literal | ScalarStyle::Folded) {
        let hint = "write `condition: >` and the condition on the next lines";
        return refuse(scalar, marked, "a condition with a hole is no block scalar", hint, findings);
    }
    match parse(&scalar.text, ParseOptions { dialect: Dialect::Falco, ..ParseOptions::default() }) {
        Ok(parsed) => place_constants(&parsed.expr, marked, context, findings),
        Err(error) => {
            let message = format!("this is no condition that Falco reads: {}", error.message);
            refuse(
                scalar,
                marked,
                &message,
                "write it so that it is right with a word in each hole's place",
                findings,
            );
        }
    }
    let hint = "a hole is a whole constant: `proc.name = {{ x }}`, `proc.name in ({{ x }})`";
    for hole in marked.holes_in(&scalar.text) {
        if !findings.is_placed(hole) {
            findings.refuse(hole, "the hole is no constant of the condition", hint);
        }
    }
}

fn place_constants(expr: &Expr, marked: &Marked, context: &Context, findings: &mut Findings) {
    let mut todo = vec![expr];
    while let Some(expr) = todo.pop() {
        match &expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => todo.extend(parts),
            ExprKind::Not(part) => todo.push(part),
            ExprKind::Macro(_) | ExprKind::Exists(_) => {}
            ExprKind::Compare(compare) => match &compare.right {
                Rhs::Value(constant) => place_constant(constant, marked, context, findings),
                Rhs::List(list) => {
                    list.items.iter().for_each(|item| place_constant(item, marked, context, findings));
                }
                Rhs::Name(_) | Rhs::Operand(_) => {}
            },
        }
    }
}

fn place_constant(constant: &Constant, marked: &Marked, context: &Context, findings: &mut Findings) {
    let text = std::str::from_utf8(&constant.bytes).unwrap_or("");
    if let (Some(hole), None) = (marked.whole(text), constant.quote) {
        findings.accept(hole, context.clone());
    }
}
