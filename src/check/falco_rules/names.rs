//! The lists and macros that conditions name: whether they are there, in which order, and what conditions come to.

use super::{Entry, FalcoRules, Named, circles};
use crate::check::condition::{self, ListDef, MacroDef, Names};
use crate::check::names::names_of;
use crate::diag::{Code, Diagnostic, Severity, did_you_mean};
use crate::source::{Span, Text};
use crate::syntax::condition::ast::{Dialect, Expr};
use crate::syntax::condition::{ParseOptions, parse};
use std::collections::BTreeSet;

/// No list is written out to more values.
const MAX_VALUES: usize = 10_000;
/// And all lists together in so many steps: lists within lists multiply.
const MAX_STEPS: usize = 1_000_000;

/// Reports what is wrong with the conditions of macros and rules.
pub(super) fn check(rules: &FalcoRules, out: &mut Vec<Diagnostic>) {
    let macros: Vec<Option<Expr>> =
        rules.macros.items.iter().map(|entry| parsed(&entry.value, out)).collect();
    order(rules, &macros, out);
    let lists = ListUses::of(&rules.lists);
    lists.report(&rules.lists, out);
    let wholes: Vec<Text> = rules.rules.iter().map(super::Rule::whole_condition).collect();
    let conditions: Vec<Option<Expr>> = wholes.iter().map(|text| parsed(text, out)).collect();
    for (text, expr) in wholes.iter().zip(&conditions) {
        for (name, range) in expr.as_ref().map(names_of).unwrap_or_default() {
            if rules.macros.get(name).is_none() {
                out.extend(no_macro(name, text.span_at(range), rules));
            }
        }
    }
    let broken = out.iter().any(|found| found.severity == Severity::Error);
    if broken {
        // What these lead to would only be said again.
        return;
    }
    let scope = Scope { rules, macros: &macros, values: lists.values(&rules.lists) };
    let mut found = Vec::new();
    for (text, expr) in wholes.iter().zip(&conditions) {
        if let Some(expr) = expr {
            condition::check(text, expr, Dialect::Falco, &scope, &mut found);
        }
    }
    let refused = found.into_iter().filter(|one| one.severity == Severity::Error);
    out.extend(refused.map(|one| Diagnostic { severity: Severity::Warning, ..one }));
}

fn parsed(text: &Text, out: &mut Vec<Diagnostic>) -> Option<Expr> {
    let options = ParseOptions { dialect: Dialect::Falco, ..ParseOptions::default() };
    match parse(text.as_str(), options) {
        Ok(parsed) => Some(parsed.expr),
        Err(error) => {
            out.push(error.diagnostic(text));
            None
        }
    }
}

/// A macro sees only those whose first definition came before its own latest change.
fn order(rules: &FalcoRules, parsed: &[Option<Expr>], out: &mut Vec<Diagnostic>) {
    let macros = &rules.macros;
    let mut uses = vec![Vec::new(); macros.items.len()];
    for ((user, expr), used) in macros.items.iter().zip(parsed).zip(&mut uses) {
        for (name, range) in expr.as_ref().map(names_of).unwrap_or_default() {
            let span = user.value.span_at(range);
            match macros.by_name.get(name).and_then(|&at| Some((at, macros.items.get(at)?))) {
                None => out.extend(no_macro(name, span, rules)),
                Some((_, other)) if other.first >= user.latest => out.push(
                    Diagnostic::new(
                        Code::USED_BEFORE_DEFINITION,
                        span,
                        format!("the macro `{name}` is used before it is defined"),
                    )
                    .label("used here")
                    .also(other.name.span(), "defined here")
                    .hint(format!("move `{name}` above the macro `{}`", user.name.as_str())),
                ),
                Some((at, _)) => used.push(at),
            }
        }
    }
    for (at, _) in circles::find(&uses) {
        out.extend(macros.items.get(at).map(|entry| circle("macro", entry, Severity::Error)));
    }
}

fn no_macro(name: &str, span: Span, rules: &FalcoRules) -> Option<Diagnostic> {
    if rules.may_be_lost(name) {
        return None;
    }
    let diagnostic = Diagnostic::new(Code::UNKNOWN_MACRO, span, format!("no macro is called `{name}`"));
    Some(match did_you_mean(name, rules.macros.names()) {
        Some(near) => diagnostic.did_you_mean(name, near),
        None => diagnostic.hint("name the file that defines it, too; a field's name has a dot"),
    })
}

fn circle<T>(kind: &str, entry: &Entry<T>, severity: Severity) -> Diagnostic {
    let message = format!("the {kind} `{}` is defined by itself", entry.name.as_str());
    let hint = match severity {
        Severity::Error => "Falco refuses this: write out what it stands for",
        _ => "Falco takes the name for a plain value: write out what it stands for",
    };
    Diagnostic { severity, ..Diagnostic::new(Code::CYCLE, entry.name.span(), message).hint(hint) }
}

/// Which lists each list holds.
struct ListUses(Vec<Vec<usize>>);

impl ListUses {
    fn of(lists: &Named<Vec<Text>>) -> Self {
        let uses = |entry: &Entry<Vec<Text>>| {
            let names: BTreeSet<usize> =
                entry.value.iter().filter_map(|value| lists.by_name.get(value.as_str()).copied()).collect();
            names.into_iter().collect()
        };
        Self(lists.items.iter().map(uses).collect())
    }

    /// Lists that hold themselves: no error for Falco, and never what was meant.
    fn report(&self, lists: &Named<Vec<Text>>, out: &mut Vec<Diagnostic>) {
        for (at, _) in circles::find(&self.0) {
            out.extend(lists.items.get(at).map(|entry| circle("list", entry, Severity::Warning)));
        }
    }

    /// The values of each list, lists within it written out.
    fn values<'l>(&self, lists: &'l Named<Vec<Text>>) -> Vec<Vec<&'l str>> {
        let mut steps = MAX_STEPS;
        lists.items.iter().map(|entry| written_out(entry, lists, &mut steps)).collect()
    }
}

fn written_out<'l>(
    entry: &'l Entry<Vec<Text>>,
    lists: &'l Named<Vec<Text>>,
    steps: &mut usize,
) -> Vec<&'l str> {
    let mut values = Vec::new();
    let mut path = BTreeSet::from([entry.name.as_str()]);
    let mut open = vec![(entry, entry.value.iter())];
    while let Some((entry, rest)) = open.last_mut().filter(|_| *steps > 0) {
        *steps = steps.saturating_sub(1);
        let Some(value) = rest.next() else {
            path.remove(entry.name.as_str());
            open.pop();
            continue;
        };
        match lists.get(value.as_str()) {
            // A name within its own list stays a plain value.
            Some(inner) if path.insert(inner.name.as_str()) => open.push((inner, inner.value.iter())),
            _ if values.len() < MAX_VALUES => values.push(unquoted(value.as_str())),
            _ => break,
        }
    }
    values
}

/// Falco writes an item into the condition as it is, where quotes of its own are quotes.
fn unquoted(value: &str) -> &str {
    let inner = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

/// The names that conditions may use.
struct Scope<'r> {
    rules: &'r FalcoRules,
    macros: &'r [Option<Expr>],
    values: Vec<Vec<&'r str>>,
}

impl Names for Scope<'_> {
    fn list(&self, name: &str) -> Option<ListDef<'_>> {
        let at = *self.rules.lists.by_name.get(name)?;
        Some(ListDef { items: self.values.get(at)?.clone() })
    }

    fn macro_(&self, name: &str) -> Option<MacroDef<'_>> {
        let at = *self.rules.macros.by_name.get(name)?;
        Some(MacroDef { text: &self.rules.macros.items.get(at)?.value, expr: self.macros.get(at)?.as_ref()? })
    }
}
