//! The reference of diagnostics under `docs/lints/` is what the registry says; `UPDATE=1` writes it.

use falconer::diag::{all, page};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[test]
fn the_pages_are_what_the_registry_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lints");
    let mut pages = BTreeMap::from([("README.md".to_owned(), page::index())]);
    for (prefix, about) in page::RANGES {
        if all().any(|code| code.code().starts_with(prefix)) {
            pages.insert(format!("{prefix}.md"), page::range(prefix, about));
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        pages.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
    }
    let written: BTreeMap<String, String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect();
    let stale: Vec<&String> = pages.keys().filter(|name| pages.get(*name) != written.get(*name)).collect();
    assert!(stale.is_empty(), "stale; UPDATE=1 cargo test --test lint_pages writes them: {stale:?}");
    assert!(written.keys().eq(pages.keys()), "a page that no range has: {:?}", written.keys());
}

#[test]
fn every_code_belongs_to_one_range_and_says_why() {
    for code in all() {
        let ranges = page::RANGES.iter().filter(|(prefix, _)| code.code().starts_with(prefix)).count();
        assert_eq!(ranges, 1, "{code}");
        assert!(!code.row().why.is_empty(), "{code} does not say why it matters");
    }
}
