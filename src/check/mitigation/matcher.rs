//! What decides whether a mitigation matches, without what its report says: for those that judge many alerts and show
//! few.

use super::{Checker, shown_title};
use crate::check::book::{Book, Entry, Kind};
use crate::check::model::{Applies, Matcher};
use crate::check::names::Patterns;
use crate::source::Text;
use crate::syntax::rulebook::items::{ItemKind, StrategyUse};
use crate::value::Priority;

/// The matcher of an entry, if nothing is wrong with its parts; its other parts are not looked at.
pub(in crate::check) fn matcher(book: &Book, entry: &Entry, patterns: &Patterns) -> Option<Matcher> {
    let ItemKind::Mitigation(item) = &book.item(entry)?.kind else { return None };
    let mut checker = Checker::new(book, patterns);
    let matcher = Matcher {
        name: entry.name.clone(),
        title: shown_title(entry, item),
        condition: checker.condition(item.condition.as_ref()),
        priority: item.priority.as_ref().and_then(|text| Priority::parse(text.as_str())),
        group_by: item.group_by.iter().filter_map(|text| checker.operand(text)).collect(),
        strategies: item.strategies.iter().map(|one| checker.choice(one)).collect::<Option<_>>()?,
    };
    Some(matcher).filter(|_| !checker.failed())
}

impl Checker<'_> {
    /// A strategy's name and when it applies.
    fn choice(&mut self, one: &StrategyUse) -> Option<(String, Applies)> {
        let name = one.name().as_str();
        let applies = match one {
            StrategyUse::Named { .. } => {
                let (book, entry) = (self.book, self.book.usable(Kind::Strategy, name)?);
                let text = book.strategy_item(name)?.condition.as_ref();
                // Whoever uses it, its condition is the same.
                entry.known.applies.get_or_init(|| self.applies(text)).clone()?
            }
            StrategyUse::InPlace { strategy, .. } => self.applies(strategy.condition.as_ref())?,
        };
        Some((name.to_owned(), applies))
    }

    fn applies(&mut self, text: Option<&Text>) -> Option<Applies> {
        match text {
            Some(text) => self.condition(Some(text)).map(Some),
            None => Some(None),
        }
    }
}
