//! FL1906 unrelated-mitigation.

use super::{Context, attack};
use crate::diag::{Code, Diagnostic};
use std::collections::BTreeSet;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (_, entry, mitigation) in context.mitigations() {
        let techniques = mitigation.tags.iter().filter_map(|tag| attack::technique(tag.as_str()));
        let known: BTreeSet<&str> = techniques
            .flat_map(|(_, technique)| technique.mitigations.split(','))
            .filter(|id| !id.is_empty())
            .collect();
        // ATT&CK names no mitigation for some techniques, and then it refuses none.
        if known.is_empty() {
            continue;
        }
        let used: Vec<_> = mitigation
            .strategies
            .iter()
            .filter_map(|one| context.used(one))
            .filter(|item| !item.mitigates.is_empty())
            .collect();
        let related = |id: &&str| known.contains(*id) || attack::mitigation_ids().all(|one| one != *id);
        let ids: Vec<&str> = used.iter().flat_map(|item| &item.mitigates).map(|id| id.as_str()).collect();
        if !ids.is_empty() && !ids.iter().any(related) {
            let message = format!(
                "no strategy of `{}` is a mitigation that ATT&CK names for its techniques",
                entry.name
            );
            let list: Vec<&str> = known.into_iter().collect();
            out.push(
                Diagnostic::new(Code::UNRELATED_MITIGATION, entry.name_span, message)
                    .hint(format!("it names {}", list.join(", "))),
            );
        }
    }
}
