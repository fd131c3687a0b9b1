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

#[cfg(test)]
mod tests {
    use crate::check::book::Loader;
    use crate::check::model::Matcher;

    #[test]
    fn it_is_that_of_the_whole_mitigation() {
        let book = Loader::new().builtin(true).load().book;
        assert!(book.mitigation_count() > 100);
        for number in 0..book.mitigation_count() {
            let whole = book.mitigation(number).map(Matcher::of);
            assert_eq!(format!("{:?}", book.matcher(number)), format!("{:?}", whole.as_ref()));
        }
    }

    #[test]
    fn what_is_wrong_elsewhere_in_a_mitigation_keeps_it_from_matching() {
        let rulebook =
            "- mitigation: m\n  title: T\n  condition: evt.type = open\n  summary: '{{ nothing }}'\n";
        let book = Loader::new().builtin(true).text("site.yaml", rulebook).load().book;
        let number = book.mitigation_count() - 1;
        assert_eq!(book.mitigation_entry(number).map(|entry| entry.name.as_str()), Some("m"));
        assert!(book.matcher(number).is_none());
        assert!(book.matcher(0).is_some());
    }

    #[test]
    fn a_changed_macro_counts_where_it_is_used() {
        let change = "- macro: in_pod\n  condition: proc.name = x\n  override: { condition: replace }\n";
        let with = |text: &str| Loader::new().builtin(true).text("site.yaml", text).load().book;
        let (plain, changed) = (Loader::new().builtin(true).load().book, with(change));
        let shown = |book: &crate::check::book::Book| {
            (0..book.mitigation_count())
                .map(|number| format!("{:?}", book.matcher(number)))
                .collect::<String>()
        };
        assert_ne!(shown(&plain), shown(&changed));
    }
}
