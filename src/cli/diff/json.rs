//! The difference as one JSON object, `docs/reference/diff-json.md`.

use super::{Args, Difference, lines};
use crate::archive::{Alerts, MitigationTally};
use crate::check::book::Book;
use crate::cli::diff::alerts::Compared;
use crate::cli::exit::Exit;
use crate::cli::shell::visible_json;
use crate::suite::{DiffItem, ItemChange};
use serde::Serialize;
use serde_json::{Value, json};

/// Name and version of the schema. A change that could break a reader raises the number.
const SCHEMA: &str = "falconer.diff/1";

/// The object, its schema first.
#[derive(Serialize)]
struct Document {
    schema: &'static str,
    #[serde(flatten)]
    body: Value,
}

/// So many items of each part are written.
const WRITTEN: usize = 10_000;

pub(super) fn render(args: &Args, difference: &Difference<'_>) -> Result<String, std::io::Error> {
    let items = difference.items;
    let (old, new) = (difference.old.book(), difference.new.book());
    let list = |items: &[DiffItem], book: &Book| -> Vec<Value> {
        items.iter().take(WRITTEN).map(|item| named(item, book)).collect()
    };
    let longest = [items.added.len(), items.removed.len(), items.changed.len(), items.affected.len()];
    let body = json!({
        "old": args.old.to_string_lossy(),
        "new": args.new.to_string_lossy(),
        "same": difference.is_empty(),
        "items": {
            "added": list(&items.added, new),
            "removed": list(&items.removed, old),
            "changed": items.changed.iter().take(WRITTEN).map(|change| changed(change, new)).collect::<Vec<_>>(),
            "affected": list(&items.affected, new),
            "omitted": longest.iter().map(|len| len.saturating_sub(WRITTEN)).sum::<usize>(),
        },
        "alerts": difference.alerts.map(alerts),
    });
    let document = Document { schema: SCHEMA, body };
    Ok(visible_json(&serde_json::to_string_pretty(&document)?) + "\n")
}

fn named(item: &DiffItem, book: &Book) -> Value {
    let file = book.sources().get(item.span.file);
    json!({
        "kind": item.kind.as_str(),
        "name": item.name,
        "file": file.map(|file| file.name()),
        "line": file.map(|file| file.location(item.span.bytes.start).line),
    })
}

fn changed(change: &ItemChange, book: &Book) -> Value {
    let keys = change.keys.iter().map(|key| {
        let (lines, left) = lines::of(&change.item, key);
        let how = match (&key.old, &key.new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        json!({ "key": key.key, "change": how, "diff": lines, "omitted_lines": left })
    });
    let mut item = named(&change.item, book);
    if let Value::Object(item) = &mut item {
        item.insert("keys".to_owned(), keys.collect());
    }
    item
}

fn alerts(compared: &Compared) -> Value {
    let tally = &compared.tally;
    let mitigations = tally.mitigations.iter().take(WRITTEN).map(|(name, tally)| mitigation(name, tally));
    json!({
        "compared": tally.alerts,
        "different": tally.different,
        "complete": compared.exit == Exit::Fine,
        "rejects": compared.counts.rejects,
        "mitigations": mitigations.collect::<Vec<_>>(),
        "omitted": tally.mitigations.len().saturating_sub(WRITTEN),
    })
}

fn mitigation(name: &str, tally: &MitigationTally) -> Value {
    let strategies = tally
        .strategies
        .iter()
        .map(|(name, (came, went))| json!({ "strategy": name, "gained": came, "lost": went }));
    json!({
        "mitigation": name,
        "gained": some(&tally.gained),
        "lost": some(&tally.lost),
        "changed": some(&tally.changed),
        "strategies": strategies.collect::<Vec<_>>(),
    })
}

fn some(alerts: &Alerts) -> Value {
    let first = alerts.first.iter().map(|(input, line)| json!({ "input": input, "line": line }));
    json!({ "count": alerts.count, "first": first.collect::<Vec<_>>() })
}
