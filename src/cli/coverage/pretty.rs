//! The comparison for people: a table of the rules, then what is to be done.

use super::{Compared, place};
use crate::cli::diagnostics::counted;
use crate::cli::exit::CliError;
use crate::cli::shell::{BAD, DOUBTFUL, GOOD, STRONG, Shell, path_text, visible};
use crate::source::{Sources, Span};
use crate::suite::{Answer, MissingField, Need, RuleRow};
use std::path::Path;

/// So many entries of each part are shown; JSON has more.
const SHOWN: usize = 1_000;
/// Names are padded to at most this.
const WIDEST: usize = 60;

pub(super) fn print(compared: &Compared<'_>, shell: &mut Shell) -> Result<(), CliError> {
    table(&compared.coverage.rows, shell)?;
    uncovered(compared, shell)?;
    strangers(compared, shell)?;
    missing(&compared.coverage.rows, shell)?;
    let (covered, all) = compared.coverage.count();
    let percent = compared.coverage.percent().unwrap_or(0);
    let style = if compared.is_enough() { GOOD } else { BAD };
    let line = format!("{covered} of {all} rules covered ({percent} %)");
    shell.print(format_args!("\n{}\n", shell.paint(style, line)))?;
    let elsewhere = compared.coverage.elsewhere;
    if elsewhere > 0 {
        let names = counted(elsewhere, "name");
        shell.detail(format_args!("{names} of rules that Falco ships in files that were not given"));
    }
    Ok(())
}

fn table(rows: &[RuleRow], shell: &mut Shell) -> Result<(), CliError> {
    let width = |names: &mut dyn Iterator<Item = &str>, title: &str| {
        names.map(|name| visible(name).chars().count()).max().unwrap_or(0).clamp(title.len(), WIDEST)
    };
    let rule = width(&mut rows.iter().map(|row| row.rule.as_str()), "rule");
    let names = rows.iter().flat_map(|row| &row.answers).map(|answer| answer.mitigation.as_str());
    let mitigation = width(&mut { names }, "mitigation");
    let head = format!("{:rule$}  {:mitigation$}  tests", "rule", "mitigation");
    shell.print(format_args!("{}\n", shell.paint(STRONG, head)))?;
    for row in rows.iter().take(SHOWN) {
        let off = if row.enabled { "" } else { "  (switched off)" };
        let name = format!("{:rule$}", visible(&row.rule));
        for answer in &row.answers {
            let tests = tests(answer);
            let answer = format!("{:mitigation$}", visible(&answer.mitigation));
            shell.print(format_args!("{name}  {answer}  {tests}{off}\n"))?;
        }
        if !row.is_covered() {
            let name = shell.paint(BAD, name);
            shell.print(format_args!("{name}  {:mitigation$}  -{off}\n", "-"))?;
        }
    }
    more(rows.len(), shell)
}

/// "3", or "1 of 3" where the others are about another rule.
fn tests(answer: &Answer) -> String {
    if answer.tests == answer.tests_of_rule {
        answer.tests.to_string()
    } else {
        format!("{} of {}", answer.tests_of_rule, answer.tests)
    }
}

fn more(all: usize, shell: &mut Shell) -> Result<(), CliError> {
    if let Some(more) = all.checked_sub(SHOWN).filter(|&more| more > 0) {
        shell.print(format_args!("and {more} more; `--format json` writes them\n"))?;
    }
    Ok(())
}

fn heading(text: &str, shell: &mut Shell) -> Result<(), CliError> {
    Ok(shell.print(format_args!("\n{}\n", shell.paint(STRONG, text)))?)
}

fn uncovered(compared: &Compared<'_>, shell: &mut Shell) -> Result<(), CliError> {
    let rows: Vec<&RuleRow> = compared.coverage.rows.iter().filter(|row| !row.is_covered()).collect();
    if rows.is_empty() {
        return Ok(());
    }
    heading("Rules that no mitigation names", shell)?;
    for row in rows.iter().take(SHOWN) {
        let name = shell.paint(BAD, format_args!("`{}`", visible(&row.rule)));
        let instead: Vec<String> =
            row.instead.iter().map(|(name, how)| format!("`{}` ({})", visible(name), how.as_str())).collect();
        let instead = match instead.as_slice() {
            [] => "nothing answers".to_owned(),
            names => format!("only {} answers", names.join(", ")),
        };
        let facts = format!("{}, {}", row.priority, visible(&row.source));
        let place = where_(row.span, compared.falco);
        shell.print(format_args!("{place}{name} ({facts}): {instead}\n"))?;
    }
    more(rows.len(), shell)
}

fn strangers(compared: &Compared<'_>, shell: &mut Shell) -> Result<(), CliError> {
    let strangers = &compared.coverage.strangers;
    if strangers.is_empty() {
        return Ok(());
    }
    heading("Names of no rule", shell)?;
    for stranger in strangers.iter().take(SHOWN) {
        let name = shell.paint(BAD, format_args!("`{}`", visible(&stranger.rule)));
        let meant = match &stranger.meant {
            Some(meant) => format!("; did you mean `{}`?", visible(meant)),
            None => String::new(),
        };
        let place = where_(stranger.span, compared.rulebook);
        let mitigation = visible(&stranger.mitigation);
        shell.print(format_args!("{place}no rule {name}, which `{mitigation}` names{meant}\n"))?;
    }
    more(strangers.len(), shell)
}

fn missing(rows: &[RuleRow], shell: &mut Shell) -> Result<(), CliError> {
    let lacking = |row: &&RuleRow| row.answers.iter().any(|answer| !answer.missing.is_empty());
    let rows: Vec<&RuleRow> = rows.iter().filter(lacking).collect();
    if rows.is_empty() {
        return Ok(());
    }
    heading("Fields that rules do not print, and the `append_output` of falco.yaml that brings them", shell)?;
    for row in rows.iter().take(SHOWN) {
        shell.print(format_args!("{}\n", visible(&row.rule)))?;
        for answer in row.answers.iter().filter(|answer| !answer.missing.is_empty()) {
            let fields: Vec<String> = answer.missing.iter().map(|field| lacked(field, shell)).collect();
            shell.print(format_args!("  `{}` lacks {}\n", visible(&answer.mitigation), fields.join(", ")))?;
        }
        if let Some(line) = row.append_output() {
            shell.print(format_args!("  {}\n", visible(&line)))?;
        }
    }
    more(rows.len(), shell)
}

/// "`proc.pid` (strategy `kill`, analysis)".
fn lacked(field: &MissingField, shell: &Shell) -> String {
    let need = |need: &Need| match need {
        Need::Condition => shell.paint(DOUBTFUL, "the condition, so that it never matches"),
        Need::Strategy(name) => format!("strategy `{}`", visible(name)),
        Need::Example(name) => format!("example of `{}`", visible(name)),
        Need::Analysis => "analysis".to_owned(),
        Need::Prose => "text".to_owned(),
    };
    let needs: Vec<String> = field.needs.iter().map(need).collect();
    format!("`{}` ({})", visible(&field.field), needs.join(", "))
}

/// `rules/a.yaml:3:9: `.
fn where_(span: Span, sources: &Sources) -> String {
    place(span, sources).map_or_else(String::new, |(file, line, column)| {
        format!("{}:{line}:{column}: ", path_text(Path::new(file)))
    })
}
