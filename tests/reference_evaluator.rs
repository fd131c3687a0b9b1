//! The evaluator and the reference evaluator agree on random conditions and alerts, and what the checker calls a
//! contradiction never holds.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers fail by panicking"
)]

#[path = "support/conditions.rs"]
mod conditions;
#[path = "support/json_fields.rs"]
mod json_fields;
#[path = "support/reference.rs"]
mod reference;

use conditions::{alert, check_, condition};
use falconer::check::condition::{NoNames, check};
use falconer::diag::Code;
use falconer::eval::{Batch, trace, verdict};
use falconer::source::{FileId, Text};
use falconer::syntax::condition::ast::Dialect;
use falconer::syntax::condition::{ParseOptions, parse};
use json_fields::JsonFields;
use proptest::prelude::*;
use serde_json::Map;

/// A check, its opposite, or two checks in parentheses.
fn demand() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => check_(),
        2 => check_().prop_map(|c| format!("not {c}")),
        1 => (check_(), check_()).prop_map(|(a, b)| format!("not ({a} or {b})")),
        1 => (check_(), check_()).prop_map(|(a, b)| format!("({a} and {b})")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn both_evaluators_agree(condition in condition(), alert in alert()) {
        let options = ParseOptions { dialect: Dialect::Falco, ..ParseOptions::default() };
        let parsed = parse(&condition, options).expect("generated conditions parse");
        let text = Text::whole_file(FileId(0), &condition);
        let mut diagnostics = Vec::new();
        let checked = check(&text, &parsed.expr, Dialect::Falco, &NoNames, &mut diagnostics);
        let checked = checked.unwrap_or_else(|| panic!("{condition}: {diagnostics:?}"));
        let fields = JsonFields::new(&alert, &Map::new());
        let holds = verdict(&checked, &fields);
        prop_assert_eq!(holds, reference::holds(&parsed.expr, &alert));
        prop_assert_eq!(holds, trace(&checked, &fields).verdict);
        prop_assert_eq!(holds, Batch::of_conditions([&checked]).judge().of(&fields).holds(0));
    }

    #[test]
    fn contradictions_never_hold(parts in prop::collection::vec(demand(), 2..5), alerts in prop::collection::vec(alert(), 8)) {
        let condition = parts.join(" and ");
        let parsed = parse(&condition, ParseOptions::default()).expect("generated conditions parse");
        let text = Text::whole_file(FileId(0), &condition);
        let mut diagnostics = Vec::new();
        check(&text, &parsed.expr, Dialect::Falconer, &NoNames, &mut diagnostics);
        if diagnostics.iter().any(|diagnostic| diagnostic.code == Code::CONTRADICTION) {
            for alert in &alerts {
                prop_assert!(!reference::holds(&parsed.expr, alert), "{} for {:?}", condition, alert);
            }
        }
    }
}
