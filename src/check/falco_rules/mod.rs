//! The rules that Falco would load from its files: overrides applied, exceptions written out, names looked up.
//!
//! In: rules files in the order of `rules_files` in falco.yaml. Out: [`FalcoRules`] and what is wrong with them.
//! What Falco refuses to load is an error; what its compiler would refuse of a condition is a warning, since a
//! plugin of the site may define fields that nobody else knows.

mod circles;
mod exceptions;
mod load;
mod merge;
mod names;

pub use load::{load, load_texts};

use crate::source::{Sources, Span, Text};
use crate::syntax::falco_rules::items::Exception;
use crate::syntax::falco_rules::output;
use std::collections::{BTreeMap, BTreeSet};

/// The rules of some files, as Falco would have them after loading.
///
/// ```no_run
/// let loaded = falconer::check::falco_rules::load(["falco_rules.yaml", "rules.d"]);
/// for rule in &loaded.rules.rules {
///     println!("{}: {:?}", rule.name, rule.printed().collect::<Vec<_>>());
/// }
/// ```
#[derive(Debug, Default)]
pub struct FalcoRules {
    /// In the order of their first definition.
    pub rules: Vec<Rule>,
    sources: Sources,
    lists: Named<Vec<Text>>,
    macros: Named<Text>,
    /// Where each rule stands in `rules`.
    by_name: BTreeMap<String, usize>,
    /// Names of items that could not be read, which is reported: whoever looks for them need not say more.
    broken: BTreeSet<String>,
    /// Whether items are missing whose names are not known.
    incomplete: bool,
}

/// A rule, after everything that changes it.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Where the name stands, where it was last defined.
    pub span: Span,
    /// When it fires, exceptions not yet written out.
    pub condition: Text,
    /// What it prints.
    pub output: Text,
    /// What it is about.
    pub desc: Text,
    /// One of Falco's priorities, in small letters.
    pub priority: &'static str,
    /// The source of its events.
    pub source: String,
    /// Free words, each once.
    pub tags: Vec<String>,
    /// Whether Falco asks it.
    pub enabled: bool,
    /// What it leaves out.
    pub exceptions: Vec<Exception>,
}

impl Rule {
    /// The keys of `output_fields` that its output brings, arguments included. Falco adds some to every alert.
    pub fn printed(&self) -> impl Iterator<Item = &str> {
        output::fields(self.output.as_str()).map(|field| field.key)
    }

    /// The condition with the exceptions written out as Falco does it.
    #[must_use]
    pub fn whole_condition(&self) -> Text {
        exceptions::written_out(&self.condition, &self.exceptions)
    }
}

impl FalcoRules {
    /// The rule of this name.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<&Rule> {
        self.rules.get(*self.by_name.get(name)?)
    }

    /// Whether something of this name may be there, and could not be read.
    fn may_be_lost(&self, name: &str) -> bool {
        self.incomplete || self.broken.contains(name)
    }

    /// The files that were read, for showing places.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }
}

/// Rules and what is wrong with the files they come from.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The rules; complete only if there are no errors.
    pub rules: FalcoRules,
    /// Everything found, by place.
    pub diagnostics: Vec<crate::diag::Diagnostic>,
}

/// Lists or macros by name, with the order that decides which of them sees which.
#[derive(Debug)]
struct Named<T> {
    /// In the order of first definition.
    items: Vec<Entry<T>>,
    by_name: BTreeMap<String, usize>,
}

/// One list or macro.
#[derive(Debug)]
struct Entry<T> {
    name: Text,
    value: T,
    /// When it was first defined and last changed, counted over all items.
    first: usize,
    latest: usize,
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self { items: Vec::new(), by_name: BTreeMap::new() }
    }
}

impl<T> Named<T> {
    fn get(&self, name: &str) -> Option<&Entry<T>> {
        self.items.get(*self.by_name.get(name)?)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// Takes the place of the one of this name, or comes last.
    fn define(&mut self, name: &Text, value: T, order: usize) {
        match self.change(name.as_str(), order) {
            Some(old) => *old = value,
            None => {
                self.by_name.insert(name.as_str().to_owned(), self.items.len());
                self.items.push(Entry { name: name.clone(), value, first: order, latest: order });
            }
        }
    }

    /// The value of this name, which is changed now.
    fn change(&mut self, name: &str, order: usize) -> Option<&mut T> {
        let entry = self.items.get_mut(*self.by_name.get(name)?)?;
        entry.latest = order;
        Some(&mut entry.value)
    }
}
