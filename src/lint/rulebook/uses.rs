//! The conditions of a book, wherever they stand, as checking read them.

use crate::check::book::{Book, Entry, Kind};
use crate::source::Text;
use crate::syntax::condition::ast::Expr;
use crate::syntax::rulebook::items::{AnalysisRow, Example, Item, ItemKind, Strategy, StrategyUse};
use crate::syntax::template::ast::Piece;
use crate::syntax::template::{self, Mode};

/// A condition as written and as read.
pub(super) struct Read<'b> {
    pub(super) text: &'b Text,
    pub(super) expr: &'b Expr,
    /// The macro that it is the condition of.
    pub(super) of_macro: Option<&'b str>,
}

/// The conditions of some entries. Those in templates are left out: their places are the templates'.
pub(super) fn conditions<'b>(book: &'b Book, entries: impl Iterator<Item = &'b Entry>) -> Vec<Read<'b>> {
    let of_entry = |entry: &'b Entry| {
        let of_macro = (entry.kind == Kind::Macro).then_some(entry.name.as_str());
        let read = move |(text, expr)| Read { text, expr, of_macro };
        book.conditions(entry).into_iter().map(read)
    };
    entries.flat_map(of_entry).collect()
}

/// The conditions in the templates of the whole book.
pub(super) fn in_templates(book: &Book) -> Vec<Expr> {
    let mut found = Vec::new();
    let items = book.entries().filter_map(|entry| book.item(entry));
    for prose in items.flat_map(prose_of).filter(|text| text.as_str().contains("{%")) {
        if let Ok(template) = template::parse(prose.as_str(), Mode::Prose) {
            branches(template.pieces, &mut found);
        }
    }
    found
}

/// INVARIANT: templates nest `{% if %}` at most 16 deep.
fn branches(pieces: Vec<Piece>, found: &mut Vec<Expr>) {
    for piece in pieces {
        if let Piece::If { branches: inner, otherwise, .. } = piece {
            for (condition, pieces) in inner {
                found.push(condition);
                branches(pieces, found);
            }
            branches(otherwise, found);
        }
    }
}

fn in_place(uses: &[StrategyUse]) -> impl Iterator<Item = &Strategy> {
    uses.iter().filter_map(|one| match one {
        StrategyUse::InPlace { strategy, .. } => Some(&**strategy),
        StrategyUse::Named { .. } => None,
    })
}

fn examples(strategy: &Strategy) -> impl Iterator<Item = &Example> {
    strategy.examples.iter().chain(&strategy.verify).chain(&strategy.rollback)
}

fn prose_of(item: &Item) -> Vec<&Text> {
    match &item.kind {
        ItemKind::Strategy(strategy) => prose_of_strategy(strategy),
        ItemKind::Mitigation(mitigation) => {
            let rows = mitigation.analysis.iter().filter_map(|row| match row {
                AnalysisRow::Labelled { text, .. } => Some(text),
                AnalysisRow::Field(_) => None,
            });
            let own =
                mitigation.summary.iter().chain(&mitigation.conclusion).chain(&mitigation.recommendations);
            own.chain(rows).chain(in_place(&mitigation.strategies).flat_map(prose_of_strategy)).collect()
        }
        _ => Vec::new(),
    }
}

fn prose_of_strategy(strategy: &Strategy) -> Vec<&Text> {
    let titles = examples(strategy).filter_map(|example| example.title.as_ref());
    strategy.title.iter().chain(&strategy.text).chain(&strategy.cost).chain(titles).collect()
}
