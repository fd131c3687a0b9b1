//! Loading as an embedding program does it: folders, files, overrides, bounds.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper of tests fails by panicking")]

use falconer::check::book::{Book, Kind, Loaded, Loader};
use falconer::syntax::rulebook::items::ItemKind;
use std::fs;
use std::path::{Path, PathBuf};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("falconer-loading-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn load(path: impl AsRef<Path>) -> Loaded {
    Loader::new().path(path.as_ref()).load()
}

fn said(loaded: &Loaded) -> Vec<String> {
    let line = |d: &falconer::diag::Diagnostic| format!("{} {}", d.code.code(), d.message);
    loaded.diagnostics.iter().map(line).collect()
}

fn values(book: &Book, list: &str) -> Vec<String> {
    book.list_values(list).unwrap().iter().map(|text| text.as_str().to_owned()).collect()
}

fn condition(book: &Book, name: &str) -> String {
    match &book.item(book.entry(Kind::Macro, name).unwrap()).unwrap().kind {
        ItemKind::Macro(one) => one.condition.as_ref().unwrap().as_str().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_folder_loads_in_byte_order_of_the_path() {
    let folder = Folder::new("order");
    folder.write("b/one.yaml", "- list: shells\n  items: [zsh]\n  override: { items: append }\n");
    folder.write("a.yaml", "- list: shells\n  items: [sh]\n");
    folder.write("notes.txt", "no rulebook");
    let loaded = load(&folder.0);
    assert_eq!(said(&loaded), Vec::<String>::new());
    assert_eq!(values(&loaded.book, "shells"), ["sh", "zsh"]);
}

#[test]
fn one_file_named_twice_counts_once() {
    let folder = Folder::new("twice");
    let file = folder.write("a.yaml", "- list: shells\n  items: [sh]\n");
    let loaded = Loader::new().path(&file).path(&folder.0).path(file).load();
    assert_eq!(said(&loaded), Vec::<String>::new());
}

#[test]
fn what_cannot_be_read_is_said_and_hides_no_names() {
    let folder = Folder::new("unreadable");
    folder.write("a.yaml", b"- list: caf\xe9\n  items: [x]\n");
    folder.write("b.yaml", b"\xff\xfe-\0");
    folder.write("c.yaml", b"\x1f\x8b\x08\0");
    folder.write("d.yaml", "- macro: m\n  condition: other\n  override: { condition: append }\n");
    let expected = [
        "FL0002 the file is not UTF-8 from here on",
        "FL0002 the file is UTF-16, not UTF-8",
        "FL0002 the file is compressed",
    ];
    assert_eq!(said(&load(&folder.0)), expected);
    let missing = load(folder.0.join("none.yaml"));
    assert!(said(&missing)[0].starts_with("FL0001 ") && said(&missing)[0].ends_with("it does not exist"));
}

#[test]
fn an_empty_folder_is_not_silent() {
    let folder = Folder::new("empty");
    assert_eq!(said(&load(&folder.0)), ["FL0007 no `*.yaml` or `*.yml` file in this folder"]);
}

#[test]
fn a_file_of_4_mib_loads_and_one_byte_more_does_not() {
    let folder = Folder::new("large");
    let item = "- list: a\n  items: [x]\n#";
    let sized = |size: usize| format!("{item}{}", " ".repeat(size - item.len()));
    let file = folder.write("a.yaml", sized(4 << 20));
    assert_eq!(said(&load(&file)), Vec::<String>::new());
    folder.write("a.yaml", sized((4 << 20) + 1));
    assert_eq!(said(&load(&file)), ["FL0901 the file is larger than 4 MiB"]);
}

#[test]
fn all_files_together_are_bounded() {
    let folder = Folder::new("total");
    let filler = format!("#{}\n", " ".repeat((4 << 20) - 27));
    for n in 0..16 {
        folder.write(&format!("{n:02}.yaml"), format!("- list: a{n:02}\n  items: [x]\n{filler}"));
    }
    assert_eq!(said(&load(&folder.0)), Vec::<String>::new());
    folder.write("16.yaml", "- list: b\n  items: [x]\n");
    folder.write("17.yaml", filler);
    assert_eq!(said(&load(&folder.0)), ["FL0902 all rulebook files together are larger than 64 MiB"]);
}

#[test]
fn ten_thousand_files_load_and_one_more_does_not() {
    let folder = Folder::new("many");
    for n in 0..9_999 {
        folder.write(&format!("{}/{n}.yaml", n % 100), "");
    }
    let full = |loaded: Loaded| loaded.diagnostics.iter().filter(|d| d.code.code() == "FL0903").count();
    assert_eq!(full(load(&folder.0)), 0, "9,999");
    folder.write("a.yaml", "");
    assert_eq!(full(load(&folder.0)), 0, "10,000");
    folder.write("b.yaml", "");
    assert_eq!(full(load(&folder.0)), 1, "10,001");
}

#[test]
fn folders_nest_32_deep_and_no_deeper() {
    let folder = Folder::new("deep");
    let nested = |depth: usize| format!("{}a.yaml", "d/".repeat(depth));
    for depth in [30, 31] {
        folder.write(&nested(depth), "- list: a\n  items: [x]\n");
        assert_eq!(said(&load(&folder.0)), Vec::<String>::new(), "{depth}");
        fs::remove_file(folder.0.join(nested(depth))).unwrap();
    }
    folder.write(&nested(32), "- list: a\n  items: [x]\n");
    assert_eq!(said(&load(&folder.0))[0], "FL0903 the folder holds too many files, or is nested too deep");
}

/// What checking says of a rulebook.
fn checked(text: String) -> Vec<String> {
    let loaded = Loader::new().text("a.yaml", text).load();
    assert_eq!(said(&loaded), Vec::<String>::new());
    loaded.book.check_all().iter().map(|d| format!("{} {}", d.code.code(), d.message)).collect()
}

#[test]
fn a_condition_of_64_kib_is_read_and_one_byte_more_is_not() {
    let of_size = |size: usize| {
        let condition = "proc.name = a";
        format!("- macro: m\n  condition: \"{condition}{}\"\n", " ".repeat(size - condition.len()))
    };
    for size in [65_535, 65_536] {
        assert_eq!(checked(of_size(size)), Vec::<String>::new());
    }
    assert_eq!(checked(of_size(65_537)), ["FL0908 the condition is longer than 64 KiB"]);
}

#[test]
fn ten_thousand_diagnostics_of_a_file_are_kept() {
    let keys = |count: usize| -> String { (0..count).map(|n| format!("  qqqqqqq{n}: x\n")).collect() };
    for (count, kept) in [(9_999, 9_999), (10_000, 10_000), (10_001, 10_000)] {
        let loaded = Loader::new().text("a.yaml", format!("- list: a\n  items: [x]\n{}", keys(count))).load();
        assert_eq!(loaded.diagnostics.len(), kept, "{count}");
    }
}

#[test]
fn compiled_patterns_are_bounded_together_and_reported_once() {
    let large = |n: usize| format!("- macro: m{n}\n  condition: proc.name regex \"[^{n}a-f]{{600}}\"\n");
    let many = checked((0..90).map(large).collect());
    assert_eq!(many, ["FL0907 the compiled patterns of the rulebook take more than 64 MiB from here on"]);
    // Mitigations are checked by several threads, and what is found is that of one.
    let large = |n: usize| {
        format!(
            "- mitigation: m{n}\n  rule: R\n  title: T\n  condition: proc.name regex \"[^{n}a-f]{{600}}\"\n"
        )
    };
    assert_eq!(checked((0..150).map(large).collect()), many);
}

#[test]
fn crlf_and_a_byte_order_mark_make_no_difference() {
    let loaded =
        Loader::new().text("a.yaml", "\u{feff}- macro: m\r\n  condition: >\r\n    a\r\n    or b\r\n").load();
    assert_eq!(said(&loaded), Vec::<String>::new());
    assert_eq!(condition(&loaded.book, "m"), "a or b\n");
}

#[test]
fn overrides_follow_falco() {
    let base = "\
- list: l
  items: [a]
- macro: m
  condition: in_pod
- var: v
  value: old
- strategy: s
  title: Look
  phase: triage
  text: First.
- mitigation: x
  rule: R
  summary: One.
  tags: [t]
";
    let site = "\
- list: l
  items: [b]
  override: { items: append }
- macro: m
  condition: or on_host
  override: { condition: append }
- strategy: s
  phase: contain
  text: Second.
  override: { phase: replace, text: append }
- mitigation: x
  rule: [S]
  summary: Two.
  tags: [u]
  override: { rule: append, summary: replace, tags: replace }
";
    let loaded = Loader::new().text("base.yaml", base).text("site.yaml", site).set("v", "new").load();
    assert_eq!(said(&loaded), Vec::<String>::new());
    let book = &loaded.book;
    assert_eq!(values(book, "l"), ["a", "b"]);
    assert_eq!(condition(book, "m"), "in_pod or on_host");
    assert_eq!(book.strategy_item("s").unwrap().text.as_ref().unwrap().as_str(), "First. Second.");
    let mitigation = book.mitigation_item(0).unwrap();
    assert_eq!(mitigation.summary.as_ref().unwrap().as_str(), "Two.");
    assert_eq!(mitigation.tags.len(), 1);
    assert_eq!(book.mitigation_entry(0).unwrap().rules, ["R", "S"]);
}

#[test]
fn items_are_switched_off_and_on() {
    let base = "- mitigation: x\n  rule: R\n";
    let off = Loader::new().text("a", base).text("b", "- mitigation: x\n  enabled: false\n");
    assert_eq!(off.load().book.mitigation_count(), 0);
    let on = "- mitigation: x\n  enabled: true\n  override: { enabled: replace }\n";
    let again =
        Loader::new().text("a", base).text("b", "- mitigation: x\n  enabled: false\n").text("c", on).load();
    assert_eq!((said(&again), again.book.mitigation_count()), (vec![], 1));
}

#[test]
fn a_var_that_is_set_must_exist() {
    let loaded = Loader::new().text("a", "- var: case_id\n  value: case-1\n").set("caseid", "x").load();
    assert_eq!(said(&loaded), ["FL0314 there is no earlier var `caseid` to change"]);
    assert_eq!(loaded.diagnostics[0].hint.as_deref(), Some("did you mean `case_id`?"));
}

#[test]
fn lists_within_lists_are_filled_in() {
    let text = "- list: a\n  items: [x]\n- list: b\n  items: [a, y]\n- list: c\n  items: [b, z, a]\n";
    let loaded = Loader::new().text("a", text).load();
    assert_eq!(values(&loaded.book, "c"), ["x", "y", "z", "x"]);
}

#[test]
fn a_copy_of_a_built_in_file_takes_its_place() {
    let rules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let whole = Loader::new().builtin(true).path(&rules).load();
    assert_eq!(whole.diagnostics, []);
    assert_eq!(whole.book.check_all(), []);
    assert!(whole.book.entries().all(|entry| !entry.builtin));

    let one = Loader::new().builtin(true).path(rules.join("00-lists-and-macros.yaml")).load();
    assert_eq!(one.diagnostics, []);
    assert_eq!(one.book.check_all(), []);
    let beneath = Loader::new().builtin(true).load();
    assert_eq!(one.book.entries().count(), beneath.book.entries().count());
}

#[test]
fn no_place_lies_behind_the_end_of_a_file_that_ends_within_a_block() {
    for (text, name) in [
        ("- mitigation: m\n  rule: R\n  summary: |\n    One.\n\n        code", "prose-markup"),
        ("- macro: m\n  condition: >\n    alert.source = syscall or", "condition-syntax"),
    ] {
        let loaded = Loader::new().text("a.yaml", text).load();
        let problems = loaded.book.check_all();
        assert_eq!(problems.iter().map(|problem| problem.code.name()).collect::<Vec<_>>(), [name]);
        assert!(text.get(problems[0].primary.span.bytes.range()).is_some(), "{problems:?}");
    }
}
