//! A value as lines that a reader of YAML knows, so that two of them can be compared line by line.

use serde_json::Value;

/// Nothing that an author can write nests deeper.
const MAX_DEPTH: usize = 64;

/// The value, one line for each scalar; a text of several lines keeps them.
pub(super) fn lines(value: &Value) -> String {
    let mut out = String::new();
    write(value, "", "", 0, &mut out);
    out
}

/// Writes a value whose first line begins with `first`, and the others with `rest`.
fn write(value: &Value, first: &str, rest: &str, depth: usize, out: &mut String) {
    let below = depth.saturating_add(1);
    match value {
        Value::Array(items) if !items.is_empty() && depth < MAX_DEPTH => {
            let mut lead = first;
            for item in items {
                write(item, &format!("{lead}- "), &format!("{rest}  "), below, out);
                lead = rest;
            }
        }
        Value::Object(entries) if !entries.is_empty() && depth < MAX_DEPTH => {
            let mut lead = first;
            for (key, value) in entries {
                entry(key, value, lead, rest, below, out);
                lead = rest;
            }
        }
        Value::String(text) => {
            let mut lead = first;
            for line in text.split('\n') {
                out.push_str(lead);
                out.push_str(line);
                out.push('\n');
                lead = rest;
            }
        }
        other => {
            out.push_str(first);
            out.push_str(&other.to_string());
            out.push('\n');
        }
    }
}

fn entry(key: &str, value: &Value, lead: &str, rest: &str, depth: usize, out: &mut String) {
    let nested = match value {
        Value::Array(items) => !items.is_empty(),
        Value::Object(entries) => !entries.is_empty(),
        Value::String(text) => text.contains('\n'),
        _ => false,
    };
    if nested {
        out.push_str(&format!("{lead}{key}:\n"));
        let inner = format!("{rest}  ");
        write(value, &inner, &inner, depth, out);
    } else {
        write(value, &format!("{lead}{key}: "), rest, depth, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_look_like_yaml() {
        let value = json!(["a", { "code": "x\ny", "lang": "sh" }, { "alert": {}, "n": [1, [true, null]] }]);
        let expected = "- a\n- code:\n    x\n    y\n  lang: sh\n- alert: {}\n  n:\n    - 1\n    - - true\n      - null\n";
        assert_eq!(lines(&value), expected);
        assert_eq!(lines(&json!("one\ntwo")), "one\ntwo\n");
    }
}
