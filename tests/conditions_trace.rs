//! What the trace tells beside the verdict, and the bounds on macros written out.

#![expect(clippy::expect_used, clippy::panic, reason = "a test's helpers fail by panicking")]

#[path = "support/json_fields.rs"]
mod json_fields;

use falconer::check::condition::{Condition, ListDef, MacroDef, Names, NoNames, check};
use falconer::diag::{Diagnostic, Severity};
use falconer::eval::{Trace, TraceKind, trace, verdict};
use falconer::source::{FileId, Text};
use falconer::syntax::condition::ast::{Dialect, Expr};
use falconer::syntax::condition::{ParseOptions, parse};
use json_fields::JsonFields;
use serde_json::{Map, Value, json};

fn parsed(condition: &str) -> (Text, Expr) {
    let parsed = parse(condition, ParseOptions::default()).expect("the condition parses");
    (Text::whole_file(FileId(0), condition), parsed.expr)
}

fn checked(condition: &str, names: &dyn Names) -> Result<Condition, Vec<Diagnostic>> {
    let (text, expr) = parsed(condition);
    let mut diagnostics = Vec::new();
    check(&text, &expr, Dialect::Falconer, names, &mut diagnostics).ok_or(diagnostics)
}

fn traced(condition: &str, fields: &Value) -> Trace {
    let condition = checked(condition, &NoNames).expect("the condition is sound");
    trace(&condition, &JsonFields::new(fields.as_object().expect("an object"), &Map::new()))
}

/// Value and notes of a trace that is one check.
fn told(condition: &str, fields: &Value) -> (Option<String>, String) {
    match traced(condition, fields).kind {
        TraceKind::Check { value, notes, .. } => (value, notes.join("; ")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_check_tells_the_value_and_what_was_odd() {
    let value = |text: &str| Some(text.to_owned());
    assert_eq!(told("proc.name = a", &json!({"proc.name": "b"})), (value("b"), String::new()));
    assert_eq!(told("proc.name = a", &json!({})), (None, String::new()));
    assert_eq!(told("ka.user.groups in (a)", &json!({"ka.user.groups": ["a", "b"]})).0, value("a, b"));
    let (none, note) = told("proc.pid = 5", &json!({"proc.pid": "five"}));
    assert!(none.is_none() && note.contains("not of the field's type"), "{note}");
    let (shown, note) = told("evt.time exists", &json!({"evt.time": 12}));
    assert!(shown == value("12") && note.contains("only `exists`"), "{note}");
    assert_eq!(told("proc.pid = 5", &json!({"proc.pid": 5})), (value("5"), String::new()));
}

#[test]
fn a_field_on_the_right_is_shown_with_its_value() {
    let right = |fields: Value| match traced("proc.name = val(proc.pname)", &fields).kind {
        TraceKind::Check { right, .. } => right,
        other => panic!("{other:?}"),
    };
    assert_eq!(right(json!({"proc.pname": "b"})), Some(("proc.pname".to_owned(), Some("b".to_owned()))));
    assert_eq!(right(json!({})), Some(("proc.pname".to_owned(), None)));
}

#[test]
fn quirks_of_falco_are_noted_where_they_bite() {
    for (condition, bites) in [
        ("fd.ip in (1.1.1.1)", true),
        ("fd.ip = 1.1.1.1", false),
        ("fd.port in (80)", false),
        ("fd.port intersects (80)", true),
        ("fd.port = anyof (80, 443)", true),
        ("fd.net in (10.0.0.0/8)", false),
        ("fd.net in (10.0.0.0/8, 1.0.0.0/8)", true),
        ("fd.snet in (10.0.0.0/8, 1.0.0.0/8)", false),
        ("fd.snet = anyof (10.0.0.0/8)", true),
        ("fd.snet != allof (10.0.0.0/8)", true),
        ("fd.snet = allof (10.0.0.0/8)", false),
        ("proc.aname in (init)", false),
        ("proc.aname = anyof (init)", true),
        ("proc.apid in (1)", true),
        ("proc.apid = 1", false),
        ("evt.rawarg.flags in (1)", true),
        ("evt.rawarg.name in (a)", false),
        ("tolower(ka.user.groups) in (a)", true),
        ("tolower(proc.name) in (a)", false),
        ("proc.name in toupper(proc.pname)", true),
        ("proc.name = toupper(proc.pname)", false),
        ("proc.name in val(proc.pname)", false),
        ("proc.name = anyof (a)", false),
        ("fd.sport != allof (80)", false),
        ("fd.sport = 65616", true),
        ("fd.sport = 80", false),
    ] {
        let (_, note) = told(condition, &json!({}));
        assert_eq!(note.contains("Falco itself"), bites, "{condition}: {note:?}");
    }
}

#[test]
fn parts_after_the_deciding_one_are_traced_and_not_reached() {
    let fields = json!({"proc.name": "a", "proc.pname": "b"});
    let trace = traced("proc.name = x and proc.pname = b and not proc.name = a", &fields);
    let TraceKind::And(parts) = trace.kind else { panic!("{trace:?}") };
    let seen: Vec<_> = parts.iter().map(|part| (part.verdict, part.reached)).collect();
    assert_eq!(seen, [(false, true), (true, false), (false, false)]);
}

/// Macros `m0`, `m1`, …, each made from the one before.
struct Chain(Vec<(Text, Expr)>);

impl Chain {
    fn new(length: usize, step: impl Fn(usize) -> String) -> Self {
        let first = parsed("proc.name exists");
        Self(std::iter::once(first).chain((1..length).map(|n| parsed(&step(n - 1)))).collect())
    }
}

impl Names for Chain {
    fn list(&self, _: &str) -> Option<ListDef<'_>> {
        None
    }

    fn macro_(&self, name: &str) -> Option<MacroDef<'_>> {
        let (text, expr) = self.0.get(name.strip_prefix('m')?.parse::<usize>().ok()?)?;
        Some(MacroDef { text, expr })
    }
}

fn codes(result: Result<Condition, Vec<Diagnostic>>) -> Vec<&'static str> {
    result.err().unwrap_or_default().iter().map(|diagnostic| diagnostic.code.name()).collect()
}

#[test]
fn macros_written_out_are_bounded() {
    let doubling = Chain::new(40, |n| format!("m{n} or m{n}"));
    assert!(checked("m15", &doubling).is_ok());
    assert_eq!(codes(checked("m39", &doubling)), ["condition-too-large"]);
    let nesting = Chain::new(1200, |n| format!("not m{n}"));
    assert!(checked("m400", &nesting).is_ok());
    assert_eq!(codes(checked("m1199", &nesting)), ["condition-too-large"]);
}

/// A macro counts as a node: `m0` has two, and each further doubling twice as many and two.
#[test]
fn the_bounds_themselves_are_allowed() {
    let aliases = Chain::new(1000, |n| format!("m{n}"));
    assert!(checked("m998", &aliases).is_ok());
    assert_eq!(codes(checked("m999", &aliases)), ["condition-too-large"]);
    let doubling = Chain::new(16, |n| format!("m{n} or m{n}"));
    let million =
        [15, 15, 15, 15, 15, 15, 15, 14, 11, 11, 7, 4, 2, 1, 0].map(|n| format!("m{n}")).join(" or ");
    assert!(checked(&format!("{million} or proc.name exists"), &doubling).is_ok());
    let more = checked(&format!("{million} or proc.name exists or proc.name exists"), &doubling);
    assert_eq!(codes(more), ["condition-too-large"]);
}

#[test]
fn a_name_that_nothing_resembles_gets_advice_instead_of_a_guess() {
    for name in ["a", "xyzz"] {
        let diagnostics = checked(name, &NoNames).expect_err("no such macro");
        let hints: Vec<_> = diagnostics.iter().filter_map(|d| d.hint.as_deref()).collect();
        assert_eq!(hints, ["a macro must be defined before it is used; a field's name has a dot"]);
    }
}

#[test]
fn a_macro_that_uses_itself_names_the_way() {
    let circle = Chain(vec![parsed("m1"), parsed("proc.name exists and m0")]);
    let diagnostics = checked("m0", &circle).expect_err("a circle");
    let messages: Vec<_> = diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages, ["macro `m0` uses itself: `m0` → `m1` → `m0`"]);
}

/// Severity, message and hint of the only diagnostic.
fn said(dialect: Dialect, condition: &str) -> (Severity, String, String) {
    let (text, expr) = parsed(condition);
    let mut diagnostics = Vec::new();
    check(&text, &expr, dialect, &NoNames, &mut diagnostics);
    match diagnostics.as_slice() {
        [only] => (only.severity, only.message.clone(), only.hint.clone().unwrap_or_default()),
        other => panic!("{condition}: {other:?}"),
    }
}

#[test]
fn an_unknown_field_gets_the_hint_that_fits_the_dialect() {
    let foreign = "`alert.` fields are Falconer's own; Falco has none";
    let plugin = "if a plugin defines it, its values are compared as their JSON type says";
    for (dialect, field, severity, hint) in [
        (Dialect::Falco, "alert.priority", Severity::Error, foreign),
        (Dialect::Falco, "alert.prioriti", Severity::Error, foreign),
        (Dialect::Falco, "zzzzzz.yyyyyy", Severity::Error, plugin),
        (Dialect::Falco, "proc.nmae", Severity::Error, "did you mean `proc.name`?"),
        (Dialect::Falconer, "alert.prioriti", Severity::Error, "did you mean `alert.priority`?"),
        (Dialect::Falconer, "alert.zzzzzzzz", Severity::Error, plugin),
        (Dialect::Falconer, "zzzzzz.yyyyyy", Severity::Warning, plugin),
        (Dialect::Falconer, "proc.nmae", Severity::Warning, "did you mean `proc.name`?"),
    ] {
        let expected = (severity, format!("no field is called `{field}`"), hint.to_owned());
        assert_eq!(said(dialect, &format!("{field} exists")), expected, "{dialect:?} {field}");
    }
}

#[test]
fn a_transformer_says_what_it_takes() {
    for (condition, message) in [
        ("join(ka.user.groups, \",\") = a", "`join` takes a separator and a list"),
        ("getopt(proc.name, \"n\") in (n)", "`getopt` takes a list of text and an option string"),
        ("concat(proc.name) = a", "`concat` takes two or more texts"),
        ("basename(fd.sip) = x", "`basename` cannot be applied to `fd.sip`, which is an IP address"),
        ("basename(proc.pid) = x", "`basename` cannot be applied to `proc.pid`, which is a number"),
    ] {
        assert_eq!(said(Dialect::Falconer, condition).1, message);
    }
}

#[test]
fn an_age_is_a_duration() {
    match traced("age(container.start_ts) < 5m", &json!({})).kind {
        TraceKind::Check { ty, .. } => assert_eq!(ty, "duration"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_condition_names_the_keys_it_reads() {
    let condition =
        checked("fd.snet = 10.0.0.0/8 and concat(proc.name, user.name) != val(proc.env[HOME])", &NoNames);
    let condition = condition.expect("the condition is sound");
    let keys: Vec<_> = condition.fields().into_iter().collect();
    assert_eq!(keys, ["fd.sip", "proc.env[HOME]", "proc.name", "user.name"]);
}

#[test]
fn the_deepest_trees_are_walked_without_overflow() {
    let fields = JsonFields::new(json!({"proc.name": "A"}).as_object().expect("an object"), &Map::new());
    let nesting = Chain::new(500, |n| format!("not m{n}"));
    let deep = checked("m499", &nesting).expect("within the bounds");
    assert!(!verdict(&deep, &fields));
    assert!(!trace(&deep, &fields).verdict);
}

#[test]
fn the_deepest_transformers_are_walked_without_overflow() {
    let fields = JsonFields::new(json!({"proc.name": "A"}).as_object().expect("an object"), &Map::new());
    // Falco's own parser gives up a little beyond this.
    let calls = format!("{}proc.name{} = a", "tolower(".repeat(450), ")".repeat(450));
    let deep = checked(&calls, &NoNames).expect("within the bounds");
    assert!(verdict(&deep, &fields));
    assert_eq!(deep.fields().len(), 1);
}
