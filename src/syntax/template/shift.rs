//! Moves the ranges of a parsed condition to where its text stands in the template.

use crate::source::ByteRange;
use crate::syntax::condition::ast::{Arg, Constant, Expr, ExprKind, Operand, OperandKind, Rhs};

/// Moves an expression. Depth is bounded by the conditions' parser.
pub(super) fn expr(root: &mut Expr, by: u32) {
    let mut todo = vec![root];
    while let Some(expr) = todo.pop() {
        range(&mut expr.range, by);
        match &mut expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => todo.extend(parts),
            ExprKind::Not(part) => todo.push(part),
            ExprKind::Macro(_) => {}
            ExprKind::Exists(left) => operand(left, by),
            ExprKind::Compare(compare) => {
                operand(&mut compare.left, by);
                range(&mut compare.op_range, by);
                right(&mut compare.right, by);
            }
        }
    }
}

fn right(side: &mut Rhs, by: u32) {
    match side {
        Rhs::Value(value) | Rhs::Name(value) => constant(value, by),
        Rhs::List(list) => {
            range(&mut list.range, by);
            list.items.iter_mut().for_each(|item| constant(item, by));
            if let Some(swallowed) = &mut list.swallowed {
                range(swallowed, by);
            }
        }
        Rhs::Operand(side) => operand(side, by),
    }
}

/// Moves an operand.
pub(super) fn operand(root: &mut Operand, by: u32) {
    let mut todo = vec![root];
    while let Some(operand) = todo.pop() {
        range(&mut operand.range, by);
        let (args, argument) = match &mut operand.kind {
            OperandKind::Field { argument, .. } => (None, argument),
            OperandKind::Call { args, argument, .. } => (Some(args), argument),
        };
        if let Some(argument) = argument {
            constant(argument, by);
        }
        let mut args: Vec<&mut Arg> = args.into_iter().flatten().collect();
        while let Some(arg) = args.pop() {
            match arg {
                Arg::Number(value) | Arg::Text(value) => constant(value, by),
                Arg::List(items, place) => {
                    range(place, by);
                    args.extend(items);
                }
                Arg::Operand(operand) => todo.push(operand),
            }
        }
    }
}

fn constant(value: &mut Constant, by: u32) {
    range(&mut value.range, by);
}

fn range(range: &mut ByteRange, by: u32) {
    range.start = range.start.saturating_add(by);
    range.end = range.end.saturating_add(by);
}
