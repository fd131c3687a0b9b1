//! One walk over a line: the whole grammar of JSON is checked, and members are handed out as they pass.
//!
//! In: a line that is UTF-8. Out: the keys of an object and the places of their values. INVARIANT: a line that is
//! walked to its end is JSON as serde_json reads it. The walk ends at the first thing out of the ordinary, wrong
//! or merely rare, and says only that: such lines are read again by [`crate::alert::Alert`], which knows all forms
//! and all errors.

use super::quotes::Quotes;
use crate::alert::Limits;
use crate::plan::slots::hash;

/// More keys than any alert that Falco prints; they are compared with each other one by one.
const MAX_KEYS: usize = 256;
/// Bits of the filter that tells apart most keys without comparing them.
const FILTER: usize = 16;

/// A part of a line; 0 to 0 is none, for no value begins a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Place {
    pub(super) const NONE: Self = Self { start: 0, end: 0 };

    /// The part of `text` at this place; `None` for no place.
    #[inline(always)]
    pub(super) fn of(self, text: &str) -> Option<&str> {
        if self == Self::NONE { None } else { text.get(self.start as usize..self.end as usize) }
    }
}

/// A key as it passes.
#[derive(Clone, Copy)]
pub(super) struct Key<'a> {
    /// Its bytes; it has no escapes.
    pub(super) bytes: &'a [u8],
    pub(super) hash: u64,
    pub(super) place: Place,
}

/// The walk. Every step is `None` where it ends.
pub(super) struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    quotes: Quotes<'a>,
    limits: Limits,
}

impl<'a> Walk<'a> {
    /// A walk over a line; `None` if it is longer than the bound, or no alert's depth is within it.
    pub(super) fn over(text: &'a str, limits: &Limits) -> Option<Self> {
        let fits = text.len() <= limits.line && u32::try_from(text.len()).is_ok() && limits.depth >= 2;
        let bytes = text.as_bytes();
        fits.then(|| Self { bytes, at: 0, quotes: Quotes::of(bytes), limits: *limits })
    }

    #[inline(always)]
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The next byte that is no space.
    #[inline(always)]
    fn peek_past_space(&mut self) -> Option<u8> {
        loop {
            match self.peek()? {
                b' ' | b'\t' | b'\n' | b'\r' => self.step(),
                byte => return Some(byte),
            }
        }
    }

    #[inline(always)]
    fn step(&mut self) {
        self.at = self.at.wrapping_add(1);
    }

    #[inline(always)]
    fn expect(&mut self, byte: u8) -> Option<()> {
        let found = self.peek_past_space()? == byte;
        found.then(|| self.step())
    }

    #[inline(always)]
    fn place_from(&self, start: usize) -> Option<Place> {
        Some(Place { start: u32::try_from(start).ok()?, end: u32::try_from(self.at).ok()? })
    }

    /// Whether all of the line was walked, and its strings are sound.
    pub(super) fn finish(mut self) -> Option<()> {
        let at_end = self.peek_past_space().is_none();
        (at_end && self.quotes.sound()).then_some(())
    }

    /// An object whose members are not followed by depth: hands out each key, with the walk before its value.
    ///
    /// Ends at a key with an escape or one that may have come before, and at every bound.
    pub(super) fn object(
        &mut self,
        hashes: &mut Vec<u64>,
        mut member: impl FnMut(&mut Self, Key<'a>) -> Option<()>,
    ) -> Option<()> {
        hashes.clear();
        let mut filter = [0_u64; FILTER];
        self.expect(b'{')?;
        if self.peek_past_space()? == b'}' {
            self.step();
            return Some(());
        }
        loop {
            let key = self.key()?;
            if hashes.len() >= MAX_KEYS.min(self.limits.fields) || seen(&mut filter, hashes, key.hash) {
                return None;
            }
            hashes.push(key.hash);
            self.peek_past_space()?;
            member(self, key)?;
            match self.peek_past_space()? {
                b',' => self.step(),
                b'}' => {
                    self.step();
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    /// A key without escapes, and its colon.
    #[inline(always)]
    fn key(&mut self) -> Option<Key<'a>> {
        self.peek_past_space()?;
        let quoted = self.string()?;
        let bytes = self
            .bytes
            .get((quoted.start as usize).saturating_add(1)..(quoted.end as usize).checked_sub(1)?)?;
        let plain = !self.quotes.escapes() || !bytes.contains(&b'\\');
        if !plain || bytes.len() > self.limits.key {
            return None;
        }
        self.expect(b':')?;
        Some(Key { bytes, hash: hash(bytes), place: quoted })
    }

    /// A string, quotes and all.
    #[inline(always)]
    fn string(&mut self) -> Option<Place> {
        let start = self.at;
        if self.quotes.next()? != start {
            return None;
        }
        self.at = self.quotes.next()?.wrapping_add(1);
        self.place_from(start)
    }

    /// Any value, at this depth of the whole.
    #[inline(always)]
    pub(super) fn value(&mut self, depth: usize) -> Option<Place> {
        let start = self.at;
        match self.peek()? {
            b'"' => return self.string(),
            b'{' | b'[' => self.nested(depth)?,
            _ => self.scalar()?,
        }
        self.place_from(start)
    }

    /// A number or a word.
    #[inline(always)]
    fn scalar(&mut self) -> Option<()> {
        match self.peek()? {
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => None,
        }
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        let found = self.bytes.get(self.at..)?.starts_with(word);
        found.then(|| self.at = self.at.wrapping_add(word.len()))
    }

    fn number(&mut self) -> Option<()> {
        if self.peek()? == b'-' {
            self.step();
        }
        match self.peek()? {
            b'0' => self.step(),
            b'1'..=b'9' => self.digits()?,
            _ => return None,
        }
        if self.peek() == Some(b'.') {
            self.step();
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.step();
            if let Some(b'+' | b'-') = self.peek() {
                self.step();
            }
            self.digits()?;
        }
        Some(())
    }

    /// At least one digit.
    #[inline(always)]
    fn digits(&mut self) -> Option<()> {
        let rest = self.bytes.get(self.at..)?;
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at = self.at.wrapping_add(count);
        (count > 0).then_some(())
    }

    /// An object or array, with everything in it, whose own depth is `depth`. What is open is remembered in bits,
    /// not on the stack.
    fn nested(&mut self, depth: usize) -> Option<()> {
        let levels = self.limits.depth.min(u64::BITS as usize).checked_sub(depth)?;
        // The innermost is the lowest bit: 1 for an object, 0 for an array.
        let (mut objects, mut open) = (0_u64, 0_usize);
        loop {
            let opened = self.peek()?;
            if let b'{' | b'[' = opened {
                if open > levels {
                    return None;
                }
                (objects, open) = (objects << 1 | u64::from(opened == b'{'), open.wrapping_add(1));
                self.step();
                match (opened, self.peek_past_space()?) {
                    (b'{', b'}') | (b'[', b']') => {}
                    (b'{', _) => {
                        self.nested_key()?;
                        continue;
                    }
                    _ => continue,
                }
            } else if opened == b'"' {
                self.string()?;
                self.peek_past_space()?;
            } else {
                self.scalar()?;
                self.peek_past_space()?;
            }
            loop {
                let in_object = objects & 1 == 1;
                match self.peek_past_space()? {
                    b',' => {
                        self.step();
                        self.peek_past_space()?;
                        if in_object {
                            self.nested_key()?;
                        }
                        break;
                    }
                    b'}' if in_object => {}
                    b']' if !in_object => {}
                    _ => return None,
                }
                self.step();
                (objects, open) = (objects >> 1, open.wrapping_sub(1));
                if open == 0 {
                    return Some(());
                }
            }
        }
    }

    /// A key that nobody looks at, its colon and the space after it.
    fn nested_key(&mut self) -> Option<()> {
        self.string()?;
        self.expect(b':')?;
        self.peek_past_space().map(drop)
    }
}

/// Whether an equal key may have come before in the same object: one of the same hash has.
#[inline(always)]
fn seen(filter: &mut [u64; FILTER], hashes: &[u64], hash: u64) -> bool {
    // Four bits of the hash choose the word, six others the bit in it.
    let Some(word) = filter.get_mut((hash >> 60) as usize) else { return true };
    let bit = 1 << (hash >> 54 & 63);
    let maybe = *word & bit != 0;
    *word |= bit;
    maybe && hashes.contains(&hash)
}
