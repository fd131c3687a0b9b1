//! The reference evaluator: slow and obvious, straight from the parsed tree and the JSON, sharing no code with
//! the real one. It knows a handful of fields, one of each type, and no transformers beyond `tolower` and `len`.

use falconer::syntax::condition::ast::{
    Arg, Compare, Expr, ExprKind, Modifier, Operand, OperandKind, Operator, Rhs, Transformer,
};
use serde_json::{Map, Value};
use std::net::IpAddr;

type Object = Map<String, Value>;

/// Whether the condition holds.
pub(crate) fn holds(expr: &Expr, alert: &Object) -> bool {
    match &expr.kind {
        ExprKind::And(parts) => parts.iter().all(|part| holds(part, alert)),
        ExprKind::Or(parts) => parts.iter().any(|part| holds(part, alert)),
        ExprKind::Not(inner) => !holds(inner, alert),
        ExprKind::Macro(name) => panic!("no macros here: {name}"),
        ExprKind::Exists(operand) => value(operand, alert).is_some(),
        ExprKind::Compare(compare) => comparison(compare, alert),
    }
}

fn comparison(compare: &Compare, alert: &Object) -> bool {
    let Some(left) = value(&compare.left, alert) else { return false };
    let constants: Vec<String> = match &compare.right {
        Rhs::Value(constant) => vec![String::from_utf8(constant.bytes.clone()).unwrap()],
        Rhs::List(list) => {
            list.items.iter().map(|item| String::from_utf8(item.bytes.clone()).unwrap()).collect()
        }
        Rhs::Name(name) => panic!("no lists here: {name:?}"),
        Rhs::Operand(right) => {
            let Some(right) = value(right, alert) else { return false };
            return match compare.op {
                Operator::In | Operator::Intersects => left == right,
                op => one(op, &left, &text_of(&right)),
            };
        }
    };
    let elements = match &left {
        Value::Array(items) => items.clone(),
        scalar => vec![scalar.clone()],
    };
    let member = |item: &Value| constants.iter().any(|constant| one(Operator::Eq, item, constant));
    match compare.op {
        Operator::In => elements.iter().all(member),
        Operator::Intersects => elements.iter().any(member),
        Operator::PMatch => constants.iter().any(|constant| one(Operator::PMatch, &left, constant)),
        op => {
            let n = constants.iter().filter(|constant| one(op, &left, constant)).count();
            match compare.modifier {
                None | Some(Modifier::AnyOf) => n >= 1,
                Some(Modifier::OneOf) => n == 1,
                Some(Modifier::AllOf) => n >= 1 && n == constants.len(),
            }
        }
    }
}

/// The present value of an operand: `null` and `[]` are missing, networks are read from their address.
fn value(operand: &Operand, alert: &Object) -> Option<Value> {
    match &operand.kind {
        OperandKind::Field { name, .. } => {
            let key = if name == "fd.snet" { "fd.sip" } else { name };
            alert.get(key).filter(|v| !v.is_null() && **v != Value::Array(vec![])).cloned()
        }
        OperandKind::Call { transformer: Transformer::Val, args, .. } => match &args[..] {
            [Arg::Operand(inner)] => value(inner, alert),
            other => panic!("{other:?}"),
        },
        OperandKind::Call { transformer, args, .. } => {
            let [Arg::Operand(inner)] = &args[..] else { panic!("{args:?}") };
            let inner = value(inner, alert)?;
            Some(match (transformer, inner) {
                (Transformer::ToLower, Value::String(text)) => Value::String(text.to_ascii_lowercase()),
                (Transformer::Len, Value::String(text)) => Value::from(text.len()),
                (Transformer::Len, Value::Array(items)) => Value::from(items.len()),
                other => panic!("{other:?}"),
            })
        }
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One value, one constant.
fn one(op: Operator, value: &Value, constant: &str) -> bool {
    match value {
        Value::Number(number) => numbers(op, i128::from(number.as_i64().unwrap()), constant.parse().unwrap()),
        Value::Bool(value) => (value.to_string() == constant) == (op != Operator::Ne),
        Value::String(text) => match text.parse::<IpAddr>() {
            Ok(address) if constant.contains('/') => inside(address, constant) == (op != Operator::Ne),
            Ok(address) => {
                constant.parse::<IpAddr>().is_ok_and(|constant| constant == address) == (op != Operator::Ne)
            }
            Err(_) => texts(op, text.as_bytes(), constant.as_bytes()),
        },
        other => panic!("{other}"),
    }
}

fn numbers(op: Operator, left: i128, right: i128) -> bool {
    match op {
        Operator::Eq | Operator::EqEq => left == right,
        Operator::Ne => left != right,
        Operator::Lt => left < right,
        Operator::Le => left <= right,
        Operator::Gt => left > right,
        Operator::Ge => left >= right,
        other => panic!("{other:?}"),
    }
}

fn texts(op: Operator, text: &[u8], constant: &[u8]) -> bool {
    let holds_part = |text: &[u8], part: &[u8]| (0..=text.len()).any(|at| text[at..].starts_with(part));
    match op {
        Operator::Eq | Operator::EqEq => text == constant,
        Operator::Ne => text != constant,
        Operator::Lt => text < constant,
        Operator::Le => text <= constant,
        Operator::Gt => text > constant,
        Operator::Ge => text >= constant,
        Operator::Contains => holds_part(text, constant),
        Operator::IContains => holds_part(&text.to_ascii_lowercase(), &constant.to_ascii_lowercase()),
        Operator::StartsWith => text.starts_with(constant),
        Operator::EndsWith => text.ends_with(constant),
        Operator::Glob => glob(constant, text),
        Operator::IGlob => glob(&constant.to_ascii_lowercase(), &text.to_ascii_lowercase()),
        Operator::PMatch => {
            let parts = |path: &[u8]| {
                let path = String::from_utf8(path.to_vec()).unwrap();
                path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>()
            };
            let (constant, text) = (parts(constant), parts(text));
            constant.len() <= text.len()
                && constant.iter().zip(&text).all(|(c, t)| glob(c.as_bytes(), t.as_bytes()))
        }
        other => panic!("{other:?}"),
    }
}

/// `*` and `?` only.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.first(), text.first()) {
        (None, None) => true,
        (Some(b'*'), _) => glob(&pattern[1..], text) || (!text.is_empty() && glob(pattern, &text[1..])),
        (Some(b'?'), Some(_)) => glob(&pattern[1..], &text[1..]),
        (Some(p), Some(t)) if p == t => glob(&pattern[1..], &text[1..]),
        _ => false,
    }
}

/// Whether an address is in a network, bit by bit.
fn inside(address: IpAddr, network: &str) -> bool {
    let (base, length) = network.split_once('/').unwrap();
    let length: usize = length.parse().unwrap();
    let bits = |address: IpAddr| -> Vec<bool> {
        let bytes = match address {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets().to_vec(),
        };
        bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)).collect()
    };
    let (address, base) = (bits(address), bits(base.parse().unwrap()));
    address.len() == base.len() && address[..length] == base[..length]
}
