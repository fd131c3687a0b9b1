//! FL0510 unused-list, FL0511 unused-macro, FL0512 unused-strategy.
//!
//! A file without mitigations is a library: whoever uses it may be elsewhere, so its items are not reported.

use super::{Context, at, uses};
use crate::check::book::Kind;
use crate::diag::{Code, Diagnostic};
use crate::source::FileId;
use crate::syntax::condition::ast::{Constant, Expr, ExprKind, Rhs};
use crate::syntax::rulebook::items::{ItemKind, StrategyUse};
use std::collections::BTreeSet;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let files: BTreeSet<FileId> = context.mitigations().map(|(_, entry, _)| entry.name_span.file).collect();
    let entries: Vec<_> = context.entries().filter(|entry| files.contains(&entry.name_span.file)).collect();
    let kinds = [
        (Kind::List, Code::UNUSED_LIST),
        (Kind::Macro, Code::UNUSED_MACRO),
        (Kind::Strategy, Code::UNUSED_STRATEGY),
    ];
    if !entries.iter().any(|entry| kinds.iter().any(|&(kind, _)| kind == entry.kind)) {
        return;
    }
    let used = used(context);
    for entry in entries {
        let Some(&(kind, code)) = kinds.iter().find(|(kind, _)| *kind == entry.kind) else { continue };
        if !used.contains(&(kind, entry.name.clone())) {
            let message = format!("nothing uses the {kind} `{}`", entry.name);
            out.push(
                at(code, entry.name_span, message)
                    .hint("use it, take it away, or move it to a file of its own"),
            );
        }
    }
}

/// The names that the whole book uses. A word that is a list's name counts, also where it is meant as a text.
fn used(context: &Context<'_>) -> BTreeSet<(Kind, String)> {
    let mut used = BTreeSet::new();
    for read in uses::conditions(context.book, context.book.entries()) {
        names(read.expr, &mut used);
    }
    for expr in uses::in_templates(context.book) {
        names(&expr, &mut used);
    }
    for item in context.book.entries().filter_map(|entry| context.book.item(entry)) {
        match &item.kind {
            ItemKind::List(list) => {
                let values = list.items.iter().flatten();
                used.extend(values.map(|value| (Kind::List, value.as_str().to_owned())));
            }
            ItemKind::Mitigation(mitigation) => {
                let named = mitigation.strategies.iter().filter_map(|one| match one {
                    StrategyUse::Named { name, .. } => Some((Kind::Strategy, name.as_str().to_owned())),
                    StrategyUse::InPlace { .. } => None,
                });
                used.extend(named);
            }
            _ => {}
        }
    }
    used
}

fn names(expr: &Expr, used: &mut BTreeSet<(Kind, String)>) {
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        match &expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => open.extend(parts),
            ExprKind::Not(inner) => open.push(inner),
            ExprKind::Macro(name) => {
                used.insert((Kind::Macro, name.clone()));
            }
            ExprKind::Compare(compare) => {
                let constants: Vec<&Constant> = match &compare.right {
                    Rhs::Value(constant) | Rhs::Name(constant) => vec![constant],
                    Rhs::List(list) => list.items.iter().collect(),
                    Rhs::Operand(_) => Vec::new(),
                };
                let bare = constants.into_iter().filter(|constant| constant.quote.is_none());
                used.extend(bare.map(|c| (Kind::List, String::from_utf8_lossy(&c.bytes).into_owned())));
            }
            ExprKind::Exists(_) => {}
        }
    }
}
