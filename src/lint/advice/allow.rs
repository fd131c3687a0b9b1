//! Allows: a lint that is silent for one example, with a reason that a reviewer reads.
//!
//! In: comments of a report (`<!-- falconer-allow: FL1101 reason="…" -->`), `allow:` of an example. Out: diagnostics
//! without those that are allowed, and a diagnostic for each allow that is itself wrong.

use super::findings::snippet_at;
use super::snippet::Snippet;
use crate::diag::{Code, Diagnostic};
use crate::source::{Span, Text};

/// One allow.
#[derive(Debug, Clone)]
pub(super) struct Allow {
    /// The lint's code or name.
    pub(super) lint: String,
    /// Why.
    pub(super) reason: String,
    /// Where it stands.
    pub(super) span: Span,
}

/// A reason shorter than this is none.
const SHORTEST_REASON: usize = 15;

/// The allows of a comment: `falconer-allow: FL1101, FL1102 reason="…"`.
pub(super) fn of_comment(comment: &Text) -> Vec<Allow> {
    let Some((_, rest)) = comment.as_str().split_once("falconer-allow:") else { return Vec::new() };
    let (lints, reason) = rest.split_once("reason=").unwrap_or((rest, ""));
    let reason = reason.trim_start().trim_start_matches('"').split('"').next().unwrap_or_default();
    let codes = lints.split([',', ' ']).map(str::trim).filter(|word| word.starts_with("FL"));
    codes
        .map(|lint| Allow { lint: lint.to_owned(), reason: reason.to_owned(), span: comment.span() })
        .collect()
}

/// Takes out what is allowed and adds what is wrong with the allows.
pub(super) fn apply(found: Vec<Diagnostic>, snippets: &[Snippet]) -> Vec<Diagnostic> {
    let mut used: Vec<Vec<bool>> = snippets.iter().map(|snippet| vec![false; snippet.allows.len()]).collect();
    let mut kept = Vec::with_capacity(found.len());
    for diagnostic in found {
        let index = snippet_at(snippets, diagnostic.primary.span);
        let allowed = index.and_then(|index| snippets.get(index)).and_then(|snippet| {
            snippet.allows.iter().position(|allow| is_for(allow, diagnostic.code) && is_sound(allow))
        });
        let slot =
            index.and_then(|index| used.get_mut(index)).zip(allowed).and_then(|(used, at)| used.get_mut(at));
        match slot {
            Some(used) => *used = true,
            None => kept.push(diagnostic),
        }
    }
    for (snippet, used) in snippets.iter().zip(&used) {
        let allows = snippet.allows.iter().zip(used);
        kept.extend(allows.filter_map(|(allow, used)| complaint(allow, *used)));
    }
    kept
}

fn is_for(allow: &Allow, code: Code) -> bool {
    allow.lint.eq_ignore_ascii_case(code.code()) || allow.lint == code.name()
}

fn is_sound(allow: &Allow) -> bool {
    allow.reason.trim().chars().count() >= SHORTEST_REASON
}

fn complaint(allow: &Allow, used: bool) -> Option<Diagnostic> {
    let (message, hint) = if !is_sound(allow) {
        (
            format!("the allow of `{}` gives no reason", allow.lint),
            format!("say in at least {SHORTEST_REASON} characters why it is right here"),
        )
    } else if !used {
        (format!("`{}` finds nothing here", allow.lint), "take the allow out".to_owned())
    } else {
        return None;
    };
    Some(Diagnostic::new(Code::UNUSED_ALLOW, allow.span, message).hint(hint))
}
