//! The conditions of a book, wherever they stand, parsed.

use crate::check::book::Book;
use crate::check::parallel;
use crate::source::{FileId, Text};
use crate::syntax::condition::ast::Expr;
use crate::syntax::condition::{ParseOptions, parse};
use crate::syntax::rulebook::items::{AnalysisRow, Example, Item, ItemKind, Strategy, StrategyUse};
use crate::syntax::template::ast::Piece;
use crate::syntax::template::{self, Mode};

/// A condition as written and as read.
pub(super) struct Read<'b> {
    pub(super) text: &'b Text,
    pub(super) expr: Expr,
    /// The macro that it is the condition of.
    pub(super) of_macro: Option<&'b str>,
}

/// The conditions in the files that are `own`. Those in templates are left out: their places are the templates'.
pub(super) fn conditions<'b>(book: &'b Book, own: &dyn Fn(FileId) -> bool) -> Vec<Read<'b>> {
    let items = book.entries().filter(|entry| own(entry.name_span.file)).filter_map(|entry| book.item(entry));
    let texts = items.flat_map(|item| {
        let name = matches!(item.kind, ItemKind::Macro(_)).then(|| item.name.as_str());
        texts_of(item).into_iter().map(move |text| (name, text))
    });
    let texts: Vec<(Option<&'b str>, &'b Text)> = texts.collect();
    let exprs = parallel::map(&texts, parallel::SMALL, || (), |(), (_, text)| expression(text.as_str()));
    let pairs = texts.into_iter().zip(exprs);
    pairs.filter_map(|((of_macro, text), expr)| Some(Read { text, expr: expr?, of_macro })).collect()
}

/// Every condition of the whole book but those in the files that `without` names, templates' own included.
pub(super) fn everywhere(book: &Book, without: impl Fn(FileId) -> bool) -> Vec<Expr> {
    let items: Vec<&Item> = book.entries().filter_map(|entry| book.item(entry)).collect();
    let conditions = items.iter().flat_map(|item| texts_of(item)).filter(|text| !without(text.span().file));
    let mut found: Vec<Expr> = conditions.filter_map(|text| expression(text.as_str())).collect();
    for prose in items.iter().flat_map(|item| prose_of(item)).filter(|text| text.as_str().contains("{%")) {
        if let Ok(template) = template::parse(prose.as_str(), Mode::Prose) {
            branches(template.pieces, &mut found);
        }
    }
    found
}

fn expression(text: &str) -> Option<Expr> {
    parse(text, ParseOptions::default()).ok().map(|parsed| parsed.expr)
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

fn texts_of(item: &Item) -> Vec<&Text> {
    match &item.kind {
        ItemKind::Macro(item) => item.condition.iter().collect(),
        ItemKind::Strategy(strategy) => of_strategy(strategy),
        ItemKind::Mitigation(mitigation) => {
            let rows = mitigation.analysis.iter().filter_map(|row| match row {
                AnalysisRow::Labelled { condition, .. } => condition.as_ref(),
                AnalysisRow::Field(_) => None,
            });
            let inside = in_place(&mitigation.strategies).flat_map(of_strategy);
            mitigation.condition.iter().chain(rows).chain(inside).collect()
        }
        ItemKind::RequiredVersion | ItemKind::List(_) | ItemKind::Var(_) => Vec::new(),
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

fn of_strategy(strategy: &Strategy) -> Vec<&Text> {
    let examples = examples(strategy).filter_map(|example| example.condition.as_ref());
    strategy.condition.iter().chain(examples).collect()
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
