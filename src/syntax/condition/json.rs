//! The tree of a condition as JSON, for tools and for comparison with Falco's own parser.
//!
//! One object a node: `{"and": […]}`, `{"or": […]}`, `{"not": X}`, `{"id": MACRO}`, `{"unary": L, "op": "exists"}`,
//! `{"left": L, "op": O, "mod": M, "right": R}`. Operands: `{"field": F, "arg": A}`,
//! `{"transformer": T, "args": […], "arg": A}`. Right sides: `{"value": V}` (also the name of a list),
//! `{"list": […]}`. Text that is not UTF-8 is `{"hex": "ff"}`. Quotes and places leave no trace.

use super::ast::{Arg, Compare, Constant, Expr, ExprKind, Operand, OperandKind, Rhs};
use serde_json::{Map, Value, json};

/// The tree of `expr`. Recursion is bounded by the depth of the tree.
///
/// ```
/// use falconer::syntax::condition::{ParseOptions, parse, to_json};
/// let parsed = parse("proc.name = bash", ParseOptions::default()).unwrap();
/// assert_eq!(
///     to_json(&parsed.expr).to_string(),
///     r#"{"left":{"field":"proc.name"},"op":"=","right":{"value":"bash"}}"#
/// );
/// ```
#[must_use]
pub fn to_json(expr: &Expr) -> Value {
    match &expr.kind {
        ExprKind::And(children) => object("and", children.iter().map(to_json).collect()),
        ExprKind::Or(children) => object("or", children.iter().map(to_json).collect()),
        ExprKind::Not(child) => object("not", to_json(child)),
        ExprKind::Macro(name) => json!({ "id": name }),
        ExprKind::Exists(left) => {
            Value::from_iter([("unary", operand_to_json(left)), ("op", Value::from("exists"))])
        }
        ExprKind::Compare(compare) => comparison(compare),
    }
}

fn comparison(compare: &Compare) -> Value {
    let mut node = Map::new();
    node.insert("left".to_owned(), operand_to_json(&compare.left));
    node.insert("op".to_owned(), compare.op.spelling().into());
    if let Some(modifier) = compare.modifier {
        node.insert("mod".to_owned(), modifier.spelling().into());
    }
    let right = match &compare.right {
        Rhs::Value(value) | Rhs::Name(value) => object("value", text(value)),
        Rhs::List(list) => object("list", list.items.iter().map(text).collect()),
        Rhs::Operand(right) => operand_to_json(right),
    };
    node.insert("right".to_owned(), right);
    Value::Object(node)
}

/// The tree of a field or transformer.
#[must_use]
pub fn operand_to_json(operand: &Operand) -> Value {
    let mut node = Map::new();
    let argument = match &operand.kind {
        OperandKind::Field { name, argument } => {
            node.insert("field".to_owned(), name.as_str().into());
            argument
        }
        OperandKind::Call { transformer, args, argument } => {
            node.insert("transformer".to_owned(), transformer.spelling().into());
            node.insert("args".to_owned(), args.iter().map(call_argument).collect());
            argument
        }
    };
    if let Some(argument) = argument {
        node.insert("arg".to_owned(), text(argument));
    }
    Value::Object(node)
}

fn call_argument(arg: &Arg) -> Value {
    match arg {
        Arg::Number(constant) | Arg::Text(constant) => object("value", text(constant)),
        Arg::List(items, _) => object("tlist", items.iter().map(call_argument).collect()),
        Arg::Operand(inside) => operand_to_json(inside),
    }
}

fn text(constant: &Constant) -> Value {
    match std::str::from_utf8(&constant.bytes) {
        Ok(text) => text.into(),
        Err(_) => {
            let hex: String = constant.bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            object("hex", hex.into())
        }
    }
}

fn object(key: &str, value: Value) -> Value {
    Value::from_iter([(key, value)])
}
