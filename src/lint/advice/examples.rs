//! The examples of a rulebook, as a reader will see them: holes filled with values of their field's shape.
//!
//! In: a rulebook's items. Out: diagnostics whose places are in the rulebook's YAML. A reusable strategy is looked at
//! once, wherever it is used.

use super::allow::Allow;
use super::findings::Findings;
use super::place::Builder;
use super::read::shell::Grammar;
use super::snippet::Snippet;
use super::subject::Subject;
use super::{lints, order};
use crate::check::book::{Book, Kind};
use crate::check::parallel;
use crate::diag::{Code, Diagnostic, settle};
use crate::fields::{self, Shape};
use crate::source::{FileId, Text};
use crate::syntax::rulebook::items::{Example, ItemKind, Strategy, StrategyUse};
use crate::syntax::template::{Mode, ast, parse};

/// Judges the examples, verifications and rollbacks of a rulebook that stand in files that are `own`. `today`
/// (`2027-06-30`) is the day by which allows have run out; without it none has.
#[must_use]
pub fn rulebook(book: &Book, today: Option<&str>, own: &(dyn Fn(FileId) -> bool + Sync)) -> Vec<Diagnostic> {
    let mut strategies: Vec<&Strategy> = Vec::new();
    for entry in book.entries() {
        match book.item(entry).map(|item| &item.kind) {
            Some(ItemKind::Strategy(item)) => strategies.push(item),
            Some(ItemKind::Mitigation(item)) => {
                strategies.extend(item.strategies.iter().filter_map(|one| match one {
                    StrategyUse::InPlace { strategy, .. } => Some(&**strategy),
                    StrategyUse::Named { .. } => None,
                }));
            }
            _ => {}
        }
    }
    let examples = strategies.into_iter().flat_map(|item| {
        let examples = item.examples.iter().chain(&item.verify).chain(&item.rollback);
        examples.map(move |example| (item, example))
    });
    let examples: Vec<_> = examples.filter(|(_, example)| own(example.code.span().file)).collect();
    let judge =
        |grammar: &mut Grammar, (item, one): &(&Strategy, &Example)| example(book, item, one, today, grammar);
    let mut found: Vec<Diagnostic> =
        parallel::map(&examples, parallel::SMALL, Grammar::default, judge).into_iter().flatten().collect();
    settle(&mut found);
    found
}

fn example(
    book: &Book,
    item: &Strategy,
    example: &Example,
    today: Option<&str>,
    grammar: &mut Grammar,
) -> Vec<Diagnostic> {
    let Some(text) = filled(book, &example.code) else { return Vec::new() };
    // Every example has its own bounds: a large rulebook is read whole.
    grammar.begin();
    let phase = item.phase.map(|(phase, _)| phase);
    let mut snippet = Snippet::of_example(text, example.lang.as_str(), phase, grammar);
    snippet.span = example.code.span();
    snippet.allows = allows(example);
    let subject = Subject { incident: true, ..Subject::default() };
    let mut findings = Findings::default();
    lints::check(&snippet, &subject, &mut findings);
    order::example(&snippet, &mut findings);
    let mut found = findings.finish(std::slice::from_ref(&snippet));
    found.extend(example.allow.iter().filter(|allow| allow.reviewed_by.is_none()).filter_map(unreviewed));
    found.extend(snippet.allows.iter().zip(&example.allow).filter_map(|(allow, written)| {
        let until = written.until.as_ref()?;
        let over = today.is_some_and(|today| until.as_str() < today);
        over.then(|| {
            Diagnostic::new(
                Code::EXPIRED_ALLOW,
                until.span(),
                format!("the allow of `{}` ended on {}", allow.lint, until.as_str()),
            )
            .hint("mend the example, or say anew why it is right and until when")
        })
    }));
    found
}

/// Lints about what does great harm: to silence them takes two.
const GRAVE: [&str; 17] = [
    "FL1101", "FL1102", "FL1111", "FL1201", "FL1208", "FL1301", "FL1306", "FL1307", "FL1308", "FL1309",
    "FL1313", "FL1316", "FL1403", "FL1408", "FL1504", "FL1506", "FL1509",
];

fn unreviewed(allow: &crate::syntax::rulebook::items::Allow) -> Option<Diagnostic> {
    let lint = allow.lint.as_str();
    let grave = GRAVE.iter().any(|code| {
        lint.eq_ignore_ascii_case(code)
            || crate::diag::all().any(|one| one.code() == *code && one.name() == lint)
    });
    grave.then(|| {
        Diagnostic::new(
            Code::UNUSED_ALLOW,
            allow.lint.span(),
            format!("nobody is named who agreed that `{lint}` is right here"),
        )
        .hint("add `reviewed_by:`: the lint is about great harm")
    })
}

fn allows(example: &Example) -> Vec<Allow> {
    let one = |allow: &crate::syntax::rulebook::items::Allow| Allow {
        lint: allow.lint.as_str().to_owned(),
        reason: allow.reason.as_ref().map_or_else(String::new, |reason| reason.as_str().to_owned()),
        span: allow.lint.span(),
    };
    example.allow.iter().map(one).collect()
}

/// The code with a value at every hole. `None` where the template does not parse, which `check` reports.
fn filled(book: &Book, code: &Text) -> Option<Text> {
    let template = parse(code.as_str(), Mode::Code).ok()?;
    let mut builder = Builder::new(code);
    let mut at = 0;
    for piece in &template.pieces {
        match piece {
            ast::Piece::Hole(hole) => {
                let range = hole.range.range();
                builder.push(code.as_str().get(at..range.start)?, at);
                let name = hole_name(code, &range);
                builder.replaced(var(book, &name).unwrap_or_else(|| sample(&name)), range.clone());
                at = range.end;
            }
            ast::Piece::Text { .. } => {}
            ast::Piece::If { .. } => return None,
        }
    }
    builder.push(code.as_str().get(at..)?, at);
    Some(builder.finish(0..code.as_str().len()))
}

/// The field of a hole, without its filters.
fn hole_name(code: &Text, range: &std::ops::Range<usize>) -> String {
    let inner = code.as_str().get(range.clone()).unwrap_or_default().trim_matches(['{', '}']);
    inner.split(['|', '[']).next().unwrap_or_default().trim().to_owned()
}

/// The value of a var.
fn var<'b>(book: &'b Book, name: &str) -> Option<&'b str> {
    match &book.item(book.entry(Kind::Var, name)?)?.kind {
        ItemKind::Var(var) => var.value.as_ref().map(Text::as_str),
        _ => None,
    }
}

/// A value such as the field has in an alert.
fn sample(name: &str) -> &'static str {
    let by_name = match name {
        "evt.type" => Some("execve"),
        "fd.name" => Some("/srv/app/file"),
        name if name.ends_with("path") || name.ends_with(".cwd") || name.ends_with("file") => {
            Some("/srv/app/file")
        }
        "container.image" => Some("registry.example.com/app"),
        _ => None,
    };
    let by_shape = fields::resolve(name).and_then(|resolved| resolved.field.shape).map(|shape| match shape {
        Shape::DnsLabel | Shape::DnsSubdomain => "sample-1",
        Shape::HexId => "69484342a56c",
        Shape::Digits => "4711",
        Shape::Ip => "192.0.2.7",
        Shape::ImageName => "registry.example.com/app",
        Shape::ContainerName => "sample-container",
    });
    by_shape.or(by_name).unwrap_or("sample")
}
