//! One object of an alert: its members in order, found by key, decoded on demand.

use super::json;
use super::limits::Limits;
use super::reject::{Reject, RejectKind};
use crate::value::Raw;
use std::borrow::Cow;

/// An object's members. The last of equal keys counts, as in Falco's own JSON library.
#[derive(Debug, Clone, Default)]
pub(super) struct Object<'a> {
    /// Keys and the text of their values, in the alert's order.
    members: Vec<(Cow<'a, str>, &'a str)>,
    /// Indices of `members`, one per different key, sorted by key.
    by_key: Vec<usize>,
}

impl<'a> Object<'a> {
    /// Cuts `text`, an object inside the valid JSON text `whole`, into its members.
    pub(super) fn split(whole: &str, text: &'a str, limits: &Limits) -> Result<Self, Reject> {
        let mut members = Vec::new();
        for (key, value) in json::parts(text).filter_map(json::member) {
            if members.len() >= limits.fields {
                return Err(Reject::at_part(RejectKind::TooManyFields, whole, key)
                    .message(format!("more than {} keys in one object", limits.fields)));
            }
            if key.len().saturating_sub(2) > limits.key {
                return Err(Reject::at_part(RejectKind::KeyTooLong, whole, key)
                    .message(format!("a key longer than {} bytes", limits.key)));
            }
            members.push((json::string(key), value));
        }
        let mut by_key: Vec<usize> = (0..members.len()).collect();
        let key_at = |&index: &usize| members.get(index).map(|(key, _)| key.as_ref());
        // Stable, so equal keys stay in the alert's order; then the later of two neighbours replaces the earlier.
        by_key.sort_by_key(|index| key_at(index));
        by_key.dedup_by(|later, earlier| {
            let same = key_at(later) == key_at(earlier);
            if same {
                *earlier = *later;
            }
            same
        });
        Ok(Self { members, by_key })
    }

    /// The text of a value.
    pub(super) fn raw(&self, key: &str) -> Option<&'a str> {
        let found = self
            .by_key
            .binary_search_by(|&index| self.members.get(index).map_or("", |(key, _)| key.as_ref()).cmp(key));
        let &index = self.by_key.get(found.ok()?)?;
        self.members.get(index).map(|&(_, value)| value)
    }

    /// A value, decoded.
    pub(super) fn get(&self, key: &str) -> Option<Raw<'a>> {
        self.raw(key).map(json::decode)
    }

    pub(super) fn holds(&self, key: &str) -> bool {
        self.raw(key).is_some()
    }

    /// The text of a value that is an object.
    pub(super) fn object(&self, key: &str) -> Option<&'a str> {
        self.raw(key).filter(|value| value.starts_with('{'))
    }

    /// The different keys, in the alert's order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let mut indices = self.by_key.clone();
        indices.sort_unstable();
        indices.into_iter().filter_map(|index| self.members.get(index)).map(|(key, _)| key.as_ref())
    }

    /// How many members are not looked at, because a later one has the same key.
    pub(super) fn duplicates(&self) -> usize {
        self.members.len().saturating_sub(self.by_key.len())
    }
}
