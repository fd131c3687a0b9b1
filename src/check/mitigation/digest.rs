//! The digest of a mitigation: SHA-256 over what it says and everything it uses, so that a report tells which
//! content it was made from. Places, tests and notes for authors do not count.

use crate::check::book::{Book, Entry, Kind};
use crate::source::Text;
use crate::syntax::rulebook::items::{
    AnalysisRow, Example, Item, ItemKind, Mitigation, Strategy, StrategyUse,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The digest of a mitigation and of the items it uses.
pub(super) fn of(book: &Book, entry: &Entry, used: &BTreeSet<(Kind, String)>) -> [u8; 32] {
    let mut feed = Feed(Sha256::new());
    let others = used.iter().filter_map(|(kind, name)| book.entry(*kind, name));
    for entry in std::iter::once(entry).chain(others) {
        feed.part(entry.kind.as_str());
        feed.part(&entry.name);
        if let Some(item) = book.item(entry) {
            feed.item(book, entry, item);
        }
    }
    feed.0.finalize().into()
}

/// Takes parts with their lengths, so that no two contents feed the same bytes.
struct Feed(Sha256);

impl Feed {
    fn part(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    fn count(&mut self, n: usize) {
        self.0.update((n as u64).to_le_bytes());
    }

    fn text(&mut self, text: Option<&Text>) {
        self.count(usize::from(text.is_some()));
        self.part(text.map_or("", Text::as_str));
    }

    fn texts(&mut self, texts: &[Text]) {
        self.count(texts.len());
        texts.iter().for_each(|text| self.part(text.as_str()));
    }

    fn item(&mut self, book: &Book, entry: &Entry, item: &Item) {
        match &item.kind {
            ItemKind::RequiredVersion => {}
            // With the lists within it, which are not counted as used themselves.
            ItemKind::List(_) => self.texts(&book.list_values(&entry.name).unwrap_or_default()),
            ItemKind::Macro(one) => self.text(one.condition.as_ref()),
            ItemKind::Var(var) => self.text(var.value.as_ref()),
            ItemKind::Strategy(strategy) => self.strategy(strategy),
            ItemKind::Mitigation(mitigation) => self.mitigation(mitigation),
        }
    }

    fn mitigation(&mut self, item: &Mitigation) {
        self.text(item.title.as_ref());
        self.texts(&item.rules);
        self.text(item.condition.as_ref());
        self.text(item.priority.as_ref());
        self.count(usize::from(item.urgent == Some(true)));
        self.count(usize::from(item.fallback == Some(true)));
        self.texts(&item.tags);
        self.texts(&item.group_by);
        self.text(item.summary.as_ref());
        self.count(item.analysis.len());
        item.analysis.iter().for_each(|row| self.row(row));
        self.count(item.strategies.len());
        item.strategies.iter().for_each(|one| self.strategy_use(one));
        self.text(item.conclusion.as_ref());
        self.texts(&item.recommendations);
        self.texts(&item.references);
    }

    fn row(&mut self, row: &AnalysisRow) {
        match row {
            AnalysisRow::Field(field) => {
                self.count(0);
                self.part(field.as_str());
            }
            AnalysisRow::Labelled { label, text, condition } => {
                self.count(1);
                self.part(label.as_str());
                self.part(text.as_str());
                self.text(condition.as_ref());
            }
        }
    }

    fn strategy_use(&mut self, one: &StrategyUse) {
        self.part(one.name().as_str());
        match one {
            StrategyUse::Named { with, .. } => {
                self.count(with.len());
                for (param, field) in with {
                    self.part(param.as_str());
                    self.part(field.as_str());
                }
            }
            StrategyUse::InPlace { strategy, .. } => self.strategy(strategy),
        }
    }

    fn strategy(&mut self, item: &Strategy) {
        self.text(item.title.as_ref());
        self.texts(&item.params);
        self.count(item.phase.map_or(0, |(phase, _)| phase as usize + 1));
        self.text(item.condition.as_ref());
        self.text(item.text.as_ref());
        self.text(item.cost.as_ref());
        for examples in [&item.examples, &item.verify, &item.rollback] {
            self.count(examples.len());
            examples.iter().for_each(|example| self.example(example));
        }
        self.texts(&item.mitigates);
        self.texts(&item.references);
    }

    fn example(&mut self, example: &Example) {
        self.text(example.title.as_ref());
        self.part(example.lang.as_str());
        self.part(example.code.as_str());
        self.text(example.condition.as_ref());
    }
}
