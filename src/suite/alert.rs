//! The alert of a test: what its author wrote, completed to one that Falco could have printed.

use serde_json::{Map, Value, json};

/// The alert of a test as JSON text; keys that the author gave stay as they are.
///
/// `rule` defaults to the first one that the mitigation answers. The time is fixed, so that a test says the same
/// for ever.
pub(super) fn complete(alert: &Value, rule: &str) -> String {
    let mut keys = match alert {
        Value::Object(keys) => keys.clone(),
        // Anything else is no alert; reading it says so, with the reason.
        other => return other.to_string(),
    };
    // Falco's forms wrap an alert under these keys; what is inside is then complete or wrong by itself.
    if keys.contains_key("_source") || keys.contains_key("event") {
        return alert.to_string();
    }
    for (key, value) in defaults(rule) {
        keys.entry(key).or_insert(value);
    }
    Value::Object(keys).to_string()
}

fn defaults(rule: &str) -> Map<String, Value> {
    let defaults = json!({
        "output_fields": {},
        "priority": "Warning",
        "rule": rule,
        "source": "syscall",
        "time": "2026-01-01T00:00:00Z",
    });
    match defaults {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_author_gave_stays() {
        let alert =
            complete(&json!({ "priority": "Critical", "output_fields": { "proc.name": "sh" } }), "A rule");
        let alert: Value = serde_json::from_str(&alert).unwrap();
        assert_eq!(alert["priority"], "Critical");
        assert_eq!(alert["output_fields"]["proc.name"], "sh");
        assert_eq!(alert["rule"], "A rule");
        assert!(alert["time"].is_string());
    }

    #[test]
    fn a_wrapped_alert_is_left_alone() {
        let wrapped = json!({ "_source": { "rule": "x" } });
        assert_eq!(complete(&wrapped, "A rule"), wrapped.to_string());
    }
}
