//! Bugs of Falco's libraries that evaluation does not copy.
//!
//! Each is decided in `docs/decisions/0020-quirks-of-libs.md`: the condition means what its author meant, and
//! the trace says that Falco itself would answer otherwise.

use super::operand::{Operand, OperandKind};
use super::tree::Question;
use crate::fields::Origin;
use crate::ops::{Constants, Function, Modifier, Op, Test};
use crate::value::Kind;

/// Where Falco's answer differs from what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quirk {
    /// `fd.ip in (…)`, `proc.apid in (…)`, `evt.rawarg.X in (…)` with numbers: never true in Falco.
    SetNeverHolds,
    /// `fd.net in (…)`: Falco looks only at the first network.
    OnlyFirstNetwork,
    /// Modifiers on fields that Falco compares itself: only the first constant counts.
    ModifierIgnored,
    /// `in` and `intersects` on transformed lists: never true in Falco.
    TransformedSet,
    /// `x in toupper(y)`: never true in Falco.
    TransformedRight,
    /// `fd.snet = anyof (…)` and `!= allof (…)`: Falco compares bytes instead of networks.
    NetworkModifier,
    /// A number outside the range of the field.
    WrappedNumber,
}

impl Quirk {
    /// What Falco itself does, as a sentence for `explain`.
    #[must_use]
    pub fn note(self) -> &'static str {
        match self {
            Self::SetNeverHolds => "Falco itself never finds this true: it compares with length 0",
            Self::OnlyFirstNetwork => "Falco itself looks only at the first network",
            Self::ModifierIgnored => "Falco itself ignores the modifier here: only the first constant counts",
            Self::TransformedSet => "Falco itself never finds a transformed list in a set",
            Self::TransformedRight => "Falco itself never finds a value in a transformed one",
            Self::NetworkModifier => "Falco itself compares bytes here instead of networks",
            Self::WrappedNumber => "Falco itself wraps this number around to the field's width",
        }
    }

    /// The quirk that a check meets, if any.
    pub(super) fn find(operand: &Operand, question: &Question) -> Option<Self> {
        match question {
            Question::Exists => None,
            Question::Field(Op::In | Op::Intersects, right) if is_mapping(right) => {
                Some(Self::TransformedRight)
            }
            Question::Field(..) => None,
            Question::Constants(test) => Self::of_field(operand, test),
        }
    }

    fn of_field(operand: &Operand, test: &Test) -> Option<Self> {
        let set = matches!(test.op(), Op::In | Op::Intersects);
        let kind = operand.ty().kind;
        match operand.kind() {
            OperandKind::Call(_) => {
                (set && operand.ty().list && is_mapping(operand)).then_some(Self::TransformedSet)
            }
            OperandKind::Field(field) => {
                let raw = field.row.is_some_and(|row| row.name == "evt.rawarg");
                let ancestors = matches!(field.origin, Origin::Ancestors(_));
                let ends = matches!(field.origin, Origin::Ends(_));
                let intersects = test.op() == Op::Intersects;
                match (set, test.modifier()) {
                    (_, Some(_)) if raw || ancestors || ends => Some(Self::ModifierIgnored),
                    (true, _) if ends && kind == Kind::Net && !intersects => {
                        several(test).then_some(Self::OnlyFirstNetwork)
                    }
                    (true, _) if ends && (intersects || kind == Kind::Ip) => Some(Self::SetNeverHolds),
                    (true, _) if (ancestors || raw) && kind.is_number() => Some(Self::SetNeverHolds),
                    (false, Some(modifier)) if kind == Kind::Net => network_modifier(test.op(), modifier),
                    _ => None,
                }
                .or_else(|| wraps(kind, test).then_some(Self::WrappedNumber))
            }
        }
    }
}

fn network_modifier(op: Op, modifier: Modifier) -> Option<Quirk> {
    let shortcut = matches!((op, modifier), (Op::Eq, Modifier::AnyOf) | (Op::Ne, Modifier::AllOf));
    shortcut.then_some(Quirk::NetworkModifier)
}

fn several(test: &Test) -> bool {
    matches!(test.constants(), Constants::Networks(networks) if networks.len() > 1)
}

/// Transformers that keep each value's place: Falco leaves a NUL in the length of what they give.
fn is_mapping(operand: &Operand) -> bool {
    let OperandKind::Call(call) = operand.kind() else { return false };
    matches!(call.function, Function::ToLower | Function::ToUpper | Function::B64 | Function::Basename)
}

fn wraps(kind: Kind, test: &Test) -> bool {
    let (Some((least, greatest)), Constants::Values(values)) = (kind.range(), test.constants()) else {
        return false;
    };
    values.iter().any(|value| matches!(value, crate::value::Value::Int(n) if *n < least || *n > greatest))
}
