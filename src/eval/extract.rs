//! From a field to its value in one alert.

use super::transformed::transformed;
use crate::check::condition::{FieldUse, Operand, OperandKind};
use crate::fields::{Ancestry, Joined, Origin};
use crate::ops::Op;
use crate::plan::SlotOperand;
use crate::value::{Fields, Kind, Meta, Mismatch, Notation, Raw, Type, Value, coerce};

/// What was found for an operand.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Extracted<'a> {
    /// Nothing.
    Missing,
    /// Something that is not of the field's type; conditions treat it as missing.
    Unreadable,
    /// The value.
    One(Value<'a>),
    /// A value at each end of a connection.
    Ends(Vec<Value<'a>>),
    /// A value for each ancestor known.
    Ancestors(Vec<Value<'a>>),
}

impl<'a> Extracted<'a> {
    /// Whether there is a value.
    pub(super) fn exists(&self) -> bool {
        !matches!(self, Self::Missing | Self::Unreadable)
    }

    /// Whether the value, or one of several, passes. `!=` asks both ends of a connection.
    pub(super) fn satisfies(&self, op: Op, mut passes: impl FnMut(&Value<'a>) -> bool) -> bool {
        match self {
            Self::Missing | Self::Unreadable => false,
            Self::One(value) => passes(value),
            Self::Ends(values) if op == Op::Ne => values.iter().all(passes),
            Self::Ends(values) | Self::Ancestors(values) => values.iter().any(passes),
        }
    }

    /// Each value.
    pub(super) fn values(&self) -> &[Value<'a>] {
        match self {
            Self::Missing | Self::Unreadable => &[],
            Self::One(value) => std::slice::from_ref(value),
            Self::Ends(values) | Self::Ancestors(values) => values,
        }
    }

    /// The value; several as a list.
    pub(super) fn into_value(self) -> Option<Value<'a>> {
        match self {
            Self::Missing | Self::Unreadable => None,
            Self::One(value) => Some(value),
            Self::Ends(values) | Self::Ancestors(values) => Some(Value::List(values)),
        }
    }

    fn read(read: Result<Option<Value<'a>>, Mismatch>) -> Self {
        match read {
            Ok(Some(value)) => Self::One(value),
            Ok(None) => Self::Missing,
            Err(Mismatch) => Self::Unreadable,
        }
    }
}

/// The value of an operand in an alert.
pub(super) fn extract<'a>(operand: &Operand, fields: &'a dyn Fields) -> Extracted<'a> {
    match operand.kind() {
        OperandKind::Field(field) => of_field(field, operand.ty(), fields),
        OperandKind::Call(call) => match transformed(call, fields) {
            Some(value) => Extracted::One(value),
            None => Extracted::Missing,
        },
    }
}

/// The same, where the slot of a field that is one key may be known.
#[inline]
pub(super) fn extract_slot<'a>(of: &SlotOperand, fields: &'a impl Fields) -> Extracted<'a> {
    match (of.operand.kind(), &of.slot) {
        (OperandKind::Field(field), Some(slot)) => match fields.slot(slot) {
            Some(raw) => Extracted::read(coerce(raw, of.operand.ty(), field.notation)),
            None => Extracted::Missing,
        },
        (OperandKind::Field(FieldUse { origin: Origin::Meta(meta), .. }), _) if *meta != Meta::Time => {
            of_meta(of.operand.ty(), fields.meta(*meta))
        }
        _ => extract(&of.operand, fields),
    }
}

/// The value of a key beside `output_fields`, but for the time.
fn of_meta(ty: Type, raw: Option<Raw<'_>>) -> Extracted<'_> {
    Extracted::read(coerce(raw.unwrap_or(Raw::Null), ty, Notation::Decimal))
}

fn of_field<'a>(field: &FieldUse, ty: Type, fields: &'a dyn Fields) -> Extracted<'a> {
    let read =
        |key: &str| Extracted::read(coerce(fields.field(key).unwrap_or(Raw::Null), ty, field.notation));
    match &field.origin {
        Origin::Key(key) => read(key),
        Origin::FirstOf(keys) => {
            let mut found = keys.iter().map(|key| read(key)).filter(|read| *read != Extracted::Missing);
            found.next().unwrap_or(Extracted::Missing)
        }
        Origin::Meta(Meta::Time) => match alert_time(fields) {
            Some(nanoseconds) => Extracted::One(Value::Int(nanoseconds)),
            None => Extracted::Missing,
        },
        Origin::Meta(meta) => of_meta(ty, fields.meta(*meta)),
        Origin::Ends(keys) => {
            several(keys.iter().filter_map(|key| read(key).into_value()).collect(), Extracted::Ends)
        }
        Origin::Ancestors(ancestry) => several(ancestors(ancestry, ty, fields), Extracted::Ancestors),
    }
}

fn several<'a>(
    values: Vec<Value<'a>>,
    as_kind: impl FnOnce(Vec<Value<'a>>) -> Extracted<'a>,
) -> Extracted<'a> {
    if values.is_empty() { Extracted::Missing } else { as_kind(values) }
}

/// The ancestors that the alert tells of; the process itself is none.
fn ancestors<'a>(ancestry: &Ancestry, ty: Type, fields: &'a dyn Fields) -> Vec<Value<'a>> {
    let read = |key: &str| coerce(fields.field(key)?, ty, Notation::Decimal).ok().flatten();
    let prefix = format!("{}[", ancestry.field);
    let mut values = Vec::new();
    let mut parent_known = false;
    for key in fields.keys_from(&prefix) {
        let index = key.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(']'));
        // `[0]` is the process itself.
        let Some(index) = index.and_then(|index| index.parse::<u32>().ok()).filter(|&index| index > 0) else {
            continue;
        };
        if let Some(value) = read(key) {
            parent_known |= index == 1;
            values.push(value);
        }
    }
    if values.is_empty() {
        values = joined(ancestry, read(ancestry.field));
        parent_known = !values.is_empty();
    }
    if !parent_known {
        values.extend(read(ancestry.parent));
    }
    values
}

/// The ancestors in the text that Falco prints for no index.
fn joined<'a>(ancestry: &Ancestry, printed: Option<Value<'a>>) -> Vec<Value<'a>> {
    match (ancestry.joined, printed) {
        (Joined::Own, _) | (_, None) => Vec::new(),
        (Joined::Words, Some(Value::Text(text))) => {
            let words = text.split(|&byte| byte == b' ').filter(|word| !word.is_empty());
            words.map(|word| Value::Text(word.to_vec().into())).collect()
        }
        (_, Some(value)) => vec![value],
    }
}

/// When the alert says that its event happened, in nanoseconds since the epoch.
pub(super) fn alert_time(fields: &dyn Fields) -> Option<i128> {
    let nanoseconds = |raw: Raw<'_>| match coerce(raw, Type::one(Kind::Time), Notation::Decimal) {
        Ok(Some(Value::Int(number))) => Some(number),
        _ => None,
    };
    let own = match fields.meta(Meta::Time) {
        Some(Raw::Text(text)) => text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_nanosecond),
        Some(raw) => nanoseconds(raw),
        None => None,
    };
    own.or_else(|| ["evt.rawtime", "evt.time"].iter().find_map(|key| nanoseconds(fields.field(key)?)))
}
