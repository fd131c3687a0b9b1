//! `docs/reference/rulebook.md`: its tables of keys are those of the decoder. `BLESS=1` writes them anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper of tests fails by panicking")]

use falconer::syntax::rulebook::keys::{
    ALLOW, ANALYSIS_ROW, EXAMPLE, EXPECT, IN_PLACE, ITEMS, Merge, Shape, TEST, Table, USE,
};
use std::fmt::Write;
use std::fs;

const MARK: &str = "<!-- Below: written by `BLESS=1 cargo test --test rulebook_reference`. -->\n";

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "text",
        Shape::Name(_) => "name",
        Shape::Bool => "`true` or `false`",
        Shape::Word(_) => "word",
        Shape::Texts => "sequence of texts",
        Shape::TextOrTexts => "text or sequence",
        Shape::TextMap => "mapping of texts",
        Shape::Json => "mapping",
        Shape::Map(_) => "mapping",
        Shape::Maps(_) => "sequence of mappings",
        Shape::TextsAndMaps(_) => "sequence of texts and mappings",
    }
}

fn table(table: &Table) -> String {
    let mut out = format!(
        "\n## Keys of {}\n\n| key | value | override | meaning |\n| --- | --- | --- | --- |\n",
        table.title
    );
    for key in table.keys {
        let merge = match key.merge {
            Merge::Never => "",
            Merge::Replace => "replace",
            Merge::Append => "replace, append",
        };
        let required = if key.required { " (required)" } else { "" };
        writeln!(out, "| `{}`{required} | {} | {merge} | {} |", key.name, shape(key.shape), key.doc).unwrap();
    }
    out
}

#[test]
fn the_tables_are_those_of_the_decoder() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reference/rulebook.md");
    let page = fs::read_to_string(path).unwrap();
    let (prose, _) = page.split_once(MARK).unwrap();
    let parts = [&IN_PLACE, &USE, &EXAMPLE, &ALLOW, &ANALYSIS_ROW, &TEST, &EXPECT];
    let tables: String = ITEMS.iter().copied().chain(parts).map(table).collect();
    let fresh = format!("{prose}{MARK}{tables}");
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, fresh).unwrap();
    } else {
        assert!(page == fresh, "the tables are stale: BLESS=1 cargo test --test rulebook_reference");
    }
}
