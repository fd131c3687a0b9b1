//! A test's alert: YAML to the JSON value it stands for, by YAML's core schema.

use super::Decoder;
use crate::diag::{Code, Diagnostic};
use crate::source::yaml::{Node, NodeKind};
use serde_json::{Map, Number, Value};

impl Decoder<'_> {
    /// The JSON value of a node. The depth is that of the YAML, which is bounded.
    pub(super) fn json(&mut self, node: &Node) -> Value {
        match &node.kind {
            NodeKind::Scalar { text, plain: false } => Value::String(text.as_str().to_owned()),
            NodeKind::Scalar { text, plain: true } if !node.is_null() => typed(text.as_str()),
            NodeKind::Scalar { .. } => Value::Null,
            NodeKind::Sequence(items) => items.iter().map(|item| self.json(item)).collect(),
            NodeKind::Mapping(entries) => self.object(entries),
        }
    }

    fn object(&mut self, entries: &[(Node, Node)]) -> Value {
        let mut object = Map::new();
        for (key, value) in entries {
            let Some(name) = key.scalar() else {
                self.wrong_type(key, "a key is a word");
                continue;
            };
            let value = self.json(value);
            if object.insert(name.as_str().to_owned(), value).is_some() {
                let message = format!("key `{}` stands twice in the alert", name.as_str());
                self.report(Diagnostic::new(Code::BAD_ALERT, key.span, message).hint("keep one of the two"));
            }
        }
        Value::Object(object)
    }
}

/// A plain scalar by YAML's core schema; a number that JSON cannot hold stays a text.
fn typed(text: &str) -> Value {
    match text {
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let radix = |digits: &str, radix| i64::from_str_radix(digits, radix).ok().map(Value::from);
    let number = match (text.strip_prefix("0x"), text.strip_prefix("0o")) {
        (Some(digits), _) => radix(digits, 16),
        (_, Some(digits)) => radix(digits, 8),
        _ => decimal(text),
    };
    number.unwrap_or_else(|| Value::String(text.to_owned()))
}

fn decimal(text: &str) -> Option<Value> {
    if !text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)) {
        return None;
    }
    let integer = text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<u64>().map(Value::from));
    integer.ok().or_else(|| Number::from_f64(text.parse().ok()?).map(Value::Number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn plain_scalars_are_typed() {
        let cases = [
            ("5289288", json!(5_289_288)),
            ("-1", json!(-1)),
            ("18446744073709551615", json!(u64::MAX)),
            ("1.5", json!(1.5)),
            ("0x1f", json!(31)),
            ("true", json!(true)),
            ("yes", json!("yes")),
            ("10.0.0.1", json!("10.0.0.1")),
            ("2024-05-01T10:00:00Z", json!("2024-05-01T10:00:00Z")),
            ("-", json!("-")),
            ("1e400", json!("1e400")),
        ];
        for (text, value) in cases {
            assert_eq!(typed(text), value, "{text}");
        }
    }
}
