//! The rules that Falco and its plugins ship, as a table (`falco_rules.tsv`).

use crate::diag::Spelling;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static ROWS: &str = include_str!("falco_rules.tsv");

/// What Falco adds to every alert's fields: its time, and since 0.41 the fields that plugins suggest, of which the
/// container plugin and k8smeta have these (falcosecurity/falco, `append_output`; falcosecurity/plugins).
const ADDED: [&str; 9] = [
    "evt.time",
    "container.id",
    "container.name",
    "container.image.repository",
    "container.image.tag",
    "k8s.pod.name",
    "k8s.ns.name",
    "k8smeta.pod.name",
    "k8smeta.ns.name",
];

static RULES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = ROWS.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| Some((line.split('\t').next()?, line.rsplit('\t').next()?));
    lines.filter_map(row).collect()
});

/// Whether Falco adds a key to every alert of a source. What plugins suggest is for system calls.
pub(crate) fn added(source: &str, key: &str) -> bool {
    key == "evt.time" || (source == "syscall" && ADDED.contains(&key))
}

/// The rules in small letters, in order of their names.
static SPELLINGS: LazyLock<Vec<(&'static str, Spelling<'static>)>> =
    LazyLock::new(|| RULES.keys().map(|rule| (*rule, Spelling::of(rule.to_lowercase()))).collect());

/// The names of all rules, sorted, and how each is spelt in small letters.
pub(super) fn spellings() -> impl Iterator<Item = (&'static str, &'static Spelling<'static>)> {
    SPELLINGS.iter().map(|(rule, spelling)| (*rule, spelling))
}

/// The names of all rules, sorted.
#[cfg(feature = "lint")]
pub(in crate::lint) fn names() -> impl Iterator<Item = &'static str> {
    RULES.keys().copied()
}

/// Whether a rule is one of them.
pub(crate) fn is_known(rule: &str) -> bool {
    RULES.contains_key(rule)
}

/// Whether a rule's alerts carry a field as Falco is shipped; `None` if the rule is not one of them.
pub(super) fn prints(rule: &str, key: &str) -> Option<bool> {
    let fields = RULES.get(rule)?;
    Some(ADDED.contains(&key) || fields.split(',').any(|field| field == key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(spellings().count(), 242);
        assert!(ROWS.lines().filter(|line| !line.starts_with('#')).all(|line| line.split('\t').count() == 5));
        assert_eq!(prints("Terminal shell in container", "proc.tty"), Some(true));
        assert_eq!(prints("Terminal shell in container", "k8s.pod.name"), Some(true));
        assert_eq!(prints("Terminal shell in container", "proc.pid"), Some(false));
        assert_eq!(prints("A rule of our own", "proc.pid"), None);
    }
}
