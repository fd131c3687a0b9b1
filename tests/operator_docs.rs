//! The tables of `docs/reference/operators.md` are those of the code.
//!
//! `UPDATE=1 cargo test --test operator_docs` writes them anew.

#![expect(clippy::expect_used, clippy::panic, reason = "a test's helpers fail by panicking")]

use falconer::ops::{operators, transformers};
use falconer::syntax::condition::ast::{Operator, Transformer};
use falconer::value::{Kind, Type};
use std::fmt::Write as _;

const PAGE: &str = "docs/reference/operators.md";

fn spelled(spellings: &[&str]) -> String {
    spellings.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" ")
}

/// Replaces what stands between the mark of this name and the next `<!-- end -->`.
fn replace(page: &str, name: &str, table: &str) -> String {
    let mark = format!("<!-- generated: {name} -->\n");
    let (before, rest) = page.split_once(&mark).unwrap_or_else(|| panic!("no mark `{name}`"));
    let (_, after) = rest.split_once("<!-- end -->").expect("an end mark");
    format!("{before}{mark}{table}<!-- end -->{after}")
}

fn types_table() -> String {
    let columns = [
        Type::one(Kind::Text),
        Type::one(Kind::Bytes),
        Type::one(Kind::U64),
        Type::one(Kind::Bool),
        Type::one(Kind::Ip),
        Type::list(Kind::Text),
    ];
    let mut table = String::from(
        "| operator | text | bytes | number, port, duration, time | boolean | address, network | list |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for row in operators() {
        let cells = columns.map(|ty| if row.op.applies_to(ty) { "yes" } else { "–" });
        writeln!(table, "| {} | {} |", spelled(row.spellings), cells.join(" | ")).expect("a string");
    }
    table
}

fn operators_table() -> String {
    let mut table = String::from("| operator | holds if | example |\n| --- | --- | --- |\n");
    for row in operators() {
        writeln!(table, "| {} | {} | `{}` |", spelled(row.spellings), row.doc, row.example)
            .expect("a string");
    }
    table
}

fn transformers_table() -> String {
    let mut table = String::from(
        "| transformer | takes | gives | what it does | example |\n| --- | --- | --- | --- | --- |\n",
    );
    for row in transformers() {
        let (name, takes, gives, doc, example) = (row.name, row.takes, row.gives, row.doc, row.example);
        writeln!(table, "| `{name}` | {takes} | {gives} | {doc} | `{example}` |").expect("a string");
    }
    table
}

#[test]
fn the_page_is_up_to_date() {
    let page = std::fs::read_to_string(PAGE).expect("the page");
    let fresh = replace(&page, "operators × types", &types_table());
    let fresh = replace(&fresh, "operators", &operators_table());
    let fresh = replace(&fresh, "transformers", &transformers_table());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(PAGE, &fresh).expect("the page can be written");
    }
    assert!(page == fresh, "{PAGE} is stale; UPDATE=1 cargo test --test operator_docs");
}

#[test]
fn the_tables_have_the_words_of_the_grammar() {
    let mut words: Vec<_> = operators().iter().flat_map(|row| row.spellings).copied().collect();
    words.retain(|word| *word != "exists");
    let mut parsed: Vec<_> = Operator::ALL.iter().map(|operator| operator.spelling()).collect();
    words.sort_unstable();
    parsed.sort_unstable();
    assert_eq!(words, parsed);
    let mut names: Vec<_> = transformers().iter().map(|row| row.name).collect();
    names.push("val");
    let mut parsed: Vec<_> = Transformer::ALL.iter().map(|transformer| transformer.spelling()).collect();
    names.sort_unstable();
    parsed.sort_unstable();
    assert_eq!(names, parsed);
}

#[test]
fn every_example_is_a_sound_condition() {
    use falconer::check::condition::{NoNames, check};
    use falconer::source::{FileId, Text};
    use falconer::syntax::condition::{ParseOptions, parse};
    let examples =
        operators().iter().map(|row| row.example).chain(transformers().iter().map(|row| row.example));
    for example in examples {
        let options = ParseOptions::default();
        let parsed = parse(example, options).unwrap_or_else(|error| panic!("{example}: {}", error.message));
        let text = Text::whole_file(FileId(0), example);
        let mut diagnostics = Vec::new();
        let checked = check(&text, &parsed.expr, options.dialect, &NoNames, &mut diagnostics);
        assert!(checked.is_some() && diagnostics.is_empty(), "{example}: {diagnostics:?}");
    }
}
