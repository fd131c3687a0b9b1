//! From paths to rules: files in order, then names and conditions.

use super::merge::Merger;
use super::{FalcoRules, Loaded, names};
use crate::check::book::intake::Intake;
use crate::diag::{Code, Diagnostic, Severity, settle};
use crate::source::{ByteRange, FileId, Sources, Span};
use crate::syntax::falco_rules::parse;
use std::path::Path;

/// Loads rules files in the order given, folders in byte order of their paths.
pub fn load(paths: impl IntoIterator<Item = impl AsRef<Path>>) -> Loaded {
    let (mut intake, mut sources) = (Intake::default(), Sources::default());
    let mut files = Vec::new();
    for path in paths {
        files.extend(intake.path(path.as_ref(), &mut sources));
    }
    finish(intake, sources, &files)
}

/// Loads texts that stand for files, each with its name, in the order given.
///
/// ```
/// use falconer::check::falco_rules::load_texts;
/// let rules = "
/// - rule: Shell
///   desc: A shell.
///   condition: evt.type = execve and proc.name = bash
///   output: \"%user.name ran %proc.cmdline\"
///   priority: NOTICE
/// ";
/// let site = "- rule: Shell\n  output: by %proc.pname\n  override: {output: append}\n";
/// let loaded = load_texts([("falco_rules.yaml", rules), ("site.yaml", site)]);
/// assert_eq!(loaded.diagnostics, []);
/// let shell = loaded.rules.rule("Shell").unwrap();
/// assert_eq!(shell.printed().collect::<Vec<_>>(), ["user.name", "proc.cmdline", "proc.pname"]);
/// ```
pub fn load_texts<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Loaded {
    let (mut intake, mut sources) = (Intake::default(), Sources::default());
    let mut files = Vec::new();
    for (name, text) in texts {
        files.extend(intake.text(name.to_owned(), text.to_owned(), &mut sources));
    }
    finish(intake, sources, &files)
}

fn finish(mut intake: Intake, sources: Sources, files: &[FileId]) -> Loaded {
    let mut rules = FalcoRules { sources, incomplete: intake.incomplete, ..FalcoRules::default() };
    let mut diagnostics = Vec::new();
    let mut merger = Merger::new(&mut rules);
    for &file in files {
        let text = merger.rules.sources.get(file).map(|file| file.text().to_owned()).unwrap_or_default();
        let decoded = parse(file, &text);
        if decoded.is_nothing {
            intake.nothing(Span { file, bytes: ByteRange::new(0, 0) }, "the file holds no item");
        }
        merger.rules.incomplete |= decoded.has_lost;
        diagnostics.extend(decoded.diagnostics);
        for item in decoded.items {
            diagnostics.extend(merger.add(item));
        }
    }
    diagnostics.extend(intake.diagnostics);
    names::check(&rules, &mut diagnostics);
    // A plugin of the site may bring both.
    diagnostics.retain(|found| ![Code::UNKNOWN_FIELD, Code::UNKNOWN_EVENT].contains(&found.code));
    settle(&mut diagnostics);
    Loaded { rules, diagnostics }
}

impl Loaded {
    /// Those that keep Falco from loading the files.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|found| found.severity == Severity::Error)
    }
}
