//! FL0521 mitigation-without-reference.

use super::{Context, at};
use crate::diag::{Code, Diagnostic};
use crate::syntax::rulebook::items::{Mitigation, StrategyUse};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (_, entry, _) in context.mitigations().filter(|(_, _, item)| !has_reference(context, item)) {
        let message = format!("the mitigation `{}` names no source", entry.name);
        out.push(
            at(Code::MITIGATION_WITHOUT_REFERENCE, entry.name_span, message)
                .hint("add `references:` with what its advice rests on"),
        );
    }
}

fn has_reference(context: &Context<'_>, mitigation: &Mitigation) -> bool {
    let of_use = |one: &StrategyUse| match one {
        StrategyUse::InPlace { strategy, .. } => !strategy.references.is_empty(),
        StrategyUse::Named { name, .. } => {
            context.book.strategy_item(name.as_str()).is_some_and(|item| !item.references.is_empty())
        }
    };
    !mitigation.references.is_empty() || mitigation.strategies.iter().any(of_use)
}
