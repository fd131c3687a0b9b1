//! FL1907 costly-without-reference.

use super::Context;
use crate::diag::{Code, Diagnostic};
use crate::syntax::rulebook::items::Phase;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (_, _, mitigation) in context.mitigations().filter(|(_, _, item)| item.references.is_empty()) {
        for one in &mitigation.strategies {
            let Some(item) = context.used(one) else { continue };
            let interferes =
                item.phase.is_some_and(|(phase, _)| matches!(phase, Phase::Contain | Phase::Eradicate));
            if interferes && item.cost.is_some() && item.references.is_empty() {
                let message =
                    format!("`{}` costs something, and names nothing that it rests on", one.name().as_str());
                out.push(
                    Diagnostic::new(Code::COSTLY_WITHOUT_REFERENCE, one.name().span(), message)
                        .hint("add `references:` to the strategy or to the mitigation"),
                );
            }
        }
    }
}
