//! An alert as rsigma's `Event`, as cheap as one can make it: names and texts borrow from the line unless they hold
//! escapes, and only `rule` and `output_fields` are kept.
//!
//! In: a line. Out: fields by name. Knows no rule. What is nested in a field is skipped: Falco writes none.

use rsigma_eval::event::{Event, EventValue};
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// What the rules can ask of an alert.
#[derive(Deserialize)]
pub struct LineEvent<'a> {
    #[serde(borrow)]
    rule: Text<'a>,
    #[serde(borrow)]
    output_fields: Fields<'a>,
}

/// In the order of the line: so few are found fastest by looking at each.
struct Fields<'a>(Vec<(Text<'a>, Scalar<'a>)>);

/// serde would copy what a plain `Cow` within a list holds.
struct Text<'a>(Cow<'a, str>);

struct Scalar<'a>(EventValue<'a>);

/// More fields than most alerts have.
const FIELDS: usize = 24;

impl LineEvent<'_> {
    fn texts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let values = self.output_fields.0.iter().filter_map(|(_, value)| value.0.as_str());
        std::iter::once(Cow::Borrowed(&*self.rule.0)).chain(values)
    }
}

impl Event for LineEvent<'_> {
    fn get_field(&self, path: &str) -> Option<EventValue<'_>> {
        if path == "rule" {
            return Some(EventValue::Str(Cow::Borrowed(&self.rule.0)));
        }
        let (_, value) = self.output_fields.0.iter().find(|(name, _)| name.0 == path)?;
        Some(match &value.0 {
            EventValue::Str(text) => EventValue::Str(Cow::Borrowed(text)),
            other => other.clone(),
        })
    }

    fn any_string_value(&self, holds: &dyn Fn(&str) -> bool) -> bool {
        self.texts().any(|text| holds(&text))
    }

    fn all_string_values(&self) -> Vec<Cow<'_, str>> {
        self.texts().collect()
    }

    fn to_json(&self) -> Value {
        let fields = self.output_fields.0.iter().map(|(name, value)| (name.0.to_string(), value.0.to_json()));
        let rule = ("rule".to_owned(), Value::String(self.rule.0.to_string()));
        Value::Object(fields.chain([rule]).collect())
    }

    fn top_level_keys(&self) -> Option<Vec<Cow<'_, str>>> {
        let names = self.output_fields.0.iter().map(|(name, _)| Cow::Borrowed(&*name.0));
        Some(names.chain([Cow::Borrowed("rule")]).collect())
    }

    fn visit_top_level_keys(&self, visit: &mut dyn FnMut(&str)) -> bool {
        visit("rule");
        self.output_fields.0.iter().for_each(|(name, _)| visit(&name.0));
        true
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the fields of an alert")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Vec::with_capacity(FIELDS);
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor).map(Scalar)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = EventValue<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the value of a field")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(EventValue::Str(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(EventValue::Str(Cow::Owned(text.to_owned())))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(EventValue::Int(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        // As rsigma takes a number of `serde_json` that is too large.
        Ok(i64::try_from(number).map_or(EventValue::Float(number as f64), EventValue::Int))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(EventValue::Float(number))
    }

    fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(EventValue::Bool(truth))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(EventValue::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(EventValue::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(EventValue::Null)
    }
}
