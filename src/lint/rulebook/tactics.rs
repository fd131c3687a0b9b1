//! FL0530 tactic-mismatch and FL0531 unknown-mitigation-id: tags and ids that disagree with ATT&CK.

use super::{Context, attack};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::source::Text;
use std::collections::BTreeSet;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (_, _, mitigation) in context.mitigations() {
        let tactics: BTreeSet<&str> =
            mitigation.tags.iter().filter_map(|tag| attack::tactic(tag.as_str())).collect();
        if !tactics.is_empty() {
            out.extend(mitigation.tags.iter().filter_map(|tag| stranger(tag, &tactics)));
        }
    }
    for strategy in context.strategies() {
        out.extend(strategy.item.mitigates.iter().filter_map(unknown_id));
    }
}

/// A technique of none of the tactics.
fn stranger(tag: &Text, tactics: &BTreeSet<&str>) -> Option<Diagnostic> {
    let (id, technique) = attack::technique(tag.as_str())?;
    let own: Vec<&str> = technique.tactics.split(',').collect();
    if own.iter().any(|tactic| tactics.contains(tactic)) {
        return None;
    }
    let tags: Vec<String> =
        own.iter().map(|tactic| format!("`mitre_{}`", tactic.replace('-', "_"))).collect();
    let message = format!("{id} ({}) belongs to no tactic that the tags name", technique.name);
    Some(
        Diagnostic::new(Code::TACTIC_MISMATCH, tag.span(), message)
            .hint(format!("its tactics are {}", tags.join(", "))),
    )
}

fn unknown_id(id: &Text) -> Option<Diagnostic> {
    let digits = id.as_str().strip_prefix('M')?;
    let looks_like_one = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    if !looks_like_one || attack::mitigation_ids().any(|known| known == id.as_str()) {
        return None;
    }
    let message = format!("ATT&CK has no mitigation `{}`", id.as_str());
    let diagnostic = Diagnostic::new(Code::UNKNOWN_MITIGATION_ID, id.span(), message);
    // Numbers are near to each other by accident: which was meant is for the author to look up.
    Some(match did_you_mean(id.as_str(), attack::mitigation_ids()) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic.hint("they are listed at https://attack.mitre.org/mitigations/enterprise/"),
    })
}
