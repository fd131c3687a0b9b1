//! Values in YAML, JSON and Falco rules, read back by other readers.

use crate::contexts::pieces;
use crate::values;
use falconer::escape::{
    Encoded, FalcoItem, FalcoValue, JsonString, Lang, Ndjson, Untrusted, YamlScalar, contexts, encode,
};
use falconer::syntax::condition::ast::{Dialect, ExprKind, Rhs};
use falconer::syntax::condition::{ParseOptions, parse};

/// An author's code with every hole filled, or nothing if a value was refused.
fn fill(lang: Lang, code: &str, value: &str) -> Option<String> {
    let contexts = contexts(lang, &pieces(code)).unwrap();
    let mut parts = code.split('◇');
    let mut out = parts.next().unwrap().to_owned();
    for (part, context) in parts.zip(&contexts) {
        out.push_str(&encode(context, value, None).ok()?);
        out.push_str(part);
    }
    Some(out)
}

#[test]
fn yaml_reads_back_the_value() {
    let mut read = 0;
    for value in values::all(3000) {
        let Some(text) = fill(Lang::Yaml, "a: ◇ # c\nb: {x: ◇, y: [◇]}\nc: \"<◇>\"\n", &value) else {
            continue;
        };
        let tree: serde_json::Value = yaml_serde::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text:?}"));
        let expected = serde_json::json!({
            "a": value, "b": {"x": value, "y": [value]}, "c": format!("<{value}>")
        });
        assert_eq!(tree, expected, "{text}");
        read += 1;
    }
    assert!(read > 2900, "{read}");
}

#[test]
fn json_reads_back_the_value() {
    let mut read = 0;
    for value in values::all(3000) {
        let Some(text) = fill(Lang::Json, "{\"a\": ◇, \"b\": [\"<◇>\"]}", &value) else { continue };
        let tree: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text:?}"));
        assert_eq!(tree, serde_json::json!({"a": value, "b": [format!("<{value}>")]}));
        read += 1;
    }
    assert!(read > 2900, "{read}");
}

#[test]
fn data_is_safe_to_look_at() {
    for value in values::all(3000) {
        for text in [
            Encoded::<YamlScalar>::exact(Untrusted(&value)).map(Encoded::into_string),
            Encoded::<JsonString>::exact(Untrusted(&value)).map(Encoded::into_string),
        ] {
            let Ok(text) = text else { continue };
            assert!(
                !text.contains(['\n', '\r', '\u{1b}', '\u{85}', '\u{2028}', '\u{202e}', '\u{200b}']),
                "{text:?}"
            );
        }
    }
}

/// Right sides of `a.b = …` as Falco's own parser reads them.
fn constants(condition: &str) -> Vec<Vec<u8>> {
    let options = ParseOptions { dialect: Dialect::Falco, ..ParseOptions::default() };
    let parsed = parse(condition, options).unwrap_or_else(|e| panic!("{e}: {condition:?}"));
    let ExprKind::And(parts) = parsed.expr.kind else { panic!("{condition:?}: {:?}", parsed.expr) };
    assert_eq!(parts.len(), 2, "{condition:?}");
    let mut found = Vec::new();
    for part in parts {
        let ExprKind::Compare(compare) = part.kind else { panic!("{condition:?}") };
        match compare.right {
            Rhs::Value(constant) => found.push(constant.bytes),
            Rhs::List(list) => found.extend(list.items.into_iter().map(|item| item.bytes)),
            other => panic!("{condition:?}: {other:?}"),
        }
    }
    found
}

#[test]
fn falco_reads_back_the_value_and_nothing_else() {
    let lists = ["shell_binaries".to_owned()];
    let mut read = 0;
    for value in values::all(3000) {
        let Ok(encoded) = Encoded::<FalcoValue>::exact(Untrusted(&value), &lists) else { continue };
        let condition = format!("proc.name = {encoded} and fd.name in ({encoded}, x)");
        let bytes = value.as_bytes().to_vec();
        assert_eq!(constants(&condition), [bytes.clone(), bytes.clone(), b"x".to_vec()], "{condition}");
        let item = Encoded::<FalcoItem>::exact(Untrusted(&value), &lists);
        assert_eq!(item.is_err(), value.is_empty(), "{value:?}");
        let Ok(item) = item else { continue };
        let text: String = yaml_serde::from_str(item.as_str()).unwrap();
        assert_eq!(text, encoded.as_str(), "a list item is the constant inside YAML's quotes");
        read += 1;
    }
    assert!(read > 1500, "{read}");
}

#[test]
fn falco_refuses_what_its_loader_would_change() {
    let lists = ["shell_binaries".to_owned()];
    for value in ["shell_binaries", "a shell_binaries b", "(shell_binaries)", r"a b\", "\u{1b}", "a\u{202e}"]
    {
        assert!(Encoded::<FalcoValue>::exact(Untrusted(value), &lists).is_err(), "{value:?}");
    }
}

#[test]
fn a_line_of_json_reads_back_every_value() {
    for value in values::all(3000) {
        let text = Encoded::<Ndjson>::text(Untrusted(&value)).into_string();
        let read: String = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text:?}"));
        assert_eq!(read, value);
        let shown =
            text.chars().all(|c| !c.is_control() && !"\u{2028}\u{2029}\u{202e}\u{2066}\u{200b}".contains(c));
        assert!(shown, "{text:?}");
    }
}

#[test]
fn a_json_text_within_a_line_is_the_same_data() {
    for value in values::all(1000) {
        let json = serde_json::json!({ "a": [value, 1.5], "b": { value.as_str(): null } });
        for text in [json.to_string(), serde_json::to_string_pretty(&json).unwrap()] {
            let line = Encoded::<Ndjson>::of_json(&text).into_string();
            assert_eq!(serde_json::from_str::<serde_json::Value>(&line).unwrap(), json, "{line:?}");
            assert!(!line.chars().any(char::is_control), "{line:?}");
        }
    }
    // Bytes that show as they are stay as they are, numbers and escapes among them.
    let own = r#"{"a":1e400,"b":"\ud800\/é", "a": 2}"#;
    assert_eq!(Encoded::<Ndjson>::of_json(own).as_str(), own);
}
