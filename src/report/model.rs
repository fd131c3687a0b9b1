//! The report as data: what every format shows, decided once.

use super::prose::Prose;
use crate::escape::Untrusted;
use crate::syntax::rulebook::items::Phase;
use crate::value::Priority;

/// A text of the alert, decoded or as it was. No `Display`: only an encoder of [`crate::escape`] gets at it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value(String);

impl Value {
    /// Keeps a text of the alert for the encoders.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for an encoder.
    #[must_use]
    pub fn untrusted(&self) -> Untrusted<'_> {
        Untrusted(&self.0)
    }
}

/// The mitigation report of one alert.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What the alert says of itself.
    pub facts: Facts,
    /// The mitigations that matched, most specific first.
    pub findings: Vec<FindingName>,
    /// Set where the call failed: the report then says *tried*.
    pub tried: Option<Value>,
    /// What happened.
    pub summary: Vec<Prose>,
    /// Decoded details.
    pub analysis: Vec<Row>,
    /// Fields that the mitigations ask for and the alert lacks.
    pub missing: Vec<String>,
    /// What to do, in the order of a response.
    pub strategies: Vec<Strategy>,
    /// What to take away.
    pub conclusion: Option<Prose>,
    /// What to do beyond this alert.
    pub recommendations: Vec<Prose>,
    /// `https:` links, each once.
    pub references: Vec<String>,
    /// Parts left out because a bound was reached.
    pub left_out: Vec<String>,
    /// What the report was made from.
    pub footer: Footer,
}

/// What the alert says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The Falco rule.
    pub rule: Value,
    /// The priority: the mitigation's if it sets one, else the alert's, if it is one of Falco's.
    pub priority: Option<Priority>,
    /// The alert's own spelling of its priority, shown where it is another one.
    pub own_priority: Option<Value>,
    /// When it happened.
    pub time: Option<Time>,
    /// Where it happened and who did it, label and value: host, container, pod, image, process, user.
    pub places: Vec<(&'static str, Vec<Value>)>,
    /// Falco's source of the event.
    pub source: Option<Value>,
    /// The rule's tags.
    pub tags: Vec<Value>,
}

/// A point in time. Both forms are UTC and made of digits, so they need no encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// For people: `2024-05-20 10:14:03 UTC`.
    pub human: String,
    /// To the nanosecond: `2024-05-20T10:14:03.412688903Z`.
    pub exact: String,
}

/// A mitigation that matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingName {
    /// Its name in the rulebook.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Why it was chosen.
    pub specificity: crate::plan::Specificity,
}

/// One line of the analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The author's or the catalogue's words.
    pub label: String,
    /// The field it shows, if it is one.
    pub field: Option<String>,
    /// What stands behind the label.
    pub content: RowContent,
}

/// What stands behind a label.
#[derive(Debug, Clone, PartialEq)]
pub enum RowContent {
    /// A field's value.
    Decoded {
        /// For people.
        decoded: Value,
        /// As the alert has it, where that differs.
        raw: Option<Value>,
    },
    /// The author's prose.
    Prose(Prose),
}

/// One course of action.
#[derive(Debug, Clone, PartialEq)]
pub struct Strategy {
    /// Its name in the rulebook.
    pub name: String,
    /// Parameters and the fields they stand for.
    pub bindings: Vec<(String, String)>,
    /// Its heading.
    pub title: Prose,
    /// When in a response it comes.
    pub phase: Phase,
    /// What for.
    pub purpose: Option<Prose>,
    /// What to run.
    pub examples: Vec<Example>,
    /// How to see that it worked.
    pub verify: Vec<Example>,
    /// How to undo it.
    pub rollback: Vec<Example>,
    /// What it costs.
    pub cost: Option<Prose>,
    /// ATT&CK mitigations or D3FEND ids.
    pub mitigates: Vec<String>,
    /// `https:` links.
    pub references: Vec<String>,
}

/// A snippet, or why it is not shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What it does.
    pub title: Option<Prose>,
    /// The fence's language.
    pub lang: String,
    /// The snippet.
    pub code: Code,
}

/// A snippet, or why it is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Code {
    /// The code, values already encoded for its language.
    Shown(String),
    /// Not shown; at least one reason.
    Withheld(Vec<Reason>),
}

/// Why an example is withheld.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// The hole, as the author wrote it: `k8s.pod.name`.
    pub field: String,
    /// The end of a sentence in our own words, backticks around code: `is not in the alert`.
    pub why: String,
}

/// An example that the report withholds, and where it would stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Withheld<'a> {
    /// The strategy's number in the report, from 1.
    pub number: usize,
    /// The strategy.
    pub strategy: &'a Strategy,
    /// Why.
    pub reasons: &'a [Reason],
}

/// What the report was made from, so that two of them can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footer {
    /// Version of the engine.
    pub engine: String,
    /// SHA-256 over the items used, in hexadecimal.
    pub items: String,
    /// SHA-256 of the alert as it was read, in hexadecimal.
    pub alert: String,
}

/// How many strategies count as the first steps.
const FIRST_STEPS: usize = 5;

impl Report {
    /// The report's title, the same in every format.
    pub const TITLE: &'static str = "Falco Alert Report";

    /// Number and strategy of what to do in the next minutes: everything up to containment, five at most.
    pub fn first_steps(&self) -> impl Iterator<Item = (usize, &Strategy)> {
        let now = |strategy: &Strategy| strategy.phase <= Phase::Contain;
        (1..).zip(&self.strategies).filter(move |(_, strategy)| now(strategy)).take(FIRST_STEPS)
    }

    /// Every withheld example, in the order of the report.
    pub fn withheld(&self) -> impl Iterator<Item = Withheld<'_>> {
        (1..).zip(&self.strategies).flat_map(|(number, strategy)| {
            let examples = strategy.examples.iter().chain(&strategy.verify).chain(&strategy.rollback);
            examples.filter_map(move |example| match &example.code {
                Code::Withheld(reasons) => Some(Withheld { number, strategy, reasons }),
                Code::Shown(_) => None,
            })
        })
    }
}
