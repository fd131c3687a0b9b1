//! What real parsers make of a rendered report.

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

fn markdown(text: &str) -> impl Iterator<Item = Event<'_>> {
    let gfm = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, gfm)
}

/// Blocks and inlines without their text: where one begins and ends, and of what kind.
pub(crate) fn markdown_shape(text: &str) -> Vec<String> {
    let events = markdown(text).filter_map(|event| match event {
        Event::Text(_) => None,
        Event::Code(_) => Some("code".to_owned()),
        Event::Html(html) | Event::InlineHtml(html) => Some(format!("html {html}")),
        Event::Start(Tag::CodeBlock(kind)) => Some(format!("code block {kind:?}")),
        other => Some(format!("{other:?}")),
    });
    events.collect()
}

/// The text of the first paragraph behind a heading.
pub(crate) fn markdown_text_after(text: &str, heading: &str) -> String {
    let mut found = false;
    let mut inside = false;
    let mut out = String::new();
    for event in markdown(text) {
        match event {
            Event::Text(text) if inside => out.push_str(&text),
            Event::Text(text) => found |= &*text == heading,
            Event::Start(Tag::Paragraph) if found => inside = true,
            Event::End(TagEnd::Paragraph) if inside => return out,
            other if inside => out.push_str(&format!("{other:?}")),
            _ => {}
        }
    }
    out
}

/// The content of every fenced block.
pub(crate) fn markdown_code(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut inside = false;
    for event in markdown(text) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                inside = true;
                blocks.push(String::new());
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => blocks.last_mut().unwrap().push_str(&text),
            _ => {}
        }
    }
    blocks
}

/// Elements with their attributes, and no text.
pub(crate) fn html_shape(text: &str) -> String {
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(text);
    assert!(dom.errors.borrow().is_empty(), "{:?}", dom.errors.borrow());
    let mut out = String::new();
    shape(&dom.document, 0, &mut out);
    out
}

fn shape(node: &Handle, depth: usize, out: &mut String) {
    match &node.data {
        NodeData::Element { name, attrs, .. } => {
            // How long a value is decides the width of its cell, and nothing else.
            let attrs: Vec<_> = attrs
                .borrow()
                .iter()
                .filter(|attr| &*attr.value != "long")
                .map(|attr| format!(" {}={}", attr.name.local, attr.value))
                .collect();
            out.push_str(&format!("{}{}{}\n", " ".repeat(depth), name.local, attrs.concat()));
        }
        NodeData::Comment { .. } => out.push_str("comment\n"),
        _ => {}
    }
    for child in node.children.borrow().iter() {
        shape(child, depth + 1, out);
    }
}

/// The page without its style sheet, which says nothing.
pub(crate) fn html_without_style(html: &str) -> String {
    let (before, rest) = html.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    format!("{before}<style></style>{after}")
}

/// A terminal's text without the colour sequences that we write, and only those.
pub(crate) fn without_colour(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, sequence)) = rest.split_once('\x1b') {
        out.push_str(before);
        let end = sequence.find('m').unwrap();
        let digits = sequence[1..end].chars().all(|c| c.is_ascii_digit() || c == ';');
        assert!(sequence.starts_with('[') && digits, "{sequence}");
        rest = &sequence[end + 1..];
    }
    out + rest
}
