//! FL1908 tunes-only.

use super::Context;
use crate::diag::{Code, Diagnostic};
use crate::syntax::rulebook::items::Phase;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (_, entry, mitigation) in context.mitigations() {
        let mut phases =
            mitigation.strategies.iter().map(|one| context.used(one)?.phase.map(|(phase, _)| phase));
        if !mitigation.strategies.is_empty() && phases.all(|phase| phase == Some(Phase::Tune)) {
            let message = format!("all that `{}` says to do is to make the rule quieter", entry.name);
            out.push(
                Diagnostic::new(Code::TUNES_ONLY, entry.name_span, message)
                    .hint("add a strategy of the phase `triage`: how to tell that the alert means nothing"),
            );
        }
    }
}
