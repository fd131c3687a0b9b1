//! An alert's fields straight from a JSON object: the simplest implementation of the trait.

use falconer::value::{Fields, Meta, Raw};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// `output_fields`, and the keys beside it.
pub(crate) struct JsonFields {
    fields: Vec<(String, Node)>,
    meta: BTreeMap<String, Node>,
}

/// JSON with numbers kept as text.
enum Node {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Node>),
    Object(String),
}

impl Node {
    fn new(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Number(number.to_string()),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::List(items.iter().map(Self::new).collect()),
            Value::Object(_) => Self::Object(value.to_string()),
        }
    }

    fn raw(&self) -> Raw<'_> {
        match self {
            Self::Null => Raw::Null,
            Self::Bool(value) => Raw::Bool(*value),
            Self::Number(digits) => Raw::Number(digits),
            Self::Text(text) => Raw::Text(Cow::Borrowed(text)),
            Self::List(items) => Raw::List(items.iter().map(Self::raw).collect()),
            Self::Object(json) => Raw::Object(json),
        }
    }
}

impl JsonFields {
    /// From `output_fields` and an alert's other keys.
    pub(crate) fn new(fields: &Map<String, Value>, meta: &Map<String, Value>) -> Self {
        Self {
            fields: fields.iter().map(|(key, value)| (key.clone(), Node::new(value))).collect(),
            meta: meta.iter().map(|(key, value)| (key.clone(), Node::new(value))).collect(),
        }
    }
}

impl Fields for JsonFields {
    fn field(&self, key: &str) -> Option<Raw<'_>> {
        self.fields.iter().find(|(name, _)| name == key).map(|(_, node)| node.raw())
    }

    fn meta(&self, key: Meta) -> Option<Raw<'_>> {
        let name = match key {
            Meta::Rule => "rule",
            Meta::Priority => "priority",
            Meta::Source => "source",
            Meta::Hostname => "hostname",
            Meta::Tags => "tags",
            Meta::Time => "time",
            Meta::Output => "output",
        };
        self.meta.get(name).map(Node::raw)
    }

    fn keys_from<'a>(&'a self, prefix: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a> {
        Box::new(self.fields.iter().map(|(key, _)| key.as_str()).filter(move |key| key.starts_with(prefix)))
    }
}
