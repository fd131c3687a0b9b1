//! FL0522 contain-without-verify and FL0523 contain-without-rollback.

use super::{Context, at};
use crate::diag::{Code, Diagnostic};
use crate::syntax::rulebook::items::Phase;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for strategy in context.strategies() {
        let (name, item) = (strategy.name, strategy.item);
        // Without a command there is nothing that could be verified or undone by one.
        if item.phase.is_none_or(|(phase, _)| phase != Phase::Contain) || item.examples.is_empty() {
            continue;
        }
        if item.verify.is_empty() {
            let message = format!("`{}` contains, and does not say how to see that it worked", name.as_str());
            out.push(
                at(Code::CONTAIN_WITHOUT_VERIFY, name.span(), message)
                    .hint("add `verify:` with a command that shows it"),
            );
        }
        if item.rollback.is_empty() {
            let message = format!("`{}` contains, and does not say how to undo it", name.as_str());
            out.push(
                at(Code::CONTAIN_WITHOUT_ROLLBACK, name.span(), message)
                    .hint("add `rollback:` with the command that undoes it"),
            );
        }
    }
}
