//! Checked mitigations and strategies: what evaluation and the report read.

use super::condition::{Condition, Operand};
use super::template::Template;
use crate::escape::Lang;
use crate::ops::filter::FilterCall;
use crate::source::Span;
use crate::syntax::rulebook::items::Phase;
use crate::value::Priority;

/// A checked mitigation.
#[derive(Debug)]
pub struct Mitigation {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The Falco rules it answers; empty if any.
    pub rules: Vec<String>,
    /// When it applies; `None` where only the rule decides.
    pub condition: Option<Condition>,
    /// The report's priority instead of the alert's.
    pub priority: Option<Priority>,
    /// Contain before preserve.
    pub urgent: bool,
    /// Only where no other matched.
    pub fallback: bool,
    /// Free words.
    pub tags: Vec<String>,
    /// By what an archive's findings are grouped.
    pub group_by: Vec<Operand>,
    /// Prose.
    pub summary: Option<Template>,
    /// Decoded details.
    pub analysis: Vec<AnalysisRow>,
    /// What to do, in the author's order.
    pub strategies: Vec<Strategy>,
    /// Prose.
    pub conclusion: Option<Template>,
    /// Prose each.
    pub recommendations: Vec<Template>,
    /// `https:` links.
    pub references: Vec<String>,
    /// SHA-256 of the content of this item and of every strategy, macro, list and var it uses.
    pub digest: [u8; 32],
    /// Where it stands.
    pub span: Span,
}

/// When a part applies; `None` where it always does.
pub type Applies = Option<Condition>;

/// What decides whether a mitigation matches an alert, which of its strategies apply, and what stands in a finding: all
/// that judging many alerts asks for, without what a report says.
#[derive(Debug)]
pub struct Matcher {
    /// The mitigation's name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// When it applies.
    pub condition: Applies,
    /// The report's priority instead of the alert's.
    pub priority: Option<Priority>,
    /// By what an archive's findings are grouped.
    pub group_by: Vec<Operand>,
    /// The names of its strategies and when each applies, in the author's order.
    pub strategies: Vec<(String, Applies)>,
}

impl Matcher {
    /// That of a mitigation that was checked as a whole.
    pub(in crate::check) fn of(mitigation: &Mitigation) -> Self {
        let strategies = mitigation.strategies.iter();
        Self {
            name: mitigation.name.clone(),
            title: mitigation.title.clone(),
            condition: mitigation.condition.clone(),
            priority: mitigation.priority,
            group_by: mitigation.group_by.clone(),
            strategies: strategies.map(|one| (one.name.clone(), one.condition.clone())).collect(),
        }
    }
}

/// A row of the analysis.
#[derive(Debug)]
pub enum AnalysisRow {
    /// A field, decoded as the catalogue says.
    Field {
        /// The field.
        operand: Operand,
        /// As the author wrote it, `proc.aname[2]`.
        name: String,
        /// The catalogue's label, or the name.
        label: String,
        /// The catalogue's decoding.
        decode: Option<FilterCall>,
    },
    /// The author's own label and prose.
    Labelled {
        /// The label.
        label: String,
        /// The prose.
        text: Template,
        /// When it is shown.
        condition: Option<Condition>,
    },
}

/// A strategy as one mitigation uses it: parameters bound.
#[derive(Debug)]
pub struct Strategy {
    /// Its name.
    pub name: String,
    /// Parameters and the fields they stand for, in order; tells two uses of one strategy apart.
    pub bindings: Vec<(String, String)>,
    /// Its heading, prose.
    pub title: Template,
    /// When in a response it comes.
    pub phase: Phase,
    /// When it applies.
    pub condition: Option<Condition>,
    /// Prose.
    pub text: Option<Template>,
    /// Prose.
    pub cost: Option<Template>,
    /// What to run.
    pub examples: Vec<Example>,
    /// How to see that it worked.
    pub verify: Vec<Example>,
    /// How to undo it.
    pub rollback: Vec<Example>,
    /// ATT&CK mitigations or D3FEND ids.
    pub mitigates: Vec<String>,
    /// `https:` links.
    pub references: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// A checked example.
#[derive(Debug)]
pub struct Example {
    /// Prose.
    pub title: Option<Template>,
    /// The fence's language; `lang_word` is what the author wrote.
    pub lang: Lang,
    /// The fence's info string, from a closed alphabet.
    pub lang_word: String,
    /// The code.
    pub code: Template,
    /// When it is shown.
    pub condition: Option<Condition>,
    /// Where it stands.
    pub span: Span,
}
