//! YAML and JSON inside advice: documents as trees whose places are places in the file.
//!
//! Advice is not always clean YAML: templates' holes, `...` for what is left out, tags of other tools. What stands
//! for something else is written over with as many characters, so that the rest can be read and places stay.

use super::MAX_SNIPPET;
use crate::lint::advice::place::{place, rebase};
use crate::source::yaml::{self, Node, NodeKind, YamlErrorKind};
use crate::source::{FileId, Span, Text};

/// Documents of one snippet.
#[derive(Debug)]
pub(in crate::lint::advice) struct Documents {
    /// The snippet.
    pub(in crate::lint::advice) text: Text,
    /// The documents' roots.
    pub(in crate::lint::advice) roots: Vec<Node>,
}

/// Why a snippet could not be read.
#[derive(Debug)]
pub(in crate::lint::advice) struct Broken {
    /// Where.
    pub(in crate::lint::advice) span: Span,
    /// What is wrong, for a reader; `None` where it is beyond what we read, and no mistake.
    pub(in crate::lint::advice) mistake: Option<&'static str>,
}

impl Documents {
    /// Where a node stands in the file.
    pub(in crate::lint::advice) fn span(&self, node: &Node) -> Span {
        place(node.span, &self.text)
    }

    /// A scalar's text with places in the file.
    pub(in crate::lint::advice) fn scalar(&self, node: &Node) -> Option<Text> {
        Some(rebase(node.scalar()?, &self.text))
    }
}

/// Reads a snippet.
pub(in crate::lint::advice) fn read(text: &Text) -> Result<Documents, Broken> {
    let broken = |span: Span, mistake| Broken { span: place(span, text), mistake };
    if text.as_str().len() > MAX_SNIPPET {
        return Err(Broken { span: text.span(), mistake: None });
    }
    let is_json = text.as_str().trim_start().starts_with(['{', '[']);
    let templated = text.as_str().contains("{{") || text.as_str().contains("{%");
    let mut source = without_holes(text.as_str());
    if is_json {
        source = source.replace('\t', " ");
    }
    let mut retried = false;
    loop {
        match yaml::parse(FileId(0), &source) {
            Ok(roots) => return Ok(Documents { text: text.clone(), roots }),
            Err(error) => match error.kind {
                YamlErrorKind::Tag | YamlErrorKind::MergeKey if !retried => {
                    retried = true;
                    source = without_tags(&source);
                }
                kind => {
                    let mistake = mistake(&kind).filter(|_| !templated);
                    return Err(broken(error.span, mistake));
                }
            },
        }
    }
}

/// What is wrong, where the kind is a mistake of the author and not a bound of ours.
fn mistake(kind: &YamlErrorKind) -> Option<&'static str> {
    match kind {
        YamlErrorKind::Syntax(_) => Some("this is no YAML"),
        YamlErrorKind::ColonInValue => Some("an unquoted value holds `: `"),
        YamlErrorKind::ReservedStart(_) => {
            Some("an unquoted value begins with a character that YAML keeps for itself")
        }
        YamlErrorKind::UnclosedQuote => Some("a quote is never closed"),
        YamlErrorKind::UnclosedBracket(_) => Some("a bracket is never closed"),
        YamlErrorKind::Indentation => Some("a line is indented so that it belongs to nothing"),
        YamlErrorKind::UnknownAlias => Some("an alias refers to nothing"),
        _ => None,
    }
}

/// Writes over `{{ … }}`, `{% … %}` and lines that only say that something is left out.
fn without_holes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let body = line.trim();
        let elided = matches!(body, "..." | "…" | "[...]" | "- ..." | "<...>" | "(...)")
            || (body.starts_with("...") && body.len() > 3);
        let directive = body.starts_with("{{") && body.ends_with("}}") && !body.contains("}} {{")
            || body.starts_with("{%") && body.ends_with("%}");
        let left_out = elided && (body.len() > 3 || line.starts_with([' ', '-', '<', '[', '(', '…']));
        if left_out || directive {
            comment_out(line, &mut out);
        } else {
            holes(line, &mut out);
        }
    }
    out
}

fn comment_out(line: &str, out: &mut String) {
    let mut hash = true;
    for ch in line.chars() {
        match ch {
            '\n' | '\r' => out.push(ch),
            ' ' => out.push(' '),
            _ => {
                for _ in 0..ch.len_utf8() {
                    out.push(if std::mem::take(&mut hash) { '#' } else { '.' });
                }
            }
        }
    }
}

fn holes(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some((before, from)) = rest.find("{{").and_then(|at| rest.split_at_checked(at)) {
        let Some(end) = from.find("}}") else { break };
        let length = end.saturating_add(2);
        out.push_str(before);
        out.extend(std::iter::repeat_n('x', length));
        rest = from.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Writes over tags (`!Ref`) and merge keys (`<<`).
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let line = line.replace("<<:", "xx:");
        let mut before = ' ';
        let mut in_tag = false;
        for ch in line.chars() {
            in_tag = if in_tag { !ch.is_whitespace() } else { ch == '!' && before.is_whitespace() };
            before = ch;
            if in_tag { out.extend(std::iter::repeat_n(' ', ch.len_utf8())) } else { out.push(ch) }
        }
    }
    out
}

/// A mapping's first key that stands twice: the key's node and the first one.
pub(in crate::lint::advice) fn repeated_key(root: &Node) -> Option<(&Node, &Node)> {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match &node.kind {
            NodeKind::Mapping(entries) => {
                let mut seen = std::collections::BTreeMap::new();
                for (key, value) in entries {
                    if let Some(name) = key.scalar()
                        && let Some(first) = seen.insert(name.as_str().to_owned(), key)
                        && !matches!(name.as_str(), "..." | "xx")
                    {
                        return Some((key, first));
                    }
                    open.push(value);
                }
            }
            NodeKind::Sequence(items) => open.extend(items),
            NodeKind::Scalar { .. } => {}
        }
    }
    None
}

/// Every mapping of a tree with the key under which it stands.
pub(in crate::lint::advice) fn mappings(root: &Node) -> Vec<(&str, &Node)> {
    let mut found = Vec::new();
    let mut open = vec![("", root)];
    while let Some((name, node)) = open.pop() {
        match &node.kind {
            NodeKind::Mapping(entries) => {
                found.push((name, node));
                for (key, value) in entries.iter().rev() {
                    open.push((key.scalar().map_or("", Text::as_str), value));
                }
            }
            NodeKind::Sequence(items) => open.extend(items.iter().rev().map(|item| (name, item))),
            NodeKind::Scalar { .. } => {}
        }
    }
    found
}

/// The text of the value at a path of keys.
pub(in crate::lint::advice) fn at<'n>(node: &'n Node, path: &[&str]) -> Option<&'n Node> {
    path.iter().try_fold(node, |node, key| node.get(key))
}

/// The text of the scalar at a path of keys.
pub(in crate::lint::advice) fn text_at<'n>(node: &'n Node, path: &[&str]) -> Option<&'n str> {
    at(node, path)?.scalar().map(Text::as_str)
}

/// The texts of a sequence of scalars, or of the one scalar that stands there.
pub(in crate::lint::advice) fn texts(node: &Node) -> Vec<(&str, &Node)> {
    let one = |node: &'_ Node| node.scalar().is_some();
    match node.items() {
        Some(items) => items
            .iter()
            .filter(|item| one(item))
            .filter_map(|item| Some((item.scalar()?.as_str(), item)))
            .collect(),
        None => node.scalar().map(|text| vec![(text.as_str(), node)]).unwrap_or_default(),
    }
}

/// Whether a text looks like a YAML mapping or sequence rather than prose.
pub(in crate::lint::advice) fn looks_like(text: &str) -> bool {
    let first = text
        .lines()
        .map(str::trim_end)
        .find(|line| !line.is_empty() && !line.trim_start().starts_with('#') && *line != "---");
    let Some(first) = first else { return false };
    let key = first.trim_start_matches("- ");
    let name: String = key.chars().take_while(|c| c.is_ascii_alphanumeric() || "_-./".contains(*c)).collect();
    let rest = key.get(name.len()..).unwrap_or_default();
    !name.is_empty() && !name.contains("//") && (rest == ":" || rest.starts_with(": "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(yaml: &str) -> Result<usize, Option<&'static str>> {
        read(&Text::whole_file(FileId(0), yaml))
            .map(|found| found.roots.len())
            .map_err(|broken| broken.mistake)
    }

    #[test]
    fn what_stands_for_something_else_is_no_mistake() {
        for yaml in [
            "a: {{ .Values.x }}\n",
            "{{- if .x }}\na: b\n{{- end }}\n",
            "a:\n  ...\nb: c\n",
            "a: !Ref B\n",
            "x: &x {a: b}\ny:\n  <<: *x\n",
            "{\n\t\"a\": 1\n}\n",
        ] {
            assert_eq!(roots(yaml), Ok(1), "{yaml}");
        }
        assert_eq!(roots("a: 'b\n"), Err(Some("a quote is never closed")));
        assert_eq!(roots("a: b: c\n"), Err(Some("an unquoted value holds `: `")));
    }

    #[test]
    fn a_repeated_key_is_found() {
        let text = Text::whole_file(FileId(0), "a:\n  - kind: Pod\n    kind: Job\n");
        let found = read(&text).unwrap();
        let (again, first) = repeated_key(&found.roots[0]).unwrap();
        assert!(found.span(again).bytes.start > found.span(first).bytes.start);
    }
}
