//! From paths to rules: files in order, then names and conditions.

use super::{FalcoRules, Loaded, merge, names};
use crate::check::book::intake::Intake;
use crate::diag::{Code, Diagnostic, Severity, settle};
use crate::source::{ByteRange, Span};
use crate::syntax::falco_rules::parse;
use std::path::Path;

/// Loads rules files in the order given, folders in byte order of their paths.
pub fn load(paths: impl IntoIterator<Item = impl AsRef<Path>>) -> Loaded {
    let (mut intake, mut rules) = (Intake::default(), FalcoRules::default());
    let mut files = Vec::new();
    for path in paths {
        files.extend(intake.path(path.as_ref(), &mut rules.sources));
    }
    let mut diagnostics = Vec::new();
    let mut merger = merge::Merger::new(&mut rules, intake.incomplete);
    for file in files {
        let text = merger.rules.sources.get(file).map(|file| file.text().to_owned()).unwrap_or_default();
        let decoded = parse(file, &text);
        if decoded.items.is_empty() && decoded.diagnostics.is_empty() && text.trim().is_empty() {
            intake.nothing(Span { file, bytes: ByteRange::new(0, 0) }, "the file holds no item");
        }
        // What could not be read may be what others look for.
        merger.incomplete |= decoded.diagnostics.iter().any(|found| found.severity == Severity::Error);
        diagnostics.extend(decoded.diagnostics);
        for item in decoded.items {
            diagnostics.extend(merger.add(item));
        }
    }
    let incomplete = merger.incomplete;
    diagnostics.extend(intake.diagnostics);
    if !incomplete {
        names::check(&rules, &mut diagnostics);
    }
    settle(&mut diagnostics);
    // A plugin of the site may bring both.
    diagnostics.retain(|found| ![Code::UNKNOWN_FIELD, Code::UNKNOWN_EVENT].contains(&found.code));
    Loaded { rules, diagnostics }
}

impl Loaded {
    /// Those that keep Falco from loading the files.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|found| found.severity == Severity::Error)
    }
}
