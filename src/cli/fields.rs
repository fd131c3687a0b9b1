//! `falconer fields`: the catalogue of fields, as a table or as data.

use super::exit::{CliError, Exit};
use super::shell::{STRONG, Shell, visible, visible_json};
use crate::fields::{Argument, Field, search};
use serde::Serialize;

/// List the fields that conditions and templates can name
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer fields                 all of them
  falconer fields proc.exe        those whose name, label or note holds this
  falconer fields ctime --json    as data")]
pub(super) struct Args {
    /// Show only fields whose name, label or note holds this
    pattern: Option<String>,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    #[serde(rename = "type")]
    ty: String,
    argument: &'static str,
    source: &'static str,
    label: &'static str,
    note: &'static str,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let pattern = args.pattern.as_deref().unwrap_or_default();
    let rows: Vec<Row> = search(pattern).map(row).collect();
    if rows.is_empty() {
        return Err(CliError::new(format!("no field matches `{}`", visible(pattern)))
            .hint("a part of the name is enough, such as `proc.` or `pod`"));
    }
    if args.json {
        let json = serde_json::to_string_pretty(&rows).map_err(std::io::Error::from)?;
        shell.print(format_args!("{}\n", visible_json(&json)))?;
    } else {
        table(&rows, shell)?;
    }
    Ok(Exit::Fine)
}

fn row(field: &'static Field) -> Row {
    Row {
        name: field.name,
        ty: field.ty.to_string(),
        argument: match field.argument {
            Argument::None => "none",
            Argument::Optional => "optional",
            Argument::Required => "required",
            Argument::Index => "index",
        },
        source: field.source,
        label: field.label,
        note: field.note,
    }
}

fn table(rows: &[Row], shell: &mut Shell) -> Result<(), CliError> {
    let spelled = |row: &Row| match row.argument {
        "none" => row.name.to_owned(),
        "required" => format!("{}[…]", row.name),
        _ => format!("{}[…]?", row.name),
    };
    let names: Vec<String> = rows.iter().map(spelled).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let types = rows.iter().map(|row| row.ty.chars().count()).max().unwrap_or(0);
    for (row, name) in rows.iter().zip(names) {
        let name = shell.paint(STRONG, format_args!("{name:width$}"));
        let words: Vec<&str> = [row.label, row.note].into_iter().filter(|text| !text.is_empty()).collect();
        let line = format!("{name}  {:types$}  {}", row.ty, words.join("; "));
        shell.print(format_args!("{}\n", line.trim_end()))?;
    }
    Ok(())
}
