//! Diagnostics as SARIF 2.1.0, which code scanning reads
//! (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).
//!
//! One run; a rule for each code that occurs, described by its row of the registry; regions count lines and
//! characters from 1, ends excluded. What a comment or the baseline hides is written with its suppression.

use super::{Findings, Hidden, WRITTEN, Why, json_text, word};
use crate::diag::{Code, Diagnostic, Edit, Fix, Label, page};
use crate::source::{Sources, Span};
use serde_json::{Value, json};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn render(findings: &Findings<'_>) -> Result<String, std::io::Error> {
    let problems: Vec<&Diagnostic> = findings.problems.iter().take(WRITTEN).collect();
    let hidden: Vec<&Hidden> = findings.hidden.iter().take(WRITTEN).collect();
    let all = problems.iter().copied().chain(hidden.iter().map(|hidden| &hidden.diagnostic));
    let mut codes: Vec<Code> = all.map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();

    let shown = problems.iter().map(|problem| result(problem, &codes, findings.sources));
    let silent = hidden.iter().map(|hidden| suppressed(hidden, &codes, findings.sources));
    let results: Vec<Value> = shown.chain(silent).collect();
    json_text(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "falconer",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": "https://docs.rs/falconer",
                "rules": codes.iter().map(|&code| rule(code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

/// What a code means.
fn rule(code: Code) -> Value {
    let row = code.row();
    let text = format!("{} {}\nWrong:\n{}\nRight:\n{}", row.what, row.why, row.bad, row.good);
    json!({
        "id": row.code,
        "name": row.name,
        "shortDescription": { "text": page::title(code) },
        "fullDescription": { "text": row.what },
        "help": { "text": text, "markdown": page::markdown(code) },
        "helpUri": page::url(code),
        "defaultConfiguration": { "level": word(row.severity) },
    })
}

fn result(diagnostic: &Diagnostic, codes: &[Code], sources: &Sources) -> Value {
    let hint = diagnostic.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    let mut result = json!({
        "ruleId": diagnostic.code.code(),
        "ruleIndex": codes.binary_search(&diagnostic.code).unwrap_or_default(),
        "level": word(diagnostic.severity),
        "message": { "text": format!("{}{hint}", diagnostic.message) },
        "locations": [location(&diagnostic.primary, sources)],
    });
    let related = diagnostic.secondary.iter().map(|label| location(label, sources)).collect::<Vec<_>>();
    if !related.is_empty() {
        put(&mut result, "relatedLocations", related.into());
    }
    if let Some(fix) = &diagnostic.fix {
        put(&mut result, "fixes", json!([fix_of(fix, sources)]));
    }
    result
}

fn suppressed(hidden: &Hidden, codes: &[Code], sources: &Sources) -> Value {
    let mut result = result(&hidden.diagnostic, codes, sources);
    let suppression = match &hidden.why {
        Why::Comment(reason) => json!({ "kind": "inSource", "justification": reason }),
        Why::Baseline => json!({ "kind": "external", "justification": "allowed by the baseline" }),
    };
    put(&mut result, "suppressions", json!([suppression]));
    result
}

fn put(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

fn location(label: &Label, sources: &Sources) -> Value {
    let mut physical = json!({ "artifactLocation": artifact(label.span, sources) });
    if let Some(region) = region(label.span, sources) {
        put(&mut physical, "region", region);
    }
    let mut location = json!({ "physicalLocation": physical });
    if !label.text.is_empty() {
        put(&mut location, "message", json!({ "text": label.text }));
    }
    location
}

fn artifact(span: Span, sources: &Sources) -> Value {
    json!({ "uri": uri(sources.get(span.file).map_or("", |file| file.name())) })
}

/// `None` for what has no text: a folder, a file that is not there.
fn region(span: Span, sources: &Sources) -> Option<Value> {
    let file = sources.get(span.file).filter(|file| !file.text().is_empty())?;
    let (start, end) = (file.location(span.bytes.start), file.location(span.bytes.end));
    Some(json!({
        "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
    }))
}

fn fix_of(fix: &Fix, sources: &Sources) -> Value {
    let replacement = |edit: &Edit| {
        json!({
            "deletedRegion": region(edit.span, sources),
            "insertedContent": { "text": edit.text },
        })
    };
    let change = fix.edits.first().map(|first| {
        let replacements: Vec<Value> = fix.edits.iter().map(replacement).collect();
        json!({ "artifactLocation": artifact(first.span, sources), "replacements": replacements })
    });
    json!({ "description": { "text": fix.title }, "artifactChanges": [change] })
}

/// A path as a URI reference: relative paths stay relative, what a URI cannot hold is percent-encoded.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    let mut out = scheme.to_owned();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("rules/a b.yaml"), "rules/a%20b.yaml");
        assert_eq!(uri("/tmp/é:?#.yaml"), "file:///tmp/%C3%A9%3A%3F%23.yaml");
        assert_eq!(uri(r"rules\a.yaml"), "rules/a.yaml");
    }
}
