//! Strategies of several findings in one order: that of a response.

use crate::check::model::{Mitigation, Strategy};
use crate::eval::Finding;
use crate::syntax::rulebook::items::Phase;

/// The strategies that apply, each use once, ordered by phase. Findings come most specific first, and within a
/// phase their order and the author's stand.
pub(super) fn in_order<'a>(findings: &[(&'a Mitigation, &Finding)]) -> Vec<&'a Strategy> {
    let urgent = findings.iter().any(|(mitigation, _)| mitigation.urgent);
    let mut merged: Vec<&Strategy> = Vec::new();
    for (mitigation, finding) in findings {
        for strategy in finding.strategies.iter().filter_map(|&at| mitigation.strategies.get(at)) {
            let same = |other: &&Strategy| other.name == strategy.name && other.bindings == strategy.bindings;
            if !merged.iter().any(same) {
                merged.push(strategy);
            }
        }
    }
    merged.sort_by_key(|strategy| place(strategy.phase, urgent));
    merged
}

/// Where a phase stands. While harm goes on, containing comes before preserving what the harm destroys anyway.
fn place(phase: Phase, urgent: bool) -> Phase {
    match phase {
        Phase::Preserve if urgent => Phase::Contain,
        Phase::Contain if urgent => Phase::Preserve,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urgent_swaps_preserve_and_contain_alone() {
        use Phase::{Contain, Eradicate, Harden, Investigate, Preserve, Recover, Triage, Tune};
        let ordered = |urgent| {
            let mut phases =
                [Tune, Harden, Recover, Eradicate, Investigate, Contain, Preserve, Triage].to_vec();
            phases.sort_by_key(|&phase| place(phase, urgent));
            phases
        };
        let rest = [Investigate, Eradicate, Recover, Harden, Tune];
        assert_eq!(ordered(false), [&[Triage, Preserve, Contain][..], &rest].concat());
        assert_eq!(ordered(true), [&[Triage, Contain, Preserve][..], &rest].concat());
    }
}
