//! What lints found: diagnostics before counter-examples and allows are taken into account.
//!
//! INVARIANT: one place and one code give one diagnostic, and a lint that is more special than another at the same
//! place silences it.

use super::allow;
use super::snippet::Snippet;
use crate::diag::{Code, Diagnostic, Severity};
use crate::source::Span;
use std::collections::BTreeMap;

/// Findings of one run.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: Vec<Diagnostic>,
}

/// Codes that say the same of one place, the more telling first.
const SAME_CAUSE: [(&str, &[&str]); 9] = [
    ("FL1102", &["FL1103"]),
    ("FL1301", &["FL1302", "FL1502"]),
    ("FL1403", &["FL1401", "FL1402"]),
    ("FL1402", &["FL1401"]),
    ("FL1306", &["FL1403"]),
    ("FL1309", &["FL1605"]),
    ("FL1109", &["FL1501"]),
    ("FL1409", &["FL1401"]),
    ("FL1316", &["FL1317", "FL1401"]),
];

impl Findings {
    /// Adds a diagnostic of this code.
    pub(super) fn add(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.found.push(Diagnostic::new(code, span, message).hint(hint));
    }

    /// Adds a diagnostic that is less, or more, severe here than its code.
    pub(super) fn add_as(
        &mut self,
        severity: Severity,
        code: Code,
        span: Span,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let mut diagnostic = Diagnostic::new(code, span, message).hint(hint);
        diagnostic.severity = severity;
        self.found.push(diagnostic);
    }

    /// Adds a diagnostic.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// The diagnostics that remain: those in counter-examples as notes, those allowed left out, unused allows
    /// reported.
    pub(super) fn finish(self, snippets: &[Snippet]) -> Vec<Diagnostic> {
        let mut found = self.found;
        for diagnostic in &mut found {
            let place = diagnostic.primary.span;
            let snippet = snippet_at(snippets, place).and_then(|at| snippets.get(at));
            if snippet.is_some_and(|snippet| snippet.counter) {
                diagnostic.severity = Severity::Note;
                diagnostic.primary.text = "shown as wrong, or as what happened".to_owned();
            }
        }
        let mut silenced = silenced(&found).into_iter();
        found.retain(|_| !silenced.next().unwrap_or(false));
        allow::apply(found, snippets)
    }
}

/// Which snippet a place stands in.
pub(super) fn snippet_at(snippets: &[Snippet], place: Span) -> Option<usize> {
    let at =
        snippets.partition_point(|snippet| snippet.span.bytes.start <= place.bytes.start).checked_sub(1)?;
    snippets.get(at).filter(|snippet| place.bytes.start < snippet.span.bytes.end).map(|_| at)
}

/// For each finding, whether a more telling one overlaps it.
fn silenced(found: &[Diagnostic]) -> Vec<bool> {
    // For each strong code: starts in order, each with the furthest end so far.
    let mut strong: BTreeMap<&str, Vec<(u32, u32)>> = BTreeMap::new();
    for one in found {
        if SAME_CAUSE.iter().any(|(code, _)| *code == one.code.code()) {
            let bytes = one.primary.span.bytes;
            strong.entry(one.code.code()).or_default().push((bytes.start, bytes.end));
        }
    }
    for places in strong.values_mut() {
        places.sort_unstable();
        let mut furthest = 0;
        for (_, end) in places.iter_mut() {
            furthest = furthest.max(*end);
            *end = furthest;
        }
    }
    let overlapped = |one: &Diagnostic, code: &str| {
        let (Some(places), bytes) = (strong.get(code), one.primary.span.bytes) else { return false };
        let before = places.partition_point(|(start, _)| *start < bytes.end);
        before.checked_sub(1).and_then(|at| places.get(at)).is_some_and(|(_, end)| *end > bytes.start)
    };
    let is_silenced = |one: &Diagnostic| {
        let code = one.code.code();
        SAME_CAUSE.iter().any(|(strong, weaker)| weaker.contains(&code) && overlapped(one, strong))
    };
    found.iter().map(is_silenced).collect()
}
