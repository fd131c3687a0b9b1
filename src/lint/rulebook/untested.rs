//! FL0520 mitigation-without-test.

use super::{Context, at};
use crate::diag::{Code, Diagnostic};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (_, entry, _) in context.mitigations().filter(|(_, _, item)| item.tests.is_empty()) {
        let message = format!("the mitigation `{}` has no test", entry.name);
        out.push(
            at(Code::MITIGATION_WITHOUT_TEST, entry.name_span, message)
                .hint("add `tests:` with an alert that it answers, and one that it does not"),
        );
    }
}
