//! What the alert says of itself: rule, priority, time, and where it happened to whom.

use super::model::{Facts, Time, Value};
use crate::alert::Alert;
use crate::value::{Fields, Priority, Raw};
use jiff::Timestamp;

/// Labels and the fields behind them: one value per inner list, the first of its fields that is there.
const PLACES: [(&str, &[&[&str]]); 9] = [
    ("Container", &[&["container.name"], &["container.id"]]),
    ("Pod", &[&["k8s.pod.name", "k8smeta.pod.name"]]),
    ("Namespace", &[&["k8s.ns.name", "k8smeta.ns.name", "ka.target.namespace"]]),
    ("Image", &[&["container.image.repository"], &["container.image.tag"]]),
    ("Process", &[&["proc.exepath", "proc.name"]]),
    (
        "User",
        &[&["user.name", "ka.user.name", "ct.user", "gcp.user", "okta.actor.alternateID", "github.user"]],
    ),
    ("Action", &[&["ka.verb", "ct.name", "gcp.methodName", "okta.evt.type", "github.action"]]),
    ("Object", &[&["ka.target.resource"], &["ka.target.name", "ka.resp.name"]]),
    ("Address", &[&["ct.srcip", "okta.client.ip", "gcp.callerIP"]]),
];

/// The facts, with the leading mitigation's priority where it sets one.
pub(super) fn facts(alert: &Alert<'_>, priority: Option<Priority>) -> Facts {
    let own = alert.meta_text("priority");
    let host = alert.meta_text("hostname").filter(|host| !host.is_empty());
    let host = host.map(|host| ("Host", vec![Value::new(host)]));
    Facts {
        rule: Value::new(alert.rule()),
        priority: priority.or(alert.priority()),
        own_priority: own
            .filter(|own| {
                alert.priority().is_none() || priority.is_some_and(|p| Some(p) != Priority::parse(own))
            })
            .map(Value::new),
        time: alert.time().map(time),
        places: host.into_iter().chain(places(alert)).collect(),
        source: alert.meta_text("source").map(Value::new),
        tags: alert.tags().into_iter().map(Value::new).collect(),
    }
}

fn places(alert: &Alert<'_>) -> impl Iterator<Item = (&'static str, Vec<Value>)> {
    PLACES.into_iter().filter_map(|(label, alternatives)| {
        let found =
            alternatives.iter().filter_map(|fields| fields.iter().find_map(|field| given(alert, field)));
        let values: Vec<_> = found.collect();
        let values = if label == "Image" && !values.is_empty() { vec![values.join(":")] } else { values };
        // On the host Falco writes the word where an id would stand; it names no container.
        let on_host = label == "Container" && values.iter().all(|value| value == "host");
        let values = values.into_iter().map(Value::new).collect::<Vec<_>>();
        (!values.is_empty() && !on_host).then_some((label, values))
    })
}

/// A field's text, unless it says that there is none.
fn given(alert: &Alert<'_>, field: &str) -> Option<String> {
    let text = match alert.field(field)? {
        Raw::Text(text) => text.into_owned(),
        Raw::Number(number) => number.to_owned(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty() && text != "<NA>")
}

/// In UTC, without any locale.
pub(super) fn time(at: Timestamp) -> Time {
    let human = at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
    Time { human, exact: at.to_string() }
}

/// The result of the call, where it failed: the error's name of a system call or of AWS, or the API server's code.
pub(super) fn tried(alert: &Alert<'_>) -> Option<Value> {
    let failed = |field: &str, fails: fn(&str) -> bool| given(alert, field).filter(|result| fails(result));
    failed("evt.res", |result| result != "SUCCESS")
        .or_else(|| failed("ct.error", |_| true))
        .or_else(|| failed("ka.response.code", |code| code.parse::<u16>().is_ok_and(|code| code >= 400)))
        .map(Value::new)
}
