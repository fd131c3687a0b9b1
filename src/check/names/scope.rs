//! The names that one item may use, and a record of those it did use.

use super::macros::names_of;
use crate::check::book::{Book, Entry, Kind};
use crate::check::condition::{self, Condition, ListDef, MacroDef, Names, Room};
use crate::check::template::Site;
use crate::diag::{Code, Diagnostic};
use crate::source::Text;
use crate::syntax::condition::ast::{Dialect, Expr};
use crate::syntax::condition::{ParseOptions, Parsed, parse};
use crate::syntax::rulebook::items::ItemKind;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The most bytes that all compiled patterns of a rulebook take.
const MAX_PATTERN_BYTES: usize = 64 << 20;

/// Bytes that compiled patterns take, in whatever order items are checked.
#[derive(Debug, Default)]
pub(in crate::check) struct Patterns(AtomicUsize);

impl Patterns {
    fn take(&self, bytes: usize) -> Room {
        let before = self.0.fetch_add(bytes, Ordering::Relaxed);
        if before.saturating_add(bytes) <= MAX_PATTERN_BYTES {
            Room::Enough
        } else if before <= MAX_PATTERN_BYTES {
            Room::Spent
        } else {
            Room::SpentBefore
        }
    }

    /// All the room.
    pub(in crate::check) const WHOLE: usize = MAX_PATTERN_BYTES;
    /// What is left where the built-in rulebook is not looked at: it takes less than the other half.
    pub(in crate::check) const BESIDE_BUILTIN: usize = MAX_PATTERN_BYTES / 2;

    /// Adds those that were counted elsewhere if with them no more than `most` bytes are taken; whether it did.
    pub(in crate::check) fn join(&self, others: &Self, most: usize) -> bool {
        let more = others.0.load(Ordering::Relaxed);
        let sum = |before: usize| before.checked_add(more).filter(|&sum| sum <= most);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, sum).is_ok()
    }
}

/// The lists, macros and vars of a book, for one item that is being checked.
pub(in crate::check) struct Scope<'b> {
    book: &'b Book,
    dialect: Dialect,
    patterns: &'b Patterns,
    used: RefCell<BTreeSet<(Kind, String)>>,
}

impl<'b> Scope<'b> {
    pub(in crate::check) fn new(book: &'b Book, patterns: &'b Patterns) -> Self {
        Self { book, dialect: Dialect::default(), patterns, used: RefCell::default() }
    }

    /// The same for a condition in another dialect than a rulebook's.
    pub(in crate::check) fn speaking(book: &'b Book, dialect: Dialect) -> Self {
        Self { dialect, ..Self::new(book, book.patterns()) }
    }

    /// The lists, macros and vars asked for so far.
    pub(in crate::check) fn used(&self) -> BTreeSet<(Kind, String)> {
        self.used.borrow().clone()
    }

    fn use_of(&self, kind: Kind, name: &str) -> Option<&'b Entry> {
        let entry = self.book.usable(kind, name)?;
        self.used.borrow_mut().insert((kind, name.to_owned()));
        Some(entry)
    }

    /// A reusable strategy.
    pub(in crate::check) fn strategy(&self, name: &str) -> Option<&'b Entry> {
        self.use_of(Kind::Strategy, name)
    }

    /// Reads and checks a condition. `None` if it cannot be used; what is wrong is added to `out`.
    pub(in crate::check) fn condition(&self, text: &Text, out: &mut Vec<Diagnostic>) -> Option<Condition> {
        let parsed = self.read(text, out)?;
        self.checked(text, &parsed, out)
    }

    /// Reads a condition; what is wrong is added to `out`.
    pub(in crate::check) fn read(&self, text: &Text, out: &mut Vec<Diagnostic>) -> Option<Parsed> {
        let options = ParseOptions { dialect: self.dialect, ..ParseOptions::default() };
        match parse(text.as_str(), options) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                out.push(error.diagnostic(text));
                None
            }
        }
    }

    /// Checks a condition that was read.
    pub(in crate::check) fn checked(
        &self,
        text: &Text,
        parsed: &Parsed,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Condition> {
        if !self.macros_are_usable(text, &parsed.expr, out) {
            return None;
        }
        self.typed(text, parsed, out)
    }

    /// Checks a condition whose macros are known to be usable.
    pub(super) fn typed(&self, text: &Text, parsed: &Parsed, out: &mut Vec<Diagnostic>) -> Option<Condition> {
        out.extend(parsed.traps.iter().map(|trap| trap.diagnostic(text)));
        let before = out.len();
        let condition = condition::check(text, &parsed.expr, self.dialect, self, out);
        // A name that is not there may be in a file that could not be read.
        if self.book.is_incomplete() {
            let mut position = 0;
            out.retain(|found| {
                position += 1;
                position <= before || found.code != Code::UNKNOWN_MACRO
            });
        }
        condition
    }
}

impl Names for Scope<'_> {
    fn list(&self, name: &str) -> Option<ListDef<'_>> {
        let values = self.book.known_values(self.use_of(Kind::List, name)?);
        Some(ListDef { items: values.iter().map(Text::as_str).collect() })
    }

    fn macro_(&self, name: &str) -> Option<MacroDef<'_>> {
        let entry = self.use_of(Kind::Macro, name)?;
        let (text, expr) = self.book.macro_condition(entry)?;
        Some(MacroDef { text, expr })
    }

    fn all(&self) -> Vec<&str> {
        self.book.names(Kind::Macro).chain(self.book.names(Kind::List)).collect()
    }

    fn take_pattern_bytes(&self, bytes: usize) -> Room {
        self.patterns.take(bytes)
    }
}

impl Site for Scope<'_> {
    fn var(&self, name: &str) -> Option<&str> {
        match &self.book.item(self.use_of(Kind::Var, name)?)?.kind {
            ItemKind::Var(var) => var.value.as_ref().map(Text::as_str),
            _ => None,
        }
    }

    fn vars(&self) -> Vec<&str> {
        self.book.names(Kind::Var).collect()
    }

    /// Macros that cannot be written out are reported once, on the macro; one that is switched off, here.
    fn macros_are_usable(&self, text: &Text, expr: &Expr, out: &mut Vec<Diagnostic>) -> bool {
        let mut fine = true;
        for (name, range) in names_of(expr) {
            if self.book.entry(Kind::Macro, name).is_some_and(|entry| entry.switched_off.is_some()) {
                out.extend(self.book.undefined(Kind::Macro, name, text.span_at(range)));
                fine = false;
            }
        }
        for entry in self.book.macros_within(expr) {
            let state = self.book.macro_state(entry);
            if !state.usable {
                out.extend(state.diagnostics.iter().cloned());
                fine = false;
            }
        }
        fine
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_up_to_the_bound_and_the_first_beyond_is_told() {
        for (bytes, room) in [
            (MAX_PATTERN_BYTES - 1, Room::Enough),
            (MAX_PATTERN_BYTES, Room::Enough),
            (MAX_PATTERN_BYTES + 1, Room::Spent),
        ] {
            assert_eq!(Patterns::default().take(bytes), room, "{bytes}");
        }
        let patterns = Patterns::default();
        let rooms = [MAX_PATTERN_BYTES, 1, 1].map(|bytes| patterns.take(bytes));
        assert_eq!(rooms, [Room::Enough, Room::Spent, Room::SpentBefore]);
    }

    #[test]
    fn patterns_that_do_not_fit_are_not_counted() {
        let (patterns, more) = (Patterns::default(), Patterns::default());
        more.take(3);
        assert!(!patterns.join(&more, 2));
        assert!(patterns.join(&more, 6) && patterns.join(&more, 6) && !patterns.join(&more, 6));
        assert_eq!(patterns.0.into_inner(), 6);
    }

    #[test]
    fn the_built_in_rulebook_takes_less_than_half_of_the_room() {
        let book = crate::check::book::Loader::new().builtin(true).load().book;
        assert!(book.check_all().iter().all(|found| found.code != Code::PATTERNS_TOO_LARGE));
        let taken = book.patterns().0.load(Ordering::Relaxed);
        assert!(taken > 0 && taken < Patterns::WHOLE - Patterns::BESIDE_BUILTIN, "{taken}");
    }
}
