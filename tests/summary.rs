//! Summaries of archives: what they look like, that every alert is counted once however the archive is cut, and that no value
//! breaks out of its place.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test"
)]

#[path = "render/report/parsed.rs"]
#[expect(dead_code, reason = "shared with the tests of reports")]
mod parsed;

use falconer::render::SummaryFormat;
use falconer::report::summary::{Collector, Place, Run, Seen, Summary, Totals};
use falconer::{Alert, Engine, Loader};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::Path;

fn engine() -> Engine {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/render/summary/rulebook.yaml");
    let loaded = Loader::new().path(path).load();
    assert!(!loaded.has_errors(), "{:#?}", loaded.diagnostics);
    Engine::new(loaded.book)
}

const RULES: [(&str, &str); 4] = [
    ("Terminal shell in container", "Notice"),
    ("Drop and execute new binary in container", "Warning"),
    ("Read sensitive file untrusted", "Warning"),
    ("Our own rule", "Error"),
];

/// An alert of one of the rules; `value` stands for what an attacker could choose.
fn alert(rule: usize, variant: usize, second: i64, value: &str) -> String {
    let (name, priority) = RULES[rule];
    let name = if rule == 3 { format!("{name} {value}") } else { name.to_owned() };
    json!({
        "hostname": format!("node-{variant}{value}"), "priority": priority, "rule": name, "source": "syscall",
        "time": jiff::Timestamp::from_second(1_716_200_000 + second).unwrap().to_string(),
        "output_fields": {
            "container.id": "69484342a56c", "container.image.repository": format!("registry.example/shop-{variant}{value}"),
            "k8s.ns.name": format!("shop{value}"), "proc.exepath": format!("/tmp/x{variant}{value}"), "proc.name": "bash",
            "user.name": format!("root{value}"),
        }
    })
    .to_string()
}

/// Collects parts of an archive of the given lengths, joined.
fn summary(engine: &Engine, alerts: &[String], parts: &[usize], details: usize) -> Summary {
    let mut whole = Collector::new(engine);
    let mut line = 0;
    let mut rest = alerts;
    for &part in parts.iter().cycle() {
        let (these, later) = rest.split_at(part.clamp(1, rest.len().max(1)).min(rest.len()));
        let mut collector = Collector::new(engine);
        for text in these {
            line += 1;
            let alert = Alert::parse(text.as_bytes()).unwrap();
            let place = Place { input: 0, line };
            let seen = Seen { fields: &alert, text: alert.text(), time: alert.time(), place };
            collector.add(seen, &engine.evaluate(&alert));
        }
        whole.append(collector);
        rest = later;
        if rest.is_empty() {
            break;
        }
    }
    let count = alerts.len() as u64;
    whole.finish(Run {
        inputs: vec!["events.json.gz".into()],
        totals: Totals {
            lines: count + 7,
            alerts: count,
            logs: 4,
            blank: 1,
            rejects: 2,
            ..Totals::default()
        },
        rejects: vec![("not JSON".into(), 2)],
        incomplete: None,
        details,
    })
}

fn week() -> Vec<String> {
    (0..40).map(|n| alert(n % 4, n % 3, (n * n * 977) as i64, "")).collect()
}

#[test]
fn every_format_looks_as_before() {
    let mut summary = summary(&engine(), &week(), &[7], 2);
    summary.items = "ITEMS".to_owned();
    for group in &mut summary.groups {
        if let Some(report) = &mut group.report {
            report.footer.items = "ITEMS".to_owned();
        }
    }
    insta::with_settings!({ snapshot_path => "render/summary", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("md", summary.render(SummaryFormat::Md));
        insta::assert_snapshot!("json", summary.render(SummaryFormat::Json));
        insta::assert_snapshot!("html", parsed::html_without_style(&summary.render(SummaryFormat::Html)));
    });
}

#[test]
fn each_alert_is_counted_once_everywhere() {
    let summary = summary(&engine(), &week(), &[9], 2);
    let totals = summary.totals;
    assert_eq!(totals.lines, totals.alerts + totals.logs + totals.blank + totals.rejects);
    assert_eq!(totals.alerts, totals.answered + totals.fallback + totals.unanswered + totals.skipped);
    assert_eq!(summary.groups.iter().map(|group| group.alerts).sum::<u64>(), totals.alerts);
    assert_eq!(summary.priorities.iter().map(|(_, count)| count).sum::<u64>(), totals.alerts);
    assert_eq!(summary.timeline.unwrap().bars.iter().map(|bar| bar.total()).sum::<u64>(), totals.alerts);
    assert_eq!(summary.gaps.iter().map(|gap| gap.alerts).sum::<u64>(), totals.fallback + totals.unanswered);
}

#[test]
fn hostile_values_change_no_structure() {
    let hostile =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/render/hostile.json"));
    let hostile: Vec<String> = serde_json::from_str(&hostile.unwrap()).unwrap();
    let engine = engine();
    let with = |value: &str| {
        let alerts: Vec<_> = (0..4).map(|rule| alert(rule, 0, 0, value)).collect();
        summary(&engine, &alerts, &[4], 0)
    };
    let inert = with("value");
    let md = parsed::markdown_shape(&inert.render(SummaryFormat::Md));
    let html = parsed::html_shape(&inert.render(SummaryFormat::Html));
    for value in &hostile {
        let summary = with(value);
        assert_eq!(parsed::markdown_shape(&summary.render(SummaryFormat::Md)), md, "{value:?}");
        assert_eq!(parsed::html_shape(&summary.render(SummaryFormat::Html)), html, "{value:?}");
        let json = summary.render(SummaryFormat::Json);
        let read: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["groups"][0]["key"][0]["value"], format!("/tmp/x0{value}"), "{value:?}");
        assert_eq!(json.chars().find(|&c| c.is_control() && c != '\n'), None, "{value:?}");
    }
}

#[test]
fn strategies_carry_the_values_of_each_group() {
    let summary = summary(&engine(), &week(), &[5], 100);
    let md = summary.render(SummaryFormat::Md);
    assert!(parsed::markdown_code(&md).iter().any(|code| code.contains("docker top '69484342a56c'")), "{md}");
    let in_full = summary.groups.iter().filter(|group| group.report.is_some()).count();
    assert_eq!(in_full, summary.groups.len());
}

#[test]
fn an_archive_without_alerts_has_a_summary_too() {
    for format in SummaryFormat::ALL {
        let text = summary(&engine(), &[], &[1], 5).render(format);
        assert!(text.contains(Summary::TITLE), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_same_summary_however_the_archive_is_cut(
        alerts in prop::collection::vec((0_usize..4, 0_usize..6, -90_000_i64..9_000_000), 0..60),
        parts in prop::collection::vec(1_usize..20, 1..6),
    ) {
        let engine = engine();
        let alerts: Vec<_> = alerts.into_iter().map(|(rule, variant, second)| alert(rule, variant, second, "")).collect();
        let cut = summary(&engine, &alerts, &parts, 3);
        prop_assert_eq!(cut, summary(&engine, &alerts, &[usize::MAX], 3));
    }
}
