//! `falconer list`: what a rulebook holds.

use super::exit::{CliError, Exit};
use super::rules::RulesArgs;
use super::shell::{STRONG, Shell, path_text, visible, visible_json};
use crate::check::book::{Book, Entry, Kind};
use crate::source::Text;
use crate::syntax::rulebook::items::ItemKind;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// List what a rulebook holds
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer list
  falconer list strategies
  falconer list rules            Falco rules, and the mitigations that answer them
  falconer list vars --json --rules our-rules/")]
pub(super) struct Args {
    /// What to list
    #[arg(value_enum, default_value = "mitigations")]
    what: What,

    /// Print JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    rules: RulesArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// What answers alerts
    Mitigations,
    /// Reusable courses of action
    Strategies,
    /// Named conditions
    Macros,
    /// Named values
    Lists,
    /// A site's own values
    Vars,
    /// Falco rules that mitigations name
    Rules,
}

#[derive(Serialize)]
struct Row {
    name: String,
    about: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let book = args.rules.book(shell)?;
    let rows = match args.what {
        What::Mitigations => items(&book, Kind::Mitigation),
        What::Strategies => items(&book, Kind::Strategy),
        What::Macros => items(&book, Kind::Macro),
        What::Lists => items(&book, Kind::List),
        What::Vars => items(&book, Kind::Var),
        What::Rules => rules(&book),
    };
    if args.json {
        let json = serde_json::to_string_pretty(&rows).map_err(std::io::Error::from)?;
        shell.print(format_args!("{}\n", visible_json(&json)))?;
    } else {
        table(&rows, shell)?;
    }
    Ok(Exit::Fine)
}

fn items(book: &Book, kind: Kind) -> Vec<Row> {
    let entries = book.entries().filter(|entry| entry.kind == kind);
    let mut rows: Vec<Row> = entries.map(|entry| row(book, entry)).collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    rows
}

fn row(book: &Book, entry: &Entry) -> Row {
    let file = book.sources().get(entry.span.file);
    Row {
        name: entry.name.clone(),
        about: about(book, entry),
        file: file.map(|file| file.name().to_owned()),
        line: file.map(|file| file.location(entry.span.bytes.start).line),
    }
}

/// One line that says what an item is.
fn about(book: &Book, entry: &Entry) -> String {
    let text = |text: &Option<Text>| text.as_ref().map_or_else(String::new, |text| text.as_str().to_owned());
    let words = match book.item(entry).map(|item| &item.kind) {
        Some(ItemKind::Mitigation(mitigation)) => match &mitigation.title {
            Some(title) => title.as_str().to_owned(),
            None => entry.rules.join(", "),
        },
        Some(ItemKind::Strategy(strategy)) => text(&strategy.title),
        Some(ItemKind::Macro(macro_)) => text(&macro_.condition),
        Some(ItemKind::List(list)) => {
            let values: Vec<&str> = list.items.iter().flatten().map(Text::as_str).collect();
            values.join(", ")
        }
        Some(ItemKind::Var(var)) => format!("{} ({})", text(&var.value), text(&var.desc)),
        Some(ItemKind::RequiredVersion) | None => String::new(),
    };
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Falco rules, each with the mitigations that name it.
fn rules(book: &Book) -> Vec<Row> {
    let mut answered: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in book.entries() {
        for rule in &entry.rules {
            answered.entry(rule).or_default().push(&entry.name);
        }
    }
    let row = |(rule, mitigations): (&str, Vec<&str>)| Row {
        name: rule.to_owned(),
        about: mitigations.join(", "),
        file: None,
        line: None,
    };
    answered.into_iter().map(row).collect()
}

/// So much of a line is shown; JSON has it whole.
const SHOWN: usize = 100;

fn table(rows: &[Row], shell: &mut Shell) -> Result<(), CliError> {
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
    for row in rows {
        let name = shell.paint(STRONG, format_args!("{:width$}", visible(&row.name)));
        let about = match row.about.char_indices().nth(SHOWN).and_then(|(at, _)| row.about.get(..at)) {
            Some(head) => format!("{head}…"),
            None => row.about.clone(),
        };
        shell.print(format_args!("{name}  {}\n", visible(&about)))?;
        if let (Some(file), Some(line)) = (&row.file, row.line) {
            shell.detail(format_args!("  {}:{line}", path_text(Path::new(file))));
        }
    }
    Ok(())
}
