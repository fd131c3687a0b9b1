//! FL1905 claims-certainty.

use super::Context;
use crate::diag::{Code, Diagnostic};
use crate::source::{ByteRange, Text};
use crate::syntax::rulebook::items::AnalysisRow;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// What one event never shows by itself.
const CLAIMS: [&str; 16] = [
    "was breached",
    "has been breached",
    "is breached",
    "was compromised",
    "has been compromised",
    "is compromised",
    "was hacked",
    "has been hacked",
    "an attacker has gained",
    "an attacker gained",
    "the attacker has gained",
    "the attacker gained",
    "is under attack",
    "is infected",
    "has been infected",
    "was infected",
];

/// Words before a claim that make it none.
const DOUBTS: [&str; 20] = [
    "if",
    "whether",
    "may",
    "might",
    "could",
    "assume",
    "suspect",
    "when",
    "once",
    "unless",
    "until",
    "that",
    "which",
    "what",
    "as though",
    "as if",
    "like",
    "not",
    "no",
    "consistent with",
];

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (_, _, mitigation) in context.mitigations() {
        let texts = [&mitigation.title, &mitigation.desc, &mitigation.summary, &mitigation.conclusion];
        out.extend(texts.into_iter().flatten().filter_map(judge));
        out.extend(mitigation.recommendations.iter().filter_map(judge));
        let rows = mitigation.analysis.iter().filter_map(|row| match row {
            AnalysisRow::Labelled { text, .. } => Some(text),
            AnalysisRow::Field(_) => None,
        });
        out.extend(rows.filter_map(judge));
    }
    for strategy in context.strategies() {
        let texts = [&strategy.item.title, &strategy.item.text];
        out.extend(texts.into_iter().flatten().filter_map(judge));
    }
}

/// Finds out at one go that a text holds no claim, as nearly all do.
static ANY_CLAIM: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(CLAIMS).ok());

fn judge(text: &Text) -> Option<Diagnostic> {
    if ANY_CLAIM.as_ref().is_some_and(|claims| !claims.is_match(text.as_str())) {
        return None;
    }
    let lower = text.as_str().to_ascii_lowercase();
    let (at, claim) = CLAIMS.iter().find_map(|claim| lower.find(claim).map(|at| (at, *claim)))?;
    let before = lower.get(..at).unwrap_or_default();
    let clause = before.rsplit(['.', ';', '!', '?']).next().unwrap_or(before);
    let padded = format!(" {} ", clause.split_whitespace().collect::<Vec<_>>().join(" "));
    if DOUBTS.iter().any(|word| padded.contains(&format!(" {word} "))) {
        return None;
    }
    let span = text.span_at(ByteRange::new(at, at.saturating_add(claim.len())));
    let message = format!("`{claim}` is more than an alert shows");
    Some(
        Diagnostic::new(Code::CLAIMS_CERTAINTY, span, message)
            .hint("say what was seen and what it may mean: `this is consistent with …`"),
    )
}
