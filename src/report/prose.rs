//! An author's prose with its holes filled.

use super::model::Value;
use crate::syntax::prose::{Block, CodePart};

/// The author's blocks, and what fills their holes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prose {
    /// The tree; a hole is an index into `fillings`.
    pub blocks: Vec<Block>,
    /// What fills the holes, in order.
    pub fillings: Vec<Filling>,
}

/// What fills a hole of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filling {
    /// A value of the alert, decoded by the hole's filters.
    Value(Value),
    /// No value: a reader sees [`Filling::PLACEHOLDER`], never a gap.
    Absent,
}

impl Filling {
    /// What stands in for an absent value.
    pub const PLACEHOLDER: &'static str = "(not in the alert)";
}

impl Prose {
    /// What fills a hole; one that the tree does not know counts as absent.
    #[must_use]
    pub fn filling(&self, hole: usize) -> &Filling {
        self.fillings.get(hole).unwrap_or(&Filling::Absent)
    }
    /// The text of a code span of the author's with the values in it: encoded as one, for what two parts make
    /// together is what a reader sees.
    #[must_use]
    pub fn code_span(&self, parts: &[CodePart]) -> Value {
        let text = |part: &CodePart| match part {
            CodePart::Text(text) => text.clone(),
            CodePart::Hole(hole) => match self.filling(*hole) {
                Filling::Value(value) => value.untrusted().0.to_owned(),
                Filling::Absent => Filling::PLACEHOLDER.to_owned(),
            },
        };
        Value::new(parts.iter().map(text).collect::<String>())
    }
}
