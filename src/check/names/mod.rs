//! What a name stands for where it is used: lists within lists, and what to say of a name that is not there.
//!
//! As in Falco, a list or macro sees only those whose first definition came before its own latest change;
//! everything else sees all of them. Stricter than Falco: the name of a later list, or of a list that
//! contains this one, is an error where Falco would silently take it for a text.

mod macros;
mod scope;

pub(super) use macros::{MacroState, names_of};
pub(super) use scope::{Patterns, Scope};

use super::book::{Book, Entry, Kind};
use crate::check::condition::Condition;
use crate::diag::{Code, Diagnostic, did_you_mean, settle};
use crate::source::{Span, Text};
use crate::syntax::condition::ast::Dialect;
use crate::syntax::rulebook::items::ItemKind;
use std::collections::BTreeSet;

/// The most values a list may have once the lists within it are filled in.
const MAX_VALUES: usize = 1_000_000;

impl Book {
    /// Checks a condition that stands in no file of the book, such as one from a command line, against the book's
    /// lists and macros. `None` if it cannot be used; what is wrong with it points into a source `<condition>`.
    ///
    /// ```
    /// use falconer::Loader;
    /// use falconer::syntax::condition::ast::Dialect;
    /// let mut book = Loader::new().text("a.yaml", "- list: shells\n  items: [bash, sh]\n").load().book;
    /// let (condition, problems) = book.check_condition("proc.name in (shells)", Dialect::Falconer);
    /// assert!(condition.is_some() && problems.is_empty());
    /// ```
    pub fn check_condition(
        &mut self,
        condition: &str,
        dialect: Dialect,
    ) -> (Option<Condition>, Vec<Diagnostic>) {
        let file = self.add_source("<condition>", condition);
        let mut problems = Vec::new();
        let text = Text::whole_file(file, condition);
        let checked = Scope::speaking(self, dialect).condition(&text, &mut problems);
        settle(&mut problems);
        (checked, problems)
    }

    /// The values of a list, lists within it filled in. `None` if there is no such list.
    #[must_use]
    pub fn list_values(&self, name: &str) -> Option<Vec<Text>> {
        let entry = self.usable(Kind::List, name)?;
        let mut values = Vec::new();
        let mut path = BTreeSet::from([entry.name.as_str()]);
        let mut open = vec![(entry, self.raw_values(entry).iter())];
        while let Some((entry, rest)) = open.last_mut() {
            let Some(value) = rest.next() else {
                path.remove(entry.name.as_str());
                open.pop();
                continue;
            };
            match self.usable(Kind::List, value.as_str()) {
                // A list within itself was reported; here it only must not go round for ever.
                Some(inner) if path.insert(&inner.name) => open.push((inner, self.raw_values(inner).iter())),
                Some(_) => {}
                None if values.len() < MAX_VALUES => values.push(value.clone()),
                None => break,
            }
        }
        Some(values)
    }

    /// The values of a list that is there, filled in once.
    fn known_values<'a>(&'a self, list: &'a Entry) -> &'a [Text] {
        list.known.values.get_or_init(|| self.list_values(&list.name).unwrap_or_default())
    }

    /// The entry of a name, unless it is switched off.
    pub(super) fn usable(&self, kind: Kind, name: &str) -> Option<&Entry> {
        self.entry(kind, name).filter(|entry| entry.switched_off.is_none())
    }

    fn raw_values<'a>(&'a self, list: &'a Entry) -> &'a [Text] {
        match self.item(list).map(|item| &item.kind) {
            Some(ItemKind::List(list)) => list.items.as_deref().unwrap_or_default(),
            _ => &[],
        }
    }

    /// What is wrong with the macros, used or not.
    pub(super) fn check_macros(&self) -> Vec<Diagnostic> {
        let macros = self.entries().filter(|entry| entry.kind == Kind::Macro);
        macros.flat_map(|entry| self.macro_state(entry).diagnostics.clone()).collect()
    }

    /// What is wrong with the lists: names of later lists, and lists within themselves.
    pub(super) fn check_lists(&self) -> Vec<Diagnostic> {
        let lists = self.entries().filter(|entry| entry.kind == Kind::List);
        lists.flat_map(|list| self.check_list(list)).collect()
    }

    fn check_list(&self, list: &Entry) -> Vec<Diagnostic> {
        let within = self.lists_within(list);
        let circle: Vec<_> = within.into_iter().filter(|inner| self.holds(inner, list)).collect();
        // A circle is reported once, on the list defined first.
        let first = circle.iter().all(|inner| list.first <= inner.first);
        let mut found = Vec::new();
        for value in self.raw_values(list) {
            let Some(inner) = self.usable(Kind::List, value.as_str()) else { continue };
            let circular = circle.iter().any(|other| other.name == inner.name);
            if circular && first {
                found.push(cycle(Kind::List, list, value.span()));
            } else if !circular && !list.sees(inner) {
                found.push(used_before_definition(list, inner, value.span()));
            }
        }
        found
    }

    fn holds(&self, list: &Entry, other: &Entry) -> bool {
        self.lists_within(list).iter().any(|inner| inner.name == other.name)
    }

    /// The lists that a list holds, at any depth, each once.
    fn lists_within<'a>(&'a self, list: &'a Entry) -> Vec<&'a Entry> {
        let mut found: Vec<&Entry> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![list];
        while let Some(list) = open.pop() {
            for value in self.raw_values(list) {
                if let Some(inner) = self.usable(Kind::List, value.as_str())
                    && seen.insert(&inner.name)
                {
                    found.push(inner);
                    open.push(inner);
                }
            }
        }
        found
    }

    /// What to say of a name that is not there; `None` if a part of the rulebook could not be read, since the
    /// name may be in it.
    #[must_use]
    pub fn undefined(&self, kind: Kind, name: &str, span: Span) -> Option<Diagnostic> {
        if let Some(entry) = self.entry(kind, name) {
            let off = entry.switched_off?;
            let diagnostic =
                Diagnostic::new(Code::UNDEFINED, span, format!("the {kind} `{name}` is switched off"));
            let diagnostic = diagnostic.also(off, "switched off here");
            return Some(diagnostic.hint("switch it on, or leave this out as well"));
        }
        if self.is_incomplete() {
            return None;
        }
        let diagnostic = Diagnostic::new(Code::UNDEFINED, span, format!("there is no {kind} `{name}`"));
        Some(match did_you_mean(name, self.names(kind)) {
            Some(near) => diagnostic.did_you_mean(name, near),
            None => diagnostic.hint(format!("define it: `- {kind}: {name}`, or load the file that does")),
        })
    }
}

/// An item defined by itself.
pub(super) fn cycle(kind: Kind, item: &Entry, used: Span) -> Diagnostic {
    let message = format!("the {kind} `{}` is defined by itself", item.name);
    Diagnostic::new(Code::CYCLE, used, message)
        .label("leads back to it")
        .also(item.name_span, "defined here")
        .hint("write out what it stands for")
}

/// A list or macro that uses one defined later.
pub(super) fn used_before_definition(user: &Entry, used: &Entry, at: Span) -> Diagnostic {
    let kind = used.kind;
    let message = format!("the {kind} `{}` is used before it is defined", used.name);
    Diagnostic::new(Code::USED_BEFORE_DEFINITION, at, message)
        .label("used here")
        .also(used.name_span, "defined here")
        .hint(format!("move `{}` above the {} `{}`", used.name, user.kind, user.name))
}
