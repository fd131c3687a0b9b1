//! The comparison as one JSON object, `docs/reference/coverage-json.md`.

use super::{Compared, place};
use crate::cli::shell::visible_json;
use crate::source::{Sources, Span};
use crate::suite::{Answer, MissingField, Need, RuleRow, Stranger};
use serde::Serialize;
use serde_json::{Value, json};

/// Name and version of the schema. A change that could break a reader raises the number.
const SCHEMA: &str = "falconer.coverage/1";

/// The object, its schema first.
#[derive(Serialize)]
struct Document {
    schema: &'static str,
    #[serde(flatten)]
    body: Value,
}

/// So many rows of each part are written.
const WRITTEN: usize = 10_000;

pub(super) fn render(compared: &Compared<'_>) -> Result<String, std::io::Error> {
    let coverage = compared.coverage;
    let (covered, all) = coverage.count();
    let rules = coverage.rows.iter().take(WRITTEN).map(|row| rule(row, compared.falco));
    let strangers = coverage.strangers.iter().take(WRITTEN).map(|name| stranger(name, compared.rulebook));
    let body = json!({
        "total": all,
        "covered": covered,
        "percent": coverage.percent(),
        "min": compared.min,
        "enough": compared.is_enough(),
        "rules": rules.collect::<Vec<_>>(),
        "unknown_names": strangers.collect::<Vec<_>>(),
        "names_elsewhere": coverage.elsewhere,
        "omitted": coverage.rows.len().max(coverage.strangers.len()).saturating_sub(WRITTEN),
    });
    let document = Document { schema: SCHEMA, body };
    Ok(visible_json(&serde_json::to_string_pretty(&document)?) + "\n")
}

fn at(span: Span, sources: &Sources) -> Value {
    place(span, sources)
        .map_or(Value::Null, |(file, line, column)| json!({ "file": file, "line": line, "column": column }))
}

fn rule(row: &RuleRow, sources: &Sources) -> Value {
    let instead =
        row.instead.iter().map(|(name, how)| json!({ "mitigation": name, "specificity": how.as_str() }));
    json!({
        "rule": row.rule,
        "place": at(row.span, sources),
        "priority": row.priority,
        "source": row.source,
        "enabled": row.enabled,
        "covered": row.is_covered(),
        "mitigations": row.answers.iter().map(answer).collect::<Vec<_>>(),
        "instead": instead.collect::<Vec<_>>(),
        "append_output": row.append_output(),
    })
}

fn answer(answer: &Answer) -> Value {
    json!({
        "mitigation": answer.mitigation,
        "tests": answer.tests,
        "tests_of_rule": answer.tests_of_rule,
        "missing_fields": answer.missing.iter().map(missing).collect::<Vec<_>>(),
    })
}

fn missing(field: &MissingField) -> Value {
    let need = |need: &Need| match need {
        Need::Condition => json!({ "part": "condition" }),
        Need::Strategy(name) => json!({ "part": "strategy", "strategy": name }),
        Need::Example(name) => json!({ "part": "example", "strategy": name }),
        Need::Analysis => json!({ "part": "analysis" }),
        Need::Prose => json!({ "part": "prose" }),
    };
    let needs: Vec<Value> = field.needs.iter().map(need).collect();
    json!({ "field": field.field, "keys": field.keys, "needed_by": needs })
}

fn stranger(name: &Stranger, sources: &Sources) -> Value {
    json!({
        "rule": name.rule,
        "mitigation": name.mitigation,
        "place": at(name.span, sources),
        "did_you_mean": name.meant,
    })
}
