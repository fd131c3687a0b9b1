//! What lints found: diagnostics before counter-examples and allows are taken into account.
//!
//! INVARIANT: one place and one code give one diagnostic, and a lint that is more special than another at the same
//! place silences it.

use super::allow;
use super::snippet::Snippet;
use crate::diag::{Code, Diagnostic, Severity};
use crate::source::Span;

/// Findings of one run.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: Vec<Diagnostic>,
}

/// Codes that say the same of one place, the more telling first.
const SAME_CAUSE: [(&str, &[&str]); 6] = [
    ("FL1102", &["FL1103"]),
    ("FL1301", &["FL1302", "FL1502"]),
    ("FL1403", &["FL1401", "FL1402"]),
    ("FL1402", &["FL1401"]),
    ("FL1409", &["FL1401"]),
    ("FL1316", &["FL1317", "FL1401"]),
];

impl Findings {
    /// Adds a diagnostic of this code.
    pub(super) fn add(&mut self, code: Code, span: Span, message: impl Into<String>, hint: impl Into<String>) {
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
            if snippet_at(snippets, place).is_some_and(|snippet| snippet.counter) {
                diagnostic.severity = Severity::Note;
                diagnostic.primary.text = "shown as wrong, or as what happened".to_owned();
            }
        }
        let silenced: Vec<bool> = found.iter().map(|one| is_silenced(one, &found)).collect();
        let mut keep = silenced.iter();
        found.retain(|_| !keep.next().copied().unwrap_or(false));
        allow::apply(found, snippets)
    }
}

/// The snippet in which a place stands.
pub(super) fn snippet_at(snippets: &[Snippet], place: Span) -> Option<&Snippet> {
    let at = snippets.partition_point(|snippet| snippet.span.bytes.start <= place.bytes.start);
    snippets.get(at.checked_sub(1)?).filter(|snippet| place.bytes.start < snippet.span.bytes.end)
}

/// Whether a more telling finding overlaps this one.
fn is_silenced(one: &Diagnostic, all: &[Diagnostic]) -> bool {
    let code = one.code.code();
    let stronger = SAME_CAUSE.iter().filter(|(_, weaker)| weaker.contains(&code)).map(|(strong, _)| *strong);
    let stronger: Vec<&str> = stronger.collect();
    if stronger.is_empty() {
        return false;
    }
    let overlaps = |other: &Diagnostic| {
        let (a, b) = (one.primary.span, other.primary.span);
        a.file == b.file && a.bytes.start < b.bytes.end && b.bytes.start < a.bytes.end
    };
    all.iter().any(|other| stronger.contains(&other.code.code()) && overlaps(other))
}
