//! FL0505 duplicate-list-item: a list that names a value twice.

use super::Context;
use crate::check::book::Kind;
use crate::diag::{Code, Diagnostic, Edit, Fix};
use crate::source::{ByteRange, Span, Text};
use crate::syntax::rulebook::items::ItemKind;
use std::collections::BTreeMap;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for entry in context.book.entries().filter(|entry| entry.kind == Kind::List) {
        let Some(ItemKind::List(list)) = context.book.item(entry).map(|item| &item.kind) else { continue };
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut before: Option<&Text> = None;
        for item in list.items.iter().flatten() {
            match seen.get(item.as_str()) {
                Some(&first) => out.push(twice(context, item, first, before)),
                None => {
                    seen.insert(item.as_str(), item.span());
                }
            }
            before = Some(item);
        }
    }
}

fn twice(context: &Context<'_>, item: &Text, first: Span, before: Option<&Text>) -> Diagnostic {
    let message = format!("`{}` stands in the list twice", item.as_str());
    let diagnostic = Diagnostic::new(Code::DUPLICATE_LIST_ITEM, item.span(), message)
        .label("again here")
        .also(first, "first here")
        .hint("take it away, or write what was meant");
    match before.and_then(|before| removal(context, before.span(), item.span())) {
        Some(edit) => diagnostic.fix(Fix { title: "take it away".to_owned(), edits: vec![edit], safe: true }),
        None => diagnostic,
    }
}

/// Takes away everything from the end of the item before to the end of this one: the comma or the line and its
/// dash, and the item. Not if a comment stands between.
fn removal(context: &Context<'_>, before: Span, item: Span) -> Option<Edit> {
    let bytes = ByteRange { start: before.bytes.end, end: item.bytes.end };
    let span = Span { file: item.file, bytes };
    let text = context.book.sources().get(item.file).filter(|_| before.file == item.file)?.text();
    let gap = text.get(before.bytes.end as usize..item.bytes.start as usize)?;
    let plain = gap.chars().all(|c| c.is_whitespace() || c == ',' || c == '-');
    let was = text.get(bytes.range())?;
    (plain && !was.contains('#')).then(|| Edit::of(span, was, ""))
}
