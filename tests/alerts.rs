//! Alerts as data: every form in which Falco's alerts travel, and everything that is none.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test"
)]

use falconer::alert::input::{Entry, read};
use falconer::alert::{Alert, Limits, Reject, RejectKind};
use falconer::value::{Fields, Raw};
use std::collections::BTreeMap;
use std::path::Path;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    file: String,
    entries: Vec<Expected>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    alert: Option<String>,
    log: Option<u64>,
    reject: Option<String>,
    line: Option<u64>,
    priority: Option<String>,
    time: Option<String>,
    tags: Option<usize>,
    #[serde(default)]
    fields: BTreeMap<String, String>,
}

#[test]
fn every_form_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/alerts");
    let cases: Vec<Case> =
        yaml_serde::from_str(&std::fs::read_to_string(folder.join("cases.yaml")).unwrap()).unwrap();
    for case in cases {
        let bytes = std::fs::read(folder.join(&case.file)).unwrap();
        let entries = read(&bytes, &Limits::default());
        assert_eq!(entries.len(), case.entries.len(), "{}: {entries:#?}", case.file);
        for (entry, expected) in entries.iter().zip(&case.entries) {
            compare(&case.file, entry, expected);
        }
    }
}

fn compare(file: &str, entry: &Entry<'_>, expected: &Expected) {
    match entry {
        Entry::Log(line) => assert_eq!(Some(*line), expected.log, "{file}"),
        Entry::Reject(reject) => {
            assert_eq!(Some(reject.kind.name()), expected.reject.as_deref(), "{file}: {reject}");
            assert_eq!(Some(reject.line), expected.line, "{file}: {reject}");
        }
        Entry::Alert(line, alert) => {
            assert_eq!(Some(alert.rule()), expected.alert.as_deref(), "{file}");
            assert_eq!(Some(*line), expected.line, "{file}");
            assert_eq!(alert.priority().map(|p| p.as_str()), expected.priority.as_deref(), "{file}");
            assert_eq!(alert.time().map(|t| t.to_string()), expected.time, "{file}");
            assert_eq!(Some(alert.tags().len()), expected.tags, "{file}");
            for (key, value) in &expected.fields {
                assert_eq!(&shown(alert.field(key)), value, "{file}: {key}");
            }
        }
    }
}

fn shown(value: Option<Raw<'_>>) -> String {
    match value {
        None => "absent".into(),
        Some(Raw::Null) => "null".into(),
        Some(Raw::Text(text)) => text.into_owned(),
        Some(Raw::Number(number)) => number.into(),
        Some(other) => format!("{other:?}"),
    }
}

fn reject(bytes: &[u8]) -> Reject {
    match Alert::parse(bytes) {
        Ok(alert) => panic!("should not be an alert: {alert:?}"),
        Err(reject) => reject,
    }
}

#[test]
fn what_is_no_alert_says_why_and_where() {
    let cases: [(&[u8], RejectKind, u64, u64); 19] = [
        (b"", RejectKind::Empty, 1, 1),
        (b" \n ", RejectKind::Empty, 1, 1),
        (b"\xEF\xBB\xBF", RejectKind::Empty, 1, 1),
        (b"\xFF\xFE{\0", RejectKind::Utf16, 1, 1),
        (b"{\0\"\0", RejectKind::Utf16, 1, 1),
        (b"{\"rule\":\"\xC3\x28\"}", RejectKind::NotUtf8, 1, 10),
        (b"{\"rule\":\n\"\xE2\x82\"}", RejectKind::NotUtf8, 2, 2),
        (b"[]", RejectKind::NotObject, 1, 1),
        (b"  7", RejectKind::NotObject, 1, 3),
        (b"\"rule\"", RejectKind::NotObject, 1, 1),
        (b"null", RejectKind::NotObject, 1, 1),
        (b"{}", RejectKind::NoRule, 1, 1),
        (b"{\"rule\":7}", RejectKind::NoRule, 1, 9),
        (b"{\"x\":1,\n \"rule\": \" \"}", RejectKind::NoRule, 2, 10),
        (b"{\"event\":{\"event\":{\"event\":{\"rule\":\"a\"}}}}", RejectKind::NoRule, 1, 1),
        (b"{\"rule\":\"a\",\"output_fields\":[]}", RejectKind::FieldsNotObject, 1, 29),
        (b"{\"rule\":\"a\"} x", RejectKind::NotJson, 1, 14),
        (b"{\"rule\":\"a\0\"}", RejectKind::NotJson, 1, 10),
        (b"{\"rule\":\"a\",\n\"b\":nul}", RejectKind::NotJson, 2, 8),
    ];
    for (bytes, kind, line, column) in cases {
        let reject = reject(bytes);
        assert_eq!((reject.kind, reject.line, reject.column), (kind, line, column), "{bytes:?}: {reject}");
    }
}

#[test]
fn oddities_of_json_are_kept() {
    let alert = Alert::parse(
        b"\xEF\xBB\xBF {\"rule\":\"first\",\"\\u0072ule\":\"a\",\"x\":1,\"output_fields\":{\"proc.pid\":1e400,\
          \"a\":\"\\ud800\",\"a b\":\"\\u0000\",\"big\":18446744073709551616,\"big\":-0,\"l\":[[1],{\"k\":2}]}}\r\n",
    )
    .unwrap();
    assert_eq!(alert.rule(), "a", "the last of equal keys counts, however they are spelled");
    assert_eq!(alert.duplicates(), 2);
    assert_eq!(alert.field("proc.pid"), Some(Raw::Number("1e400")));
    assert_eq!(alert.field("a"), Some(Raw::Text("\u{FFFD}".into())));
    assert_eq!(alert.field("a b"), Some(Raw::Text("\0".into())));
    assert_eq!(alert.field("big"), Some(Raw::Number("-0")));
    let list = Raw::List(vec![Raw::List(vec![Raw::Number("1")]), Raw::Object("{\"k\":2}")]);
    assert_eq!(alert.field("l"), Some(list));
    assert_eq!(alert.keys().collect::<Vec<_>>(), ["rule", "x", "output_fields"]);
    assert_eq!(alert.keys_from("a").collect::<Vec<_>>(), ["a", "a b"]);
}

/// An alert that breaks exactly one bound if `n` is above it.
fn with(what: &str, n: usize) -> String {
    match what {
        "line" => {
            let frame = r#"{"rule":"a","output":""}"#;
            frame.replace("\"\"}", &format!("\"{}\"}}", "x".repeat(n - frame.len())))
        }
        // The alert itself is one level.
        "depth" => format!("{{\"rule\":\"a\",\"x\":{}{}}}", "[".repeat(n - 1), "]".repeat(n - 1)),
        "fields" => {
            let fields: Vec<String> = (0..n).map(|i| format!("\"f{i}\":{i}")).collect();
            format!("{{\"rule\":\"a\",\"output_fields\":{{{}}}}}", fields.join(","))
        }
        "key" => format!("{{\"rule\":\"a\",\"output_fields\":{{\"{}\":1}}}}", "k".repeat(n)),
        _ => String::new(),
    }
}

#[test]
fn bounds_hold_at_n() {
    let limits = Limits::default();
    for (what, n, kind) in [
        ("line", limits.line, RejectKind::TooLong),
        ("depth", limits.depth, RejectKind::TooDeep),
        ("fields", limits.fields, RejectKind::TooManyFields),
        ("key", limits.key, RejectKind::KeyTooLong),
    ] {
        for fine in [n - 1, n] {
            assert!(Alert::parse(with(what, fine).as_bytes()).is_ok(), "{what} {fine}");
        }
        let reject = reject(with(what, n + 1).as_bytes());
        assert_eq!(reject.kind, kind, "{what} {}: {reject}", n + 1);
        assert!(kind.code().is_some_and(|code| code.code().starts_with("FL09")));
    }
}

#[test]
fn deep_nesting_is_refused_without_following_it() {
    for open in ["[", "{\"a\":", "{\"event\":"] {
        let reject = reject(open.repeat(100_000).as_bytes());
        assert_eq!(reject.kind, RejectKind::TooDeep);
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let _ = read(&bytes, &Limits::default());
    }

    #[test]
    fn no_mangled_alert_panics(at in 0_usize..1200, byte: u8) {
        let mut bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/alerts/drift.json")).unwrap();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read(&bytes, &Limits::default());
    }
}
