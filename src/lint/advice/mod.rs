//! Lints of advice: commands, manifests, policies and Falco rules that a reader may paste.
//!
//! In: a report in Markdown ([`audit`]), or the examples of a rulebook ([`rulebook`]). Out: diagnostics, and what was
//! read and what could not be. Only code is judged; prose only tells advice from what is shown as wrong. Every
//! language has a reader that gives a model with places, and a lint is a question to a model.

mod allow;
mod examples;
mod facts;
mod findings;
mod language;
mod lints;
mod markdown;
mod order;
mod place;
mod polarity;
mod read;
mod snippet;
mod subject;

pub use examples::rulebook;

use crate::diag::{Diagnostic, settle};
use crate::source::{FileId, Text};
use findings::Findings;
use read::shell::Grammar;
use snippet::Snippet;
use std::collections::BTreeSet;
use subject::Subject;

/// No more blocks of a report are read.
const MAX_BLOCKS: usize = 10_000;

/// What came of a report.
#[derive(Debug, Default)]
pub struct Audit {
    /// What is wrong with its advice.
    pub diagnostics: Vec<Diagnostic>,
    /// What was read.
    pub counts: Counts,
}

/// How much was read, so that silence is never taken for a good report.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Blocks of code, and pieces of code within sentences that are commands.
    pub blocks: usize,
    /// Commands in them.
    pub commands: usize,
    /// Manifests and other documents of YAML or JSON.
    pub manifests: usize,
    /// Falco rules, macros and lists.
    pub rules: usize,
    /// Blocks in a language that no lint reads.
    pub other: usize,
    /// What those languages are, as far as their fences say.
    pub languages: BTreeSet<String>,
    /// Blocks that should have been read and could not be, or only in part.
    pub unread: usize,
}

impl Counts {
    /// Whether there was anything that a lint could judge.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.commands == 0 && self.manifests == 0 && self.rules == 0
    }

    /// Adds what another report held.
    pub fn add(&mut self, other: &Self) {
        self.blocks = self.blocks.saturating_add(other.blocks);
        self.commands = self.commands.saturating_add(other.commands);
        self.manifests = self.manifests.saturating_add(other.manifests);
        self.rules = self.rules.saturating_add(other.rules);
        self.other = self.other.saturating_add(other.other);
        self.languages.extend(other.languages.iter().cloned());
        self.unread = self.unread.saturating_add(other.unread);
    }
}

/// Judges the advice of a report in Markdown.
///
/// `trust_allows` says whether comments in it may silence a lint: a report of unknown origin must not acquit
/// itself.
///
/// ```
/// use falconer::lint::advice::audit;
/// use falconer::source::FileId;
/// let report = "Restrict the container:\n\n```sh\ndocker run --privileged modest_x\n```\n";
/// let found = audit(FileId(0), report, false);
/// assert_eq!(found.diagnostics[0].code.code(), "FL1101");
/// assert_eq!(found.counts.commands, 1);
/// ```
#[must_use]
pub fn audit(file: FileId, report: &str, trust_allows: bool) -> Audit {
    let text = Text::whole_file(file, report);
    let document = markdown::read(&text);
    let mut subject = Subject::of_report(report, &document);
    let mut counts = Counts::default();
    let mut findings = Findings::default();
    let mut grammar = Grammar::default();
    let mut snippets = Vec::with_capacity(document.blocks.len());
    for block in &document.blocks {
        let mut snippet = Snippet::of_block(block, &mut grammar);
        snippet.count(&mut counts);
        snippet.incident = subject.incident;
        if trust_allows {
            snippet.allows = block.comment.as_ref().map(allow::of_comment).unwrap_or_default();
        }
        snippets.push(snippet);
    }
    if document.cut {
        counts.unread = counts.unread.saturating_add(1);
    }
    subject.macros = snippets.iter().flat_map(Snippet::macros).map(str::to_owned).collect();
    for snippet in &snippets {
        lints::check(snippet, &subject, &mut findings);
    }
    order::report(&snippets, &subject, &mut findings);
    let mut diagnostics = findings.finish(&snippets);
    settle(&mut diagnostics);
    Audit { diagnostics, counts }
}

#[cfg(test)]
mod tests;
