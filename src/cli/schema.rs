//! `falconer schema`: the JSON Schema of rulebook files, for editors.
//!
//! Made from the decoder's own tables of keys, so that an editor accepts what `check` accepts. Names, conditions
//! and templates are beyond a schema: they are `check`'s.

use super::exit::{CliError, Exit};
use super::shell::Shell;
use crate::syntax::rulebook::keys::{Alphabet, ITEMS, Key, Shape, Table};
use serde_json::{Map, Value, json};

/// Print the JSON Schema of rulebook files
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer schema > falconer.schema.json

In an editor with the YAML language server, as a rulebook's first line:
  # yaml-language-server: $schema=falconer.schema.json")]
pub(super) struct Args {}

pub(super) fn run(_: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let json = serde_json::to_string_pretty(&schema()).map_err(std::io::Error::from)?;
    shell.print(format_args!("{json}\n"))?;
    Ok(Exit::Fine)
}

/// The schema of a file: a sequence of items.
fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Falconer rulebook",
        "type": "array",
        "items": { "oneOf": ITEMS.iter().map(|table| mapping(table)).collect::<Vec<_>>() },
    })
}

/// The tables hold no cycle, so this ends with them.
fn mapping(table: &Table) -> Value {
    let properties: Map<String, Value> =
        table.keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required = |needed: &dyn Fn(&Key) -> bool| -> Vec<&str> {
        table.keys.iter().filter(|key| needed(key)).map(|key| key.name).collect()
    };
    let all = required(&|key| key.required);
    let mut schema = json!({
        "title": table.title,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    // What changes or switches off an earlier item needs only its name.
    let whole = if table.key("override").is_some() {
        json!({ "anyOf": [{ "required": all }, { "required": ["override"] }, { "required": ["enabled"] }],
                "required": required(&|key| key.name == table.kind) })
    } else {
        json!({ "required": all })
    };
    if let (Value::Object(schema), Value::Object(whole)) = (&mut schema, whole) {
        schema.extend(whole);
    }
    schema
}

fn property(key: &Key) -> Value {
    let mut schema = shape(key.shape);
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), key.doc.into());
    }
    schema
}

fn shape(shape: Shape) -> Value {
    let text = || json!({ "type": ["string", "number", "boolean"] });
    let list = |items: Value| json!({ "type": "array", "items": items });
    match shape {
        Shape::Text => text(),
        Shape::Name(Alphabet::Identifier) => {
            json!({ "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]*$" })
        }
        Shape::Name(Alphabet::Slug) => json!({ "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$" }),
        // `0.1` without quotes is a number to YAML.
        Shape::Name(Alphabet::Version) => json!({ "type": ["string", "number"] }),
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Texts => list(text()),
        Shape::TextOrTexts => json!({ "anyOf": [text(), list(text())] }),
        Shape::TextMap => json!({ "type": "object", "additionalProperties": text() }),
        Shape::Json => json!({}),
        Shape::Map(table) => mapping(table),
        Shape::Maps(tables) => list(one_of(tables)),
        Shape::TextsAndMaps(table) => list(json!({ "anyOf": [text(), mapping(table)] })),
    }
}

fn one_of(tables: &[&Table]) -> Value {
    match tables {
        [only] => mapping(only),
        several => json!({ "oneOf": several.iter().map(|table| mapping(table)).collect::<Vec<_>>() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_every_item_is_described() {
        let text = schema().to_string();
        for key in ITEMS.iter().flat_map(|table| table.keys) {
            assert!(text.contains(&serde_json::to_string(key.doc).unwrap()), "{}", key.name);
        }
    }
}
