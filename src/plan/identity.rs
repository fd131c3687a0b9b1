//! When two operands, or two questions about one operand, are the same.
//!
//! In: checked operands and questions. Out: keys that are equal if, and only if, what they are made of means the same;
//! what only diagnostics need (places, the author's spelling) is left out. Rulebooks have many thousands, so what is
//! frequent is told apart without its debug form, which else shows every part of a thing.

use super::program::OperandId;
use crate::check::condition::{CallArg, Operand, OperandKind};
use crate::fields::Origin;
use crate::ops::{Constants, Modifier, Op, Test};
use crate::value::{Kind, Notation, Type, Value};
use std::fmt::{Debug, Write};

/// What an operand is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum OperandKey {
    Field(Origin, Notation, Type),
    /// Transformers, written out.
    Call(String),
}

impl OperandKey {
    pub(super) fn of(operand: &Operand) -> Self {
        match operand.kind() {
            OperandKind::Field(field) => Self::Field(field.origin.clone(), field.notation, operand.ty()),
            OperandKind::Call(_) => {
                let mut out = String::new();
                write_operand(operand, &mut out);
                Self::Call(out)
            }
        }
    }
}

/// What is asked about an operand.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum QuestionKey {
    Exists,
    /// The constants one after the other, each behind its length.
    Constants(Op, Option<Modifier>, Kind, Vec<u8>),
    Field(Op, OperandId),
}

impl QuestionKey {
    pub(super) fn of_test(test: &Test) -> Self {
        let mut out = Vec::new();
        match test.constants() {
            Constants::Texts(texts) => {
                // A set, whatever its order.
                let mut texts: Vec<&[u8]> = texts.iter().collect();
                texts.sort_unstable();
                texts.into_iter().for_each(|text| add(text, &mut out));
            }
            Constants::Parts(parts) => parts.iter().for_each(|part| add(part.bytes(), &mut out)),
            Constants::Values(values) => {
                for value in values {
                    match value {
                        Value::Text(text) => add(text, &mut out),
                        Value::Int(number) => add(&number.to_le_bytes(), &mut out),
                        other => add_shown(other, &mut out),
                    }
                }
            }
            others => add_shown(others, &mut out),
        }
        Self::Constants(test.op(), test.modifier(), test.kind(), out)
    }
}

fn add(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&bytes.len().to_le_bytes());
    out.extend_from_slice(bytes);
}

fn add_shown(of: &dyn Debug, out: &mut Vec<u8>) {
    add(format!("{of:?}").as_bytes(), out);
}

/// INVARIANT: transformers nest no deeper than the parser lets them, so recursion is bounded.
fn write_operand(of: &Operand, out: &mut String) {
    // Writing to a string does not fail.
    let _ = match of.kind() {
        OperandKind::Field(field) => write!(out, "{:?} {:?} {:?}", field.origin, field.notation, of.ty()),
        OperandKind::Call(call) => {
            let _ = write!(out, "{:?} {:?} {:?}", call.function, call.selector, of.ty());
            write_args(&call.args, out);
            Ok(())
        }
    };
}

fn write_args(of: &[CallArg], out: &mut String) {
    out.push('(');
    for arg in of {
        match arg {
            CallArg::Constant(bytes) => drop(write!(out, "{bytes:?}")),
            CallArg::List(items) => write_args(items, out),
            CallArg::Operand(inner) => write_operand(inner, out),
        }
        out.push(',');
    }
    out.push(')');
}
