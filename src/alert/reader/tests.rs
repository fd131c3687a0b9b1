//! The reader for archives and the reader for one alert give the same answer to every line.

use super::Reader;
use crate::alert::{Alert, Limits};
use crate::plan::Slots;
use crate::value::{Fields, Glance, Meta, Raw};
use fearless_simd::{Level, Simd};
use proptest::prelude::*;
use std::sync::Arc;

/// Some of the keys that lines below hold, and one that no line does.
const SLOTS: [&str; 6] =
    ["a", "proc.name", "proc.aname[2]", "evt.time", "container.image.repository", "nowhere"];
const OTHERS: [&str; 5] = ["b", "proc.aname[3]", "proc.aname[x]", "é", "rule"];

fn reader(limits: &Limits) -> Reader {
    Reader::new(Arc::new(Slots::new(SLOTS, ["proc.aname["])), limits)
}

/// Those of this processor's levels that the walk is compiled for.
pub(super) fn levels() -> Vec<Level> {
    let best = Level::new();
    #[cfg(target_arch = "x86_64")]
    let lesser =
        [best.as_sse2().map(Simd::level), best.as_sse4_2().map(Simd::level), best.as_avx2().map(Simd::level)];
    #[cfg(not(target_arch = "x86_64"))]
    let lesser = [Some(Level::baseline())];
    lesser.into_iter().flatten().chain([best]).collect()
}

/// Compares both readers, whatever the processor can; whether the line was walked.
fn compare(reader: &mut Reader, line: &[u8], limits: &Limits) -> bool {
    let walked: Vec<_> = levels()
        .into_iter()
        .map(|level| {
            reader.level = level;
            compare_once(reader, line, limits)
        })
        .collect();
    assert!(walked.iter().all(|of_one| *of_one == walked[0]), "{walked:?}");
    walked[0]
}

fn compare_once(reader: &mut Reader, line: &[u8], limits: &Limits) -> bool {
    let shown = String::from_utf8_lossy(line).into_owned();
    let (fast, slow) = match (reader.read(line), Alert::parse_within(line, limits)) {
        (Ok(fast), Ok(slow)) => (fast, slow),
        (Err(fast), Err(slow)) => {
            assert_eq!(fast, slow, "{shown}");
            return false;
        }
        (fast, slow) => panic!("{shown}: {fast:?}, but {slow:?}"),
    };
    for key in SLOTS.iter().chain(&OTHERS) {
        assert_eq!(fast.field(key), slow.field(key), "{shown}: {key}");
    }
    for (index, key) in SLOTS.iter().enumerate() {
        let slot = fast.slots.slot(index).unwrap();
        assert_eq!(fast.slot(&slot), slow.field(key), "{shown}: {key}");
        at_a_glance(fast.glance(&slot), slow.field(key));
    }
    let other = Slots::new([SLOTS[1]], []).slot(0).unwrap();
    assert_eq!(fast.slot(&other), slow.field(SLOTS[1]), "{shown}: another plan's slot");
    assert_eq!(fast.glance(&other), Glance::Unclear, "{shown}: another plan's slot");
    for prefix in ["proc.aname[", "proc.", ""] {
        let keys: Vec<_> = fast.keys_from(prefix).collect();
        assert_eq!(keys, slow.keys_from(prefix).collect::<Vec<_>>(), "{shown}: {prefix}");
    }
    use Meta::{Hostname, Output, Priority, Rule, Source, Tags, Time};
    for meta in [Rule, Priority, Source, Hostname, Tags, Time, Output] {
        assert_eq!(fast.meta(meta), slow.meta(meta), "{shown}: {meta:?}");
        at_a_glance(fast.glance_meta(meta), slow.meta(meta));
    }
    assert_eq!((fast.text(), fast.raw(), &*fast.rule()), (slow.text(), slow.raw(), slow.rule()));
    assert_eq!(
        (fast.priority(), fast.time(), fast.tags()),
        (slow.priority(), slow.time(), slow.tags()),
        "{shown}"
    );
    assert_eq!(fast.duplicates(), slow.duplicates(), "{shown}");
    fast.found.is_some()
}

/// What can be told at a glance is so.
fn at_a_glance(glance: Glance<'_>, value: Option<Raw<'_>>) {
    match glance {
        Glance::Absent => assert_eq!(value, None),
        Glance::Text(text) => {
            assert!(!text.contains('\0'), "{text:?}");
            assert_eq!(value, Some(Raw::Text(text.into())));
        }
        Glance::Unclear => {}
    }
}

const ORDINARY: &str = r#"{"hostname":"h-1","output":"10:14:03.4: Notice \"x\" é","output_fields":{"a":-1.5e+3,"b":[],"container.image.repository":null,"evt.time":1716200043412688903,"proc.aname[2]":"sh","proc.aname[3]":"systemd","proc.name":"b\u0061sh \ud83d"},"priority":"Notice","rule":"Terminal shell","source":"syscall","tags":["T1059",{"x":[1,{}]}],"time":"2024-05-20T10:14:03.412688903Z"}"#;

#[test]
fn ordinary_lines_are_walked() {
    let limits = Limits::default();
    let mut reader = reader(&limits);
    let spaced = ORDINARY.replace(",\"", " ,\t\"").replace("\":", "\"\r: ");
    let sidekick = r#"{"uuid":"1","output":"o","priority":"x","rule":"7","output_fields":{}}"#;
    for line in [ORDINARY, &format!("{ORDINARY}\n"), sidekick, &spaced, r#"{"rule":"a"}"#] {
        assert!(compare(&mut reader, line.as_bytes(), &limits), "{line}");
    }
    for rare in [
        r#"{"event":{"rule":"a","output_fields":{"a":1}}}"#,
        r#"{"rule":"a","output_fields":{"a":1,"a":2}}"#,
        r#"{"rule":"a","rule":"b"}"#,
        r#"{"rule":"a","output_fields":{"\u0061":1}}"#,
        r#"{"rule":"a","output_fields":null}"#,
        r#"{"rule":"\u0061"}"#,
        "\u{FEFF}{\"rule\":\"a\"}",
        "{\"rule\":\"a\"}\u{c}",
        "\u{c}{\"rule\":\"a\"}",
    ] {
        assert!(!compare(&mut reader, rare.as_bytes(), &limits), "{rare}");
    }
    assert!(compare(&mut reader, ORDINARY.as_bytes(), &limits), "as before");
}

#[test]
fn texts_without_escapes_are_told_at_a_glance() {
    use Glance::{Absent, Text, Unclear};
    let mut reader = reader(&Limits::default());
    let line = r#"{"rule":"r","output":"\u0041","output_fields":{"proc.name":"sh é","a":"\"","evt.time":1}}"#;
    let alert = reader.read(line.as_bytes()).unwrap();
    let glance = |index| alert.glance(&alert.slots.slot(index).unwrap());
    assert_eq!([glance(0), glance(1), glance(3), glance(5)], [Unclear, Text("sh é"), Unclear, Absent]);
    let metas = [Meta::Rule, Meta::Output, Meta::Source].map(|meta| alert.glance_meta(meta));
    assert_eq!(metas, [Text("r"), Unclear, Absent]);
}

#[test]
fn the_grammar_is_checked_everywhere() {
    let limits = Limits::default();
    let mut reader = reader(&limits);
    let values = [
        "",
        "0",
        "-0",
        "00",
        "01",
        "-",
        "+1",
        "1.",
        ".5",
        "1.5",
        "1e",
        "1e+",
        "1E-7",
        "0x1",
        "12345678",
        "-1234567890123456789012345",
        "1234567:",
        "1234567/8",
        "12345?78",
        "1234567\u{b3}",
        "12345678.87654321E+12345678",
        "12345678.",
        "02345678",
        "1 2",
        "true",
        "tru",
        "truex",
        "null",
        "nul",
        "NaN",
        "[]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{}",
        "{\"x\"}",
        "{\"x\":}",
        "{\"x\":1,}",
        "{1:2}",
        "[1}",
        "{\"x\":1]",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\\ud800\"",
        "\"\t\"",
        "\"\u{7f}\"",
        "\"",
        "\\",
        "'a'",
        "\"\\\"",
        "\"\\\\\"",
        "]",
        "}",
        "{\"x\":{\"x\":[[],{},[{}]]}}",
        "\"a\" \"b\"",
        "/**/1",
        "\u{a0}1",
    ];
    for value in values {
        for frame in [
            "{\"rule\":\"a\",\"x\":@}",
            "{\"rule\":\"a\",\"output_fields\":{\"a\":@}}",
            "{\"rule\":\"a\",\"output_fields\":{\"a\":[@]}}",
            "{\"rule\":\"a\",\"output_fields\":{\"a\":{\"k\": @ }}}",
            "{\"rule\":\"a\",\"output_fields\":@}",
            "{\"rule\":@}",
            "{\"rule\":\"a\"}@",
            "@{\"rule\":\"a\"}",
            "{@\"rule\":\"a\"}",
            "{\"rule\"@:\"a\"}",
            "{\"rule\":\"a\"@}",
            "@",
        ] {
            // Where a line is cut into blocks must not matter.
            for space in [0, 37, 60] {
                let line = format!("{}{}", " ".repeat(space), frame.replace('@', value));
                compare(&mut reader, line.as_bytes(), &limits);
            }
        }
    }
}

#[test]
fn bounds_hold_where_they_do_for_one_alert() {
    let nested = |n: usize, open: &str, close: &str| {
        format!("{{\"rule\":\"a\",\"x\":{}{}}}", open.repeat(n), close.repeat(n))
    };
    for n in 0..6 {
        let limits = Limits { line: 60 + n, depth: n, fields: n, key: n + 10 };
        let mut reader = reader(&limits);
        for m in 0..8 {
            let fields: Vec<_> = (0..m).map(|m| format!("\"{m}\":{m}")).collect();
            for line in [
                nested(m, "[", "]"),
                nested(m, "{\"x\":[", "]}"),
                format!("{{\"rule\":\"a\",\"output_fields\":{{{}}}}}", fields.join(",")),
                format!("{{\"rule\":\"a\",\"output_fields\":{{\"{}\":1}}}}", "k".repeat(m + 10)),
                format!("{{\"rule\":\"{}\"}}", "a".repeat(m + 50)),
                format!("{{\"rule\":\"a\",\"output_fields\":{{\"x\":{}}}}}", "[".repeat(m) + &"]".repeat(m)),
            ] {
                compare(&mut reader, line.as_bytes(), &limits);
            }
        }
    }
    let limits = Limits::default();
    for n in [1, 61, 62, 63, 64, 65, 100_000] {
        for line in [nested(n, "[", "]"), nested(n, "{\"a\":", "1}"), "[".repeat(n)] {
            compare(&mut reader(&limits), line.as_bytes(), &limits);
        }
    }
}

/// JSON that is mostly right.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        r#""[ab\\é\n"u0d8]{0,6}""#,
        "-?[0-9]{0,3}(\\.[0-9]{1,2})?(e[+-]?[0-9])?",
        prop::sample::select(&["null", "true", "false", "\"sh\"", "\"\\ud83d\\ude00\"", "[]", "{}"][..])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let member = (key(), inner.clone()).prop_map(|(key, value)| format!("{key}: {value}"));
        prop_oneof![
            prop::collection::vec(inner, 0..3).prop_map(|items| format!("[{}]", items.join(" ,"))),
            prop::collection::vec(member, 0..3).prop_map(|items| format!("{{ {}}}", items.join(","))),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    let known = prop::sample::select([&SLOTS[..], &OTHERS[..]].concat());
    prop_oneof![8 => known.prop_map(|key| format!("\"{key}\"")), 1 => r#""[a\\u006é]{0,7}""#]
}

fn line() -> impl Strategy<Value = String> {
    let member = || (key(), json()).prop_map(|(key, value)| format!("{key}:{value}"));
    let fields = prop::collection::vec(member(), 0..6).prop_map(|fields| fields.join(", "));
    let wrap = prop::sample::select(
        &["@", "@", "@", "@\n", " @ ", "{\"event\":@}", "{\"_source\": {\"event\":@ }}"][..],
    );
    (fields, prop::collection::vec(member(), 0..3), any::<bool>(), wrap).prop_map(
        |(fields, more, first, wrap)| {
            let mut members = vec![format!("\"output_fields\":{{{fields}}}")];
            members.insert(usize::from(first), "\"rule\":\"Terminal shell\"".to_owned());
            members.extend(more);
            wrap.replace('@', &format!("{{{}}}", members.join(",")))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn both_readers_agree(line in line()) {
        let limits = Limits::default();
        compare(&mut reader(&limits), line.as_bytes(), &limits);
    }

    #[test]
    fn both_readers_agree_about_damaged_lines(
        at in 0..ORDINARY.len(),
        with in prop::collection::vec(prop_oneof![prop::sample::select(&b"\"\\{}[],:0e-. \n\0tfnu"[..]), any::<u8>()], 0..3),
        cut in 0..4_usize,
    ) {
        let mut bytes = ORDINARY.as_bytes().to_vec();
        bytes.splice(at..(at + cut).min(ORDINARY.len()), with);
        let limits = Limits::default();
        compare(&mut reader(&limits), &bytes, &limits);
    }
}
