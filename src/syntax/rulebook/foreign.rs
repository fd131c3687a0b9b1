//! Files that are something else than a rulebook, recognised so that they get one diagnostic that says so.

use super::keys;
use crate::diag::{Code, Diagnostic};
use crate::source::yaml::Node;
use crate::source::{ByteRange, FileId, Span};

/// Alerts as Falco prints them: JSON, one a line or in an array, which YAML would choke on.
pub(super) fn alerts(file: FileId, source: &str) -> Option<Diagnostic> {
    let start =
        source.len().saturating_sub(source.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).len());
    let body = source.get(start..)?;
    let json = body.starts_with('{') || body.trim_start_matches(['[', ' ', '\r', '\n']).starts_with('{');
    let keys = ["\"output_fields\"", "\"priority\"", "\"hostname\""];
    let alert = json && body.contains("\"rule\"") && keys.iter().any(|key| body.contains(key));
    let span = Span { file, bytes: ByteRange::new(start, start.saturating_add(1)) };
    alert.then(|| refuse(span, "these are alerts, not a rulebook", ALERT_HINT))
}

const ALERT_HINT: &str = "give alerts to `falconer report` or `falconer eval`";

/// What marks an entry as belonging to another kind of file.
struct Mark {
    /// All of these keys are there…
    has: &'static [&'static str],
    /// …and none of these.
    lacks: &'static [&'static str],
    message: &'static str,
    hint: &'static str,
}

const FALCO: &str = "this is a Falco rules file, not a rulebook";
const FALCO_HINT: &str = "a mitigation names the Falco rules it answers with `rule:`; `falconer coverage --falco-rules` reads this file";
const TALON: &str = "these are Falco Talon rules, not a rulebook";
const TALON_HINT: &str = "a rulebook says what people may do, it runs nothing: write `strategy:` items";
const COMPOSE_HINT: &str = "a rulebook is a sequence of items such as `- mitigation: …`";

static MARKS: &[Mark] = &[
    Mark {
        has: &["rule", "output_fields"],
        lacks: &[],
        message: "these are alerts, not a rulebook",
        hint: ALERT_HINT,
    },
    Mark { has: &["rule", "actions"], lacks: &["mitigation"], message: TALON, hint: TALON_HINT },
    Mark { has: &["action", "actionner"], lacks: &[], message: TALON, hint: TALON_HINT },
    Mark {
        has: &["rule", "condition"],
        lacks: &["mitigation", "strategy"],
        message: FALCO,
        hint: FALCO_HINT,
    },
    Mark { has: &["rule", "output"], lacks: &["mitigation", "strategy"], message: FALCO, hint: FALCO_HINT },
    Mark { has: &["rule", "override"], lacks: &["mitigation", "strategy"], message: FALCO, hint: FALCO_HINT },
    Mark { has: &["required_engine_version"], lacks: &[], message: FALCO, hint: FALCO_HINT },
    Mark { has: &["required_plugin_versions"], lacks: &[], message: FALCO, hint: FALCO_HINT },
    Mark {
        has: &["apiVersion", "kind"],
        lacks: &[],
        message: "this is a Kubernetes manifest, not a rulebook",
        hint: COMPOSE_HINT,
    },
    Mark {
        has: &["services"],
        lacks: &[],
        message: "this is a Compose file, not a rulebook",
        hint: COMPOSE_HINT,
    },
];

/// The diagnostic of a file whose documents are no rulebook.
pub(super) fn recognise(documents: &[Node]) -> Option<Diagnostic> {
    documents.iter().find_map(|document| match document.items() {
        Some(items) => items.iter().find_map(marked),
        None => Some(marked(document).unwrap_or_else(|| not_a_sequence(document))),
    })
}

fn marked(node: &Node) -> Option<Diagnostic> {
    let has = |key: &&str| node.get(key).is_some();
    let mark = MARKS.iter().find(|mark| mark.has.iter().all(has) && !mark.lacks.iter().any(has))?;
    let place = node.entries()?.first().map_or(node.span, |(key, _)| key.span);
    Some(refuse(place, mark.message, mark.hint))
}

fn not_a_sequence(document: &Node) -> Diagnostic {
    let first = document.entries().and_then(|entries| entries.first());
    let place = first.map_or(document.span, |(key, _)| key.span);
    let is_item = |name: &str| keys::ITEMS.iter().any(|table| table.kind == name);
    match first.and_then(|(key, _)| key.scalar()).map(|text| text.as_str()) {
        Some(name) if is_item(name) => refuse(
            place,
            "a rulebook is a sequence of items, and this is a single mapping",
            &format!("begin each item with a dash: `- {name}: …`"),
        ),
        _ => refuse(place, "this is no rulebook: it is no sequence of items", COMPOSE_HINT),
    }
}

fn refuse(span: Span, message: &str, hint: &str) -> Diagnostic {
    Diagnostic::new(Code::NOT_A_RULEBOOK, span, message).hint(hint)
}
