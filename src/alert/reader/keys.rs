//! The keys of objects that resemble each other: which key this is, and whether its object had it before.
//!
//! In: the keys of one object after the other. Out: what each key is to the reader, worked out when the key is first
//! met. Falco prints its fields in one order: a key is compared with the one that followed in the first object, then
//! with the one that followed the last time, and hashed only if it is neither. INVARIANT: keys of whatever making cost
//! a bounded number of comparisons.

use crate::ops::hash;
use std::mem;

/// Keys that are remembered. More than any rulebook of Falco's prints; who fills them up begins anew.
const MAX_KNOWN: usize = 1024;
/// Places in the table, a power of two: a quarter of them is taken at most.
const PLACES: usize = 4 * MAX_KNOWN;
/// Keys of one object.
pub(super) const MAX_KEYS: usize = 256;
/// Words that most keys fit in, with a byte before them, their quotes and their colon.
const HEAD: usize = 4;
/// Keys that a key is compared with before it is given up.
const MAX_PROBES: usize = 16;

/// What no line holds, for it is UTF-8.
const NO_KEY: [u8; 1] = [0xFF];

/// The keys of one kind of object; `R` is what a key is to the reader.
#[derive(Debug)]
pub(super) struct Keys<R> {
    /// The first is the place before an object's first key.
    known: Vec<Known<R>>,
    /// By hash: an index of `known`, or 0.
    table: Vec<u32>,
    /// Which object this is, from 1.
    object: u64,
    /// The key that this object had last.
    last: usize,
}

#[derive(Debug)]
struct Known<R> {
    /// As lines have it: between quotes, with its colon.
    written: Box<[u8]>,
    /// How long that is with the byte before it.
    length: u32,
    /// These together, and ones where they count: compared all at once, without asking how many there are.
    head: [u64; HEAD],
    mask: [u64; HEAD],
    role: R,
    /// The last object that had it.
    met: u64,
    /// The key that came after it the last time.
    next: u32,
}

/// A known key that was likely.
#[derive(Debug, Clone, Copy)]
pub(super) struct Likely<R> {
    /// How long it is with the byte before it, its quotes and its colon.
    pub(super) length: u32,
    /// What it is; `None` if the object had it before.
    pub(super) role: Option<R>,
}

impl<R: Copy + Default> Keys<R> {
    pub(super) fn new() -> Self {
        let mut keys = Self { known: Vec::new(), table: Vec::new(), object: 0, last: 0 };
        keys.forget();
        keys
    }

    fn forget(&mut self) {
        self.known.clear();
        self.known.extend(Known::written_as(Box::new(NO_KEY), R::default()));
        self.table.clear();
        self.table.resize(PLACES, 0);
    }

    /// Begins the next object.
    pub(super) fn begin(&mut self) {
        if self.known.len() > MAX_KNOWN.saturating_sub(MAX_KEYS) {
            self.forget();
        }
        (self.object, self.last) = (self.object.wrapping_add(1), 0);
    }

    /// The object's next key, if it is one of those that are likely and stands as most do: right behind the first byte
    /// of `line`, which does not count, with its colon right behind it.
    #[inline(always)]
    pub(super) fn likely(&mut self, line: &[u8]) -> Option<Likely<R>> {
        // The keys of the first object stand in its order. Where it holds for this one too, the processor looks at
        // several keys at a time, for none says where the next is to be found.
        let after = self.last.wrapping_add(1);
        match self.known.get_mut(after) {
            Some(known) if known.begins(line) => {
                self.last = after;
                Some(known.meet(self.object))
            }
            _ => self.as_last_time(line),
        }
    }

    #[inline(never)]
    fn as_last_time(&mut self, line: &[u8]) -> Option<Likely<R>> {
        let number = self.known.get(self.last)?.next as usize;
        let known = self.known.get_mut(number).filter(|known| known.begins(line))?;
        self.last = number;
        Some(known.meet(self.object))
    }

    /// What any key without a backslash is, given without its quotes; `None` if the object had it before, or there is
    /// no telling cheaply.
    #[inline(never)]
    pub(super) fn role_of(&mut self, key: &[u8], role: impl FnOnce(&[u8]) -> R) -> Option<R> {
        let number = self.find(key, role)?;
        self.known.get_mut(self.last)?.next = u32::try_from(number).ok()?;
        self.last = number;
        self.known.get_mut(number)?.meet(self.object).role
    }

    /// The number of a key, which is remembered if it is new.
    fn find(&mut self, key: &[u8], role: impl FnOnce(&[u8]) -> R) -> Option<usize> {
        let mask = PLACES.wrapping_sub(1);
        // The high bits, which a multiplication mixes best.
        let first = (hash(0, key) >> 32) as usize;
        for probe in 0..MAX_PROBES {
            let place = self.table.get_mut(first.wrapping_add(probe) & mask)?;
            let new = self.known.len();
            if *place == 0 {
                if new >= MAX_KNOWN {
                    return None;
                }
                *place = u32::try_from(new).ok()?;
                let written = [b"\"", key, b"\":"].concat();
                self.known.push(Known::written_as(written.into_boxed_slice(), role(key))?);
                return Some(new);
            }
            let known = *place as usize;
            if self.known.get(known)?.is(key) {
                return Some(known);
            }
        }
        None
    }
}

impl<R: Copy> Known<R> {
    /// `None` for one that is longer than any line.
    fn written_as(written: Box<[u8]>, role: R) -> Option<Self> {
        let length = u32::try_from(written.len()).ok()?.checked_add(1)?;
        let word = |of: &dyn Fn(&u8) -> u8, at: usize| {
            let mut bytes = [0; 8];
            let behind_a_byte = [0].iter().chain(&written).skip(at.wrapping_mul(8));
            bytes.iter_mut().zip(behind_a_byte).for_each(|(to, from)| *to = of(from));
            u64::from_le_bytes(bytes)
        };
        let head = std::array::from_fn(|at| word(&|byte| *byte, at));
        let mask = std::array::from_fn(|at| word(&|byte| if *byte == 0 { 0 } else { u8::MAX }, at));
        Some(Self { written, length, head, mask, role, met: 0, next: 0 })
    }

    fn is(&self, key: &[u8]) -> bool {
        self.written.get(1..self.written.len().wrapping_sub(2)) == Some(key)
    }

    /// Whether `line` begins with a byte and this key.
    #[inline(always)]
    fn begins(&self, line: &[u8]) -> bool {
        match line.first_chunk::<{ 8 * HEAD }>() {
            Some(line) if self.length as usize <= 8 * HEAD => {
                let (words, _) = line.as_chunks::<8>();
                let words = words.iter().map(|word| u64::from_le_bytes(*word));
                let differs = words.zip(self.head.iter().zip(&self.mask));
                differs.fold(0, |differs, (word, (head, mask))| differs | (word & mask) ^ head) == 0
            }
            _ => line.get(1..).is_some_and(|line| line.starts_with(&self.written)),
        }
    }

    /// Notes that an object has it.
    #[inline(always)]
    fn meet(&mut self, object: u64) -> Likely<R> {
        let is_new = mem::replace(&mut self.met, object) != object;
        Likely { length: self.length, role: is_new.then_some(self.role) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether each key of an object is new to it; its role is its length.
    fn object(keys: &mut Keys<usize>, names: &[&str]) -> Vec<bool> {
        keys.begin();
        let mut met = |name: &&str| {
            let role = match keys.likely(format!(",\"{name}\":").as_bytes()) {
                Some(key) => key.role,
                None => keys.role_of(name.as_bytes(), <[u8]>::len),
            };
            assert_eq!(role.unwrap_or(name.len()), name.len(), "{name}");
            role.is_some()
        };
        names.iter().map(&mut met).collect()
    }

    #[test]
    fn a_key_is_new_once_per_object_in_whatever_order() {
        let mut keys = Keys::new();
        for _ in 0..3 {
            assert_eq!(object(&mut keys, &["a", "bb", "", "ccc"]), [true; 4]);
            assert_eq!(object(&mut keys, &["a", "ccc", "bb", "dddd"]), [true; 4]);
            assert_eq!(object(&mut keys, &["a", "bb", "a", "bb", ""]), [true, true, false, false, true]);
            assert_eq!(object(&mut keys, &["", ""]), [true, false]);
            assert_eq!(object(&mut keys, &[]), [true; 0]);
        }
    }

    #[test]
    fn only_keys_that_came_before_are_likely() {
        let long = "a.key.that.is.longer.than.most.keys";
        let mut keys = Keys::new();
        let mut likely = |object: &[&str], line: &str| {
            keys.begin();
            for key in object {
                keys.role_of(key.as_bytes(), <[u8]>::len);
            }
            keys.begin();
            keys.likely(line.as_bytes()).map(|key| (key.length, key.role))
        };
        assert_eq!(likely(&[], r#"{"\":1, and more that a string holds""#), None);
        for line in [r#""a": 1}"#, r#"{x"a":1"#, r#"{"a" :1"#, r#"{"a"#, "{\"", "{", ""] {
            assert_eq!(likely(&["a", long], line), None, "{line}");
            assert_eq!(likely(&["a", long], &format!("{line}{}", " ".repeat(40))), None, "{line}");
        }
        assert_eq!(likely(&["b", "a"], r#"{"b":1"#), Some((5, Some(1))));
        assert_eq!(likely(&["a"], r#","a":1"#), Some((5, Some(1))));
        assert_eq!(likely(&[long], &format!("{{\"{long}\":1")), Some((39, Some(35))));
        assert_eq!(likely(&[long], &format!("{{\"{}\":1", long.replace("keys", "keyz"))), None);
    }

    #[test]
    fn more_keys_than_are_remembered_are_told_apart() {
        let mut keys = Keys::new();
        for batch in 0..50 {
            let names: Vec<String> = (0..MAX_KEYS).map(|n| format!("k8s.pod.label[{batch}-{n}]")).collect();
            let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
            names.push("k8s.pod.label[0]");
            names.push("k8s.pod.label[0]");
            let met = object(&mut keys, &names);
            let (last, others) = met.split_last().unwrap();
            assert!(!last && others.iter().all(|new| *new), "{batch}");
            assert!(keys.known.len() <= MAX_KNOWN);
        }
    }
}
