//! Lints of rulebooks: what loads, and is hardly what was meant.
//!
//! In: a book without errors, and which of its files are looked at. Out: diagnostics FL05xx and FL19xx. A lint is a file with
//! one function; it sees the whole book, since others may use what one file defines, and speaks only of the files
//! looked at. Knows no configuration but its [`Options`].

mod always_true;
mod attack;
mod certainty;
mod contain;
mod costly;
mod double_equals;
mod duplicate_condition;
mod duplicate_list_item;
pub(crate) mod falco_rules;
mod name_pattern;
pub(crate) mod needs;
mod redundant_check;
mod short_reference;
mod tactics;
mod truth;
mod tunes_only;
mod unknown_rule;
mod unprinted_field;
mod unreferenced;
mod unrelated;
mod untested;
mod unused;
mod uses;

use crate::check::book::{Book, Entry, Kind};
use crate::check::parallel;
use crate::diag::{Code, Diagnostic, settle};
use crate::source::{FileId, Span, Text};
use crate::syntax::rulebook::items::{ItemKind, Mitigation, Strategy, StrategyUse};
use regex::Regex;
use uses::Read;

/// What a site asks for beyond the defaults.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How names of mitigations and strategies must look.
    pub name_pattern: Option<NamePattern>,
}

/// A regular expression that a name follows as a whole.
#[derive(Debug, Clone)]
pub struct NamePattern {
    text: String,
    regex: Regex,
}

impl NamePattern {
    /// Reads a pattern; `None` if it is no regular expression.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let regex = Regex::new(&format!("^(?:{text})$")).ok()?;
        Some(Self { text: text.to_owned(), regex })
    }

    /// The pattern as its author wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn fits(&self, name: &str) -> bool {
        self.regex.is_match(name)
    }
}

/// What every lint is given.
struct Context<'b> {
    book: &'b Book,
    options: &'b Options,
    own: &'b (dyn Fn(FileId) -> bool + Sync),
    /// The conditions in the files that are looked at.
    conditions: Vec<Read<'b>>,
}

type Lint = fn(&Context<'_>, &mut Vec<Diagnostic>);

/// All lints, in order of their codes.
const LINTS: [Lint; 18] = [
    always_true::check,
    redundant_check::check,
    duplicate_condition::check,
    double_equals::check,
    duplicate_list_item::check,
    unused::check,
    untested::check,
    unreferenced::check,
    contain::check,
    name_pattern::check,
    tactics::check,
    unknown_rule::check,
    unprinted_field::check,
    short_reference::check,
    certainty::check,
    unrelated::check,
    costly::check,
    tunes_only::check,
];

/// What all lints say of the files that are `own`.
///
/// ```
/// use falconer::check::book::Loader;
/// use falconer::lint::rulebook::{Options, run};
/// let book = Loader::new().text("a.yaml", "- list: shells\n  items: [sh, bash, sh]\n").load().book;
/// let found = run(&book, &Options::default(), &|_| true);
/// assert_eq!(found[0].message, "`sh` stands in the list twice");
/// ```
#[must_use]
pub fn run(book: &Book, options: &Options, own: &(dyn Fn(FileId) -> bool + Sync)) -> Vec<Diagnostic> {
    let entries = book.entries().filter(|entry| own(entry.name_span.file));
    let context = Context { book, options, own, conditions: uses::conditions(book, entries) };
    let judge = |(): &mut (), lint: &Lint| {
        let mut found = Vec::new();
        lint(&context, &mut found);
        found
    };
    let found = parallel::map(&LINTS, parallel::LARGE, || (), judge);
    let mut found: Vec<Diagnostic> = found.into_iter().flatten().collect();
    // An item of another file may hold a text of ours, by an override, and the other way round.
    found.retain(|diagnostic| own(diagnostic.primary.span.file));
    settle(&mut found);
    found
}

/// A strategy, wherever it is written.
struct Written<'b> {
    name: &'b Text,
    item: &'b Strategy,
}

impl<'b> Context<'b> {
    /// The content of a strategy that a mitigation uses.
    fn used(&self, one: &'b StrategyUse) -> Option<&'b Strategy> {
        match one {
            StrategyUse::InPlace { strategy, .. } => Some(strategy),
            StrategyUse::Named { name, .. } => self.book.strategy_item(name.as_str()),
        }
    }

    /// The entries that are looked at.
    fn entries(&self) -> impl Iterator<Item = &'b Entry> {
        self.book.entries().filter(|entry| (self.own)(entry.name_span.file))
    }

    /// Those of one kind.
    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &'b Entry> {
        self.entries().filter(move |entry| entry.kind == kind)
    }

    /// The mitigations that are looked at, with their numbers and entries.
    fn mitigations(&self) -> impl Iterator<Item = (usize, &'b Entry, &'b Mitigation)> {
        let book = self.book;
        let all = (0..book.mitigation_count())
            .filter_map(move |n| Some((n, book.mitigation_entry(n)?, book.mitigation_item(n)?)));
        all.filter(|(_, entry, _)| (self.own)(entry.name_span.file))
    }

    /// The strategies that are looked at: those at the top of a file, and those written inside a mitigation.
    fn strategies(&self) -> Vec<Written<'b>> {
        let items = self.of_kind(Kind::Strategy).filter_map(|entry| self.book.item(entry));
        let top = items.filter_map(|item| match &item.kind {
            ItemKind::Strategy(strategy) => Some(Written { name: &item.name, item: strategy }),
            _ => None,
        });
        let inside = self.mitigations().flat_map(|(_, _, mitigation)| &mitigation.strategies);
        let inside = inside.filter_map(|one| match one {
            StrategyUse::InPlace { name, strategy } => Some(Written { name, item: strategy }),
            StrategyUse::Named { .. } => None,
        });
        top.chain(inside).collect()
    }
}

/// A diagnostic at a name.
fn at(code: Code, span: Span, message: String) -> Diagnostic {
    Diagnostic::new(code, span, message)
}
