//! Holes in JSON: whole values and the inside of strings, never keys.

use super::{Findings, Marked, command_key};
use crate::escape::{CodePiece, Context, Quoting};
use serde_json::Value;

/// Finds the holes of a JSON text.
pub(super) fn find(pieces: &[CodePiece<'_>], findings: &mut Findings) {
    let inside = inside_strings(pieces);
    let is_inside = |hole: usize| inside.get(hole).copied().unwrap_or(false);
    let marked = Marked::new(pieces, |hole| if is_inside(hole) { "" } else { "\"" });
    // serde_json bounds the depth itself.
    for document in serde_json::Deserializer::from_str(&marked.text).into_iter::<Value>() {
        match document {
            Ok(document) => place(&document, &marked, &is_inside, findings),
            Err(error) => {
                let message = format!("this is no JSON that values can be put in: {error}");
                return findings.refuse_all(
                    &message,
                    "write it so that it is valid JSON with a string in each hole's place",
                );
            }
        }
    }
}

/// Whether each hole stands between the author's quotes.
fn inside_strings(pieces: &[CodePiece<'_>]) -> Vec<bool> {
    let mut inside = Vec::new();
    let mut open = false;
    let mut escaped = false;
    for piece in pieces {
        match piece {
            CodePiece::Hole => inside.push(open),
            CodePiece::Text(text) => {
                for c in text.chars() {
                    match c {
                        _ if escaped => escaped = false,
                        '\\' if open => escaped = true,
                        '"' => open = !open,
                        _ => {}
                    }
                }
            }
        }
    }
    inside
}

fn place(document: &Value, marked: &Marked, is_inside: &dyn Fn(usize) -> bool, findings: &mut Findings) {
    let mut todo = vec![(document, None)];
    while let Some((value, command)) = todo.pop() {
        match value {
            Value::String(text) => {
                for hole in marked.holes_in(text) {
                    if let Some((message, hint)) = command {
                        findings.refuse(hole, message, hint);
                    }
                    let quoting = if is_inside(hole) { Quoting::Inside } else { Quoting::Whole };
                    findings.accept(hole, Context::Json(quoting));
                }
            }
            Value::Array(items) => todo.extend(items.iter().map(|item| (item, command))),
            Value::Object(members) => {
                for key in members.keys() {
                    for hole in marked.holes_in(key) {
                        findings.refuse(
                            hole,
                            "the hole stands in a key",
                            "a key is the author's own; put the hole in its value",
                        );
                    }
                }
                todo.extend(members.iter().map(|(key, value)| (value, command.or_else(|| command_key(key)))));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}
