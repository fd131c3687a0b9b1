//! Random conditions and alerts over the few fields that the reference evaluator knows.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

const TEXTS: [&str; 9] = ["", "a", "b", "ab", "Ab", "/a", "/a/b", "a*", "10"];
const ADDRESSES: [&str; 4] = ["10.0.0.1", "10.0.0.2", "192.168.0.1", "::1"];

fn text() -> impl Strategy<Value = String> {
    prop::sample::select(&TEXTS[..]).prop_map(str::to_owned)
}

fn quoted(text: &str) -> String {
    format!("'{text}'")
}

/// One check of any of the fields, as text.
pub(crate) fn check_() -> impl Strategy<Value = String> {
    let field = prop::sample::select(&["proc.name", "proc.pname", "tolower(proc.name)"][..]);
    let word = prop::sample::select(
        &["=", "==", "!=", "contains", "icontains", "startswith", "endswith", "glob", "iglob"][..],
    );
    let set = prop::sample::select(&["in", "intersects"][..]);
    let modifier = prop::sample::select(&["oneof", "anyof", "allof"][..]);
    let order = prop::sample::select(&["<", "<=", ">", ">="][..]);
    let equality = prop::sample::select(&["=", "!="][..]);
    let listed = || {
        prop::collection::vec(text(), 0..4)
            .prop_map(|t| format!("({})", t.iter().map(|t| quoted(t)).collect::<Vec<_>>().join(", ")))
    };
    let number = || -3_i64..12;
    let address = || prop::sample::select(&ADDRESSES[..]);
    let network = prop::sample::select(&["10.0.0.0/8", "10.0.0.1/32", "0.0.0.0/0", "::/127"][..]);
    prop_oneof![
        (field.clone(), word.clone(), text()).prop_map(|(f, o, c)| format!("{f} {o} {}", quoted(&c))),
        (field.clone(), word.clone(), modifier, listed()).prop_map(|(f, o, m, l)| format!("{f} {o} {m} {l}")),
        (field.clone(), set.clone(), listed()).prop_map(|(f, o, l)| format!("{f} {o} {l}")),
        (field.clone(), listed()).prop_map(|(f, l)| format!("{f} pmatch {l}")),
        (field.clone(), order.clone(), 0_u8..12).prop_map(|(f, o, n)| format!("{f} {o} {n}")),
        (field, word, Just("val(proc.pname)")).prop_map(|(f, o, r)| format!("{f} {o} {r}")),
        (order, number()).prop_map(|(o, n)| format!("proc.pid {o} {n}")),
        (equality.clone(), number()).prop_map(|(o, n)| format!("proc.pid {o} {n}")),
        (equality.clone(), number()).prop_map(|(o, n)| format!("len(proc.name) {o} {}", n.max(0))),
        (equality.clone(), number()).prop_map(|(o, n)| format!("len(ka.user.groups) {o} {}", n.max(0))),
        (set.clone(), number(), number()).prop_map(|(o, a, b)| format!("proc.pid {o} ({a}, {b})")),
        (equality.clone(), any::<bool>()).prop_map(|(o, b)| format!("evt.failed {o} {b}")),
        (equality.clone(), address()).prop_map(|(o, a)| format!("fd.sip {o} {a}")),
        (set.clone(), address(), address()).prop_map(|(o, a, b)| format!("fd.sip {o} ({a}, {b})")),
        (equality, network.clone()).prop_map(|(o, n)| format!("fd.snet {o} {n}")),
        (set.clone(), network.clone(), network).prop_map(|(o, a, b)| format!("fd.snet {o} ({a}, {b})")),
        (set, listed()).prop_map(|(o, l)| format!("ka.user.groups {o} {l}")),
        prop::sample::select(
            &["proc.name", "proc.pid", "fd.sip", "ka.user.groups", "evt.failed", "fd.snet"][..]
        )
        .prop_map(|f| format!("{f} exists")),
    ]
}

pub(crate) fn condition() -> impl Strategy<Value = String> {
    check_().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|p| format!("({})", p.join(" and "))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|p| format!("({})", p.join(" or "))),
            inner.prop_map(|c| format!("not ({c})")),
        ]
    })
}

/// `output_fields` where each field may be absent, null or present.
pub(crate) fn alert() -> impl Strategy<Value = Map<String, Value>> {
    let maybe = |present: BoxedStrategy<Value>| prop_oneof![1 => Just(None), 1 => Just(Some(Value::Null)), 6 => present.prop_map(Some)];
    let texts = || text().prop_map(Value::from).boxed();
    let fields = (
        maybe(texts()),
        maybe(texts()),
        maybe((-3_i64..12).prop_map(Value::from).boxed()),
        maybe(any::<bool>().prop_map(Value::from).boxed()),
        maybe(prop::sample::select(&ADDRESSES[..]).prop_map(Value::from).boxed()),
        maybe(prop::collection::vec(text(), 0..4).prop_map(|t| json!(t)).boxed()),
    );
    fields.prop_map(|(name, pname, pid, failed, sip, groups)| {
        let pairs = [
            ("proc.name", name),
            ("proc.pname", pname),
            ("proc.pid", pid),
            ("evt.failed", failed),
            ("fd.sip", sip),
            ("ka.user.groups", groups),
        ];
        pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
    })
}
