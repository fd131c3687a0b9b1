//! The items of a Falco rules file, decoded from YAML, names unresolved.

use crate::source::{Span, Text};
pub use crate::syntax::rulebook::items::{Override, OverrideKind};

/// One entry of a Falco rules file; version requirements are read and left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Which kind, with its content.
    pub kind: ItemKind,
    /// Its name.
    pub name: Text,
    /// The whole item.
    pub span: Span,
    /// What it does with an earlier item of its name.
    pub change: Change,
}

/// What an item does with an earlier one of its kind and name.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It takes its place, if there is one.
    Define,
    /// `append: true`, the old form.
    Append,
    /// `override:`, key by key.
    Override(Vec<Override>),
    /// A rule with nothing but `enabled:`, the old form.
    Switch,
}

/// The kinds of items that have names.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemKind {
    /// `list: …`
    List(Vec<Text>),
    /// `macro: …` with its condition.
    Macro(Option<Text>),
    /// `rule: …`
    Rule(Box<Rule>),
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rule {
    /// When it fires.
    pub condition: Option<Text>,
    /// What it prints.
    pub output: Option<Text>,
    /// What it is about.
    pub desc: Option<Text>,
    /// One of Falco's priorities, in small letters.
    pub priority: Option<&'static str>,
    /// The source of its events; `syscall` where it is not given.
    pub source: Option<Text>,
    /// Free words.
    pub tags: Option<Vec<Text>>,
    /// Whether it is asked at all.
    pub enabled: Option<bool>,
    /// What it leaves out.
    pub exceptions: Option<Vec<Exception>>,
}

/// One of a rule's exceptions.
#[derive(Debug, Clone, PartialEq)]
pub struct Exception {
    /// Its name.
    pub name: Text,
    /// The field, or fields, that are compared.
    pub fields: Option<Value>,
    /// The operator, or one for each field.
    pub comps: Option<Value>,
    /// What is let through.
    pub values: Option<Vec<Value>>,
    /// The whole exception.
    pub span: Span,
}

/// A scalar or a sequence, of at most [`MAX_NESTED`] levels.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A scalar.
    One(Text),
    /// A sequence, and where it stands.
    Many(Vec<Value>, Span),
}

/// A field's values within the values of several fields: nothing nests deeper.
pub const MAX_NESTED: usize = 2;

impl Value {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::One(text) => text.span(),
            Self::Many(_, span) => *span,
        }
    }

    /// Its texts, however deep.
    #[must_use]
    pub fn texts(&self) -> Vec<&Text> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(value) = open.pop() {
            match value {
                Self::One(text) => found.push(text),
                Self::Many(values, _) => open.extend(values.iter().rev()),
            }
        }
        found
    }
}
