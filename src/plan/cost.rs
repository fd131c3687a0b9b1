//! What a check costs, roughly: enough to ask the cheap ones first.

use crate::check::condition::{CallArg, Check, Operand, OperandKind, Question};
use crate::fields::Origin;
use crate::ops::{Constants, Op, Test};

/// In units of about a nanosecond.
pub(super) fn of_check(check: &Check) -> u32 {
    let question = match &check.question {
        Question::Exists => 0,
        Question::Constants(test) => of_test(test),
        Question::Field(_, right) => of_operand(right).saturating_add(10),
    };
    of_operand(&check.operand).saturating_add(question)
}

fn of_operand(operand: &Operand) -> u32 {
    match operand.kind() {
        OperandKind::Field(field) => match &field.origin {
            Origin::Key(_) | Origin::FirstOf(_) | Origin::Meta(_) => 5,
            Origin::Ends(_) => 50,
            Origin::Ancestors(_) => 200,
        },
        OperandKind::Call(call) => call.args.iter().fold(50, |sum, arg| sum.saturating_add(of_arg(arg))),
    }
}

fn of_arg(arg: &CallArg) -> u32 {
    match arg {
        CallArg::Constant(_) => 10,
        CallArg::List(items) => items.iter().fold(10, |sum, item| sum.saturating_add(of_arg(item))),
        CallArg::Operand(operand) => of_operand(operand),
    }
}

fn of_test(test: &Test) -> u32 {
    let each = match test.op() {
        Op::Contains | Op::BContains => 20,
        Op::PMatch | Op::IContains => 50,
        Op::Glob | Op::IGlob => 100,
        Op::Regex => 500,
        _ => 5,
    };
    let count = match test.constants() {
        // A set costs about the same, however large.
        Constants::Texts(_) => 4,
        Constants::Values(values) => values.len(),
        Constants::Parts(parts) => parts.len(),
        Constants::Networks(networks) => networks.len(),
        Constants::Globs(globs) => globs.len(),
        Constants::Regexes(regexes) => regexes.len(),
        Constants::Paths(_) => 4,
        Constants::Untyped(constants) => constants.len().saturating_mul(10),
    };
    u32::try_from(count).unwrap_or(u32::MAX).saturating_mul(each)
}
