//! `docs/reference/limits.md`: its numbers are the code's, and its rules of encodings hold in every command.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test"
)]

use falconer::alert::Limits;
use falconer::alert::input::{Entry, read};
use falconer::value::Fields as _;
use falconer::{Alert, Loader};
use std::path::Path;

/// For each row of the page, in its order: the file and the words that set the bound.
#[rustfmt::skip]
const BOUNDS: &[(&str, &str)] = &[
    ("src/alert/limits.rs", "line: 1024 * 1024"),
    ("src/alert/limits.rs", "depth: 64"),
    ("src/alert/limits.rs", "fields: 4096"),
    ("src/alert/limits.rs", "key: 1024"),
    ("src/check/book/intake.rs", "const MAX_FILE: u64 = 4 << 20"),
    ("src/check/book/intake.rs", "const MAX_TOTAL: u64 = 64 << 20"),
    ("src/check/book/walk.rs", "const MAX_FILES: usize = 10_000"),
    ("src/check/book/walk.rs", "const MAX_SEEN: usize = 100_000"),
    ("src/check/book/walk.rs", "const MAX_DEPTH: usize = 32"),
    ("src/source/yaml.rs", "const MAX_DEPTH: usize = 64"),
    ("src/source/yaml.rs", "const MAX_NODES: usize = 1_000_000"),
    ("src/source/yaml.rs", "const MAX_EXPANSION: usize = 10"),
    ("src/syntax/condition/mod.rs", "const MAX_SOURCE: usize = 64 * 1024"),
    ("src/syntax/condition/mod.rs", "const MAX_DEPTH: usize = 1000"),
    ("src/check/condition/mod.rs", "const MAX_TREE_SIZE: u64 = 1_000_000"),
    ("src/ops/posix_regex/mod.rs", "const MAX_SOURCE: usize = 4 * 1024"),
    ("src/ops/posix_regex/mod.rs", "const MAX_COMPILED: usize = 1024 * 1024"),
    ("src/check/names/scope.rs", "const MAX_PATTERN_BYTES: usize = 64 << 20"),
    ("src/syntax/template/mod.rs", "const MAX_SOURCE: usize = 64 * 1024"),
    ("src/syntax/prose.rs", "const MAX_HOLES: usize = 4096"),
    ("src/syntax/template/mod.rs", "const MAX_NESTING: usize = 16"),
    ("src/report/budget.rs", "const MAX_STEPS: usize = 100_000"),
    ("src/report/budget.rs", "const MAX_PART: usize = 1024 * 1024"),
    ("src/report/budget.rs", "const MAX_REPORT: usize = 16 * 1024 * 1024"),
    ("src/escape/visible.rs", "const MAX_SHOWN: usize = 512"),
    ("src/escape/exact/mod.rs", "const MAX_IN_CODE: usize = 4096"),
    ("src/escape/visible.rs", "const MAX_MARKS: usize = 8"),
    ("src/escape/show/excerpt.rs", "const MAX_EXCERPT: usize = 120"),
    ("src/cli/input.rs", "const MAX_INPUT: u64 = 256 * 1024 * 1024"),
    ("src/diag/mod.rs", "const MAX_KEPT: usize = 10_000"),
    ("src/cli/diagnostics/mod.rs", "const SHOWN: usize = 100"),
    ("src/archive/open.rs", "const MAX_RATIO: u64 = 200"),
    ("src/archive/zstd.rs", "const MAX_WINDOW: u64 = 128 * 1024 * 1024"),
    ("src/archive/walk.rs", "const MAX_FILES: usize = 100_000"),
    ("src/archive/walk.rs", "const MAX_DEPTH: usize = 32"),
];

fn file(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The rows of the first table: what, bound, code.
fn rows(page: &str) -> Vec<Vec<String>> {
    let table = page.lines().skip_while(|line| !line.starts_with("| ---")).skip(1);
    let row = |line: &str| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    table.take_while(|line| line.starts_with('|')).map(row).collect()
}

/// The bytes or the count that a cell or an expression of Rust names first.
fn number(text: &str) -> u64 {
    let digits: String = text.replace(['_', ','], "").chars().take_while(char::is_ascii_digit).collect();
    let first: u64 = digits.parse().unwrap_or_else(|_| panic!("no number in `{text}`"));
    let rest = &text[text.find(|c: char| !(c.is_ascii_digit() || "_,".contains(c))).unwrap_or(text.len())..];
    match rest.trim_start() {
        rest if rest.starts_with("MiB") => first << 20,
        rest if rest.starts_with("KiB") => first << 10,
        rest if rest.starts_with("<< ") => first << number(&rest[3..]),
        rest if rest.starts_with("* ") => first * number(&rest[2..]),
        _ => first,
    }
}

#[test]
fn the_page_names_the_bounds_of_the_code() {
    let page = file("docs/reference/limits.md");
    let rows = rows(&page);
    assert_eq!(rows.len(), BOUNDS.len());
    for (row, (source, words)) in rows.iter().zip(BOUNDS) {
        assert!(file(source).contains(words), "{source} lacks `{words}`: {row:?}");
        let value = words.rsplit(['=', ':']).next().unwrap().trim();
        assert_eq!(number(&row[1]), number(value), "{row:?}: {words}");
        if row[2] != "–" {
            assert!(falconer::diag::Code::find(&row[2]).is_some(), "{row:?}");
        }
    }
}

#[test]
fn every_code_of_a_bound_stands_on_the_page() {
    let page = file("docs/reference/limits.md");
    let bounds = falconer::diag::all().filter(|code| code.code().starts_with("FL09"));
    let missing: Vec<_> = bounds.filter(|code| !page.contains(code.code())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// What reading an input gives: alerts as `ok`, rejects by the name of their reason.
fn alerts(bytes: &[u8]) -> Vec<String> {
    let entries = read(bytes, &Limits::default());
    let said = |entry: &Entry<'_>| match entry {
        Entry::Alert(..) => "ok".to_owned(),
        Entry::Log(_) => "log".to_owned(),
        Entry::Reject(reject) => reject.message.clone(),
    };
    entries.iter().map(said).collect()
}

fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
    let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn alerts_are_read_by_the_rules_of_encodings() {
    let alert = r#"{"rule":"r"}"#;
    assert_eq!(alerts(format!("\u{feff}{alert}\r\n{alert}\r\n").as_bytes()), ["ok", "ok"]);
    for (mark, big) in [(true, true), (true, false), (false, true), (false, false)] {
        assert_eq!(alerts(&utf16(alert, mark, big)), ["UTF-16, not UTF-8"], "mark {mark}, big endian {big}");
    }
    assert_eq!(alerts(b"{\"rule\":\"\xe9\"}\n{\"rule\":\"r\"}\n"), ["byte 10 is not UTF-8", "ok"]);
    assert!(alerts(b"{\"rule\":\"a\0b\"}")[0].starts_with("not JSON"));
    let text = r#"{"rule":"a\u0000b","output_fields":{"a.b":"\ud800","c.d":123456789012345678901234567890,"c.e":1e999}}"#;
    let kept = Alert::parse(text.as_bytes()).unwrap();
    let shown = |field: &str| format!("{:?}", kept.field(field));
    assert!(shown("a.b").contains('\u{fffd}'), "{}", shown("a.b"));
    assert!(shown("c.d").contains("123456789012345678901234567890"), "{}", shown("c.d"));
    assert!(shown("c.e").contains("1e999"), "{}", shown("c.e"));
}

#[test]
fn rulebooks_are_read_by_the_rules_of_encodings() {
    let text = "- list: a\n  items: [x]\n";
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("encodings");
    std::fs::create_dir_all(&folder).unwrap();
    let said = |bytes: &[u8]| -> Vec<String> {
        let path = folder.join("a.yaml");
        std::fs::write(&path, bytes).unwrap();
        Loader::new()
            .path(path)
            .load()
            .diagnostics
            .iter()
            .map(|d| format!("{} {}", d.code.code(), d.message))
            .collect()
    };
    assert_eq!(said(format!("\u{feff}{}", text.replace('\n', "\r\n")).as_bytes()), Vec::<String>::new());
    for (mark, big) in [(true, true), (true, false), (false, true), (false, false)] {
        assert_eq!(said(&utf16(text, mark, big)), ["FL0002 the file is UTF-16, not UTF-8"]);
    }
    assert_eq!(said(b"- list: \xe9\n"), ["FL0002 the file is not UTF-8 from here on"]);
    assert!(said(b"- list: a\0\n")[0].starts_with("FL0002"), "{:?}", said(b"- list: a\0\n"));
    assert!(!said(b"- list: a\n  items: [\"\\ud800\"]\n").is_empty());
}
