//! What transformers make of an alert's values. `None` is a missing value, as everywhere.

use super::extract::{alert_time, extract};
use crate::check::condition::{Call, CallArg};
use crate::ops::{Function, Options, basename, decode_base64, fold_lower, fold_upper};
use crate::value::{Fields, Kind, Value};
use std::borrow::Cow;

/// The result of a transformer.
pub(super) fn transformed<'a>(call: &Call, fields: &'a dyn Fields) -> Option<Value<'a>> {
    match (call.function, call.args.as_slice()) {
        (Function::Join, [separator, items]) => join(separator, items, fields),
        (Function::Concat, args) => {
            let texts: Option<Vec<_>> = args.iter().map(|arg| text(value(arg, fields)?)).collect();
            Some(Value::Text(Cow::Owned(texts?.concat())))
        }
        (Function::GetOpt, [items, options]) => getopt(items, options, call.selector, fields),
        (function, [CallArg::Operand(operand)]) => {
            let value = extract(operand, fields).into_value()?;
            single(function, value, operand.ty().kind == Kind::Bytes, fields)
        }
        _ => None,
    }
}

fn single<'a>(function: Function, value: Value<'a>, whole: bool, fields: &dyn Fields) -> Option<Value<'a>> {
    match (function, value) {
        (Function::Age, Value::Int(then)) => {
            // A moment after the alert has no age: the duration could not be a field's value.
            let age = alert_time(fields)?.checked_sub(then).filter(|age| *age >= 0)?;
            Some(Value::Int(age))
        }
        (Function::Len, Value::List(items)) => length(items.len()),
        (Function::Len, Value::Text(bytes)) if whole => length(bytes.len()),
        (Function::Len, value) => length(value.c_string()?.len()),
        (function, Value::List(items)) => {
            // One element that cannot be transformed makes the whole list missing.
            let mapped: Option<Vec<_>> = items.into_iter().map(|item| map(function, &item)).collect();
            mapped.map(Value::List)
        }
        (function, value) => map(function, &value),
    }
}

fn length<'a>(count: usize) -> Option<Value<'a>> {
    i128::try_from(count).ok().map(Value::Int)
}

fn map<'a>(function: Function, value: &Value<'_>) -> Option<Value<'a>> {
    let Value::Text(bytes) = value else { return None };
    let mapped = match function {
        Function::ToLower => fold_lower(bytes),
        Function::ToUpper => fold_upper(bytes),
        Function::Basename => basename(bytes),
        Function::B64 => decode_base64(bytes)?,
        _ => return None,
    };
    Some(Value::Text(Cow::Owned(mapped)))
}

fn value<'a>(arg: &CallArg, fields: &'a dyn Fields) -> Option<Value<'a>> {
    match arg {
        CallArg::Constant(bytes) => Some(Value::Text(Cow::Owned(bytes.clone()))),
        CallArg::List(items) => {
            let items: Option<Vec<_>> = items.iter().map(|item| value(item, fields)).collect();
            items.map(Value::List)
        }
        CallArg::Operand(operand) => extract(operand, fields).into_value(),
    }
}

/// What stands before a NUL, as bytes; numbers as their digits.
fn text(value: Value<'_>) -> Option<Vec<u8>> {
    match value {
        Value::List(_) | Value::Object(_) => None,
        Value::Text(_) => value.c_string().map(<[u8]>::to_vec),
        other => Some(other.display_text().into_owned().into_bytes()),
    }
}

/// The elements of a list as texts.
fn texts(arg: &CallArg, fields: &dyn Fields) -> Option<Vec<Vec<u8>>> {
    match value(arg, fields)? {
        Value::List(items) => items.into_iter().map(text).collect(),
        _ => None,
    }
}

fn join<'a>(separator: &CallArg, items: &CallArg, fields: &'a dyn Fields) -> Option<Value<'a>> {
    let separator = text(value(separator, fields)?)?;
    Some(Value::Text(Cow::Owned(texts(items, fields)?.join(separator.as_slice()))))
}

/// Without a selector a list, which may be empty and is present all the same.
fn getopt<'a>(
    items: &CallArg,
    options: &CallArg,
    selector: Option<u8>,
    fields: &'a dyn Fields,
) -> Option<Value<'a>> {
    let options = Options::new(&text(value(options, fields)?)?);
    let items = texts(items, fields)?;
    let items: Vec<&[u8]> = items.iter().map(Vec::as_slice).collect();
    let owned = |bytes| Value::Text(Cow::Owned(bytes));
    match selector {
        Some(option) => options.last(&items, option).map(owned),
        None => Some(Value::List(options.all(&items).into_iter().map(owned).collect())),
    }
}
