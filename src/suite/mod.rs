//! Judging rulebooks: their own tests, the Falco rules they answer, two of them against each other, and drafts of new
//! mitigations.
//!
//! In: an engine over a rulebook whose mitigations carry tests. Out: an [`Outcome`] per test: which expectations
//! do not hold, where each stands, and what came out instead. Knows no terminal.
//!
//! A test is about its mitigation alone: what other items of the rulebook make of the same alert changes neither
//! strategies nor report, so adding a mitigation breaks nobody's tests.

mod alert;
mod book_diff;
mod compare;
mod coverage;
mod draft;
mod rule_coverage;

pub use book_diff::{BookDiff, DiffItem, ItemChange, KeyChange};
pub use compare::{Difference, Failure};
pub use coverage::{Coverage, Part, Place, coverage};
pub use draft::draft;
pub use rule_coverage::{Answer, MissingField, Need, RuleCoverage, RuleRow, Stranger, rule_coverage};

use crate::alert::{Alert, Reject};
use crate::eval::{Engine, Evaluation, Finding};
use crate::render::Format;
use crate::report::Report;
use crate::source::Span;
use crate::syntax::rulebook::items::{Mitigation, Test};
use compare::{Observed, compare};

/// What became of one test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The mitigation it stands beside.
    pub mitigation: String,
    /// Its name.
    pub test: String,
    /// Where it stands.
    pub span: Span,
    /// The expectations that do not hold; none if it passed.
    pub failures: Vec<Failure>,
}

impl Outcome {
    /// Whether every expectation holds.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Runs the tests whose mitigation and name are `wanted`, in the order of the rulebook.
///
/// ```
/// use falconer::check::book::Loader;
/// use falconer::eval::Engine;
///
/// let rules = "
/// - mitigation: shell
///   rule: Terminal shell in container
///   condition: proc.name in (sh, bash)
///   summary: A shell.
///   tests:
///     - test: bash
///       alert: { output_fields: { proc.name: bash } }
///       expect: { match: true }
/// ";
/// let engine = Engine::new(Loader::new().text("rules.yaml", rules).load().book);
/// let outcomes = falconer::suite::run(&engine, |_, _| true);
/// assert!(outcomes.len() == 1 && outcomes[0].passed());
/// ```
pub fn run(engine: &Engine, wanted: impl Fn(&str, &str) -> bool) -> Vec<Outcome> {
    let book = engine.book();
    let mut outcomes = Vec::new();
    for number in 0..book.mitigation_count() {
        let (Some(entry), Some(mitigation)) = (book.mitigation_entry(number), book.mitigation_item(number))
        else {
            continue;
        };
        let tests = mitigation.tests.iter().filter(|test| wanted(&entry.name, test.name.as_str()));
        outcomes.extend(tests.map(|test| Outcome {
            mitigation: entry.name.clone(),
            test: test.name.as_str().to_owned(),
            span: test.span,
            failures: failures(engine, number, mitigation, test),
        }));
    }
    outcomes
}

/// The alert of a test as JSON text, completed to one that Falco could have printed.
///
/// What the author left out is filled in: the rule is the first one that the mitigation answers, the time is fixed.
#[must_use]
pub fn alert_of(mitigation: &Mitigation, test: &Test) -> String {
    // A mitigation for any rule is tested with a rule that no mitigation names.
    let rule = mitigation.rules.first().map_or("A rule of your own", |rule| rule.as_str());
    alert::complete(&test.alert, rule)
}

fn failures(engine: &Engine, number: usize, mitigation: &Mitigation, test: &Test) -> Vec<Failure> {
    match observe(engine, number, &alert_of(mitigation, test)) {
        Ok(observed) => compare(&test.expect, &observed),
        Err(reject) => {
            vec![Failure { span: test.alert_span, what: Difference::NoAlert(reject.to_string()) }]
        }
    }
}

/// The one finding and the report of a mitigation, as if it stood alone; `None` where it does not match.
fn alone(engine: &Engine, number: usize, alert: &Alert<'_>) -> Option<(Finding, Report)> {
    let mut findings = engine.evaluate(alert).findings;
    findings.retain(|finding| finding.mitigation == number);
    let finding = findings.first()?.clone();
    Some((finding, Report::new(engine, alert, &Evaluation { findings })))
}

/// What the mitigation makes of an alert. Where it does not match there is no report of it.
fn observe(engine: &Engine, number: usize, alert: &str) -> Result<Observed, Reject> {
    let alert = Alert::parse(alert.as_bytes())?;
    let Some((_, report)) = alone(engine, number, &alert) else { return Ok(Observed::default()) };
    let mut withheld: Vec<String> =
        report.withheld().map(|withheld| withheld.strategy.name.clone()).collect();
    // A strategy counts once, however many of its examples are withheld.
    withheld.dedup();
    Ok(Observed {
        matched: true,
        strategies: report.strategies.iter().map(|strategy| strategy.name.clone()).collect(),
        withheld,
        report: report.render(Format::Md),
    })
}
