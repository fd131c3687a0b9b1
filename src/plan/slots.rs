//! Slots: an index instead of a name for every key that a plan reads.
//!
//! In: the keys of `output_fields` that conditions, holes and groups read. Out: [`Slots`], which a reader asks
//! once per key of a line, so that judging an alert never compares names.

/// Keys, each with its index, found by their bytes.
#[derive(Debug, Clone, Default)]
pub struct Slots {
    names: Vec<String>,
    /// Open addressing: a name's index plus one, or 0. A power of two long, and at most a quarter full.
    table: Vec<u32>,
    /// Beginnings of keys that are wanted whatever follows: `proc.aname[`.
    families: Vec<String>,
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
            slots.add(key);
        }
        for family in families {
            if !slots.families.iter().any(|known| known == family) {
                slots.families.push(family.to_owned());
            }
        }
        slots
    }

    fn add(&mut self, key: &str) {
        if self.find(key.as_bytes()).is_some() {
            return;
        }
        self.names.push(key.to_owned());
        if self.names.len().saturating_mul(4) > self.table.len() {
            self.rebuild();
        } else {
            place(&mut self.table, key, self.names.len());
        }
    }

    fn rebuild(&mut self) {
        let size = self.names.len().saturating_mul(8).next_power_of_two().max(16);
        self.table = vec![0; size];
        for (at, name) in self.names.iter().enumerate() {
            place(&mut self.table, name, at.saturating_add(1));
        }
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

    /// The key of a slot.
    #[must_use]
    pub fn name(&self, slot: usize) -> Option<&str> {
        self.names.get(slot).map(String::as_str)
    }

    /// The slot of a key.
    #[must_use]
    pub fn find(&self, key: &[u8]) -> Option<usize> {
        let mask = self.table.len().checked_sub(1)?;
        let mut at = first_place(hash(key), mask);
        // Ends at an empty place, of which there are many.
        while let Some(slot) = self.table.get(at).and_then(|&entry| (entry as usize).checked_sub(1)) {
            if self.names.get(slot).is_some_and(|name| name.as_bytes() == key) {
                return Some(slot);
            }
            at = at.wrapping_add(1) & mask;
        }
        None
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

fn place(table: &mut [u32], name: &str, entry: usize) {
    let Some(mask) = table.len().checked_sub(1) else { return };
    let mut at = first_place(hash(name.as_bytes()), mask);
    while table.get(at).is_some_and(|&taken| taken != 0) {
        at = at.wrapping_add(1) & mask;
    }
    if let (Some(free), Ok(entry)) = (table.get_mut(at), u32::try_from(entry)) {
        *free = entry;
    }
}

/// The high bits, which a multiplication mixes best.
fn first_place(hash: u64, mask: usize) -> usize {
    (hash >> 32) as usize & mask
}

/// A hash of a key's bytes: eight at a time, folded by a multiplication.
///
/// Not proof against keys that are made to collide, and it need not be: equal bytes decide.
#[must_use]
#[inline]
pub fn hash(key: &[u8]) -> u64 {
    let mix = |hash: u64, word: u64| fold(u128::from(hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut hash = key.len() as u64;
    if let (Some(first), Some(last)) = (key.first_chunk::<8>(), key.last_chunk::<8>()) {
        let (words, _) = key.as_chunks::<8>();
        for word in words.iter().skip(1) {
            hash = mix(hash, u64::from_le_bytes(*word));
        }
        mix(mix(hash, u64::from_le_bytes(*first)), u64::from_le_bytes(*last).rotate_left(32))
    } else {
        let word = key.iter().fold(0_u64, |word, &byte| word << 8 | u64::from(byte));
        mix(hash, word)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "both halves are used")]
fn fold(product: u128) -> u64 {
    (product >> 64) as u64 ^ product as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_own_slot() {
        let keys: Vec<String> = (0..5000).map(|n| format!("k8s.pod.label[{n}]")).collect();
        let slots = Slots::new(keys.iter().chain(&keys).map(String::as_str), []);
        assert_eq!(slots.len(), keys.len());
        for (at, key) in keys.iter().enumerate() {
            assert_eq!((slots.find(key.as_bytes()), slots.name(at)), (Some(at), Some(key.as_str())));
        }
        for other in ["", "k8s.pod.label[5000]", "k8s.pod.label[1", "K8s.pod.label[1]"] {
            assert_eq!(slots.find(other.as_bytes()), None, "{other}");
        }
        assert_eq!(Slots::default().find(b"a"), None);
    }

    #[test]
    fn every_byte_of_a_key_counts() {
        for length in 1..40 {
            let key = vec![b'a'; length];
            for at in 0..length {
                let mut other = key.clone();
                other[at] = b'b';
                assert_ne!(hash(&key), hash(&other), "{length} {at}");
            }
        }
    }

    #[test]
    fn families_are_keys_by_their_beginning() {
        let slots = Slots::new(["proc.name"], ["proc.aname["]);
        assert!(slots.in_family(b"proc.aname[2]") && !slots.in_family(b"proc.aname"));
        assert!(slots.is_family("proc.aname[") && !slots.is_family("proc."));
    }
}
