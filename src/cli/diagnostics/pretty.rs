//! A diagnostic with the lines it is about.

use super::excerpt;
use crate::cli::shell::{path_text, visible};
use crate::diag::{Diagnostic, Label, Severity};
use crate::source::{SourceFile, Sources};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::path::Path;

pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let code = diagnostic.code;
    let title =
        level.primary_title(visible(&diagnostic.message)).id(format!("{} {}", code.code(), code.name()));
    let mut group = place(Group::with_title(title), &diagnostic.primary, AnnotationKind::Primary, sources);
    for label in &diagnostic.secondary {
        group = place(group, label, AnnotationKind::Context, sources);
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.with_name(Some("hint")).message(visible(hint)));
    }
    // Hyperlinks are escape sequences that some terminals print.
    let renderer = if color { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
    renderer.render(&[group]) + "\n\n"
}

/// Adds a place: where it is, and its line with the underline.
fn place<'a>(group: Group<'a>, label: &Label, kind: AnnotationKind, sources: &Sources) -> Group<'a> {
    let Some(file) = sources.get(label.span.file) else { return group };
    let group = group.element(origin(file, label));
    let Some(excerpt) = excerpt::of(file, label.span) else { return group };
    let text = (!label.text.is_empty()).then(|| visible(&label.text));
    let annotation = kind.span(excerpt.marked).label(text);
    group.element(Snippet::source(excerpt.text).line_start(excerpt.line).annotation(annotation))
}

fn origin(file: &SourceFile, label: &Label) -> Origin<'static> {
    let at = file.location(label.span.bytes.start);
    let count = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    Origin::path(path_text(Path::new(file.name()))).line(count(at.line)).char_column(count(at.column))
}
