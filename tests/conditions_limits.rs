//! The condition language at its bounds and one beside them, and what a checked operand says of itself.

#![expect(clippy::expect_used, reason = "a test's helpers fail by panicking")]

use falconer::check::condition::{ListDef, MacroDef, Names, NoNames, Operand, Room, check, check_operand};
use falconer::diag::{Diagnostic, edit};
use falconer::ops::PosixRegex;
use falconer::source::{FileId, Text};
use falconer::syntax::condition::ast::Dialect;
use falconer::syntax::condition::{MAX_SOURCE, ParseOptions, SyntaxErrorKind, parse, parse_operand};
use std::cell::RefCell;

fn diagnostics(condition: &str, dialect: Dialect, names: &dyn Names) -> Vec<Diagnostic> {
    let parsed = parse(condition, ParseOptions { dialect, ..ParseOptions::default() });
    let text = Text::whole_file(FileId(0), condition);
    let mut found = Vec::new();
    check(&text, &parsed.expect("the condition parses").expr, dialect, names, &mut found);
    found
}

fn codes(condition: &str, dialect: Dialect) -> Vec<&'static str> {
    diagnostics(condition, dialect, &NoNames).iter().map(|found| found.code.code()).collect()
}

fn operand(text: &str) -> Operand {
    let parsed = parse_operand(text).expect("the operand parses");
    check_operand(&Text::whole_file(FileId(0), text), &parsed, Dialect::Falconer, &mut Vec::new())
        .expect("the operand is sound")
}

#[test]
fn a_condition_of_64_kib_is_read_and_one_byte_more_is_refused_where_it_goes_beyond() {
    let condition = "proc.name = é";
    let of_size = |size: usize| format!("{condition}{}", " ".repeat(size - condition.len()));
    for size in [MAX_SOURCE - 1, MAX_SOURCE] {
        assert!(parse(&of_size(size), ParseOptions::default()).is_ok(), "{size}");
    }
    let error = parse(&of_size(MAX_SOURCE + 1), ParseOptions::default()).expect_err("one byte too many");
    assert_eq!(error.kind, SyntaxErrorKind::TooLong);
    assert_eq!(error.code().code(), "FL0908");
    assert_eq!(error.range.range(), MAX_SOURCE..MAX_SOURCE);
    let straddling = format!("{}é", "a".repeat(MAX_SOURCE - 1));
    let error = parse(&straddling, ParseOptions::default()).expect_err("one byte too many");
    assert_eq!(error.range.range(), MAX_SOURCE - 1..MAX_SOURCE - 1, "a place between characters");
}

#[test]
fn falco_reads_constants_of_255_bytes() {
    let of_size = |size: usize| format!("proc.name = {}", "a".repeat(size));
    for size in [254, 255] {
        assert_eq!(codes(&of_size(size), Dialect::Falco), Vec::<&str>::new(), "{size}");
    }
    assert_eq!(codes(&of_size(256), Dialect::Falco).len(), 1);
    assert_eq!(codes(&of_size(256), Dialect::Falconer), Vec::<&str>::new());
}

#[test]
fn a_misspelt_event_is_refused_by_falco_under_a_transformer_too() {
    assert_eq!(codes("tolower(evt.type) = nosuch", Dialect::Falco), ["FL0155"]);
    assert_eq!(codes("tolower(evt.type) = execve", Dialect::Falco), Vec::<&str>::new());
}

/// Notes what each pattern takes.
#[derive(Default)]
struct Meter(RefCell<Vec<usize>>);

impl Names for Meter {
    fn list(&self, _: &str) -> Option<ListDef<'_>> {
        None
    }

    fn macro_(&self, _: &str) -> Option<MacroDef<'_>> {
        None
    }

    fn take_pattern_bytes(&self, bytes: usize) -> Room {
        self.0.borrow_mut().push(bytes);
        if self.0.borrow().len() < 3 { Room::Enough } else { Room::Spent }
    }
}

#[test]
fn each_pattern_takes_what_it_takes_at_most_when_compiled() {
    let meter = Meter::default();
    let found = diagnostics("proc.name regex 'a' or proc.name regex '[^b]{600}'", Dialect::Falconer, &meter);
    assert_eq!(found, Vec::new());
    let size = |pattern: &[u8]| PosixRegex::new(pattern).expect("a sound pattern").size();
    assert_eq!(*meter.0.borrow(), [size(b"a"), size(b"[^b]{600}")]);
    assert!(size(b"a") > 1_000 && size(b"[^b]{600}") > 4 * size(b"a"));
    // Where the room ends, the condition has no meaning.
    let found = diagnostics("proc.name regex 'a'", Dialect::Falconer, &meter);
    assert_eq!(found.iter().map(|found| found.code.code()).collect::<Vec<_>>(), ["FL0907"]);
}

#[test]
fn an_operand_knows_the_keys_it_reads_and_how_reports_decode_it() {
    let keys = |text: &str| operand(text).keys().into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(keys("proc.name"), ["proc.name"]);
    assert_eq!(keys("tolower(basename(proc.exepath))"), ["proc.exepath"]);
    assert_eq!(operand("proc.exe_ino.ctime").decode(), "timestamp");
    assert_eq!(operand("age(container.start_ts)").decode(), "duration");
    assert_eq!(operand("tolower(proc.name)").decode(), "");
}

#[test]
fn a_slip_offers_what_to_write_only_where_that_is_known() {
    let fix = |condition: &str| {
        let error = parse(condition, ParseOptions::default()).expect_err("a slip");
        let fix = error.diagnostic(&Text::whole_file(FileId(0), condition)).fix?;
        Some((edit::apply(condition, &[&fix]).0, fix.title))
    };
    let fixed = |to: &str, title: &str| Some((to.to_owned(), title.to_owned()));
    assert_eq!(fix("a.b = a AND c.d = b"), fixed("a.b = a and c.d = b", "write `and`"));
    let title = "write `not` before the field: `not a.b in …`";
    assert_eq!(fix("a.b not in (a)"), fixed("not a.b in (a)", title));
    assert_eq!(fix("c or a.b not   in (a)"), fixed("c or not a.b in (a)", title));
    let title = "write `not` before the field: `not a.b exists …`";
    assert_eq!(fix("a.b not exists"), fixed("not a.b exists", title));
    for unknown in ["a.b =", "a.b not", "a.b not nothing (a)", "a.b notin (a)"] {
        assert_eq!(fix(unknown), None, "{unknown}");
    }
}
