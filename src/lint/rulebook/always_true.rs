//! FL0501 always-true: a condition that every alert fulfils.

use super::Context;
use super::truth::{Table, Unknowns};
use crate::diag::{Code, Diagnostic};

/// The macro that says it in so many words.
const ALWAYS: &str = "always";

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for read in context.conditions.iter().filter(|read| read.of_macro != Some(ALWAYS)) {
        let Some(unknowns) = Unknowns::of(read.text.as_str(), read.expr) else { continue };
        if !unknowns.are_met_once() && unknowns.table(read.expr) == Table::TRUE {
            let span = read.text.span_at(read.expr.range);
            out.push(
                Diagnostic::new(Code::ALWAYS_TRUE, span, "this holds for every alert")
                    .hint("write `always` if that is meant"),
            );
        }
    }
}
