//! What MITRE ATT&CK says about techniques, tactics and mitigations, as a table (`attack.tsv`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

static ROWS: &str = include_str!("attack.tsv");

/// Tactics by the ids that Falco's tags use (<https://attack.mitre.org/tactics/enterprise/>).
const TACTICS: [(&str, &str); 14] = [
    ("TA0001", "initial-access"),
    ("TA0002", "execution"),
    ("TA0003", "persistence"),
    ("TA0004", "privilege-escalation"),
    ("TA0005", "defense-evasion"),
    ("TA0006", "credential-access"),
    ("TA0007", "discovery"),
    ("TA0008", "lateral-movement"),
    ("TA0009", "collection"),
    ("TA0010", "exfiltration"),
    ("TA0011", "command-and-control"),
    ("TA0040", "impact"),
    ("TA0042", "resource-development"),
    ("TA0043", "reconnaissance"),
];

/// A technique that the table knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Technique {
    pub(super) name: &'static str,
    pub(super) tactics: &'static str,
    /// Ids of the mitigations that ATT&CK names for it, with commas between.
    pub(super) mitigations: &'static str,
}

static TECHNIQUES: LazyLock<BTreeMap<&'static str, Technique>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut cells = line.split('\t');
        let (id, name, tactics) = (cells.next()?, cells.next()?, cells.next()?);
        Some((id, Technique { name, tactics, mitigations: cells.next().unwrap_or_default() }))
    };
    rows().filter_map(row).collect()
});

fn rows() -> impl Iterator<Item = &'static str> {
    ROWS.lines().filter(|line| !line.starts_with('#'))
}

/// The technique of a tag, `T1059.004` or `T1562-impair-defenses`, with its id.
pub(super) fn technique(tag: &str) -> Option<(&str, Technique)> {
    let id = tag.split('-').next()?;
    TECHNIQUES.get(id).map(|&technique| (id, technique))
}

/// The tactic of a tag: `mitre_persistence`, `TA0003`, `TA0005-defense-evasion`.
pub(super) fn tactic(tag: &str) -> Option<&'static str> {
    let id = tag.split('-').next()?;
    let name = tag.strip_prefix("mitre_").map(|name| name.replace('_', "-"));
    let found = TACTICS.iter().find(|(ta, tactic)| *ta == id || name.as_deref() == Some(tactic));
    found.map(|&(_, tactic)| tactic)
}

/// The ids of all mitigations.
pub(super) fn mitigation_ids() -> impl Iterator<Item = &'static str> {
    rows().filter_map(|line| line.split('\t').next()).filter(|id| id.starts_with('M'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_answers_falcos_tags() {
        assert_eq!(technique("T1059.004").unwrap().1.tactics, "execution");
        assert!(technique("T1059.004").unwrap().1.mitigations.contains("M1038"));
        assert_eq!(technique("T1562-impair-defenses").unwrap().0, "T1562");
        assert_eq!(tactic("mitre_command_and_control"), Some("command-and-control"));
        assert_eq!(tactic("TA0005-defense-evasion"), Some("defense-evasion"));
        assert_eq!((tactic("container"), technique("TA0003").is_none()), (None, true));
        assert_eq!(mitigation_ids().count(), 44);
    }

    #[test]
    fn every_tactic_of_the_table_has_an_id() {
        let tactics = TECHNIQUES.values().flat_map(|technique| technique.tactics.split(','));
        let unknown: Vec<_> =
            tactics.filter(|name| !TACTICS.iter().any(|(_, tactic)| tactic == name)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
