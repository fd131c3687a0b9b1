//! A mitigation's strategies: names looked up, parameters bound.

use super::Checker;
use crate::check::book::Kind;
use crate::check::model::Strategy;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::source::{Span, Text};
use crate::syntax::rulebook::items::{self, StrategyUse};
use std::collections::BTreeMap;

/// Parameters and the fields they stand for, as written.
type Bound = Vec<(String, String)>;

impl Checker<'_> {
    /// The strategies in the author's order.
    pub(super) fn strategies(&mut self, uses: &[StrategyUse]) -> Vec<Strategy> {
        let mut seen: BTreeMap<(&str, Bound), Span> = BTreeMap::new();
        let mut strategies = Vec::with_capacity(uses.len());
        for one in uses {
            let (name, bindings) = (one.name(), bindings_of(one));
            if let Some(&first) = seen.get(&(name.as_str(), bindings.clone())) {
                self.out.push(twice(name, first));
                continue;
            }
            seen.insert((name.as_str(), bindings.clone()), name.span());
            let strategy = match one {
                StrategyUse::Named { name, with } => self.named(name, with, bindings),
                StrategyUse::InPlace { name, strategy } => {
                    self.strategy(name.as_str(), strategy, Vec::new(), name.span())
                }
            };
            self.blocked |= strategy.is_none();
            strategies.extend(strategy);
        }
        strategies
    }

    fn named(&mut self, name: &Text, with: &[(Text, Text)], bindings: Bound) -> Option<Strategy> {
        let book = self.book;
        let Some(entry) = self.scope.strategy(name.as_str()) else {
            self.out.extend(book.undefined(Kind::Strategy, name.as_str(), name.span()));
            return None;
        };
        let item = book.strategy_item(name.as_str())?;
        self.parameters(name, with, item);
        // A parameter that no field is bound to stays open: its holes say nothing more.
        self.bindings = item.params.iter().map(|param| (param.as_str().to_owned(), None)).collect();
        for (param, field) in with {
            let operand = self.operand(field);
            self.bindings.insert(param.as_str().to_owned(), operand);
        }
        let own = self.conditions.len();
        let strategy = self.strategy(name.as_str(), item, bindings, entry.span);
        self.conditions.truncate(own);
        self.bindings.clear();
        strategy
    }

    /// Parameters that a strategy declares twice.
    pub(super) fn declared_twice(&mut self, item: &items::Strategy) {
        for (index, param) in item.params.iter().enumerate() {
            let same = |first: &&Text| first.as_str() == param.as_str();
            if let Some(first) = item.params.iter().take(index).find(same) {
                let message = format!("the parameter `{}` is declared twice", param.as_str());
                self.out.push(
                    Diagnostic::new(Code::PARAMETER, param.span(), message)
                        .label("again here")
                        .also(first.span(), "first here")
                        .hint("leave one of them out"),
                );
            }
        }
    }

    /// Compares `with:` with the strategy's `params:`.
    fn parameters(&mut self, name: &Text, with: &[(Text, Text)], item: &items::Strategy) {
        let params: Vec<_> = item.params.iter().map(Text::as_str).collect();
        for (param, _) in with.iter().filter(|(param, _)| !params.contains(&param.as_str())) {
            let message = format!("the strategy `{}` has no parameter `{}`", name.as_str(), param.as_str());
            let diagnostic = Diagnostic::new(Code::PARAMETER, param.span(), message);
            self.out.push(match did_you_mean(param.as_str(), params.iter().copied()) {
                Some(near) => diagnostic.did_you_mean(param.as_str(), near),
                None if params.is_empty() => diagnostic.hint("leave `with` out: it has no parameters"),
                None => diagnostic.hint(format!("its parameters are `{}`", params.join("`, `"))),
            });
        }
        for param in &item.params {
            if with.iter().any(|(given, _)| given.as_str() == param.as_str()) {
                continue;
            }
            let message = format!("the parameter `{}` of `{}` is not bound", param.as_str(), name.as_str());
            self.out.push(
                Diagnostic::new(Code::PARAMETER, name.span(), message)
                    .also(param.span(), "declared here")
                    .hint(format!("add `with: {{ {}: FIELD }}`", param.as_str())),
            );
        }
    }
}

fn bindings_of(one: &StrategyUse) -> Bound {
    match one {
        StrategyUse::Named { with, .. } => {
            with.iter().map(|(param, field)| (param.as_str().to_owned(), field.as_str().to_owned())).collect()
        }
        StrategyUse::InPlace { .. } => Vec::new(),
    }
}

fn twice(name: &Text, first: Span) -> Diagnostic {
    Diagnostic::new(
        Code::STRATEGY_TWICE,
        name.span(),
        format!("the strategy `{}` stands here twice", name.as_str()),
    )
    .label("again here")
    .also(first, "first here")
    .hint("leave one of them out")
}
