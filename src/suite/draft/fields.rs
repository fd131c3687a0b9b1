//! Which fields of an alert a draft names, and in what words.

use super::test_alert;
use crate::alert::Alert;
use crate::check::book::Book;
use crate::fields;
use crate::syntax::condition::ast::Dialect;
use crate::value::{Fields, Meta, Raw};
use std::collections::BTreeSet;

/// Rows of the analysis; more are not read.
const MAX_ROWS: usize = 12;

/// When it happened and its number stand beside the fields, or tell nothing.
const TELL_NOTHING: [&str; 5] = ["evt.time", "evt.time.iso8601", "evt.rawtime", "evt.num", "evt.datetime"];

/// What groups alerts, in this order, where the alert prints it.
const GROUPS: [&str; 8] = [
    "container.image.repository",
    "k8s.ns.name",
    "proc.exepath",
    "proc.name",
    "ka.user.name",
    "ct.user",
    "github.user",
    "okta.actor.name",
];

/// What tells an expected case from others; paths rather than names.
const TELLING: [&str; 7] = [
    "container.image.repository",
    "proc.exepath",
    "fd.name",
    "ka.user.name",
    "ka.target.name",
    "ct.user",
    "okta.actor.name",
];

/// What the summary says of whom, with the question that triage asks.
const SENTENCES: [(&str, &str, &str); 9] = [
    ("proc.exepath", "program", "Is this program part of the image, or of a package?"),
    ("proc.name", "process", "Does anybody run it on purpose?"),
    ("proc.pname", "started by", "Is that what starts it on other days?"),
    ("user.name", "user", "Does this user do so as part of the work?"),
    ("fd.name", "file or connection", "Does the program need it?"),
    ("ka.user.name", "user", "Is it this account's work?"),
    ("ka.target.name", "object", "Was this change announced?"),
    ("ct.user", "user", "Is it this account's work?"),
    ("k8s.pod.name", "pod", "Who owns the pod, and was it just deployed?"),
];

/// The alert's fields that have a value and that a condition can name without a doubt, in the alert's order.
pub(super) fn printed(alert: &Alert<'_>, book: &mut Book) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let named = alert.keys_from("").filter(|key| seen.insert(key.to_string()) && is_known(alert, key));
    let mut names: Vec<String> = named.map(str::to_owned).collect();
    names.retain(|name| can_be_asked(book, name));
    names.truncate(MAX_ROWS);
    names
}

fn is_known(alert: &Alert<'_>, key: &str) -> bool {
    let bare = key.split('[').next().unwrap_or(key);
    let spelled = |c: char| c.is_ascii_alphanumeric() || "._-/[]".contains(c);
    key.chars().all(spelled)
        && fields::resolve(bare).is_some()
        && !TELL_NOTHING.contains(&key)
        && alert.field(key).is_some_and(|raw| is_telling(&raw))
}

/// Whether a value is there, and stands in the test as it is.
fn is_telling(raw: &Raw<'_>) -> bool {
    match raw {
        Raw::Null => false,
        Raw::List(items) if items.is_empty() => false,
        other => test_alert::value(other).is_some(),
    }
}

/// Whether the checker has nothing to say about the field.
fn can_be_asked(book: &mut Book, name: &str) -> bool {
    book.check_condition(&format!("{name} exists"), Dialect::Falconer).1.is_empty()
}

fn present<'a>(wanted: &[&'a str], fields: &[String]) -> Vec<&'a str> {
    wanted.iter().copied().filter(|name| fields.iter().any(|field| field == name)).collect()
}

/// By what an archive's findings are grouped.
pub(super) fn group_by(alert: &Alert<'_>, fields: &[String]) -> Vec<&'static str> {
    let mut groups = present(&GROUPS, fields);
    if groups.contains(&"proc.exepath") {
        groups.retain(|name| *name != "proc.name");
    }
    groups.truncate(3);
    if matches!(alert.meta(Meta::Hostname), Some(Raw::Text(_))) {
        groups.push("alert.hostname");
    }
    if groups.is_empty() {
        groups.push("alert.rule");
    }
    groups
}

/// What tells an expected case from others.
pub(super) fn telling(fields: &[String]) -> Vec<&'static str> {
    let mut telling = present(&TELLING, fields);
    telling.truncate(3);
    telling
}

fn sentences(fields: &[String]) -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    SENTENCES.iter().filter(|(name, ..)| fields.iter().any(|field| field == name))
}

/// The summary, one part a line.
pub(super) fn summary(fields: &[String]) -> Vec<String> {
    let parts: Vec<String> =
        sentences(fields).map(|(name, words, _)| format!("{words} {{{{ {name} }}}}")).collect();
    match parts.split_last() {
        None => vec!["{{ alert.rule }} fired.".to_owned()],
        Some((last, others)) => {
            let others = others.iter().map(|part| format!("{part},"));
            std::iter::once("{{ alert.rule }} fired:".to_owned())
                .chain(others)
                .chain(std::iter::once(format!("{last}.")))
                .collect()
        }
    }
}

/// What triage asks, one question a line.
pub(super) fn questions(fields: &[String]) -> Vec<String> {
    let asked: Vec<String> =
        sentences(fields).map(|(name, _, question)| format!("- {{{{ {name} }}}}: {question}")).collect();
    if asked.is_empty() {
        vec!["- Was this expected at {{ alert.time | timestamp }}?".to_owned()]
    } else {
        asked
    }
}
