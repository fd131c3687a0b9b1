//! Why mitigations answer an alert, for programs.
//!
//! `{"version": 1, "alerts": [{"file", "line", "rule", "mitigations": […]}]}`. A mitigation says whether and why it
//! matches, its condition as a tree, and, if it does not match, which checks would have to be answered otherwise. A
//! node of a tree is `and`, `or`, `not`, `macro` or `check`; a check has the field, its type, its value as a person
//! sees it, and notes on where Falco itself would answer otherwise.

use super::alert::{Chosen, answers, question};
use super::tree::changes;
use crate::alert::Alert;
use crate::check::model::{Mitigation, Strategy};
use crate::cli::shell::visible_json;
use crate::eval::{Engine, Trace, TraceKind, trace};
use crate::plan::Specificity;
use crate::source::Sources;
use serde_json::{Value, json};

/// The whole document.
pub(super) fn document(alerts: Vec<Value>) -> Result<String, std::io::Error> {
    let document = json!({ "version": 1, "alerts": alerts });
    Ok(visible_json(&serde_json::to_string_pretty(&document)?) + "\n")
}

/// One alert and the mitigations chosen for it.
pub(super) fn alert(
    engine: &Engine,
    alert: &Alert<'_>,
    file: &str,
    line: impl Into<Value>,
    chosen: &[Chosen],
) -> Value {
    let sources = engine.book().sources();
    let known = chosen.iter().filter_map(|&(number, how)| Some((engine.book().mitigation(number)?, how)));
    let mitigations: Vec<Value> = known.map(|(item, how)| mitigation(item, how, alert, sources)).collect();
    json!({ "file": file, "line": line.into(), "rule": alert.rule(), "mitigations": mitigations })
}

fn mitigation(item: &Mitigation, how: Option<Specificity>, alert: &Alert<'_>, sources: &Sources) -> Value {
    let traced = item.condition.as_ref().map(|condition| trace(condition, alert));
    let missing = traced.as_ref().map_or_else(Vec::new, |trace| changes(trace, true));
    let missing: Vec<Value> = missing
        .iter()
        .map(|(trace, wanted)| json!({ "check": question(trace), "verdict": wanted }))
        .collect();
    let strategies: Vec<Value> = match how {
        Some(_) => item.strategies.iter().map(|one| strategy(one, alert, sources)).collect(),
        None => Vec::new(),
    };
    json!({
        "name": item.name,
        "matches": how.is_some(),
        "chosen_by": how.map(Specificity::as_str),
        "fallback": item.fallback,
        "rules": item.rules,
        "rule_fits": answers(item, alert).is_some(),
        "condition": traced.as_ref().map(|trace| node(trace, sources)),
        "needs": missing,
        "strategies": strategies,
    })
}

fn strategy(item: &Strategy, alert: &Alert<'_>, sources: &Sources) -> Value {
    let traced = item.condition.as_ref().map(|condition| trace(condition, alert));
    json!({
        "name": item.name,
        "shown": traced.as_ref().is_none_or(|trace| trace.verdict),
        "condition": traced.as_ref().map(|trace| node(trace, sources)),
    })
}

/// INVARIANT: traces are as deep as checked conditions, which are bounded; so is this recursion.
fn node(trace: &Trace, sources: &Sources) -> Value {
    let (says, parts): (&str, Vec<&Trace>) = match &trace.kind {
        TraceKind::And(parts) => ("and", parts.iter().collect()),
        TraceKind::Or(parts) => ("or", parts.iter().collect()),
        TraceKind::Not(inner) => ("not", vec![inner]),
        TraceKind::Macro(_, inner) => ("macro", vec![inner]),
        TraceKind::Check { .. } => ("check", Vec::new()),
    };
    let mut value = json!({
        "node": says,
        "verdict": trace.verdict,
        "needed": trace.reached,
        "place": place(trace, sources),
    });
    let parts: Vec<Value> = parts.into_iter().map(|part| node(part, sources)).collect();
    let more = match &trace.kind {
        TraceKind::Macro(name, _) => json!({ "name": name, "parts": parts }),
        TraceKind::Check { text, operand, value, ty, right, notes } => json!({
            "text": text,
            "field": operand,
            "type": ty,
            "value": value,
            "right": right.as_ref().map(|(field, value)| json!({ "field": field, "value": value })),
            "notes": notes,
        }),
        _ => json!({ "parts": parts }),
    };
    if let (Value::Object(map), Value::Object(more)) = (&mut value, more) {
        map.extend(more);
    }
    value
}

fn place(trace: &Trace, sources: &Sources) -> Value {
    sources.get(trace.span.file).map_or(Value::Null, |file| {
        let at = file.location(trace.span.bytes.start);
        json!({ "file": file.name(), "line": at.line, "column": at.column })
    })
}
