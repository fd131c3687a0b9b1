//! Which keys the items of a Falco rules file have, and what `override` may do with each
//! (<https://falco.org/docs/concepts/rules/overriding/>).

/// The keys of a rule.
pub const RULE: [&str; 15] = [
    "rule",
    "desc",
    "condition",
    "output",
    "priority",
    "source",
    "tags",
    "enabled",
    "exceptions",
    "override",
    "append",
    "warn_evttypes",
    "skip-if-unknown-filter",
    "capture",
    "capture_duration",
];
/// The keys of a macro.
pub const MACRO: [&str; 4] = ["macro", "condition", "append", "override"];
/// The keys of a list.
pub const LIST: [&str; 4] = ["list", "items", "append", "override"];

/// The keys of a rule to which something can be appended.
pub(super) const APPENDABLE: [&str; 5] = ["condition", "output", "desc", "tags", "exceptions"];
/// The other keys of a rule that can be replaced.
pub(super) const REPLACEABLE: [&str; 6] =
    ["priority", "enabled", "warn_evttypes", "skip-if-unknown-filter", "capture", "capture_duration"];

/// What is written for Falco's priorities (<https://falco.org/docs/concepts/rules/basic-elements/#priority>), in small
/// letters.
pub const PRIORITIES: [&str; 10] = [
    "emergency",
    "alert",
    "critical",
    "error",
    "warning",
    "notice",
    "informational",
    "info",
    "debug",
    "warn",
];

/// The priority that a word stands for, in small letters: Falco compares without case, and takes a beginning.
#[must_use]
pub fn priority(word: &str) -> Option<&'static str> {
    let word = word.trim().to_ascii_lowercase();
    PRIORITIES.into_iter().find(|known| !word.is_empty() && known.starts_with(&word))
}
