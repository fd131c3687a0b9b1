//! Quotes around a value that YAML misread: `desc: a: b`, `text: {{ x }} ran`.

use crate::diag::{Edit, Fix};
use crate::source::yaml::{YamlError, YamlErrorKind};
use crate::source::{ByteRange, Span};

/// Quotes around the whole value of the line that stopped the parser, where it is sure what the value is: all of
/// the line after its first key, without a comment and without a quote that would have to be escaped.
pub(super) fn fix(error: &YamlError, source: &str) -> Option<Fix> {
    if !matches!(error.kind, YamlErrorKind::ColonInValue | YamlErrorKind::HoleAtStart) {
        return None;
    }
    let at = error.span.bytes.start as usize;
    let start = source.get(..at)?.rfind('\n').map_or(0, |end| end.saturating_add(1));
    let line = source.get(start..)?.lines().next()?;
    let (key, rest) = line.split_once(": ")?;
    let value = rest.trim();
    let is_key =
        key.trim_start_matches([' ', '-']).bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    let begins_plain =
        value.starts_with("{{") || !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!']);
    let quote = ['"', '\''].into_iter().find(|&quote| !value.contains([quote, '\\']))?;
    if !is_key || !begins_plain || value.contains(" #") {
        return None;
    }
    let blanks = rest.len().saturating_sub(rest.trim_start().len());
    let from = start.saturating_add(key.len()).saturating_add(2).saturating_add(blanks);
    let bytes = ByteRange::new(from, from.saturating_add(value.len()));
    let edit = Edit::of(Span { file: error.span.file, bytes }, value, format!("{quote}{value}{quote}"));
    Some(Fix { title: "put the value in quotes".to_owned(), edits: vec![edit], safe: true })
}

#[cfg(test)]
mod tests {
    use crate::diag::edit;
    use crate::source::FileId;

    /// What the fix makes of a rulebook's text; the text itself if none is offered.
    #[track_caller]
    fn becomes(text: &str, expected: &str) {
        let found = super::super::parse(FileId(0), text).diagnostics;
        let fixes: Vec<_> = found.iter().filter_map(|problem| problem.fix.as_ref()).collect();
        assert_eq!(edit::apply(text, &fixes).0, expected);
    }

    #[test]
    fn the_whole_value_is_quoted_and_nothing_else() {
        becomes("- var: v\n  value: x\n  desc: a: b\n", "- var: v\n  value: x\n  desc: \"a: b\"\n");
        becomes("- var: v\n  desc:   {{ a.b }} \"x\"  \n", "- var: v\n  desc:   '{{ a.b }} \"x\"'  \n");
    }

    #[test]
    fn what_is_not_sure_stays() {
        for text in [
            "- var: v\n  desc: a: b # c\n",
            "- var: v\n  desc: \"a\": 'b'\n",
            "- var: v\n  desc: a: 'b\\' \"\n",
        ] {
            becomes(text, text);
        }
    }
}
