//! Values in Markdown, HTML and on a terminal, read back by a browser's parser and a CommonMark one.

use crate::values;
use falconer::escape::{
    CsvCell, Encoded, HtmlAttribute, HtmlText, MAX_SHOWN, MarkdownCell, MarkdownCode, MarkdownHeading,
    Terminal, Untrusted,
};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What a reader should see of a value; the terminal's encoder is the definition, tested on its own.
fn seen(value: &str) -> String {
    Encoded::<Terminal>::of(Untrusted(value)).into_string()
}

/// The events of a Markdown text, tags left out.
fn markdown(text: &str) -> Vec<Event<'_>> {
    Parser::new_ext(text, Options::ENABLE_TABLES).collect()
}

#[test]
fn a_terminal_never_gets_a_control_or_hidden_character() {
    for value in values::all(5000) {
        let shown = seen(&value);
        assert!(!shown.chars().any(char::is_control), "{shown:?}");
        assert!(!shown.contains([
            '\u{202e}',
            '\u{2066}',
            '\u{200b}',
            '\u{200d}',
            '\u{feff}',
            '\u{e0041}',
            '\u{ad}'
        ]));
        assert!(!shown.is_empty());
    }
}

#[test]
fn long_values_are_cut_at_a_character_with_a_count() {
    let value = "é".repeat(MAX_SHOWN);
    assert_eq!(seen(&value), value);
    assert_eq!(seen(&format!("{value}éé")), format!("{value}… (+2)"));
    assert_eq!(seen(""), "(empty)");
    let marks = format!("e{}", "\u{301}".repeat(9));
    assert_eq!(seen(&marks), format!("e{}\\u{{301}}", "\u{301}".repeat(8)));
}

#[test]
fn markdown_prose_reads_back_one_code_span() {
    for value in values::all(5000) {
        let text = format!("Look at {} now", Encoded::<MarkdownCode>::of(Untrusted(&value)));
        let events = markdown(&text);
        let [_, Event::Text(before), Event::Code(code), Event::Text(after), _] = events.as_slice() else {
            panic!("{text:?}: {events:?}");
        };
        assert_eq!((&**before, &**after), ("Look at ", " now"));
        assert_eq!(**code, seen(&value), "{text:?}");
    }
}

#[test]
fn markdown_heading_reads_back_one_code_span() {
    for value in values::all(2000) {
        let text = format!("## {}\n\nnext", Encoded::<MarkdownHeading>::of(Untrusted(&value)));
        let events = markdown(&text);
        assert!(matches!(&events[1], Event::Code(code) if **code == seen(&value)), "{text:?}");
        assert!(matches!(events[2], Event::End(TagEnd::Heading(_))), "{text:?}");
    }
}

#[test]
fn markdown_cell_reads_back_one_code_span_in_its_cell() {
    for value in values::all(5000) {
        let cell = Encoded::<MarkdownCell>::of(Untrusted(&value));
        let text = format!("| a | b |\n|---|---|\n| {cell} | {cell} |\n");
        let events = markdown(&text);
        let cells = events.iter().filter(|e| matches!(e, Event::Start(Tag::TableCell))).count();
        assert_eq!(cells, 4, "{text:?}");
        let codes: Vec<String> = events
            .iter()
            .filter_map(|e| if let Event::Code(c) = e { Some(c.replace("\\u{7c}", "|")) } else { None })
            .collect();
        let expected = seen(&value).replace("\\u{7c}", "|");
        assert_eq!(codes, [expected.clone(), expected], "{text:?}");
        assert!(
            !events
                .iter()
                .any(|e| matches!(e, Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Link { .. })))
        );
    }
}

#[test]
fn html_reads_back_text_and_attribute() {
    for value in values::all(5000) {
        let text = Encoded::<HtmlText>::of(Untrusted(&value));
        let attribute = Encoded::<HtmlAttribute>::of(Untrusted(&value));
        let page = format!("<!doctype html><title>t</title><p title=\"{attribute}\">{text}</p>");
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page.as_str());
        let mut elements = Vec::new();
        collect(&dom.document, &mut elements);
        let names: Vec<&str> = elements.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(names, ["html", "head", "title", "body", "p"], "{page:?}");
        let (_, attributes, content) = &elements[4];
        assert_eq!(attributes, &[("title".to_owned(), seen(&value))]);
        assert_eq!(content, &seen(&value));
    }
}

type Element = (String, Vec<(String, String)>, String);

fn collect(handle: &Handle, elements: &mut Vec<Element>) {
    if let NodeData::Element { name, attrs, .. } = &handle.data {
        let attributes =
            attrs.borrow().iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
        let mut content = String::new();
        for child in handle.children.borrow().iter() {
            if let NodeData::Text { contents } = &child.data {
                content.push_str(&contents.borrow());
            }
        }
        elements.push((name.local.to_string(), attributes, content));
    }
    for child in handle.children.borrow().iter() {
        collect(child, elements);
    }
}

#[test]
fn a_table_reads_back_what_is_seen_and_never_a_formula() {
    for value in values::all(5000).into_iter().chain(FORMULAS.map(str::to_owned)) {
        let cell = Encoded::<CsvCell>::of(Untrusted(&value));
        let table = format!("\"a\",{cell},\"z\"\r\n{cell},{cell},\"\"\r\n");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2, "{table:?}");
        let read = &rows[1][0];
        assert_eq!((&rows[0][1], &rows[1][1], &rows[0][2]), (read, read, "z"), "{table:?}");
        let visible = if value.is_empty() { String::new() } else { seen(&value) };
        assert_eq!(read.strip_prefix('\'').filter(|_| !value.starts_with('\'')).unwrap_or(read), visible);
        let number = read.parse::<f64>().is_ok();
        assert!(
            number || !read.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']),
            "{read:?}"
        );
        assert!(!read.chars().any(char::is_control), "{read:?}");
    }
}

/// What a spreadsheet would take for a formula.
const FORMULAS: [&str; 10] =
    ["=cmd|' /C calc'!A0", "  =1+1", "\u{a0}@SUM(1)", "+1", "-1+1", "\t=1", "\r=1", "＝1+1", "　－2", "-"];

#[test]
fn only_plain_numbers_are_bare_in_a_table() {
    let cell = |value: &str| Encoded::<CsvCell>::of(Untrusted(value)).into_string();
    for number in ["0", "7", "-1", "1.50", "123456789012345"] {
        assert_eq!(cell(number), number);
    }
    for text in ["", "007", "+1", "1e5", "1,5", "0x10", "1234567890123456", ".5", "5.", "-", "NaN", "1 "] {
        assert!(cell(text).starts_with('"') && cell(text).ends_with('"'), "{text}");
    }
}
