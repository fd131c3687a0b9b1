//! FL1606 and FL1608: documents that do not parse; fences that name another language.

use crate::diag::{Code, Diagnostic, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::language::{misnamed as holds_manifest, starts_as_command};
use crate::lint::advice::lints::Object;
use crate::lint::advice::read::yaml;
use crate::lint::advice::snippet::{Kind, Snippet};

/// Keys that stand twice in one mapping.
pub(super) fn repeated(object: &Object<'_>, findings: &mut Findings) {
    if let Some((again, first)) = yaml::repeated_key(object.root) {
        let name = again.scalar().map_or("", |text| text.as_str());
        findings.push(
            Diagnostic::new(
                Code::UNREADABLE_DATA,
                object.span(again),
                format!("key `{name}` stands twice, and only one counts"),
            )
            .label("again here")
            .also(object.span(first), "first here")
            .hint("keep one of the two"),
        );
    }
}

/// Documents that do not parse.
pub(super) fn broken(snippet: &Snippet, findings: &mut Findings) {
    if snippet.lang == "diff"
        || snippet.lang == "jsonc"
        || snippet.text.as_str().contains("...")
        || snippet.text.as_str().contains('…')
    {
        return;
    }
    let text = snippet.text.as_str();
    let is_data = yaml::looks_like(text) || text.trim_start().starts_with(['{', '[']);
    if has_stand_in(text) || !is_data {
        return;
    }
    for broken in &snippet.broken {
        if let Some(mistake) = broken.mistake {
            findings.add(
                Code::UNREADABLE_DATA,
                broken.span,
                mistake,
                "mend it, and try it: `kubectl apply --dry-run=server -f FILE`",
            );
        }
    }
}

fn has_stand_in(text: &str) -> bool {
    text.lines().any(|line| {
        let body = line.trim();
        let named = body
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .any(|(name, _)| name.len() > 2 && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'));
        named || body.starts_with('<') || body.starts_with('%') || body.contains("${") || body.contains("{{")
    })
}

/// A fence that says YAML and holds commands, or the other way round.
pub(super) fn misnamed(snippet: &Snippet, findings: &mut Findings) {
    let text = snippet.text.as_str();
    let message = match (snippet.lang.as_str(), snippet.kind) {
        ("yaml" | "yml", Kind::Shell) if starts_as_command(text) => "the fence says YAML and holds commands",
        ("sh" | "bash" | "shell", Kind::Data) if holds_manifest(text) => {
            "the fence says shell and holds a manifest"
        }
        _ => return,
    };
    let first = text.lines().next().map_or(0, str::len);
    let span = snippet.text.span_at(crate::source::ByteRange::new(0, first));
    findings.add_as(Severity::Note, Code::WRONG_FENCE, span, message, "name the language that it is");
}
