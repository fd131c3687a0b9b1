//! Words that all formats share, so that they say the same.

use crate::report::{Reason, Report};
use crate::syntax::rulebook::items::Phase;

/// A phase's name.
pub(super) fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Triage => "triage",
        Phase::Preserve => "preserve",
        Phase::Contain => "contain",
        Phase::Investigate => "investigate",
        Phase::Eradicate => "eradicate",
        Phase::Recover => "recover",
        Phase::Harden => "harden",
        Phase::Tune => "tune",
    }
}

/// Headings of the report's parts, in its order.
pub(super) const SUMMARY: &str = "Summary";
pub(super) const ANALYSIS: &str = "Detailed Analysis";
pub(super) const STRATEGIES: &str = "Mitigation Strategies";
pub(super) const CONCLUSION: &str = "Conclusion";
pub(super) const RECOMMENDATIONS: &str = "Additional Recommendations";
pub(super) const REFERENCES: &str = "References";

/// Headings inside them.
pub(super) const FIRST_STEPS: &str = "First steps";
pub(super) const MISSING: &str = "Not in the alert";
pub(super) const WITHHELD: &str = "Withheld examples";
pub(super) const LEFT_OUT: &str = "Left out";

/// Said where no mitigation matched.
pub(super) const NOTHING_MATCHED: &str =
    "No mitigation of the rulebook matches this alert. What follows is only what the alert says of itself.";

/// Said where the rulebook holds no steps for this alert.
pub(super) const NO_STRATEGIES: &str = "The rulebook holds no strategy that applies to this alert.";

/// Said under the heading of missing fields.
pub(super) const MISSING_WHY: &str = "The mitigations ask for these fields and this alert does not carry them. Falco prints more with \
     `append_output` in falco.yaml.";

/// Said under the heading of withheld examples.
pub(super) const WITHHELD_WHY: &str =
    "A command with a wrong or missing value can hit something else, so it is not shown.";

/// The beginning of the sentence that goes on with [`Report::tried`].
pub(super) const TRIED: &str = "The call failed, so this was tried and not done; its result was";

/// Why an example is withheld, as a sentence in plain text.
pub(super) fn reason(reason: &Reason) -> String {
    format!("`{}` {}", reason.field, reason.why)
}

/// The footer's lines: label and content, all ours or hexadecimal.
pub(super) fn footer(report: &Report) -> [(&'static str, &str); 3] {
    let footer = &report.footer;
    [("engine", footer.engine.as_str()), ("items", &footer.items), ("alert", &footer.alert)]
}

/// The page of an ATT&CK mitigation or a D3FEND technique, if the id is of either.
pub(super) fn mitigation_page(id: &str) -> Option<String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if id.strip_prefix('M').is_some_and(digits) {
        return Some(format!("https://attack.mitre.org/mitigations/{id}/"));
    }
    None
}

/// A section of a strategy that holds examples.
pub(super) const VERIFY: &str = "Verify";
pub(super) const ROLLBACK: &str = "Roll back";
pub(super) const COST: &str = "Cost";
pub(super) const MITIGATES: &str = "Mitigates";

/// With a capital letter.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
