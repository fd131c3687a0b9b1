//! FL0540 unknown-falco-rule: a name that is nearly that of a rule which Falco ships.

use super::{Context, falco_rules};
use crate::diag::{Code, Diagnostic, Spelling};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for rule in context.mitigations().flat_map(|(_, _, mitigation)| &mitigation.rules) {
        if falco_rules::is_known(rule.as_str()) {
            continue;
        }
        if let Some(near) = nearest(rule.as_str()) {
            let message = format!("Falco ships no rule `{}`", rule.as_str());
            out.push(
                Diagnostic::new(Code::UNKNOWN_FALCO_RULE, rule.span(), message)
                    .did_you_mean(rule.as_str(), near),
            );
        }
    }
}

/// The rule that was probably meant: alike but for case, or for one letter in eight. Rules have long names, and a
/// site's own are often made from Falco's by another word, which is no slip.
fn nearest(name: &str) -> Option<&'static str> {
    let own = Spelling::of(name.to_lowercase());
    let most = (name.chars().count() / 8).clamp(1, 4);
    let distances =
        falco_rules::spellings().filter_map(|(rule, spelling)| Some((rule, own.distance(spelling, most)?)));
    distances.min_by_key(|&(_, distance)| distance).map(|(rule, _)| rule)
}
