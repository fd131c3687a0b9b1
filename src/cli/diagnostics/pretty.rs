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
    without_empty_origins(&renderer.render(&[group])) + "\n"
}

/// The renderer marks each snippet that has no path of its own with a lone `:::`. Ours have none, because it would
/// count columns in the excerpt, not in the file; the place stands in the line above.
fn without_empty_origins(text: &str) -> String {
    let is_empty_origin = |line: &str| anstream::adapter::strip_str(line).to_string().trim() == ":::";
    text.lines().filter(|line| !is_empty_origin(line)).fold(String::new(), |text, line| text + line + "\n")
}

/// Adds a place: where it is, and its line with the underline.
fn place<'a>(group: Group<'a>, label: &Label, kind: AnnotationKind, sources: &Sources) -> Group<'a> {
    let Some(file) = sources.get(label.span.file) else { return group };
    if file.text().is_empty() {
        // A folder, or a file that is not there: there is no line to show.
        return group.element(Origin::path(path_text(Path::new(file.name()))));
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::source::{ByteRange, Span};

    fn sources() -> (Sources, impl Fn(std::ops::Range<usize>) -> Span) {
        let mut sources = Sources::default();
        let text = "- macro: shell\n  condition: >\n    proc.nmae = bash\n- macro: shell\n  condition: évt\u{1b}[2J\n";
        let file = sources.add("rules/a\u{202e}.yaml", text);
        (sources, move |range| Span { file, bytes: ByteRange::new(range.start, range.end) })
    }

    #[test]
    fn the_line_is_shown_with_label_and_hint() {
        let (sources, span) = sources();
        let diagnostic = Diagnostic::new(Code::UNKNOWN_FIELD, span(34..43), "unknown field `proc.nmae`")
            .label("neither Falco nor a plugin has it")
            .hint("did you mean `proc.name`?");
        let expected = r"
warning[FL0102 unknown-field]: unknown field `proc.nmae`
 --> rules/a\u{202e}.yaml:3:5
  |
3 |     proc.nmae = bash
  |     ^^^^^^^^^ neither Falco nor a plugin has it
  |
  = hint: did you mean `proc.name`?

";
        assert_eq!(render(&diagnostic, &sources, false), expected.trim_start());
        let colored = render(&diagnostic, &sources, true);
        assert_eq!(anstream::adapter::strip_str(&colored).to_string(), expected.trim_start());
    }

    #[test]
    fn two_places_are_both_shown_and_nothing_reaches_the_terminal() {
        let (sources, span) = sources();
        let diagnostic =
            Diagnostic::new(Code::UNKNOWN_FIELD, span(79..87), "second definition of `a\u{1b}[2J`")
                .label("here \u{9b}2J")
                .also(span(9..14), "first defined here");
        let text = render(&diagnostic, &sources, false);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        let expected = r"
warning[FL0102 unknown-field]: second definition of `a\u{1b}[2J`
 --> rules/a\u{202e}.yaml:5:14
  |
5 |   condition: évt\u{1b}[2J
  |              ^^^^^^^^^^^^ here \u{9b}2J
 ::: rules/a\u{202e}.yaml:1:10
  |
1 | - macro: shell
  |          ----- first defined here

";
        assert_eq!(text, expected.trim_start());
    }
}
