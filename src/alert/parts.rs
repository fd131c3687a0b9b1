//! What every alert has beside its fields, whichever reader found it.

use super::time;
use crate::value::{Fields, Meta, Priority, Raw};
use std::borrow::Cow;

/// The key of an alert that `meta` names.
pub(super) fn key_of(meta: Meta) -> &'static str {
    match meta {
        Meta::Rule => "rule",
        Meta::Priority => "priority",
        Meta::Source => "source",
        Meta::Hostname => "hostname",
        Meta::Tags => "tags",
        Meta::Time => "time",
        Meta::Output => "output",
    }
}

/// What a key of an alert is called, if conditions know it: the way back from [`key_of`].
pub(super) fn meta_of(key: &[u8]) -> Option<Meta> {
    Some(match key {
        b"rule" => Meta::Rule,
        b"priority" => Meta::Priority,
        b"source" => Meta::Source,
        b"hostname" => Meta::Hostname,
        b"tags" => Meta::Tags,
        b"time" => Meta::Time,
        b"output" => Meta::Output,
        _ => return None,
    })
}

/// A value that is a text.
pub(super) fn text(value: Option<Raw<'_>>) -> Option<Cow<'_, str>> {
    match value? {
        Raw::Text(text) => Some(text),
        _ => None,
    }
}

/// The priority, if it is one of Falco's.
pub(super) fn priority(alert: &dyn Fields) -> Option<Priority> {
    text(alert.meta(Meta::Priority)).and_then(|text| Priority::parse(&text))
}

/// `time`, else `evt.time` in nanoseconds since 1970.
pub(super) fn time(alert: &dyn Fields) -> Option<jiff::Timestamp> {
    let own = text(alert.meta(Meta::Time)).and_then(|text| time::parse_rfc3339(&text));
    own.or_else(|| match alert.field("evt.time") {
        Some(Raw::Number(nanoseconds)) => time::from_nanoseconds(nanoseconds),
        _ => None,
    })
}

/// The tags, texts only.
pub(super) fn tags(alert: &dyn Fields) -> Vec<Cow<'_, str>> {
    let Some(Raw::List(tags)) = alert.meta(Meta::Tags) else { return Vec::new() };
    tags.into_iter().filter_map(|tag| text(Some(tag))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_way_back() {
        for meta in
            [Meta::Rule, Meta::Priority, Meta::Source, Meta::Hostname, Meta::Tags, Meta::Time, Meta::Output]
        {
            assert_eq!(meta_of(key_of(meta).as_bytes()), Some(meta));
        }
        assert_eq!(meta_of(b"uuid"), None);
    }
}
