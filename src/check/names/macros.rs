//! Macros: parsed once, their order and circles found before any condition is typed.
//!
//! A macro's own mistakes are found on the macro. A condition that uses a broken macro says no more than
//! that macro's diagnostics: no cascade.

use super::{cycle, used_before_definition};
use crate::check::book::{Book, Entry, Kind};
use crate::diag::{Diagnostic, Severity};
use crate::source::{ByteRange, Text};
use crate::syntax::condition::ast::{Expr, ExprKind};
use crate::syntax::condition::{ParseOptions, Parsed, parse};
use crate::syntax::rulebook::items::ItemKind;
use std::collections::BTreeSet;

/// What is known of a macro once it was looked at.
#[derive(Debug)]
pub(in crate::check) struct MacroState {
    /// Whether conditions can use it.
    pub(in crate::check) usable: bool,
    /// What is wrong with it.
    pub(in crate::check) diagnostics: Vec<Diagnostic>,
}

impl Book {
    /// A macro's condition as text.
    pub(super) fn macro_text<'a>(&'a self, entry: &'a Entry) -> Option<&'a Text> {
        match &self.item(entry)?.kind {
            ItemKind::Macro(one) => one.condition.as_ref(),
            _ => None,
        }
    }

    /// A macro's condition, parsed; `None` if it could not be read.
    pub(super) fn macro_parsed<'a>(&'a self, entry: &'a Entry) -> Option<&'a Parsed> {
        let read = || parse(self.macro_text(entry)?.as_str(), ParseOptions::default()).ok();
        entry.known.parsed.get_or_init(read).as_ref()
    }

    /// A macro's condition as text and as read.
    pub(in crate::check) fn macro_condition<'a>(&'a self, entry: &'a Entry) -> Option<(&'a Text, &'a Expr)> {
        Some((self.macro_text(entry)?, &self.macro_parsed(entry)?.expr))
    }

    /// The macros that a condition uses, directly or through others, each once.
    pub(super) fn macros_within<'a>(&'a self, expr: &Expr) -> Vec<&'a Entry> {
        let mut found: Vec<&Entry> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut open = self.macros_of(expr);
        while let Some(entry) = open.pop() {
            if seen.insert(entry.name.as_str()) {
                found.push(entry);
                open.extend(
                    self.macro_parsed(entry).map(|parsed| self.macros_of(&parsed.expr)).unwrap_or_default(),
                );
            }
        }
        found
    }

    fn macros_of<'a>(&'a self, expr: &Expr) -> Vec<&'a Entry> {
        names_of(expr).into_iter().filter_map(|(name, _)| self.usable(Kind::Macro, name)).collect()
    }

    /// Whether a macro can be used, and what is wrong with it.
    pub(in crate::check) fn macro_state<'a>(&'a self, entry: &'a Entry) -> &'a MacroState {
        entry.known.macro_state.get_or_init(|| self.look_at_macro(entry))
    }

    fn look_at_macro(&self, entry: &Entry) -> MacroState {
        let broken = |diagnostics| MacroState { usable: false, diagnostics };
        // Without a text its mistake was reported when the file was read.
        let Some(text) = self.macro_text(entry) else { return broken(Vec::new()) };
        let Some(parsed) = self.macro_parsed(entry) else {
            let error = parse(text.as_str(), ParseOptions::default()).err();
            return broken(error.iter().map(|error| error.diagnostic(text)).collect());
        };
        let within = self.macros_within(&parsed.expr);
        if let Some(first) = self.first_of_circle(entry, &within) {
            return broken(self.circle(first).into_iter().collect());
        }
        if within.iter().any(|inner| !self.can_be_written_out(inner)) {
            return broken(Vec::new());
        }
        let mut diagnostics = Vec::new();
        super::Scope::new(self, self.patterns()).typed(text, parsed, &mut diagnostics);
        let usable = diagnostics.iter().all(|found| found.severity != Severity::Error);
        diagnostics.extend(self.order_of(entry, text, &parsed.expr));
        MacroState { usable, diagnostics }
    }

    /// Of the macros that form a circle with this one, the one defined first; `None` if there is no circle.
    fn first_of_circle<'a>(&'a self, entry: &Entry, within: &[&'a Entry]) -> Option<&'a Entry> {
        let circle = within.iter().copied().filter(|inner| self.macro_leads_to(inner, &entry.name));
        circle.min_by_key(|inner| inner.first)
    }

    fn macro_leads_to(&self, from: &Entry, name: &str) -> bool {
        self.macro_parsed(from)
            .is_some_and(|parsed| self.macros_within(&parsed.expr).iter().any(|inner| inner.name == name))
    }

    /// A circle as the diagnostic of one of its macros, at the name that leads back to it.
    fn circle(&self, entry: &Entry) -> Option<Diagnostic> {
        let (text, parsed) = (self.macro_text(entry)?, self.macro_parsed(entry)?);
        let leads_back = |name: &str| {
            let inner = self.usable(Kind::Macro, name);
            name == entry.name || inner.is_some_and(|inner| self.macro_leads_to(inner, &entry.name))
        };
        let (_, range) = names_of(&parsed.expr).into_iter().find(|(name, _)| leads_back(name))?;
        Some(cycle(Kind::Macro, entry, text.span_at(range)))
    }

    /// Whether a macro was read and is in no circle.
    fn can_be_written_out(&self, entry: &Entry) -> bool {
        self.macro_parsed(entry).is_some() && !self.macro_leads_to(entry, &entry.name)
    }

    /// Macros used here that are defined only later.
    fn order_of(&self, entry: &Entry, text: &Text, expr: &Expr) -> Vec<Diagnostic> {
        let later = |(name, range): (&str, ByteRange)| {
            let inner = self.usable(Kind::Macro, name)?;
            (!entry.sees(inner)).then(|| used_before_definition(entry, inner, text.span_at(range)))
        };
        names_of(expr).into_iter().filter_map(later).collect()
    }
}

/// The macros that a condition names itself, in order of its text.
pub(in crate::check) fn names_of(expr: &Expr) -> Vec<(&str, ByteRange)> {
    let mut names = Vec::new();
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        match &expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => open.extend(parts.iter().rev()),
            ExprKind::Not(inner) => open.push(inner),
            ExprKind::Macro(name) => names.push((name.as_str(), expr.range)),
            ExprKind::Exists(_) | ExprKind::Compare(_) => {}
        }
    }
    names
}
