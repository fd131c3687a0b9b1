//! The built-in rulebook's reports, whole, as people read them.
//!
//! The example alert in every format, and per mitigation the report of its first test. A new mitigation is covered
//! without a line here; `INSTA_UPDATE=always cargo test --test builtin` writes its snapshot, to be read.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use falconer::suite::alert_of;
use falconer::{Alert, Engine, Format, Loader, Report};

fn engine() -> Engine {
    Engine::new(Loader::new().builtin(true).builtin_tests(true).load().book)
}

fn report(engine: &Engine, alert: &str) -> Report {
    let alert = Alert::parse(alert.as_bytes()).unwrap();
    let mut report = Report::new(engine, &alert, &engine.evaluate(&alert));
    // Another digest is no other look.
    report.footer.items = "ITEMS".to_owned();
    report
}

fn assert_snapshot(name: &str, text: &str) {
    insta::with_settings!({ snapshot_path => "builtin", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn the_example_alert_in_every_format() {
    let engine = engine();
    let report = report(&engine, include_str!("../examples/alerts/drop-and-execute.json"));
    for (name, format) in
        [("md", Format::Md), ("html", Format::Html), ("json", Format::Json), ("term", Format::Term)]
    {
        assert_snapshot(&format!("example-{name}"), &report.render(format));
    }
}

#[test]
fn the_first_test_of_each_mitigation() {
    let engine = engine();
    let book = engine.book();
    for number in 0..book.mitigation_count() {
        let mitigation = book.mitigation_item(number).unwrap();
        let name = &book.mitigation_entry(number).unwrap().name;
        let alert = alert_of(mitigation, mitigation.tests.first().unwrap());
        assert_snapshot(name, &report(&engine, &alert).render(Format::Md));
    }
}
