//! A rule's exceptions: their shape, what is added to them, and the condition that Falco makes of them
//! (`userspace/engine/rule_loader_compiler.cpp` of falcosecurity/falco).

use crate::diag::{Code, Diagnostic};
use crate::source::{OffsetMap, Text};
use crate::syntax::falco_rules::items::{Exception, Value};

/// Reports what Falco refuses of the exceptions of a rule.
pub(super) fn check(exceptions: &[Exception], out: &mut Vec<Diagnostic>) {
    for exception in exceptions {
        check_one(exception, out);
    }
}

/// Adds exceptions to those of a rule: values to one that is there, others behind.
pub(super) fn append(old: &mut Vec<Exception>, new: Vec<Exception>, out: &mut Vec<Diagnostic>) {
    for exception in new {
        let Some(known) = old.iter_mut().find(|known| known.name.as_str() == exception.name.as_str()) else {
            check_one(&exception, out);
            if exception.values.is_none() && exception.fields.is_some() {
                refuse(&exception, "has no `values`".to_owned(), "say what it lets through", out);
            }
            old.push(exception);
            continue;
        };
        if exception.fields.is_some() || exception.comps.is_some() {
            let hint = "the rule has an exception of this name already: give `name` and `values` only";
            refuse(&exception, "gives `fields` or `comps` anew".to_owned(), hint, out);
            continue;
        }
        let values = exception.values.unwrap_or_default();
        if let Some(fields) = &known.fields {
            check_values(&known.name, fields, &values, out);
        }
        known.values.get_or_insert_default().extend(values);
    }
}

fn check_one(exception: &Exception, out: &mut Vec<Diagnostic>) {
    let Some(fields) = &exception.fields else {
        let hint = "name the fields that it compares, or append to an exception that the rule has";
        return refuse(exception, "has no `fields`".to_owned(), hint, out);
    };
    match (fields, &exception.comps) {
        (Value::One(_), Some(Value::Many(..))) => {
            return refuse(
                exception,
                "has one field and a sequence of `comps`".to_owned(),
                "write one operator",
                out,
            );
        }
        (Value::Many(..), Some(Value::One(_))) => {
            let hint = "write one operator for each field";
            return refuse(exception, "has several fields and one of `comps`".to_owned(), hint, out);
        }
        (Value::Many(fields, _), Some(Value::Many(comps, _))) if fields.len() != comps.len() => {
            let message = format!("has {} fields and {} `comps`", fields.len(), comps.len());
            return refuse(exception, message, "write one operator for each field", out);
        }
        _ => {}
    }
    check_values(&exception.name, fields, exception.values.as_deref().unwrap_or_default(), out);
}

/// Whether each entry holds one value for each field.
fn check_values(name: &Text, fields: &Value, values: &[Value], out: &mut Vec<Diagnostic>) {
    for value in values {
        let message = match (fields, value) {
            (Value::One(_), Value::Many(..)) => "has one field and a sequence as a value".to_owned(),
            (Value::Many(fields, _), Value::One(_)) => {
                format!("has {} fields and a single value", fields.len())
            }
            (Value::Many(fields, _), Value::Many(values, _)) if fields.len() != values.len() => {
                format!("has {} fields and {} values", fields.len(), values.len())
            }
            _ => continue,
        };
        let message = format!("the exception `{}` {message}", name.as_str());
        let hint = "each entry of `values` holds one value for each field";
        out.push(Diagnostic::new(Code::FALCO_EXCEPTION, value.span(), message).hint(hint));
    }
}

fn refuse(exception: &Exception, what: String, hint: &str, out: &mut Vec<Diagnostic>) {
    let message = format!("the exception `{}` {what}", exception.name.as_str());
    out.push(Diagnostic::new(Code::FALCO_EXCEPTION, exception.name.span(), message).hint(hint));
}

/// The condition and, for each exception with values, `and not` what it lets through. Each part keeps its place.
pub(super) fn written_out(condition: &Text, exceptions: &[Exception]) -> Text {
    let terms = exceptions.iter().filter_map(|one| Some((one, term(one)?)));
    let mut whole: Option<Text> = None;
    for (exception, term) in terms {
        let at = |text: &str| Text::new(text, exception.span, OffsetMap::Whole);
        let before = whole.unwrap_or_else(|| {
            Text::new("(", condition.span(), OffsetMap::Whole).append("", condition).append("", &at(")"))
        });
        whole = Some(before.append("", &at(&format!(" and not {term}"))));
    }
    whole.unwrap_or_else(|| condition.clone())
}

/// What one exception lets through; `None` where it has no values, or not the shape for them.
fn term(exception: &Exception) -> Option<String> {
    let values = exception.values.as_deref().filter(|values| !values.is_empty())?;
    match exception.fields.as_ref()? {
        Value::One(field) => {
            let comp = match &exception.comps {
                Some(Value::One(comp)) => comp.as_str().trim(),
                _ => "in",
            };
            let values: Vec<String> =
                values.iter().flat_map(Value::texts).map(|text| quoted(text.as_str())).collect();
            Some(format!("({} {comp} ({}))", field.as_str(), values.join(", ")))
        }
        Value::Many(fields, _) => {
            let comps: Vec<&str> = match &exception.comps {
                Some(Value::Many(comps, _)) => {
                    comps.iter().flat_map(Value::texts).map(|text| text.as_str().trim()).collect()
                }
                _ => Vec::new(),
            };
            let rows: Vec<String> = values.iter().filter_map(|row| self::row(fields, &comps, row)).collect();
            (!rows.is_empty()).then(|| format!("({})", rows.join(" or ")))
        }
    }
}

/// `(f1 op1 v1 and f2 op2 v2)`.
fn row(fields: &[Value], comps: &[&str], row: &Value) -> Option<String> {
    let Value::Many(values, _) = row else { return None };
    let part = |(at, (field, value)): (usize, (&Value, &Value))| {
        let Value::One(field) = field else { return None };
        let comp = comps.get(at).copied().unwrap_or("=");
        let value = match value {
            Value::Many(..) => {
                let inner: Vec<String> =
                    value.texts().into_iter().map(|text| quoted(text.as_str())).collect();
                format!("({})", inner.join(", "))
            }
            Value::One(text) if takes_list(comp) && !text.as_str().starts_with('(') => {
                format!("({})", text.as_str())
            }
            Value::One(text) if takes_list(comp) => text.as_str().to_owned(),
            Value::One(text) => quoted(text.as_str()),
        };
        Some(format!("{} {comp} {value}", field.as_str()))
    };
    let parts: Option<Vec<String>> = fields.iter().zip(values).enumerate().map(part).collect();
    Some(format!("({})", parts?.join(" and ")))
}

/// Operators whose right side is a list.
fn takes_list(comp: &str) -> bool {
    matches!(comp, "in" | "intersects" | "pmatch")
        || comp.contains("oneof")
        || comp.contains("anyof")
        || comp.contains("allof")
}

/// Falco puts quotes around a value that holds a blank and does not begin with one.
fn quoted(value: &str) -> String {
    if value.contains(' ') && !value.starts_with(['"', '\'']) {
        format!("\"{value}\"")
    } else {
        value.to_owned()
    }
}
