//! When two checks ask the same: a text that is equal if, and only if, they do.
//!
//! In: checked operands and questions. Out: their identity, without what only diagnostics need (places, the
//! author's spelling). Constants are told apart by their debug forms, which show every part of them.

use crate::check::condition::{CallArg, Check, Operand, OperandKind, Question};
use std::fmt::Write;

/// The identity of a check.
pub(super) fn of_check(check: &Check) -> String {
    let mut out = of_operand(&check.operand);
    // Writing to a string does not fail.
    let _ = match &check.question {
        Question::Exists => write!(out, " exists"),
        Question::Constants(test) => write!(out, " {test:?}"),
        Question::Field(op, right) => {
            let _ = write!(out, " {op:?} ");
            operand(right, &mut out);
            Ok(())
        }
    };
    out
}

/// The identity of an operand.
pub(super) fn of_operand(of: &Operand) -> String {
    let mut out = String::new();
    operand(of, &mut out);
    out
}

/// INVARIANT: transformers nest no deeper than the parser lets them, so recursion is bounded.
fn operand(of: &Operand, out: &mut String) {
    let _ = match of.kind() {
        OperandKind::Field(field) => write!(out, "{:?} {:?} {:?}", field.origin, field.notation, of.ty()),
        OperandKind::Call(call) => {
            let _ = write!(out, "{:?} {:?} {:?}", call.function, call.selector, of.ty());
            args(&call.args, out);
            Ok(())
        }
    };
}

fn args(of: &[CallArg], out: &mut String) {
    out.push('(');
    for arg in of {
        match arg {
            CallArg::Constant(bytes) => drop(write!(out, "{bytes:?}")),
            CallArg::List(items) => args(items, out),
            CallArg::Operand(inner) => operand(inner, out),
        }
        out.push(',');
    }
    out.push(')');
}
