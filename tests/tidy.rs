//! The house rules that no compiler knows: layers, sizes, words, links, a case for every diagnostic.
//!
//! Reads the tree as text. Each rule collects what breaks it, so that one run names every breach.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Left may not see right.
const LAYERS: [&str; 18] = [
    "source", "diag", "value", "fields", "ops", "syntax", "fmt", "escape", "check", "lint", "plan", "alert",
    "eval", "report", "render", "archive", "suite", "cli",
];

/// No file longer than this.
const MAX_LINES: usize = 800;

/// Words that belong to no finished work; split so that this file does not find itself.
const BANNED: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X:"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[", "ignore"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files under `folder` with this extension, sorted; names from the root, `/` between.
fn files(folder: &str, extension: &str) -> Vec<String> {
    fn walk(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                walk(&path, extension, found);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), extension, &mut found);
    let name = |path: &PathBuf| path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    let mut names: Vec<String> = found.iter().map(name).collect();
    names.sort();
    names
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn rust_files() -> impl Iterator<Item = (String, String)> {
    let names = ["src", "tests"].into_iter().flat_map(|folder| files(folder, "rs"));
    names.map(|name| {
        let text = read(&name);
        (name, text)
    })
}

#[track_caller]
fn none(breaches: impl IntoIterator<Item = String>) {
    let breaches: Vec<String> = breaches.into_iter().collect();
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

/// The layer a file of `src/` belongs to; the crate's root has none.
fn layer(name: &str) -> Option<usize> {
    let first = name.strip_prefix("src/")?.split(['/', '.']).next()?;
    LAYERS.iter().position(|&layer| layer == first)
}

/// Which layers a line names: `crate::eval::…`, `use crate::{diag, eval::Engine}`.
fn named_layers(line: &str) -> Vec<usize> {
    let first_word = |path: &str| {
        let word = path.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        LAYERS.iter().position(|&layer| layer == word)
    };
    let paths = line.split("crate::").skip(1);
    paths
        .flat_map(|path| match path.strip_prefix('{') {
            Some(group) => group.split(',').filter_map(first_word).collect::<Vec<_>>(),
            None => first_word(path).into_iter().collect(),
        })
        .collect()
}

/// Breaches of the one-way dependencies in one file; comments may name what they explain.
fn layer_breaches(name: &str, text: &str) -> Vec<String> {
    let Some(own) = layer(name) else { return Vec::new() };
    let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.flat_map(|(at, line)| named_layers(line).into_iter().map(move |seen| (at, seen)))
        .filter(|&(_, seen)| seen > own)
        .map(|(at, seen)| format!("{name}:{}: `{}` may not see `{}`", at + 1, LAYERS[own], LAYERS[seen]))
        .collect()
}

#[test]
fn dependencies_flow_one_way() {
    none(rust_files().flat_map(|(name, text)| layer_breaches(&name, &text)));
}

#[test]
fn the_layer_rule_bites() {
    let breaches = |text: &str| layer_breaches("src/diag/mod.rs", text).len();
    assert_eq!(breaches("use crate::source::Span;"), 0);
    assert_eq!(breaches("use crate::eval::Engine;"), 1);
    assert_eq!(breaches("use crate::{source, eval::Engine};"), 1);
    assert_eq!(breaches("let x = crate::render::md(report);"), 1);
    assert_eq!(breaches("//! what [`crate::eval`] does with it"), 0);
    assert_eq!(layer_breaches("src/lib.rs", "use crate::cli;").len(), 0);
}

#[test]
fn every_layer_stands_in_the_tree_and_nothing_else_does() {
    let found: BTreeSet<String> =
        files("src", "rs").iter().filter_map(|name| Some(name.split('/').nth(1)?.to_owned())).collect();
    let expected: BTreeSet<String> =
        LAYERS.into_iter().chain(["lib.rs", "main.rs"]).map(str::to_owned).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = rust_files().filter(|(_, text)| !text.starts_with("//!"));
    none(silent.map(|(name, _)| format!("{name}: does not open with `//!`")));
}

#[test]
fn no_file_is_too_long() {
    let sizes = rust_files().map(|(name, text)| (name, text.lines().count()));
    let long = sizes.filter(|&(_, lines)| lines > MAX_LINES);
    none(long.map(|(name, lines)| format!("{name}: {lines} lines, at most {MAX_LINES}")));
}

/// What a line must not hold.
fn line_breaches(name: &str, line: &str) -> Vec<String> {
    let unfinished = BANNED.iter().filter(|&&word| line.contains(word));
    let mut breaches: Vec<String> = unfinished.map(|word| format!("`{word}`")).collect();
    let code = line.split("//").next().unwrap_or_default();
    if name.starts_with("src/") && !name.starts_with("src/cli/") && code.contains("print") {
        let words = ["println!(", "print!("];
        breaches.extend(
            words.iter().find(|&&word| code.contains(word)).map(|w| format!("`{w}`: only cli prints")),
        );
    }
    breaches
}

#[test]
fn nothing_is_unfinished_and_only_the_command_line_prints() {
    let mut breaches = Vec::new();
    for (name, text) in rust_files() {
        for (at, line) in text.lines().enumerate() {
            breaches
                .extend(line_breaches(&name, line).into_iter().map(|b| format!("{name}:{}: {b}", at + 1)));
        }
    }
    none(breaches);
}

#[test]
fn the_word_rule_bites() {
    assert_eq!(line_breaches("src/diag/mod.rs", concat!("// TO", "DO: later")).len(), 1);
    assert_eq!(line_breaches("src/diag/mod.rs", "eprintln!(\"x\");").len(), 1);
    assert_eq!(line_breaches("src/cli/mod.rs", "println!(\"x\");").len(), 0);
}

/// Markdown links of a page that point at files: `[text](path#anchor)`, outside of code.
fn file_links(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut links = Vec::new();
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        // Every second piece between back-ticks is code.
        let prose: String = if fenced { String::new() } else { line.split('`').step_by(2).collect() };
        for rest in prose.split("](").skip(1) {
            let target = rest.split([')', '#']).next().unwrap_or_default();
            if !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:") {
                links.push(target.to_owned());
            }
        }
    }
    links
}

#[test]
fn links_between_pages_resolve() {
    let front = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map(str::to_owned);
    let mut breaches = Vec::new();
    for page in files("docs", "md").into_iter().chain(front) {
        let folder = root().join(&page).parent().unwrap().to_path_buf();
        let dead = file_links(&read(&page)).into_iter().filter(|link| !folder.join(link).exists());
        breaches.extend(dead.map(|link| format!("{page}: `{link}` does not exist")));
    }
    none(breaches);
}

#[test]
fn the_link_rule_sees_links_and_no_code() {
    assert_eq!(file_links("see [a](b.md#c) and `[x](y)`\n```\n[p](q)\n```\n[w](https://w)"), ["b.md"]);
}

#[test]
fn the_index_of_the_documentation_names_every_page() {
    let links = file_links(&read("docs/README.md"));
    let listed: BTreeSet<String> = links.into_iter().map(|link| format!("docs/{link}")).collect();
    let folder =
        |page: &str| page.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/"));
    // Decisions are listed by their folder: they are many, and numbered.
    let unlisted = files("docs", "md")
        .into_iter()
        .filter(|page| !["docs/README.md", "docs/SUMMARY.md"].contains(&page.as_str()))
        .filter(|page| !listed.contains(page) && !listed.contains(&folder(page)));
    none(unlisted.map(|page| format!("{page}: not in docs/README.md")));
}

#[test]
fn every_diagnostic_has_a_case() {
    let names = ["yaml", "json", "jsonl", "txt", "md", "rs"].into_iter().flat_map(|ext| files("tests", ext));
    let cases: String = names.map(|name| read(&name)).collect();
    let untested =
        falconer::diag::all().filter(|code| !cases.contains(code.code()) && !cases.contains(code.name()));
    none(untested.map(|code| format!("{code}: no case under tests/ shows it")));
}

#[test]
fn codes_and_names_are_unique_and_in_order() {
    let codes: Vec<&str> = falconer::diag::all().map(|code| code.code()).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "not in order: {codes:?}");
    let names: BTreeSet<&str> = falconer::diag::all().map(|code| code.name()).collect();
    assert_eq!(names.len(), codes.len(), "a name is used twice");
}
