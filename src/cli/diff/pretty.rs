//! The difference for people.

use super::{Difference, lines};
use crate::archive::{Alerts, DiffTally, MitigationTally};
use crate::check::book::Book;
use crate::cli::diagnostics::counted;
use crate::cli::exit::CliError;
use crate::cli::shell::{BAD, DOUBTFUL, GOOD, STRONG, Shell, path_text, visible};
use crate::suite::{DiffItem, ItemChange};
use anstyle::Style;
use std::path::Path;

/// So many items of each part are shown; JSON has more.
const SHOWN: usize = 500;

pub(super) fn print(difference: &Difference<'_>, shell: &mut Shell) -> Result<(), CliError> {
    let items = difference.items;
    let (old, new) = (difference.old.book(), difference.new.book());
    list(&items.removed, ("removed", BAD), old, shell)?;
    list(&items.added, ("added", GOOD), new, shell)?;
    for change in items.changed.iter().take(SHOWN) {
        changed(change, new, shell)?;
    }
    more(items.changed.len(), shell)?;
    list(&items.affected, ("affected", DOUBTFUL), new, shell)?;
    let counts = [
        (items.added.len(), "added"),
        (items.removed.len(), "removed"),
        (items.changed.len(), "changed"),
        (items.affected.len(), "affected by what they use"),
    ];
    let counts = counts.map(|(count, word)| format!("{count} {word}"));
    shell.print(format_args!("{}\n", shell.paint(STRONG, format_args!("items: {}", counts.join(", ")))))?;
    match difference.alerts {
        Some(compared) => alerts(&compared.tally, shell),
        None => Ok(()),
    }
}

fn more(all: usize, shell: &mut Shell) -> Result<(), CliError> {
    if let Some(more) = all.checked_sub(SHOWN).filter(|&more| more > 0) {
        shell.print(format_args!("and {more} more; `--format json` writes them\n"))?;
    }
    Ok(())
}

fn list(
    items: &[DiffItem],
    (word, style): (&str, Style),
    book: &Book,
    shell: &mut Shell,
) -> Result<(), CliError> {
    for item in items.iter().take(SHOWN) {
        let word = shell.paint(style, format_args!("{word:8}"));
        shell.print(format_args!("{word} {}\n", named(item, book)))?;
    }
    more(items.len(), shell)
}

/// "mitigation `a` (rules/a.yaml:3)".
fn named(item: &DiffItem, book: &Book) -> String {
    let place = book.sources().get(item.span.file).map_or_else(String::new, |file| {
        let line = file.location(item.span.bytes.start).line;
        format!(" ({}:{line})", path_text(Path::new(file.name())))
    });
    format!("{} `{}`{place}", item.kind, visible(&item.name))
}

fn changed(change: &ItemChange, book: &Book, shell: &mut Shell) -> Result<(), CliError> {
    let word = shell.paint(DOUBTFUL, "changed ");
    shell.print(format_args!("{word} {}\n", named(&change.item, book)))?;
    for key in &change.keys {
        let how = match (&key.old, &key.new) {
            (None, _) => " (added)",
            (_, None) => " (removed)",
            _ => "",
        };
        shell.print(format_args!("  {}{how}\n", key.key))?;
        let (lines, left) = lines::of(&change.item, key);
        for line in lines {
            let line = match line.as_bytes().first() {
                Some(b'+') => shell.paint(GOOD, line),
                Some(b'-') => shell.paint(BAD, line),
                _ => line,
            };
            shell.print(format_args!("    {line}\n"))?;
        }
        if left > 0 {
            shell.print(format_args!("    and {} more\n", counted(left, "line")))?;
        }
    }
    Ok(())
}

fn alerts(tally: &DiffTally, shell: &mut Shell) -> Result<(), CliError> {
    for (name, tally) in tally.mitigations.iter().take(SHOWN) {
        mitigation(name, tally, shell)?;
    }
    more(tally.mitigations.len(), shell)?;
    let line = format!("alerts: {} compared, {} differ", tally.alerts, tally.different);
    Ok(shell.print(format_args!("{}\n", shell.paint(STRONG, line)))?)
}

fn mitigation(name: &str, tally: &MitigationTally, shell: &mut Shell) -> Result<(), CliError> {
    shell.print(format_args!("mitigation `{}`\n", visible(name)))?;
    let kinds = [
        (&tally.gained, "matched anew", GOOD),
        (&tally.lost, "matched no more", BAD),
        (&tally.changed, "other strategies", DOUBTFUL),
    ];
    for (alerts, word, style) in kinds.into_iter().filter(|(alerts, ..)| alerts.count > 0) {
        let word = shell.paint(style, format_args!("{word:16}"));
        shell.print(format_args!("  {word} {}: {}\n", alerts.count, examples(alerts)))?;
    }
    for (strategy, (came, went)) in &tally.strategies {
        let counts: Vec<String> = [(came, "shown anew"), (went, "shown no more")]
            .into_iter()
            .filter(|&(count, _)| *count > 0)
            .map(|(count, word)| format!("{word} {count}"))
            .collect();
        shell.print(format_args!("    `{}`: {}\n", visible(strategy), counts.join(", ")))?;
    }
    Ok(())
}

/// "events.json:3, events.json:9, …".
fn examples(alerts: &Alerts) -> String {
    let mut places: Vec<String> =
        alerts.first.iter().map(|(input, line)| format!("{}:{line}", path_text(Path::new(input)))).collect();
    if u64::try_from(places.len()).unwrap_or(u64::MAX) < alerts.count {
        places.push("…".to_owned());
    }
    places.join(", ")
}
