//! The built-in rulebook, embedded by `build.rs` in decoded form.
//!
//! At start only the table of headers is walked. An item's form is decoded when it is first needed; its
//! tests are left out of it, and come from the embedded text when they are asked for.

use super::entry::{Body, Entry, Kind, Known};
use crate::source::{ByteRange, FileId, Sources, Span, embed};
use crate::syntax::rulebook::{decode_item, items::Item};
use std::sync::OnceLock;

/// A file of the built-in rulebook.
pub(super) struct File {
    /// Its name, as diagnostics show it.
    pub(super) name: &'static str,
    /// Its text.
    pub(super) text: &'static str,
}

/// What is known of an item without decoding it.
struct Header {
    file: u32,
    kind: Kind,
    name: &'static str,
    name_at: (u32, u32),
    at: (u32, u32),
    rules: &'static [&'static str],
    fallback: bool,
    form: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// An item in embedded form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Embedded {
    form: &'static [u8],
    file: FileId,
}

impl Embedded {
    pub(super) fn decode(self, sources: &Sources) -> Option<Item> {
        let source = sources.get(self.file)?.text();
        decode_item(&embed::read(self.form, self.file, source)?, source).0
    }
}

/// Names and texts of the files.
pub(super) fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().map(|file| (file.name, file.text))
}

/// The files, added to the sources.
pub(super) fn files(sources: &mut Sources) -> Vec<(FileId, &'static str)> {
    FILES.iter().map(|file| (sources.add(file.name, file.text), file.text)).collect()
}

/// The entries, in load order, bodies undecoded.
pub(super) fn entries(files: &[(FileId, &'static str)]) -> Vec<Entry> {
    let entry = |(order, header): (usize, &'static Header)| {
        let &(file, _) = files.get(header.file as usize)?;
        let span = |(start, end)| Span { file, bytes: ByteRange { start, end } };
        Some(Entry {
            kind: header.kind,
            name: header.name.to_owned(),
            name_span: span(header.name_at),
            span: span(header.at),
            rules: header.rules.iter().map(|&rule| rule.to_owned()).collect(),
            fallback: header.fallback,
            switched_off: None,
            builtin: true,
            first: order,
            latest: order,
            body: Body::Embedded(Embedded { form: header.form, file }, OnceLock::new()),
            known: Known::default(),
        })
    };
    ITEMS.iter().enumerate().filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Loader;
    use crate::diag::{Diagnostic, Severity};
    use crate::syntax::rulebook::items::{Item, ItemKind};

    fn without_tests(item: &Item) -> Item {
        let mut item = item.clone();
        if let ItemKind::Mitigation(mitigation) = &mut item.kind {
            mitigation.tests.clear();
        }
        item
    }

    #[test]
    fn the_embedded_form_holds_what_the_text_says() {
        let embedded = Loader::new().builtin(true).load();
        let text = Loader::new().builtin(true).builtin_tests(true).load();
        assert_eq!(text.diagnostics, []);
        let pairs: Vec<_> = embedded.book.entries().zip(text.book.entries()).collect();
        assert_eq!(embedded.book.entries().count(), text.book.entries().count());
        for (form, text_entry) in pairs {
            assert_eq!(
                (&form.rules, form.fallback),
                (&text_entry.rules, text_entry.fallback),
                "{}",
                form.name
            );
            let (form, written) = (embedded.book.item(form).unwrap(), text.book.item(text_entry).unwrap());
            assert_eq!(form, &without_tests(written));
        }
    }

    #[test]
    fn nothing_is_wrong_with_it() {
        let loaded = Loader::new().builtin(true).builtin_tests(true).load();
        let place = |found: &Diagnostic| {
            let file = loaded.book.sources().get(found.primary.span.file).unwrap();
            let at = file.location(found.primary.span.bytes.start);
            format!("{}:{}:{}: {} {}", file.name(), at.line, at.column, found.code, found.message)
        };
        let errors = loaded.book.check_all().into_iter().filter(|found| found.severity == Severity::Error);
        assert_eq!(errors.map(|found| place(&found)).collect::<Vec<_>>(), Vec::<String>::new());
    }
}
