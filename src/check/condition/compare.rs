//! A comparison: whether the operator fits the types of both sides.

use super::operand::{Operand, OperandKind, with_article};
use super::tree::Question;
use super::{Checker, warn};
use crate::diag::{Code, Diagnostic};
use crate::fields;
use crate::ops::{Modifier, Op, operators};
use crate::source::Text;
use crate::syntax::condition::ast::{self, Compare, Operator, Rhs};
use crate::value::{Kind, Type};

impl Checker<'_> {
    /// Checks both sides and the operator. `None` after an error.
    pub(super) fn compare(&mut self, text: &Text, compare: &Compare) -> Option<(Operand, Question)> {
        let left = self.operand(text, &compare.left);
        // The right side's own mistakes are reported even if the left side has some.
        let right = match &compare.right {
            Rhs::Operand(operand) => Some(self.operand(text, operand)?),
            _ => None,
        };
        let left = left?;
        let op = lower(compare.op);
        if !op.applies_to(left.ty()) {
            self.wrong_type(text, compare, &left, op);
            return None;
        }
        warn::time_as_text(&left, self.out);
        match right {
            Some(right) => {
                self.field_to_field(&left, op, &right)?;
                Some((left, Question::Field(op, right)))
            }
            None => {
                let modifier = compare.modifier.map(lower_modifier);
                let test = self.constants(text, compare, &left, op, modifier)?;
                Some((left, Question::Constants(test)))
            }
        }
    }

    fn wrong_type(&mut self, text: &Text, compare: &Compare, left: &Operand, op: Op) {
        let span = text.span_at(compare.op_range);
        let message = format!(
            "`{}` does not apply to `{}`, which is {}",
            op.as_str(),
            left.name(),
            with_article(left.ty())
        );
        let mut diagnostic = Diagnostic::new(Code::OPERATOR_TYPE, span, message);
        let fitting: Vec<_> = operators()
            .iter()
            .filter(|row| row.op.applies_to(left.ty()))
            .filter_map(|row| row.spellings.first())
            .map(|word| format!("`{word}`"))
            .collect();
        diagnostic.hint = Some(format!("it takes {}", fitting.join(", ")));
        self.report(diagnostic);
    }

    /// Whether Falco compares these two fields at all, and whether their types are the same.
    fn field_to_field(&mut self, left: &Operand, op: Op, right: &Operand) -> Option<()> {
        let refused = if !op.row().is_some_and(|row| row.takes_field) {
            Some(format!("`{}` compares with constants only, not with a field", op.as_str()))
        } else {
            [left, right].into_iter().find(|side| constants_only(side)).map(|side| {
                format!("`{}` compares with constants only; no other field may stand beside it", side.name())
            })
        };
        if let Some(message) = refused {
            self.report(Diagnostic::new(Code::FIELD_ON_THE_RIGHT, right.span(), message));
            return None;
        }
        let any = left.ty().kind == Kind::Any || right.ty().kind == Kind::Any;
        if any || left.ty() == right.ty() {
            return Some(());
        }
        let message = format!(
            "`{}` is {} and `{}` is {}; Falco compares fields of one type only",
            left.name(),
            precise(left.ty()),
            right.name(),
            precise(right.ty())
        );
        self.report(Diagnostic::new(Code::COMPARED_TYPES, right.span(), message));
        None
    }
}

/// Fields that Falco compares in its own way, and networks, take no field on the other side.
fn constants_only(operand: &Operand) -> bool {
    let plain = match operand.kind() {
        OperandKind::Field(field) => field.row.is_some_and(|row| !fields::compares_with_fields(row.name)),
        OperandKind::Call(_) => false,
    };
    plain || operand.ty().kind == Kind::Net
}

/// The type with the width of numbers, where that is what differs.
fn precise(ty: Type) -> String {
    match (ty.kind, ty.list) {
        (Kind::Int { bits, signed }, false) => {
            format!("a {} {bits}-bit number", if signed { "signed" } else { "unsigned" })
        }
        _ => with_article(ty),
    }
}

fn lower(operator: Operator) -> Op {
    match operator {
        Operator::Eq | Operator::EqEq => Op::Eq,
        Operator::Ne => Op::Ne,
        Operator::Lt => Op::Lt,
        Operator::Le => Op::Le,
        Operator::Gt => Op::Gt,
        Operator::Ge => Op::Ge,
        Operator::Contains => Op::Contains,
        Operator::IContains => Op::IContains,
        Operator::BContains => Op::BContains,
        Operator::StartsWith => Op::StartsWith,
        Operator::BStartsWith => Op::BStartsWith,
        Operator::EndsWith => Op::EndsWith,
        Operator::Glob => Op::Glob,
        Operator::IGlob => Op::IGlob,
        Operator::Regex => Op::Regex,
        Operator::In => Op::In,
        Operator::Intersects => Op::Intersects,
        Operator::PMatch => Op::PMatch,
    }
}

fn lower_modifier(modifier: ast::Modifier) -> Modifier {
    match modifier {
        ast::Modifier::OneOf => Modifier::OneOf,
        ast::Modifier::AnyOf => Modifier::AnyOf,
        ast::Modifier::AllOf => Modifier::AllOf,
    }
}
