//! The documentation as a book: `docs/SUMMARY.md` is made of the index `docs/README.md`, and names every page once.
//! `UPDATE=1 cargo test --test book` writes it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// The pages of a folder of the documentation, sorted, its own index first.
fn pages(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(docs().join(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut pages: Vec<String> =
        names.filter(|name| name.ends_with(".md")).map(|name| format!("{folder}{name}")).collect();
    pages.sort_by_key(|page| (!page.ends_with("README.md"), page.clone()));
    pages
}

/// A page's heading.
fn title(page: &str) -> String {
    let text = fs::read_to_string(docs().join(page)).unwrap();
    text.lines().next().and_then(|line| line.strip_prefix("# ")).expect("a heading").to_owned()
}

/// The text and target of `- [text](target)`, however deep.
fn link(line: &str) -> Option<(&str, &str)> {
    line.trim_start().trim_start_matches("- ").strip_prefix('[')?.strip_suffix(')')?.split_once("](")
}

/// The summary that the index makes: its headings are parts, its links chapters, those to a folder its pages.
fn summary() -> String {
    let mut summary = "# Summary\n\n[Documentation](README.md)\n".to_owned();
    for line in fs::read_to_string(docs().join("README.md")).unwrap().lines().skip(1) {
        match link(line) {
            None if line.is_empty() => summary.push('\n'),
            None => summary.push_str(&format!("# {line}\n")),
            Some((text, folder)) if folder.ends_with('/') => {
                let mut pages = pages(folder).into_iter();
                summary.push_str(&format!("- [{text}]({})\n", pages.next().unwrap()));
                pages.for_each(|page| summary.push_str(&format!("  - [{}]({page})\n", title(&page))));
            }
            Some((text, page)) => summary.push_str(&format!("- [{text}]({page})\n")),
        }
    }
    summary
}

#[test]
fn the_summary_is_what_the_index_says() {
    let path = docs().join("SUMMARY.md");
    let made = summary();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == made, "stale; UPDATE=1 cargo test --test book writes it:\n{made}");
}

#[test]
fn the_summary_names_every_page_once_and_nothing_else() {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for line in fs::read_to_string(docs().join("SUMMARY.md")).unwrap().lines() {
        match link(line) {
            Some((text, page)) => {
                assert!(!text.is_empty() && docs().join(page).is_file(), "`{page}` is no page");
                *named.entry(page.to_owned()).or_default() += 1;
            }
            // What mdBook reads there, beside links.
            None => {
                assert!(line.is_empty() || line.starts_with("# "), "`{line}` is neither heading nor link")
            }
        }
    }
    let folders = fs::read_dir(docs()).unwrap().map(|entry| entry.unwrap());
    let folders = folders.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name());
    let mut all = pages("");
    folders.for_each(|folder| all.extend(pages(&format!("{}/", folder.to_str().unwrap()))));
    all.retain(|page| page != "SUMMARY.md");
    for page in &all {
        assert_eq!(named.get(page), Some(&1), "`{page}`: how often the summary names it");
    }
    assert_eq!(named.len(), all.len());
}

#[test]
fn the_book_finds_its_pages_and_makes_none() {
    let book = fs::read_to_string(docs().join("book.toml")).unwrap();
    for line in ["src = \".\"", "create-missing = false", "build-dir = \"../target/book\""] {
        assert!(book.lines().any(|other| other == line), "book.toml lacks `{line}`");
    }
}
