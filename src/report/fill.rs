//! Templates filled with an alert's values: prose for every format, code encoded or withheld.

use super::budget::{Budget, MAX_STEPS};
use super::model::{Code, Reason, Value};
use super::prose::{Filling, Prose};
use crate::check::condition::{Condition, Operand};
use crate::check::template::{Hole, HoleValue, Piece, Template};
use crate::escape::{MAX_SHOWN, encode};
use crate::eval;
use crate::ops::filter::apply_all;
use crate::syntax::prose::{Block, Inline, mark, parse};
use crate::value::{self, Fields};

/// Said of a hole whose field the alert lacks.
const NOT_IN_ALERT: &str = "is not in the alert";

/// Fills templates from one alert, within a budget, and remembers what was missing.
pub(super) struct Filler<'a> {
    fields: &'a dyn Fields,
    budget: Budget,
    missing: Vec<String>,
}

impl<'a> Filler<'a> {
    pub(super) fn new(fields: &'a dyn Fields) -> Self {
        Self { fields, budget: Budget::default(), missing: Vec::new() }
    }

    /// Fields that were asked for and absent, each once, in the order they were met; and what was left out.
    pub(super) fn finish(self) -> (Vec<String>, Vec<String>) {
        (self.missing, self.budget.left_out())
    }

    /// Whether a part with this condition is shown.
    pub(super) fn applies(&self, condition: Option<&Condition>) -> bool {
        condition.is_none_or(|condition| eval::verdict(condition, self.fields))
    }

    /// Whether there is room for so many bytes of values; if not, that is noted under the name `part`.
    pub(super) fn room(&mut self, bytes: usize, part: &str) -> bool {
        self.budget.take(bytes, part)
    }

    /// A field's value, noted as missing if it is absent.
    pub(super) fn operand(&mut self, operand: &Operand, name: &str) -> Option<value::Value<'a>> {
        let value = eval::operand(operand, self.fields);
        if value.is_none() {
            self.note_missing(name);
        }
        value
    }

    /// Prose; `None` where a bound was reached, which is then noted under the name `part`.
    pub(super) fn prose(&mut self, template: &Template, part: &str) -> Option<Prose> {
        let mut flat = Flat { steps: MAX_STEPS, pieces: Vec::new(), fillings: Vec::new() };
        if !self.flatten(&template.pieces, &mut flat) {
            self.budget.out_of_steps(part);
            return None;
        }
        let values = flat.fillings.iter().map(|filling| match filling {
            // A renderer shows this much of a value at most, and may write a character as `\u{…}`.
            Filling::Value(value) => value.untrusted().0.len().min(MAX_SHOWN).saturating_mul(8),
            Filling::Absent => Filling::PLACEHOLDER.len(),
        });
        let size = flat.words().saturating_add(values.sum());
        self.budget.take(size, part).then(|| flat.into_prose())
    }

    /// Code with every value encoded for its place, or the reasons why it is not shown.
    pub(super) fn code(&mut self, template: &Template, part: &str) -> Option<Code> {
        let mut code = String::new();
        let mut reasons = Vec::new();
        for piece in &template.pieces {
            match piece {
                Piece::Text(text) => code.push_str(text),
                Piece::Hole(hole) => match self.encoded(hole) {
                    Ok(text) => code.push_str(&text),
                    Err(reason) => reasons.push(reason),
                },
                // Code has no alternatives; its checker refuses them.
                Piece::If { .. } => {}
            }
        }
        if !reasons.is_empty() {
            reasons.sort();
            reasons.dedup();
            return Some(Code::Withheld(reasons));
        }
        self.budget.take(code.len(), part).then_some(Code::Shown(code))
    }

    fn encoded(&mut self, hole: &Hole) -> Result<String, Reason> {
        let refused = |why: String| Reason { field: hole.name.clone(), why };
        match self.text(hole) {
            Some(text) => encode(&hole.context, &text, hole.shape).map_err(|refusal| refused(refusal.reason)),
            None => Err(refused(NOT_IN_ALERT.to_owned())),
        }
    }

    /// What fills a hole, filters applied, not yet encoded.
    fn text(&mut self, hole: &Hole) -> Option<String> {
        let text = match &hole.value {
            HoleValue::Var(text) => apply_all(&hole.filters, Some(&value::Value::text(text.as_str()))),
            HoleValue::Operand(operand) => {
                apply_all(&hole.filters, eval::operand(operand, self.fields).as_ref())
            }
        };
        if text.is_none() {
            self.note_missing(&hole.name);
        }
        text
    }

    fn note_missing(&mut self, name: &str) {
        if !self.missing.iter().any(|known| known == name) {
            self.missing.push(name.to_owned());
        }
    }

    /// Alternatives chosen, values looked up; false when the steps run out. Nesting is bounded by the template
    /// parser.
    fn flatten<'t>(&mut self, pieces: &'t [Piece], flat: &mut Flat<'t>) -> bool {
        pieces.iter().all(|piece| {
            let Some(steps) = flat.steps.checked_sub(1) else { return false };
            flat.steps = steps;
            match piece {
                Piece::Text(text) => flat.pieces.push(FlatPiece::Text(text)),
                Piece::Hole(hole) => {
                    flat.pieces.push(FlatPiece::Hole(flat.fillings.len()));
                    let filling =
                        self.text(hole).map_or(Filling::Absent, |text| Filling::Value(Value::new(text)));
                    flat.fillings.push(filling);
                }
                Piece::If { branches, otherwise } => {
                    let chosen = branches.iter().find(|(condition, _)| self.applies(Some(condition)));
                    return self.flatten(chosen.map_or(otherwise, |(_, pieces)| pieces), flat);
                }
            }
            true
        })
    }
}

/// Prose without alternatives.
struct Flat<'t> {
    steps: usize,
    pieces: Vec<FlatPiece<'t>>,
    fillings: Vec<Filling>,
}

enum FlatPiece<'t> {
    Text(&'t str),
    Hole(usize),
}

impl Flat<'_> {
    /// Bytes of the author's words.
    fn words(&self) -> usize {
        let lengths = self.pieces.iter().map(|piece| match piece {
            FlatPiece::Text(text) => text.len(),
            FlatPiece::Hole(_) => 0,
        });
        lengths.sum()
    }

    fn into_prose(self) -> Prose {
        let marked: Option<String> = self
            .pieces
            .iter()
            .map(|piece| match piece {
                FlatPiece::Text(text) => Some((*text).to_owned()),
                FlatPiece::Hole(hole) => mark(*hole).map(String::from),
            })
            .collect();
        // The checker has read each branch; what only their combination spoils is shown as plain words.
        let blocks = marked.and_then(|text| parse(&text).ok()).unwrap_or_else(|| self.plain());
        Prose { blocks, fillings: self.fillings }
    }

    fn plain(&self) -> Vec<Block> {
        let inlines = self.pieces.iter().map(|piece| match piece {
            FlatPiece::Text(text) => Inline::Text((*text).to_owned()),
            FlatPiece::Hole(hole) => Inline::Hole(*hole),
        });
        vec![Block::Paragraph(inlines.collect())]
    }
}

#[cfg(test)]
mod tests {
    use super::super::budget::MAX_PART;
    use super::*;
    use crate::alert::Alert;
    use crate::escape::Context;
    use crate::source::{ByteRange, FileId, Span};

    const SPAN: Span = Span { file: FileId(0), bytes: ByteRange { start: 0, end: 0 } };

    fn template(pieces: Vec<Piece>) -> Template {
        Template { pieces, span: SPAN }
    }

    fn hole(value: &str) -> Piece {
        Piece::Hole(Box::new(Hole {
            value: HoleValue::Var(value.to_owned()),
            filters: Vec::new(),
            context: Context::Prose,
            shape: None,
            name: "case_id".to_owned(),
            span: SPAN,
        }))
    }

    /// Whether the template fits, and what is said if it does not.
    fn filled(template: &Template) -> (bool, Vec<String>) {
        let alert = Alert::parse(br#"{"rule":"a"}"#).unwrap();
        let mut filler = Filler::new(&alert);
        let fits = filler.prose(template, "summary").is_some();
        (fits, filler.finish().1)
    }

    #[test]
    fn a_template_has_a_bounded_number_of_pieces() {
        for (pieces, fits) in [(MAX_STEPS - 1, true), (MAX_STEPS, true), (MAX_STEPS + 1, false)] {
            let (fitted, said) = filled(&template(vec![Piece::Text(String::new()); pieces]));
            assert_eq!(fitted, fits, "{pieces}");
            assert_eq!(said.is_empty(), fits, "{said:?}");
        }
    }

    #[test]
    fn a_value_counts_as_much_as_a_renderer_may_show_of_it() {
        let long = "x".repeat(100_000);
        let most = MAX_PART / (MAX_SHOWN * 8);
        for (values, fits) in [(most - 1, true), (most, true), (most + 1, false)] {
            let (fitted, said) = filled(&template(vec![hole(&long); values]));
            assert_eq!(fitted, fits, "{values}");
            assert_eq!(said.is_empty(), fits, "{said:?}");
        }
    }

    #[test]
    fn marks_beyond_their_number_become_plain_words() {
        let alert = Alert::parse(br#"{"rule":"a"}"#).unwrap();
        let many = template(vec![hole("v"); crate::syntax::prose::MAX_HOLES + 1]);
        let prose = Filler::new(&alert).prose(&many, "summary").unwrap();
        assert!(
            matches!(&prose.blocks[..], [Block::Paragraph(inlines)] if inlines.len() == many.pieces.len())
        );
    }
}
