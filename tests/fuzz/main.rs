//! The properties of the fuzz targets, over the inputs that `fuzz/corpus` keeps: what a run has found stays found.
//!
//! The targets in `fuzz/fuzz_targets` include the files of this folder, so that both test the same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a property that panics does not hold"
)]

mod alert;
mod archive;
mod condition;
mod encoders;
mod plan;
mod posix_regex;
mod report;
mod rulebook;
mod template;

use std::path::Path;

/// The inputs kept for a target; none in a package, which leaves `fuzz/` out.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!((10..=100).contains(&paths.len()), "{}: {} inputs", folder.display(), paths.len());
    paths.into_iter().map(|path| std::fs::read(path).unwrap()).collect()
}

fn texts(target: &str) -> impl Iterator<Item = String> {
    corpus(target).into_iter().filter_map(|bytes| String::from_utf8(bytes).ok())
}

#[test]
fn alerts() {
    corpus("alert").iter().for_each(|bytes| alert::holds(bytes));
}

#[test]
fn archives() {
    corpus("archive").iter().for_each(|bytes| archive::holds(bytes));
}

#[test]
fn conditions() {
    texts("condition").for_each(|text| condition::holds(&text));
}

#[test]
fn encoders() {
    texts("encoders").for_each(|text| encoders::holds(&text));
}

#[test]
fn plans() {
    corpus("plan").iter().for_each(|bytes| plan::holds(bytes));
}

#[test]
fn posix_regexes() {
    corpus("posix_regex").iter().for_each(|bytes| posix_regex::holds(bytes));
}

#[test]
fn reports() {
    corpus("report").iter().for_each(|bytes| report::holds(bytes));
}

#[test]
fn rulebooks() {
    texts("rulebook").for_each(|text| rulebook::holds(&text));
}

#[test]
fn templates() {
    corpus("template").iter().for_each(|bytes| template::holds(bytes));
}
