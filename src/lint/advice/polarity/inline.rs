//! Whether code within a sentence is advice: it must be urged, for most inline code only names a thing.
//!
//! In: a paragraph and where in it the code stands. Out: yes or no.

use super::words::{
    HAPPENED, has_phrase, last_clause, sentence_around, sentence_start, starts_with_word, words_of,
};
use super::{heading_warns, warns};

/// So many pieces of code in one sentence are joined to the first.
const MOST_JOINED: usize = 4;

/// What joins a piece of code to the one before it.
const JOINTS: [&str; 8] = [" and", " or", " then", " followed by", " plus", ",", ";", " &&"];

/// What a label asks for, besides [`URGES`].
const VERBS: [&str; 12] = [
    "restart", "kill", "delete", "remove", "isolate", "restrict", "fix", "disable", "restore", "clean",
    "verify", "rollback",
];

/// Words of a label that names what is, or was.
const FACTS: [&str; 33] = [
    "command",
    "commands",
    "cmdline",
    "process",
    "parent",
    "output",
    "example",
    "examples",
    "event",
    "arguments",
    "executable",
    "path",
    "file",
    "image",
    "rule",
    "log",
    "logs",
    "shows",
    "note",
    "result",
    "syntax",
    "format",
    "see",
    "such as",
    "alert",
    "indicator",
    "technique",
    "activity",
    "user",
    "detects",
    "equivalent",
    "default",
    "usage",
];

/// Words after which the code is meant to be run.
const URGES: [&str; 25] = [
    "run", "execute", "use", "using", "running", "with", "via", "try", "apply", "issue", "type", "enter",
    "invoke", "call", "by", "perform", "start", "stop", "add", "set", "pass", "specify", "append", "launch",
    "consider",
];

/// Whether inline code at byte `from` of a paragraph is advice: its clause urges to run it, or it opens a list
/// item. Code that merely names a thing, or tells what ran, is none.
pub(in crate::lint::advice) fn inline_is_advice(paragraph: &str, from: usize, heading: &str) -> bool {
    is_urged(paragraph, from, heading, 0)
}

fn is_urged(paragraph: &str, from: usize, heading: &str, depth: usize) -> bool {
    let sentence = sentence_around(paragraph, from);
    let start = paragraph.get(..from).map_or(0, sentence_start);
    let before = words_of(paragraph.get(start..from).unwrap_or_default());
    let after =
        words_of(paragraph.get(from..).and_then(|rest| rest.splitn(3, '`').nth(2)).unwrap_or_default());
    if heading_warns(heading) || warns(&before) || inline_negated(&before, &after) {
        return false;
    }
    let whole = words_of(sentence);
    if HAPPENED.iter().any(|word| has_phrase(&before, word)) {
        return false;
    }
    let urged = last_clause(&before).split(' ').any(|word| URGES.contains(&word));
    before.trim().is_empty() || urged || label_urges(&before, &whole) || {
        let earlier = paragraph.get(start..from).and_then(joined_to).map(|at| start.saturating_add(at));
        depth < MOST_JOINED
            && earlier.is_some_and(|at| is_urged(paragraph, at, heading, depth.saturating_add(1)))
    }
}

/// "Restart it: `x`", "Kill the shim — `x`": the label asks for something, or at least names no fact.
fn label_urges(before: &str, sentence: &str) -> bool {
    let Some(label) = before.trim_end().strip_suffix([':', '\u{2014}', '\u{2013}']) else { return false };
    URGES.iter().chain(&VERBS).any(|word| has_phrase(sentence, word))
        || !FACTS.iter().any(|word| has_phrase(label, word))
}

/// Where the code begins to which "and", "then" or a comma at the end of a text joins what follows.
fn joined_to(before: &str) -> Option<usize> {
    let mut head = before.trim_end();
    while let Some(shorter) = JOINTS.iter().find_map(|joint| head.strip_suffix(joint)) {
        head = shorter.trim_end();
    }
    let inner = head.strip_suffix('`').filter(|_| head.len() < before.trim_end().len())?;
    inner.rfind('`')
}

/// "Never `x`", "not `x`", "`x` must not be used".
fn inline_negated(before: &str, after: &str) -> bool {
    let last: Vec<&str> = last_clause(before).split(' ').rev().take(4).collect();
    let negated = last.iter().any(|word| {
        matches!(*word, "never" | "not" | "don't" | "avoid" | "without" | "no" | "cannot" | "nor" | "than")
    });
    let after = after.split(['.', ';']).next().unwrap_or_default();
    negated
        || [
            "must not",
            "should not",
            "is dangerous",
            "is not",
            "never",
            "would",
            "was run",
            "was executed",
            "ran",
            "is wrong",
            "does not",
            "cannot",
            "destroys",
            "is unsafe",
            "is insecure",
        ]
        .iter()
        .any(|phrase| starts_with_word(after.trim_start(), phrase))
}
