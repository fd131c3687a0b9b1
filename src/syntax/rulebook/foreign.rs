//! Files that are something else than what was asked for, recognised so that they get one diagnostic that says so.
//!
//! In: a file's text or documents. Out: what it is instead of a rulebook, or instead of a Falco rules file.

use super::keys;
use crate::diag::{Code, Diagnostic};
use crate::source::yaml::{Node, Part};
use crate::source::{ByteRange, FileId, Span};

/// What a file was meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum Wanted {
    Rulebook,
    FalcoRules,
}

impl Wanted {
    fn refuse(self, span: Span, what: &str, hint: &str) -> Diagnostic {
        Diagnostic::new(self.code(), span, format!("{what}, not a {}", self.title())).hint(hint)
    }

    fn code(self) -> Code {
        match self {
            Self::Rulebook => Code::NOT_A_RULEBOOK,
            Self::FalcoRules => Code::NOT_FALCO_RULES,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Rulebook => "rulebook",
            Self::FalcoRules => "Falco rules file",
        }
    }

    /// What such a file looks like.
    fn looks(self) -> &'static str {
        match self {
            Self::Rulebook => "a rulebook is a sequence of items such as `- mitigation: …`",
            Self::FalcoRules => "a Falco rules file is a sequence of items such as `- rule: …`",
        }
    }

    fn is_item(self, name: &str) -> bool {
        match self {
            Self::Rulebook => keys::ITEMS.iter().any(|table| table.kind == name),
            Self::FalcoRules => ["rule", "macro", "list"].contains(&name),
        }
    }
}

/// Alerts as Falco prints them: JSON, one a line or in an array, which YAML would choke on.
pub(in crate::syntax) fn alerts(file: FileId, source: &str, wanted: Wanted) -> Option<Diagnostic> {
    let start =
        source.len().saturating_sub(source.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).len());
    let body = source.get(start..)?;
    let json = body.starts_with('{') || body.trim_start_matches(['[', ' ', '\r', '\n']).starts_with('{');
    let keys = ["\"output_fields\"", "\"priority\"", "\"hostname\""];
    let alert = json && body.contains("\"rule\"") && keys.iter().any(|key| body.contains(key));
    let span = Span { file, bytes: ByteRange::new(start, start.saturating_add(1)) };
    alert.then(|| wanted.refuse(span, ALERTS, ALERT_HINT))
}

const ALERTS: &str = "these are alerts";
const ALERT_HINT: &str = "give alerts to `falconer report` or `falconer eval`";

/// What marks an entry as belonging to another kind of file.
struct Mark {
    /// All of these keys are there…
    has: &'static [&'static str],
    /// …and none of these.
    lacks: &'static [&'static str],
    /// Whether the entry is what is wanted after all.
    fits: Option<Wanted>,
    message: &'static str,
    hint: &'static str,
}

const FALCO: &str = "this is a Falco rules file";
const FALCO_HINT: &str = "a mitigation names the Falco rules it answers with `rule:`; `falconer coverage --falco-rules` reads this file";
const TALON: &str = "these are Falco Talon rules";
const TALON_HINT: &str = "a rulebook says what people may do, it runs nothing: write `strategy:` items";
const RULEBOOK: &str = "this is a rulebook";
const RULEBOOK_HINT: &str =
    "`--falco-rules` takes the files that Falco loads; a rulebook stands by itself, behind them";

const NOTHING: &[&str] = &[];
const OURS: &[&str] = &["mitigation", "strategy"];

const fn mark(
    has: &'static [&'static str],
    lacks: &'static [&'static str],
    message: &'static str,
    hint: &'static str,
) -> Mark {
    Mark { has, lacks, fits: None, message, hint }
}

const fn falco(has: &'static [&'static str], lacks: &'static [&'static str]) -> Mark {
    Mark { has, lacks, fits: Some(Wanted::FalcoRules), message: FALCO, hint: FALCO_HINT }
}

const fn rulebook(has: &'static [&'static str]) -> Mark {
    Mark { has, lacks: NOTHING, fits: Some(Wanted::Rulebook), message: RULEBOOK, hint: RULEBOOK_HINT }
}

/// The first that fits an entry tells what it is.
static MARKS: &[Mark] = &[
    mark(&["rule", "output_fields"], NOTHING, ALERTS, ALERT_HINT),
    mark(&["rule", "actions"], &["mitigation"], TALON, TALON_HINT),
    mark(&["action", "actionner"], NOTHING, TALON, TALON_HINT),
    falco(&["rule", "condition"], OURS),
    falco(&["rule", "output"], OURS),
    falco(&["rule", "override"], OURS),
    falco(&["rule", "append"], OURS),
    falco(&["rule", "exceptions"], OURS),
    falco(&["rule", "enabled"], &["mitigation", "strategy", "summary", "strategies"]),
    falco(&["required_engine_version"], NOTHING),
    falco(&["required_plugin_versions"], NOTHING),
    rulebook(&["mitigation"]),
    rulebook(&["strategy"]),
    rulebook(&["var"]),
    rulebook(&["required_falconer_version"]),
    mark(&["apiVersion", "kind"], NOTHING, "this is a Kubernetes manifest", ""),
    mark(&["services"], NOTHING, "this is a Compose file", ""),
];

/// The diagnostic of a file whose documents are not what is wanted.
pub(in crate::syntax) fn recognise(documents: &[Node], wanted: Wanted) -> Option<Diagnostic> {
    documents.iter().find_map(|document| match document.items() {
        Some(items) => items.iter().find_map(|item| marked(item, wanted)),
        None => Some(no_items(document, wanted)),
    })
}

/// The same of one part of a file.
pub(in crate::syntax) fn recognise_part(part: &Part, wanted: Wanted) -> Option<Diagnostic> {
    match part {
        Part::Item(item) => marked(item, wanted),
        Part::Document(document) => Some(no_items(document, wanted)),
    }
}

fn no_items(document: &Node, wanted: Wanted) -> Diagnostic {
    marked(document, wanted).unwrap_or_else(|| not_a_sequence(document, wanted))
}

/// What a file is by its first entry that tells; `None` if none does.
pub(in crate::syntax) fn tells(documents: &[Node]) -> Option<Wanted> {
    let items = documents.iter().filter_map(Node::items).flatten();
    items.filter_map(mark_of).find_map(|mark| mark.fits)
}

fn mark_of(node: &Node) -> Option<&'static Mark> {
    let has = |key: &&str| node.get(key).is_some();
    MARKS.iter().find(|mark| mark.has.iter().all(has) && !mark.lacks.iter().any(has))
}

fn marked(node: &Node, wanted: Wanted) -> Option<Diagnostic> {
    let mark = mark_of(node).filter(|mark| mark.fits != Some(wanted))?;
    let place = node.entries()?.first().map_or(node.span, |(key, _)| key.span);
    let hint = if mark.hint.is_empty() { wanted.looks() } else { mark.hint };
    Some(wanted.refuse(place, mark.message, hint))
}

fn not_a_sequence(document: &Node, wanted: Wanted) -> Diagnostic {
    let first = document.entries().and_then(|entries| entries.first());
    let place = first.map_or(document.span, |(key, _)| key.span);
    let (code, title) = (wanted.code(), wanted.title());
    match first.and_then(|(key, _)| key.scalar()).map(|text| text.as_str()) {
        Some(name) if wanted.is_item(name) => {
            let message = format!("a {title} is a sequence of items, and this is a single mapping");
            Diagnostic::new(code, place, message).hint(format!("begin each item with a dash: `- {name}: …`"))
        }
        _ => {
            let message = format!("this is no {title}: it is no sequence of items");
            Diagnostic::new(code, place, message).hint(wanted.looks())
        }
    }
}
