//! From an alert and a rulebook to a report: selection, merging, order, withholding.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test"
)]

#[path = "render/report/parsed.rs"]
#[expect(dead_code, reason = "shared with the tests of formats")]
mod parsed;

use falconer::report::{Code, Reason};
use falconer::{Alert, Engine, Format, Loader, Report};
use std::path::Path;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
}

fn engine() -> Engine {
    let loaded = Loader::new().path(folder().join("render/report/rulebook.yaml")).load();
    assert!(!loaded.has_errors(), "{:#?}", loaded.diagnostics);
    Engine::new(loaded.book)
}

fn report(alert: &str) -> Report {
    let (engine, alert) = (engine(), Alert::parse(alert.as_bytes()).unwrap());
    Report::new(&engine, &alert, &engine.evaluate(&alert))
}

fn of_file(name: &str) -> String {
    std::fs::read_to_string(folder().join("alerts").join(name)).unwrap()
}

fn strategies(report: &Report) -> Vec<&str> {
    report.strategies.iter().map(|strategy| strategy.name.as_str()).collect()
}

fn findings(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.name.as_str()).collect()
}

#[test]
fn reports_look_as_before() {
    insta::with_settings!({ snapshot_path => "render/report", prepend_module_to_snapshot => false, omit_expression => true }, {
        for name in ["drift", "falcosidekick", "k8s-audit-pretty", "old-2017"] {
            let mut report = report(&of_file(&format!("{name}.json")));
            // Another digest is no other look.
            report.footer.items = "ITEMS".to_owned();
            insta::assert_snapshot!(name, report.render(Format::Md));
        }
    });
}

#[test]
fn the_rule_leads_and_strategies_are_merged_in_the_order_of_a_response() {
    let report = report(&of_file("falcosidekick.json"));
    assert_eq!(findings(&report), ["drift", "any-container"]);
    assert_eq!(strategies(&report), ["ask", "copy-file", "isolate-pod", "look", "tune"]);
    assert_eq!(report.recommendations.len(), 1, "the same sentence of two mitigations stands once");
}

#[test]
fn a_strategy_whose_condition_fails_is_left_out() {
    assert_eq!(strategies(&report(&of_file("drift.json"))), ["ask", "copy-file", "look", "tune"]);
}

#[test]
fn urgent_contains_before_it_preserves() {
    assert_eq!(strategies(&report(r#"{"rule":"Data leaves"}"#)), ["cut", "keep"]);
}

#[test]
fn a_fallback_applies_only_where_no_other_does() {
    let audit = report(&of_file("k8s-audit-pretty.json"));
    assert_eq!(findings(&audit), ["k8s-audit"], "the class before the last word");
    let unknown = report(r#"{"rule":"Of our own"}"#);
    assert_eq!(findings(&unknown), ["site-last-word"], "the site's last word instead of the built-in one");
    assert_eq!(findings(&report(r#"{"rule":"Data leaves"}"#)), ["exfiltration"]);
}

#[test]
fn a_mitigations_priority_stands_beside_the_alerts_own() {
    let report = report(&of_file("drift.json"));
    assert_eq!(report.facts.priority.map(|priority| priority.as_str()), Some("Alert"));
    assert_eq!(
        report.facts.own_priority.map(|own| own.untrusted().0.to_owned()).as_deref(),
        Some("Critical")
    );
}

/// Strategy and reasons of every withheld example.
fn withheld(report: &Report) -> Vec<(&str, Vec<String>)> {
    let one = |reason: &Reason| format!("{} {}", reason.field, reason.why);
    report.withheld().map(|w| (w.strategy.name.as_str(), w.reasons.iter().map(one).collect())).collect()
}

#[test]
fn a_cut_or_missing_value_withholds_its_example_and_nothing_else() {
    let report = report(&of_file("falcosidekick.json"));
    let [copy, tune] = &withheld(&report)[..] else { panic!("{:?}", withheld(&report)) };
    assert_eq!(*copy, ("copy-file", vec!["proc.pid is not in the alert".to_owned()]));
    assert_eq!(tune.0, "tune");
    assert!(tune.1[0].starts_with("proc.cmdline was cut"), "{tune:?}");
    assert!(report.missing.contains(&"proc.pid".to_owned()));
    assert!(report.missing.contains(&"fd.sip".to_owned()));
    let copy = report.strategies.iter().find(|strategy| strategy.name == "copy-file").unwrap();
    assert!(matches!(&copy.examples[0].code, Code::Shown(code) if code.contains("sha256sum -- ")));
    assert!(copy.purpose.is_some());
}

#[test]
fn a_failed_call_was_tried() {
    let alert = |result: &str| format!(r#"{{"rule":"a","output_fields":{{"evt.res":"{result}"}}}}"#);
    assert!(report(&alert("EACCES")).render(Format::Md).contains("its result was `EACCES`"));
    assert_eq!(report(&alert("SUCCESS")).tried, None);
    assert_eq!(report(&alert("<NA>")).tried, None);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for format in Format::ALL {
        let once = report(&of_file("drift.json")).render(format);
        assert_eq!(once, report(&of_file("drift.json")).render(format));
        let spaced = format!("\n  {}\n", of_file("drift.json"));
        assert_eq!(once, report(&spaced).render(format), "space around an alert is no part of it");
    }
}

#[test]
fn the_footer_names_what_it_was_made_from() {
    let (one, other) = (report(&of_file("drift.json")), report(&of_file("falcosidekick.json")));
    assert_eq!(one.footer.items, other.footer.items);
    assert_ne!(one.footer.alert, other.footer.alert);
    assert_ne!(one.footer.items, report(r#"{"rule":"Data leaves"}"#).footer.items);
}

/// The alert with every text value replaced, at any depth, `rule` as asked.
fn replaced(alert: &str, text: &str, rule: Option<&str>) -> String {
    fn walk(value: &mut serde_json::Value, text: &str) {
        match value {
            serde_json::Value::String(old) => *old = text.to_owned(),
            serde_json::Value::Array(items) => items.iter_mut().for_each(|item| walk(item, text)),
            serde_json::Value::Object(members) => members.values_mut().for_each(|value| walk(value, text)),
            _ => {}
        }
    }
    let mut value: serde_json::Value = serde_json::from_str(alert).unwrap();
    walk(&mut value, text);
    if let Some(rule) = rule {
        value["rule"] = rule.into();
    }
    value.to_string()
}

const HOSTILE: &str = "'; $(id) \"```</script>\n--all";

#[test]
fn hostile_values_stay_in_their_places() {
    let drift = Some("Drop and execute new binary in container");
    for (file, rule) in
        [("drift.json", drift), ("falcosidekick.json", drift), ("k8s-audit-pretty.json", None)]
    {
        let hostile = report(&replaced(&of_file(file), HOSTILE, rule));
        // As odd as the hostile one to every shape, so that the same examples are withheld; but inert.
        let inert = report(&replaced(&of_file(file), "x\ny", rule));
        let (md, plain) = (hostile.render(Format::Md), inert.render(Format::Md));
        assert_eq!(parsed::markdown_shape(&md), parsed::markdown_shape(&plain), "{md}");
        let (html, plain) = (hostile.render(Format::Html), inert.render(Format::Html));
        assert_eq!(parsed::html_shape(&html), parsed::html_shape(&plain));
        let term = hostile.render(Format::Term);
        assert!(!term.contains(|c: char| c.is_control() && c != '\n'), "{term}");
        for code in parsed::markdown_code(&md) {
            assert!(!code.contains("$(id)") || code.contains("image: \""), "{code}");
        }
    }
}

#[test]
fn no_example_holds_a_hostile_value_unquoted() {
    let report = report(&replaced(
        &of_file("falcosidekick.json"),
        "--all",
        Some("Drop and execute new binary in container"),
    ));
    for strategy in &report.strategies {
        for example in strategy.examples.iter().chain(&strategy.verify).chain(&strategy.rollback) {
            if let (Code::Shown(code), "sh") = (&example.code, example.lang.as_str()) {
                // Behind `--` it is a name like any other.
                let rest = code.replace("-- '--all'", "");
                assert!(!rest.contains("--all"), "{code}");
            }
        }
    }
}
