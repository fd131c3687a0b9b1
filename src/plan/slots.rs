//! Slots: an index instead of a name for every key that a plan reads.
//!
//! In: the keys of `output_fields` that conditions, holes and groups read. Out: [`Slots`], which a reader asks
//! once per key of a line, so that judging an alert never compares names.

use crate::ops::Texts;
use crate::value::{Slot, SlotsId};
use std::sync::Arc;

/// Keys, each with its index, found by their bytes.
#[derive(Debug)]
pub struct Slots {
    id: SlotsId,
    names: Vec<Arc<str>>,
    numbers: Texts,
    /// Beginnings of keys that are wanted whatever follows: `proc.aname[`.
    families: Vec<String>,
}

impl Default for Slots {
    fn default() -> Self {
        Self { id: SlotsId::new(), names: Vec::new(), numbers: Texts::default(), families: Vec::new() }
    }
}

impl Slots {
    /// A slot for each different key, in the order given, and the families of keys that are wanted by how they
    /// begin.
    pub fn new<'a>(
        keys: impl IntoIterator<Item = &'a str>,
        families: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut slots = Self::default();
        for key in keys {
            if slots.numbers.add(key.as_bytes()) == slots.names.len() {
                slots.names.push(key.into());
            }
        }
        for family in families {
            if !slots.families.iter().any(|known| known == family) {
                slots.families.push(family.to_owned());
            }
        }
        slots
    }

    /// How many slots there are; their indices are `0..` this.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether no key is wanted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// What tells its slots from others.
    #[must_use]
    #[inline]
    pub fn id(&self) -> SlotsId {
        self.id
    }

    /// The key of a slot.
    #[must_use]
    pub fn name(&self, slot: usize) -> Option<&str> {
        self.names.get(slot).map(AsRef::as_ref)
    }

    /// A slot by its index, to be asked for many times.
    #[must_use]
    pub fn slot(&self, index: usize) -> Option<Slot> {
        Some(Slot { of: self.id, index, key: Arc::clone(self.names.get(index)?) })
    }

    /// The index of a key's slot.
    #[must_use]
    #[inline]
    pub fn find(&self, key: &[u8]) -> Option<usize> {
        self.numbers.find(key)
    }

    /// Whether keys that begin so are wanted, known or not.
    #[must_use]
    pub fn is_family(&self, prefix: &str) -> bool {
        self.families.iter().any(|family| prefix.starts_with(family.as_str()))
    }

    /// Whether a key belongs to a family that is wanted.
    #[must_use]
    pub fn in_family(&self, key: &[u8]) -> bool {
        self.families.iter().any(|family| key.starts_with(family.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_named_twice_has_one_slot() {
        let slots = Slots::new(["proc.name", "fd.name", "proc.name"], []);
        assert_eq!((slots.len(), slots.find(b"fd.name"), slots.name(1)), (2, Some(1), Some("fd.name")));
        assert_eq!((slots.find(b"proc.pid"), slots.name(2)), (None, None));
    }

    #[test]
    fn families_are_keys_by_their_beginning() {
        let slots = Slots::new(["proc.name"], ["proc.aname["]);
        assert!(slots.in_family(b"proc.aname[2]") && !slots.in_family(b"proc.aname"));
        assert!(slots.is_family("proc.aname[") && !slots.is_family("proc."));
    }
}
