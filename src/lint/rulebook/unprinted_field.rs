//! FL0541 unprinted-field: commands that no alert of the named rules can fill, as Falco is shipped.
//!
//! A strategy is lost for a rule if its condition cannot hold without a field that the rule does not print, or if
//! each of its examples has a hole for such a field. A strategy of the same phase that is not lost is an
//! alternative.

use super::needs::{self, carried};
use super::{Context, at, falco_rules};
use crate::check::book::Entry;
use crate::check::condition::Operand;
use crate::check::model::{Mitigation, Strategy};
use crate::diag::{Code, Diagnostic};
use std::collections::BTreeSet;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (number, entry, _) in context.mitigations() {
        let Some(mitigation) = context.book.mitigation(number) else { continue };
        // A rule of the site's own prints what the site decides.
        if mitigation.rules.is_empty() || !mitigation.rules.iter().all(|rule| falco_rules::is_known(rule)) {
            continue;
        }
        out.extend(mitigation.strategies.iter().filter_map(|strategy| lost(entry, mitigation, strategy)));
    }
}

/// What to say of a strategy that no rule of the mitigation can show and that has no alternative.
fn lost(entry: &Entry, mitigation: &Mitigation, strategy: &Strategy) -> Option<Diagnostic> {
    let missing = missing_everywhere(mitigation, strategy)?;
    let alternative =
        |other: &Strategy| other.phase == strategy.phase && missing_everywhere(mitigation, other).is_none();
    if mitigation.strategies.iter().any(alternative) {
        return None;
    }
    let fields: Vec<String> = missing.iter().map(|field| format!("`{field}`")).collect();
    let (name, rule) = (&strategy.name, mitigation.rules.first()?);
    let message = format!("`{name}` needs {}, which `{rule}` does not print", fields.join(", "));
    let extra: Vec<String> = missing.iter().map(|field| format!("{field}: \"%{field}\"")).collect();
    let extra = extra.join(", ");
    // The strategy may be another file's; the mitigation decides to use it.
    let place = if strategy.span.file == entry.span.file { strategy.span } else { entry.name_span };
    let inside = entry.span.bytes.start <= place.bytes.start && place.bytes.end <= entry.span.bytes.end;
    let place = if inside { place } else { entry.name_span };
    Some(at(Code::UNPRINTED_FIELD, place, message).hint(format!(
        "add a step of this phase that does without, or to `append_output` of falco.yaml: `- match: {{rule: {rule}}}` with `extra_fields: [{{{extra}}}]`"
    )))
}

/// The fields without which no rule shows the strategy; `None` if one does.
fn missing_everywhere(mitigation: &Mitigation, strategy: &Strategy) -> Option<BTreeSet<String>> {
    let mut missing = BTreeSet::new();
    for rule in &mitigation.rules {
        let printed =
            |operand: &Operand| carried(operand, &|key| falco_rules::prints(rule, key) == Some(true));
        missing.extend(needs::of_strategy(strategy, &printed)?.into_keys().map(str::to_owned));
    }
    Some(missing)
}
