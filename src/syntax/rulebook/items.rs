//! The six kinds of items, decoded from YAML and parsed, names unresolved.
//!
//! Conditions and templates are kept as [`Text`] and parsed by the checker, item by item and only when the
//! item is needed: that is what lets the built-in rulebook start in milliseconds.

use crate::source::{Span, Text};

/// One entry of a rulebook file.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Which kind, with its content.
    pub kind: ItemKind,
    /// The item's name (`list: NAME`); for a version requirement, the version.
    pub name: Text,
    /// The whole item.
    pub span: Span,
    /// Whether it has `override:`, however much of that can be done.
    pub changes: bool,
    /// `override:`: keys and what to do with each.
    pub overrides: Vec<Override>,
    /// `enabled: false` switches an earlier item off.
    pub enabled: Option<bool>,
}

/// One line of `override:`.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    /// The key.
    pub key: Text,
    /// Replace or append.
    pub how: OverrideKind,
}

/// What an override does with its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverrideKind {
    /// The new value takes the place of the old.
    Replace,
    /// The new value is added at the end of the old.
    Append,
}

/// The six kinds.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemKind {
    /// `required_falconer_version: 0.1.0`
    RequiredVersion,
    /// `list: …`
    List(List),
    /// `macro: …`
    Macro(Macro),
    /// `var: …`
    Var(Var),
    /// `strategy: …`
    Strategy(Strategy),
    /// `mitigation: …`
    Mitigation(Mitigation),
}

/// Named values.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// The items' texts; quoted in YAML or not makes no difference.
    pub items: Option<Vec<Text>>,
}

/// A named condition.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Macro {
    /// The condition.
    pub condition: Option<Text>,
}

/// A site's own value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Var {
    /// The value.
    pub value: Option<Text>,
    /// What it is for.
    pub desc: Option<Text>,
}

/// When in a response a strategy comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is its spelling; the order is that of the report")]
pub enum Phase {
    Triage,
    Preserve,
    Contain,
    Investigate,
    Eradicate,
    Recover,
    Harden,
    Tune,
}

/// One course of action.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Strategy {
    /// Its heading.
    pub title: Option<Text>,
    /// Names bound to fields by `with:`.
    pub params: Vec<Text>,
    /// When it comes.
    pub phase: Option<(Phase, Span)>,
    /// When it applies.
    pub condition: Option<Text>,
    /// Its purpose, prose.
    pub text: Option<Text>,
    /// What it costs, prose.
    pub cost: Option<Text>,
    /// Commands and manifests.
    pub examples: Vec<Example>,
    /// How to see that it worked.
    pub verify: Vec<Example>,
    /// How to undo it.
    pub rollback: Vec<Example>,
    /// ATT&CK mitigations or D3FEND countermeasures.
    pub mitigates: Vec<Text>,
    /// Public sources, `https:`.
    pub references: Vec<Text>,
}

/// A fenced snippet.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What it does, prose.
    pub title: Option<Text>,
    /// Its language: `sh`, `bash`, `yaml`, `json`, `falco`, or any other word (then without holes).
    pub lang: Text,
    /// The code.
    pub code: Text,
    /// When it is shown.
    pub condition: Option<Text>,
    /// Lints that are silent here.
    pub allow: Vec<Allow>,
    /// The whole example.
    pub span: Span,
}

/// A lint that is silent for one example.
#[derive(Debug, Clone, PartialEq)]
pub struct Allow {
    /// Its code or name.
    pub lint: Text,
    /// Why.
    pub reason: Option<Text>,
    /// The day from which it counts no more.
    pub until: Option<Text>,
    /// Who agreed.
    pub reviewed_by: Option<Text>,
}

/// A condition with report content.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mitigation {
    /// Its title; the rule's name if absent.
    pub title: Option<Text>,
    /// The Falco rules it answers.
    pub rules: Vec<Text>,
    /// When it applies.
    pub condition: Option<Text>,
    /// For authors.
    pub desc: Option<Text>,
    /// Overrides the alert's own priority in the report.
    pub priority: Option<Text>,
    /// Harm in progress: contain comes before preserve.
    pub urgent: Option<bool>,
    /// Applies only where no other mitigation did.
    pub fallback: Option<bool>,
    /// Free words, ATT&CK ids among them.
    pub tags: Vec<Text>,
    /// Fields by which an archive's findings are grouped.
    pub group_by: Vec<Text>,
    /// What happened, prose.
    pub summary: Option<Text>,
    /// Decoded details.
    pub analysis: Vec<AnalysisRow>,
    /// What to do.
    pub strategies: Vec<StrategyUse>,
    /// What to take away, prose.
    pub conclusion: Option<Text>,
    /// What to do beyond this alert, prose each.
    pub recommendations: Vec<Text>,
    /// Public sources, `https:`.
    pub references: Vec<Text>,
    /// Its tests.
    pub tests: Vec<Test>,
}

/// One row of the analysis.
#[derive(Debug, Clone, PartialEq)]
pub enum AnalysisRow {
    /// A field with the catalogue's label and decoding.
    Field(Text),
    /// A label and prose.
    Labelled {
        /// The label.
        label: Text,
        /// The prose.
        text: Text,
        /// When it is shown.
        condition: Option<Text>,
    },
}

/// A strategy of a mitigation.
#[derive(Debug, Clone, PartialEq)]
pub enum StrategyUse {
    /// `use: NAME`, with parameters bound to fields.
    Named {
        /// The strategy's name.
        name: Text,
        /// Parameter and field.
        with: Vec<(Text, Text)>,
    },
    /// `strategy: NAME` written in place.
    InPlace {
        /// Its name.
        name: Text,
        /// Its content.
        strategy: Box<Strategy>,
    },
}

impl StrategyUse {
    /// The strategy's name.
    #[must_use]
    pub fn name(&self) -> &Text {
        match self {
            Self::Named { name, .. } | Self::InPlace { name, .. } => name,
        }
    }
}

/// An inline test.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// What it shows.
    pub name: Text,
    /// The alert as JSON, `rule` not yet defaulted.
    pub alert: serde_json::Value,
    /// Where the alert stands.
    pub alert_span: Span,
    /// What must hold.
    pub expect: Expect,
    /// The whole test.
    pub span: Span,
}

/// A test's expectations; each absent one is not looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    /// Whether the mitigation matches.
    pub match_: Option<(bool, Span)>,
    /// The strategies shown, in the report's order, by name.
    pub strategies: Option<(Vec<Text>, Span)>,
    /// The strategies of which at least one example is withheld, by name, in the report's order.
    pub withheld: Option<(Vec<Text>, Span)>,
    /// Texts that the Markdown report holds.
    pub report_contains: Vec<Text>,
    /// Texts that it does not.
    pub report_lacks: Vec<Text>,
    /// The whole mapping.
    pub span: Span,
}
