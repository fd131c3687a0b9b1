//! Texts, each with its number, found by their bytes in one look: sets of constants, names of keys and of rules.

use std::fmt;
use std::hash::{BuildHasher, RandomState};

/// Different texts, numbered in the order in which they came, one after the other in memory.
#[derive(Clone, Default)]
pub struct Texts {
    bytes: Vec<u8>,
    /// Where each text ends in `bytes`.
    ends: Vec<usize>,
    /// Open addressing. A power of two long, and at most a quarter full.
    table: Vec<Entry>,
    /// Which lengths there are, a bit for each: most texts that are looked for have none of them.
    lengths: u64,
    seed: u64,
}

/// A place of a table.
#[derive(Clone, Copy, Default)]
struct Entry {
    /// A text's number plus one, or 0 where there is none.
    number: u32,
    /// Half of the text's hash: texts of another are not looked at.
    tag: u32,
}

impl Texts {
    /// For texts that a stranger chose: which of them collide differs from one set to the next, and so cannot be worked
    /// out beforehand.
    #[must_use]
    pub fn of_strangers() -> Self {
        Self { seed: RandomState::new().hash_one(()), ..Self::default() }
    }

    /// How many there are; their numbers are `0..` this.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How long they are together, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// A text by its number.
    #[must_use]
    #[inline]
    pub fn get(&self, number: usize) -> Option<&[u8]> {
        let start = match number.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.bytes.get(start..*self.ends.get(number)?)
    }

    /// The texts, by number.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).filter_map(|number| self.get(number))
    }

    /// Adds a text, unless it is there, and gives its number.
    pub fn add(&mut self, text: &[u8]) -> usize {
        if let Some(number) = self.find(text) {
            return number;
        }
        let number = self.len();
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len());
        self.lengths |= length_bit(text);
        if self.len().saturating_mul(4) > self.table.len() {
            self.rebuild();
        } else {
            place(&mut self.table, hash(self.seed, text), number.saturating_add(1));
        }
        number
    }

    fn rebuild(&mut self) {
        let size = self.len().saturating_mul(8).next_power_of_two().max(16);
        let mut table = vec![Entry::default(); size];
        for (at, text) in self.iter().enumerate() {
            place(&mut table, hash(self.seed, text), at.saturating_add(1));
        }
        self.table = table;
    }

    /// The number of a text.
    #[must_use]
    #[inline]
    pub fn find(&self, text: &[u8]) -> Option<usize> {
        if self.lengths & length_bit(text) == 0 {
            return None;
        }
        let mask = self.table.len().checked_sub(1)?;
        let hash = hash(self.seed, text);
        let mut at = first_place(hash, mask);
        loop {
            let entry = self.table.get(at)?;
            // Ends at an empty place, of which there are many.
            let number = (entry.number as usize).checked_sub(1)?;
            if entry.tag == tag(hash) && self.get(number) == Some(text) {
                return Some(number);
            }
            at = at.wrapping_add(1) & mask;
        }
    }
}

/// Sets are the same whatever the order their texts came in, and look so.
impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut texts: Vec<_> = self.iter().collect();
        texts.sort_unstable();
        f.debug_set().entries(texts).finish()
    }
}

impl<'a> FromIterator<&'a [u8]> for Texts {
    fn from_iter<I: IntoIterator<Item = &'a [u8]>>(texts: I) -> Self {
        let mut all = Self::default();
        for text in texts {
            all.add(text);
        }
        all
    }
}

/// A bit for the length of a text; the longest share one.
#[inline]
fn length_bit(text: &[u8]) -> u64 {
    1 << text.len().min(63)
}

fn place(table: &mut [Entry], hash: u64, number: usize) {
    let Some(mask) = table.len().checked_sub(1) else { return };
    let mut at = first_place(hash, mask);
    while table.get(at).is_some_and(|taken| taken.number != 0) {
        at = at.wrapping_add(1) & mask;
    }
    if let (Some(free), Ok(number)) = (table.get_mut(at), u32::try_from(number)) {
        *free = Entry { number, tag: tag(hash) };
    }
}

/// The high bits, which a multiplication mixes best.
fn first_place(hash: u64, mask: usize) -> usize {
    (hash >> 32) as usize & mask
}

/// The low bits.
#[expect(clippy::cast_possible_truncation, reason = "the other half says where")]
fn tag(hash: u64) -> u32 {
    hash as u32
}

/// A hash of a text's bytes: eight at a time, folded by a multiplication.
///
/// Without a seed it is not proof against texts that are made to collide, and need not be where those that are kept
/// are a rulebook's or few: equal bytes decide.
#[must_use]
#[inline]
pub fn hash(seed: u64, text: &[u8]) -> u64 {
    let mix = |hash: u64, word: u64| fold(u128::from(hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let hash = seed ^ text.len() as u64;
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        let (words, _) = text.as_chunks::<8>();
        let hash = words.iter().skip(1).fold(hash, |hash, word| mix(hash, u64::from_le_bytes(*word)));
        mix(mix(hash, u64::from_le_bytes(*first)), u64::from_le_bytes(*last).rotate_left(32))
    } else {
        let word = text.iter().fold(0_u64, |word, &byte| word << 8 | u64::from(byte));
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
    fn every_text_has_its_own_number() {
        let keys: Vec<String> = (0..5000).map(|n| format!("k8s.pod.label[{n}]")).collect();
        let texts: Texts = keys.iter().chain(&keys).map(String::as_bytes).collect();
        assert_eq!(texts.len(), keys.len());
        assert!(texts.iter().eq(keys.iter().map(String::as_bytes)));
        for (at, key) in keys.iter().enumerate() {
            assert_eq!(texts.find(key.as_bytes()), Some(at));
        }
        for other in ["", "k8s.pod.label[5000]", "k8s.pod.label[1", "K8s.pod.label[1]"] {
            assert_eq!(texts.find(other.as_bytes()), None, "{other}");
        }
        assert_eq!(Texts::default().find(b"a"), None);
    }

    #[test]
    fn strangers_do_not_know_what_collides() {
        let (mut one, mut other) = (Texts::of_strangers(), Texts::of_strangers());
        assert_ne!(one.seed, other.seed);
        for text in ["a", "bc", "a"] {
            assert_eq!(one.add(text.as_bytes()), other.add(text.as_bytes()));
        }
        assert_eq!((one.len(), one.bytes(), one.get(1), one.get(2)), (2, 3, Some(&b"bc"[..]), None));
    }

    #[test]
    fn the_order_of_a_set_does_not_show() {
        let set = |texts: [&'static str; 3]| format!("{:?}", Texts::from_iter(texts.map(str::as_bytes)));
        assert_eq!(set(["b", "", "a"]), set(["a", "b", ""]));
        assert_ne!(set(["b", "", "a"]), set(["a", "b", "c"]));
    }

    #[test]
    fn every_byte_of_a_text_counts() {
        for length in 1..40 {
            let text = vec![b'a'; length];
            for at in 0..length {
                let mut other = text.clone();
                other[at] = b'b';
                assert_ne!(hash(0, &text), hash(0, &other), "{length} {at}");
            }
        }
    }
}
