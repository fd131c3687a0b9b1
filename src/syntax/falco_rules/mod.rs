//! Falco rules files: YAML trees to rules, macros and lists, with every mistake of a file reported.
//!
//! In: the text of one file as Falco loads it. Out: its [`items`] and diagnostics. Conditions and outputs stay
//! texts; overrides are not applied and names not looked up here. What Falco refuses is an error, what it passes
//! over in silence a warning (<https://falco.org/docs/reference/rules/rule-fields/>,
//! `userspace/engine/rule_loader_reader.cpp` of falcosecurity/falco).

mod decode;
mod exceptions;
pub mod items;
pub mod keys;
pub mod output;
mod value;

pub use decode::Decoded;

use crate::diag::Diagnostic;
use crate::source::{FileId, yaml};
use crate::syntax::rulebook::foreign::{self, Wanted};
use crate::syntax::rulebook::yaml_error;

/// The items of a file's text.
///
/// A file that is no YAML, or something else than Falco rules, gives one diagnostic and no items.
///
/// ```
/// use falconer::source::FileId;
/// use falconer::syntax::falco_rules::parse;
/// let decoded = parse(FileId(0), "- list: shells\n  items: [bash, sh]\n");
/// assert_eq!((decoded.items.len(), decoded.diagnostics.len()), (1, 0));
/// ```
#[must_use]
pub fn parse(file: FileId, source: &str) -> Decoded {
    let refused = |diagnostic: Diagnostic| Decoded {
        diagnostics: vec![diagnostic],
        has_lost: true,
        ..Decoded::default()
    };
    if let Some(diagnostic) = foreign::alerts(file, source, Wanted::FalcoRules) {
        return refused(diagnostic);
    }
    let documents = match yaml::parse(file, source) {
        Ok(documents) => documents,
        Err(error) => return refused(yaml_error::explain(&error)),
    };
    // A document that says nothing is passed over.
    let documents: Vec<_> = documents.into_iter().filter(|document| !document.is_null()).collect();
    match foreign::recognise(&documents, Wanted::FalcoRules) {
        Some(diagnostic) => refused(diagnostic),
        None => decode::decode(&documents),
    }
}

/// What a file's text is, told by its items: Falco rules (`true`) or a rulebook (`false`); `None` for what could be
/// either, such as lists alone, and for what is neither.
#[must_use]
pub fn is_falco_rules(source: &str) -> Option<bool> {
    let documents = yaml::parse(FileId(0), source).ok()?;
    foreign::tells(&documents).map(|wanted| wanted == Wanted::FalcoRules)
}
