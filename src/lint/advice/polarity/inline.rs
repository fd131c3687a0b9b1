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

/// What a label or clause that begins with it asks for, besides [`URGES`].
const VERBS: [&str; 86] = [
    "activate",
    "allow",
    "attach",
    "block",
    "capture",
    "change",
    "check",
    "clean",
    "clear",
    "collect",
    "configure",
    "connect",
    "contain",
    "copy",
    "cordon",
    "create",
    "cut",
    "deactivate",
    "delete",
    "deploy",
    "destroy",
    "detach",
    "disable",
    "drain",
    "drop",
    "dump",
    "edit",
    "empty",
    "enable",
    "end",
    "enforce",
    "evict",
    "exclude",
    "export",
    "find",
    "fix",
    "flush",
    "force",
    "free",
    "freeze",
    "gather",
    "give",
    "grant",
    "harden",
    "inspect",
    "install",
    "isolate",
    "keep",
    "kill",
    "label",
    "let",
    "limit",
    "list",
    "lock",
    "look",
    "make",
    "mount",
    "move",
    "mute",
    "open",
    "patch",
    "pause",
    "preserve",
    "prune",
    "pull",
    "purge",
    "put",
    "reboot",
    "rebuild",
    "recreate",
    "reload",
    "remove",
    "replace",
    "reset",
    "restart",
    "restore",
    "restrict",
    "revoke",
    "rollback",
    "rotate",
    "save",
    "scan",
    "shut",
    "silence",
    "suspend",
    "wipe",
];

/// More of them.
const MORE_VERBS: [&str; 67] = [
    "silence",
    "snapshot",
    "switch",
    "tag",
    "take",
    "terminate",
    "test",
    "tune",
    "turn",
    "undo",
    "uninstall",
    "unload",
    "update",
    "upgrade",
    "upload",
    "verify",
    "view",
    "roll",
    "scale",
    "suppress",
    "load",
    "write",
    "mark",
    "send",
    "share",
    "publish",
    "submit",
    "push",
    "fetch",
    "download",
    "decode",
    "reinstall",
    "reopen",
    "expose",
    "permit",
    "bind",
    "map",
    "rename",
    "redeploy",
    "redirect",
    "register",
    "relax",
    "loosen",
    "increase",
    "raise",
    "lower",
    "skip",
    "ignore",
    "bypass",
    "trust",
    "whitelist",
    "allowlist",
    "log",
    "perform",
    "stop",
    "start",
    "read",
    "show",
    "print",
    "query",
    "search",
    "compare",
    "monitor",
    "watch",
    "trace",
    "join",
    "enter",
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
    // "Since it was run, delete it by `x`": what happened stands in another clause.
    let clause = last_clause(&before);
    let urges = clause.len() < before.len() && starts_with_verb(clause);
    if !urges && HAPPENED.iter().any(|word| has_phrase(&before, word))
        || someone_else_acts(&before)
        || refused(&before)
    {
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
    starts_with_verb(label)
        || URGES.iter().chain(&VERBS).any(|word| has_phrase(sentence, word))
        || !FACTS.iter().any(|word| has_phrase(label, word))
}

/// "Keep the logs", "then wipe it": the first word asks for something.
pub(super) fn starts_with_verb(clause: &str) -> bool {
    let mut words = clause.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let first = words
        .find(|word| !matches!(*word, "then" | "first" | "next" | "finally" | "now" | "step" | "please"));
    first.is_some_and(|word| VERBS.contains(&word) || MORE_VERBS.contains(&word) || URGES.contains(&word))
}

/// "An attacker can run `x`", "the miner uses `x`": whoever runs it is not the reader.
fn someone_else_acts(before: &str) -> bool {
    let clause = before.rsplit(['.', ';', ':']).next().unwrap_or(before).trim();
    let subject = ["the ", "an ", "a ", "any ", "this ", "that ", "its ", "some "]
        .iter()
        .find_map(|article| clause.strip_prefix(article))
        .unwrap_or(clause);
    let other = [
        "attacker",
        "attackers",
        "adversary",
        "adversaries",
        "intruder",
        "malware",
        "miner",
        "threat actor",
        "actor",
        "process",
        "payload",
        "worm",
        "exploit",
        "trojan",
        "ransomware",
        "botnet",
        "rule",
        "alert",
        "event",
        "falco",
        "malicious",
        "parent",
        "child",
        "shell",
        "binary",
    ];
    other.iter().any(|word| starts_with_word(subject, word))
        && !["must", "should", "needs to"].iter().any(|word| has_phrase(clause, word))
        // "The process can be ended with `x`": by the reader.
        && !(has_phrase(clause, "be")
            && ["with", "using", "by", "via", "through", "by running"].iter().any(|word| clause.ends_with(word)))
}

/// "Do not switch Falco off (`x`, `y`)": a clause that begins with a refusal, up to the code; or one that only says
/// when something happens.
fn refused(before: &str) -> bool {
    // "When it is asked to stop (`x`)" tells what happens then.
    if let Some((outside, inside)) = before.rsplit_once('(')
        && !inside.contains(')')
        && ["when", "whenever", "while", "because", "since"].iter().any(|word| has_phrase(outside, word))
    {
        return true;
    }
    let sentence = before.rsplit([';', ':', '\u{2014}']).next().unwrap_or(before).trim();
    let refusal =
        ["do not ", "don't ", "never ", "avoid ", "please do not ", "no need to ", "there is no need to "];
    let Some(rest) = refusal.iter().find_map(|words| sentence.strip_prefix(words)) else { return false };
    let reminder = ["forget", "hesitate", "wait"].iter().any(|word| rest.starts_with(word));
    // "Do not reboot, run `x`": after the comma something else is asked for.
    let turns = rest.rsplit_once(',').is_some_and(|(_, last)| {
        let last = last.trim().trim_start_matches("but ").trim_start_matches("instead ");
        starts_with_verb(last)
    });
    !reminder && !turns && ![" but ", " instead ", " before ", " by "].iter().any(|word| rest.contains(word))
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
    let reminds = ["wait", "hesitate", "forget", "panic", "worry"].iter().any(|word| last.contains(word));
    let negated = !reminds
        && last.iter().any(|word| {
            matches!(
                *word,
                "never" | "not" | "don't" | "avoid" | "without" | "no" | "cannot" | "nor" | "than"
            )
        });
    let after = after.split(['.', ';']).next().unwrap_or_default();
    let replaced =
        ["instead of", "rather than", "in place of"].iter().any(|words| before.trim_end().ends_with(words));
    let refused = [
        "is not needed",
        "is not necessary",
        "is not required",
        "is not recommended",
        "is not a fix",
        "is no fix",
        "is discouraged",
        "is dangerous",
        "is harmful",
        "is unsafe",
        "must not",
        "must never",
        "should never",
        "should not",
        "would lose",
        "would destroy",
        "would only",
    ];
    let refused = !after.contains('`') && refused.iter().any(|phrase| has_phrase(after, phrase));
    replaced
        || refused
        || negated
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
