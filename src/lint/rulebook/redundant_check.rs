//! FL0502 redundant-check: a part of a condition that decides nothing.

use super::Context;
use super::truth::{Table, Unknowns};
use super::uses::Read;
use crate::diag::{Code, Diagnostic};
use crate::syntax::condition::ast::{Expr, ExprKind};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for read in &context.conditions {
        let Some(unknowns) = Unknowns::of(read.text.as_str(), read.expr) else { continue };
        if unknowns.are_met_once() {
            continue;
        }
        // What holds always or never has a diagnostic of its own.
        if ![Table::TRUE, Table::FALSE].contains(&unknowns.table(read.expr)) {
            chain(read, &unknowns, read.expr, out);
        }
    }
}

/// INVARIANT: parsed conditions are at most as deep as Falco's parser goes, so recursion is bounded.
fn chain(read: &Read<'_>, unknowns: &Unknowns<'_>, expr: &Expr, out: &mut Vec<Diagnostic>) {
    let (parts, all) = match &expr.kind {
        ExprKind::And(parts) => (parts, true),
        ExprKind::Or(parts) => (parts, false),
        ExprKind::Not(inner) => return chain(read, unknowns, inner, out),
        _ => return,
    };
    let tables: Vec<Table> = parts.iter().map(|part| unknowns.table(part)).collect();
    let mut left: Vec<bool> = vec![true; parts.len()];
    // From the end, so that of two that are alike the first stays.
    for (index, (part, table)) in parts.iter().zip(&tables).enumerate().rev() {
        let others =
            tables.iter().zip(&left).enumerate().filter(|&(other, (_, &stays))| stays && other != index);
        let others = others.map(|(_, (table, _))| *table);
        let needless = if all {
            others.fold(Table::TRUE, Table::and).implies(*table)
        } else {
            table.implies(others.fold(Table::FALSE, Table::or))
        };
        if needless {
            if let Some(stays) = left.get_mut(index) {
                *stays = false;
            }
            out.push(redundant(read, part, all));
        } else {
            chain(read, unknowns, part, out);
        }
    }
}

fn redundant(read: &Read<'_>, part: &Expr, all: bool) -> Diagnostic {
    let span = read.text.span_at(part.range);
    let message = if all {
        "this decides nothing: the other parts hold only where it does"
    } else {
        "this decides nothing: where it holds, another part does already"
    };
    Diagnostic::new(Code::REDUNDANT_CHECK, span, message).hint("take it away, or ask what was meant")
}
