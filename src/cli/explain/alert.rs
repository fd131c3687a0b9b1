//! Why mitigations answer an alert, and which came nearest of those that do not.

use super::tree::{changes, decisive, distance, indent, lines, mark};
use super::{Args, Format, json};
use crate::alert::input::{Entry, read};
use crate::alert::{Alert, Limits};
use crate::check::book::Kind;
use crate::check::model::{Mitigation, Strategy};
use crate::cli::exit::{CliError, Exit};
use crate::cli::input;
use crate::cli::shell::{STRONG, Shell, visible};
use crate::diag::did_you_mean;
use crate::eval::{Engine, Evaluation, Trace, TraceKind, trace};
use crate::plan::Specificity;
use std::path::Path;

/// An explanation is read by a person: one alert, or a few.
const MAX_INPUT: u64 = 16 * 1024 * 1024;

pub(super) fn run(args: &Args, path: &Path, shell: &mut Shell) -> Result<Exit, CliError> {
    let engine = args.rules.engine(shell)?;
    let only = args.mitigation.as_deref().map(|name| number_of(engine, name)).transpose()?;
    let input = input::read(path, MAX_INPUT)?;
    let mut exit = None;
    let mut documents = Vec::new();
    for entry in read(&input.bytes, &Limits::default()) {
        match entry {
            Entry::Alert(line, alert) if args.format == Format::Json => {
                let chosen = chosen(engine, &alert, only);
                documents.push(json::alert(engine, &alert, &input.name, line, &chosen));
                exit.get_or_insert(Exit::Fine);
            }
            Entry::Alert(line, alert) => {
                let title = shell.paint(STRONG, visible(alert.rule()));
                shell.print(format_args!("{title} ({}:{line})\n", input.name))?;
                one(engine, &alert, only, shell)?;
                exit.get_or_insert(Exit::Fine);
            }
            Entry::Log(_) => {}
            Entry::Reject(reject) => {
                let (message, hint) = (visible(&reject.message), reject.hint());
                let place = format!("{}:{}:{}", input.name, reject.line, reject.column);
                shell.warn(format_args!("{place}: not an alert: {message}; {hint}"));
                exit = Some(Exit::Problems);
            }
        }
    }
    if !documents.is_empty() {
        shell.print(json::document(documents)?)?;
    }
    exit.ok_or_else(|| CliError::new(format!("there is no alert in `{}`", input.name)))
}

fn number_of(engine: &Engine, name: &str) -> Result<usize, CliError> {
    let book = engine.book();
    let is_it = |&number: &usize| book.mitigation_entry(number).is_some_and(|entry| entry.name == name);
    (0..book.mitigation_count()).find(is_it).ok_or_else(|| {
        let error = CliError::new(format!("there is no mitigation `{}`", visible(name)));
        match did_you_mean(name, book.names(Kind::Mitigation)) {
            Some(near) => error.hint(format!("did you mean `{}`?", visible(near))),
            None => error.hint("`falconer list` shows what there is"),
        }
    })
}

/// A mitigation to be explained, and as what it was chosen, if it was.
pub(super) type Chosen = (usize, Option<Specificity>);

/// What matched, then what came nearest; or the one that was asked for.
fn chosen(engine: &Engine, alert: &Alert<'_>, only: Option<usize>) -> Vec<Chosen> {
    let evaluation = engine.evaluate(alert);
    let mut numbers: Vec<usize> = evaluation.findings.iter().map(|finding| finding.mitigation).collect();
    match only {
        Some(number) => numbers = vec![number],
        None => numbers.extend(nearest_miss(engine, alert, &numbers)),
    }
    numbers.into_iter().map(|number| (number, how(&evaluation, number))).collect()
}

/// One alert for people.
fn one(engine: &Engine, alert: &Alert<'_>, only: Option<usize>, shell: &mut Shell) -> Result<(), CliError> {
    for (number, how) in chosen(engine, alert, only) {
        let Some(mitigation) = engine.book().mitigation(number) else { continue };
        for line in explanation(mitigation, alert, how, shell) {
            shell.print(format_args!("{line}\n"))?;
        }
    }
    shell.print("\n")?;
    Ok(())
}

/// As what a mitigation was chosen, if it was.
fn how(evaluation: &Evaluation, number: usize) -> Option<Specificity> {
    evaluation.findings.iter().find(|finding| finding.mitigation == number).map(|finding| finding.specificity)
}

/// Of those that do not match, the one whose condition is nearest to holding; rather one that names the rule.
fn nearest_miss(engine: &Engine, alert: &Alert<'_>, matched: &[usize]) -> Option<usize> {
    let book = engine.book();
    let rest = (0..book.mitigation_count()).filter(|number| !matched.contains(number));
    let ranked = rest.filter_map(|number| {
        let mitigation = book.mitigation(number)?;
        let condition = mitigation.condition.as_ref()?;
        let names_rule = answers(mitigation, alert)?;
        let distance = distance(&trace(condition, alert), true);
        // A fallback that holds was not needed: it missed nothing.
        (distance > 0).then_some((!names_rule, distance, number))
    });
    ranked.min().map(|(_, _, number)| number)
}

/// Whether a mitigation names the alert's rule; `None` if it answers other rules only.
pub(super) fn answers(mitigation: &Mitigation, alert: &Alert<'_>) -> Option<bool> {
    let named = mitigation.rules.iter().any(|rule| rule == alert.rule());
    (named || mitigation.rules.is_empty()).then_some(named)
}

fn explanation(
    mitigation: &Mitigation,
    alert: &Alert<'_>,
    how: Option<Specificity>,
    shell: &Shell,
) -> Vec<String> {
    let why = match how {
        Some(Specificity::Rule) => "matches: it names the rule",
        Some(Specificity::Class) => "matches: its condition holds",
        Some(Specificity::Fallback) => "matches: a fallback, and nothing else did",
        None => "does not match",
    };
    let mut out = vec![format!("{}{} {why}", indent(1), shell.paint(STRONG, visible(&mitigation.name)))];
    if !mitigation.rules.is_empty() {
        let named = answers(mitigation, alert).is_some();
        let rules = visible(&mitigation.rules.join(", "));
        out.push(format!("{}{} rule is one of: {rules}", indent(2), mark(named, shell)));
    }
    if let Some(condition) = &mitigation.condition {
        let trace = trace(condition, alert);
        out.extend(lines(&trace, 2, shell));
        out.extend(needed(&changes(&trace, true)));
    }
    if how.is_none() && mitigation.fallback {
        out.push(format!("{}it is a fallback: it applies only where no other mitigation does", indent(2)));
    }
    if how.is_some() {
        out.extend(mitigation.strategies.iter().flat_map(|strategy| choice(strategy, alert, shell)));
    }
    out
}

/// What would have to be otherwise for a condition to hold.
fn needed(changes: &[(&Trace, bool)]) -> Vec<String> {
    if changes.is_empty() {
        return Vec::new();
    }
    let mut out = vec![format!("{}it would hold if", indent(2))];
    out.extend(changes.iter().map(|(trace, wanted)| {
        let not = if *wanted { "" } else { "not " };
        format!("{}{not}{}", indent(3), visible(question(trace)))
    }));
    out
}

/// A single question as its author wrote it.
pub(super) fn question(trace: &Trace) -> &str {
    match &trace.kind {
        TraceKind::Check { text, .. } => text,
        _ => "",
    }
}

/// Whether a strategy appears, and if not, why.
fn choice(strategy: &Strategy, alert: &Alert<'_>, shell: &Shell) -> Vec<String> {
    let traced = strategy.condition.as_ref().map(|condition| trace(condition, alert));
    let shown = traced.as_ref().is_none_or(|trace| trace.verdict);
    let mut out = vec![format!("{}{} strategy {}", indent(2), mark(shown, shell), visible(&strategy.name))];
    let reasons = traced.as_ref().filter(|_| !shown).map_or_else(Vec::new, decisive);
    out.extend(reasons.into_iter().flat_map(|reason| lines(reason, 3, shell)));
    out
}
