//! One mitigation checked: its item's texts become conditions, operands and templates of the model.
//!
//! In: an entry of a [`Book`]. Out: [`Checked`], the model's mitigation if nothing is wrong with it, and what
//! is. Everything is looked at even after a mistake, so that one run reports them all.

mod digest;
mod matcher;
mod strategy;
mod uses;

use super::book::{Book, Entry};
use super::condition::{Condition, Operand, check_operand};
use super::model::{AnalysisRow, Mitigation};
use super::names::{Patterns, Scope};
use super::template::{Bindings, Template, check_prose, check_visible};
use crate::diag::{Code, Diagnostic, Severity, settle};
use crate::ops::filter::FilterCall;
use crate::source::Text;
use crate::syntax::condition::ast::{Dialect, Expr};
use crate::syntax::condition::parse_operand;
use crate::syntax::rulebook::items::{self, ItemKind};
use crate::syntax::template::Mode;
use crate::value::Priority;

pub(super) use matcher::matcher;

/// A mitigation or reusable strategy that was looked at.
#[derive(Debug)]
pub(super) struct Checked {
    /// The mitigation; `None` if something is wrong with it, or if it is a strategy.
    pub(super) mitigation: Option<Mitigation>,
    /// What is wrong, notes and warnings included.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Its conditions as they were read, for lints. Those of reusable strategies that it uses are theirs.
    pub(super) conditions: Vec<(Text, Expr)>,
}

/// Checks the mitigation or strategy of an entry; compiled patterns are counted in `patterns`.
pub(super) fn check(book: &Book, entry: &Entry, patterns: &Patterns) -> Checked {
    let mut checker = Checker::new(book, patterns);
    let mitigation = match book.item(entry).map(|item| &item.kind) {
        Some(ItemKind::Mitigation(item)) => {
            let mitigation = checker.mitigation(entry, item);
            checker.expectations(item);
            Some(mitigation).filter(|_| !checker.failed())
        }
        Some(ItemKind::Strategy(item)) => {
            checker.reusable(entry, item);
            None
        }
        _ => None,
    };
    let Checker { out: mut diagnostics, conditions, .. } = checker;
    settle(&mut diagnostics);
    Checked { mitigation, diagnostics, conditions }
}

/// Checks the parts of one item. A part that cannot be used is `None`, and the item with it.
struct Checker<'b> {
    book: &'b Book,
    scope: Scope<'b>,
    /// Parameters of the strategy that is being checked.
    bindings: Bindings,
    out: Vec<Diagnostic>,
    /// Whether a part could not be checked although nothing new was reported of it.
    blocked: bool,
    /// The conditions that were read.
    conditions: Vec<(Text, Expr)>,
}

impl<'b> Checker<'b> {
    fn new(book: &'b Book, patterns: &'b Patterns) -> Self {
        let (scope, bindings) = (Scope::new(book, patterns), Bindings::new());
        Self { book, scope, bindings, out: Vec::new(), blocked: false, conditions: Vec::new() }
    }

    fn failed(&self) -> bool {
        self.blocked || self.out.iter().any(|found| found.severity == Severity::Error)
    }

    /// A reusable strategy by itself, its parameters unbound: what is wrong with it whoever uses it.
    fn reusable(&mut self, entry: &Entry, item: &items::Strategy) {
        self.bindings = item.params.iter().map(|param| (param.as_str().to_owned(), None)).collect();
        self.declared_twice(item);
        self.strategy(&entry.name, item, Vec::new(), entry.span);
    }

    fn mitigation(&mut self, entry: &Entry, item: &items::Mitigation) -> Mitigation {
        let title = item.title.as_ref().or(item.rules.first());
        if let Some(title) = title {
            check_visible(title, Mode::Prose, &mut self.out);
        }
        Mitigation {
            name: entry.name.clone(),
            title: shown_title(entry, item),
            rules: entry.rules.clone(),
            condition: self.condition(item.condition.as_ref()),
            priority: item.priority.as_ref().and_then(|text| Priority::parse(text.as_str())),
            urgent: item.urgent.unwrap_or(false),
            fallback: entry.fallback,
            tags: owned(&item.tags),
            group_by: item.group_by.iter().filter_map(|text| self.operand(text)).collect(),
            summary: self.prose(item.summary.as_ref()),
            analysis: self.rows(&item.analysis),
            strategies: self.strategies(&item.strategies),
            conclusion: self.prose(item.conclusion.as_ref()),
            recommendations: item.recommendations.iter().filter_map(|text| self.prose(Some(text))).collect(),
            references: owned(&item.references),
            // Last: by now the scope knows every name that was used.
            digest: digest::of(self.book, entry, &self.scope.used()),
            span: entry.span,
        }
    }

    fn rows(&mut self, rows: &[items::AnalysisRow]) -> Vec<AnalysisRow> {
        // With no more room than is needed: most lists are short.
        let mut checked = Vec::with_capacity(rows.len());
        checked.extend(rows.iter().filter_map(|row| self.row(row)));
        checked
    }

    fn row(&mut self, row: &items::AnalysisRow) -> Option<AnalysisRow> {
        match row {
            items::AnalysisRow::Field(text) => {
                let operand = self.operand(text)?;
                let decode = Some(operand.decode()).filter(|name| !name.is_empty());
                Some(AnalysisRow::Field {
                    name: operand.name().to_owned(),
                    label: operand.label(),
                    decode: decode.and_then(|name| FilterCall::new(name, &[]).ok()),
                    operand,
                })
            }
            items::AnalysisRow::Labelled { label, text, condition } => {
                check_visible(label, Mode::Prose, &mut self.out);
                let (text, condition) = (self.prose(Some(text)), self.condition(condition.as_ref()));
                Some(AnalysisRow::Labelled { label: label.as_str().to_owned(), text: text?, condition })
            }
        }
    }

    fn condition(&mut self, text: Option<&Text>) -> Option<Condition> {
        let text = text?;
        let parsed = self.scope.read(text, &mut self.out);
        let condition = parsed.as_ref().and_then(|parsed| self.scope.checked(text, parsed, &mut self.out));
        self.conditions.extend(parsed.map(|parsed| (text.clone(), parsed.expr)));
        self.blocked |= condition.is_none();
        condition
    }

    /// A field or transformer that stands alone.
    fn operand(&mut self, text: &Text) -> Option<Operand> {
        let operand = match parse_operand(text.as_str()) {
            Ok(operand) => check_operand(text, &operand, Dialect::default(), &mut self.out),
            Err(error) => {
                self.out.push(error.diagnostic(text));
                None
            }
        };
        self.blocked |= operand.is_none();
        operand
    }

    fn prose(&mut self, text: Option<&Text>) -> Option<Template> {
        let template = check_prose(text?, &self.bindings, &self.scope, &mut self.out);
        self.blocked |= template.is_none();
        template
    }

    /// Tests that expect strategies which the mitigation does not use.
    fn expectations(&mut self, item: &items::Mitigation) {
        let used: Vec<_> = item.strategies.iter().map(|one| one.name().as_str()).collect();
        for test in &item.tests {
            let named = [&test.expect.strategies, &test.expect.withheld];
            for name in named.into_iter().flatten().flat_map(|(names, _)| names) {
                if used.contains(&name.as_str()) {
                    continue;
                }
                let message = format!("the mitigation uses no strategy `{}`", name.as_str());
                let diagnostic = Diagnostic::new(Code::EXPECTS_STRANGER, name.span(), message);
                self.out.push(match crate::diag::did_you_mean(name.as_str(), used.iter().copied()) {
                    Some(near) => diagnostic.did_you_mean(name.as_str(), near),
                    None => diagnostic.hint("name strategies as the mitigation's `strategies` do"),
                });
            }
        }
    }
}

/// The title, or else the first rule, or else the name.
fn shown_title(entry: &Entry, item: &items::Mitigation) -> String {
    let title = item.title.as_ref().or(item.rules.first());
    title.map_or(entry.name.as_str(), Text::as_str).to_owned()
}

fn owned(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.as_str().to_owned()).collect()
}
