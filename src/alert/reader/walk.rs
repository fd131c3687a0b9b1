//! One walk over a line: the whole grammar of JSON is checked, and members are handed out as they pass.
//!
//! In: a line that is UTF-8. Out: the keys of an object and the places of their values. INVARIANT: a line that is
//! walked to its end is JSON as serde_json reads it. The walk ends at the first thing out of the ordinary, wrong
//! or merely rare, and says only that: such lines are read again by [`crate::alert::Alert`], which knows all forms
//! and all errors.

use super::keys::{Keys, Likely, MAX_KEYS};
use super::quotes::{Quotes, Strings};
use crate::alert::Limits;
use fearless_simd::Simd;

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

/// The walk. Every step is `None` where it ends.
///
/// What is rare takes it by value and gives it back, so that it can stay in registers all the way.
#[derive(Clone)]
pub(super) struct Walk<'a> {
    /// No longer than a `u32` counts.
    bytes: &'a [u8],
    at: u32,
    /// The quotes of the strings that were not walked yet.
    quotes: std::slice::Iter<'a, [u32; 2]>,
    escapes: bool,
    limits: &'a Limits,
}

impl<'a> Walk<'a> {
    /// A walk over a line; `None` if it is longer than the bound, or no alert's depth is within it.
    #[inline(always)]
    pub(super) fn over<S: Simd>(
        simd: S,
        text: &'a str,
        quotes: &'a mut Quotes,
        limits: &'a Limits,
    ) -> Option<Self> {
        let fits = text.len() <= limits.line && u32::try_from(text.len()).is_ok() && limits.depth >= 2;
        let bytes = text.as_bytes();
        let Strings { quotes, escapes } = quotes.find(simd, bytes).filter(|_| fits)?;
        Some(Self { bytes, at: 0, quotes: quotes.iter(), escapes, limits })
    }

    /// Whether there is a backslash in the line.
    pub(super) fn escapes(&self) -> bool {
        self.escapes
    }

    /// What was not walked yet.
    #[inline(always)]
    fn rest(&self) -> Option<&'a [u8]> {
        self.bytes.get(self.at as usize..)
    }

    #[inline(always)]
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at as usize).copied()
    }

    /// The next byte that is no space.
    #[inline(always)]
    fn peek_past_space(&mut self) -> Option<u8> {
        match self.peek()? {
            byte if is_space(byte) => {
                self.at = past_space(self.bytes, self.at)?;
                self.peek()
            }
            byte => Some(byte),
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

    /// Whether all of the line was walked.
    #[inline(always)]
    pub(super) fn finish(mut self) -> Option<()> {
        self.peek_past_space().is_none().then_some(())
    }

    /// An object whose members are not followed by depth: hands out the place of each key and what the key is, by
    /// `role` when it is first met, with the walk before its value, and the value's first byte.
    ///
    /// Ends at a key with an escape or one that came before, and at every bound.
    #[inline(always)]
    pub(super) fn object<R: Copy + Default>(
        &mut self,
        keys: &mut Keys<R>,
        role: impl Fn(&[u8]) -> R,
        mut member: impl FnMut(&mut Self, Place, R, u8) -> Option<()>,
    ) -> Option<()> {
        keys.begin();
        let mut left = MAX_KEYS.min(self.limits.fields);
        let mut first = self.peek_past_space()? == b'{';
        first.then_some(())?;
        // Each turn begins at what stands before a key, `{` or `,`.
        loop {
            let (place, role) = match keys.likely(self.rest()?) {
                Some(Likely { length, role }) => {
                    let quotes = self.quotes.next()?;
                    let place = self.place_before_colon(length);
                    // No known key holds a quote or a backslash.
                    debug_assert_eq!(*quotes, [place.start, place.end.wrapping_sub(1)], "the key's own");
                    (place, role?)
                }
                None => {
                    self.step();
                    if self.peek_past_space()? == b'}' && first {
                        self.step();
                        return Some(());
                    }
                    let (walk, place, key) = self.clone().other_key()?;
                    *self = walk;
                    (place, keys.role_of(key, &role)?)
                }
            };
            first = false;
            left = left.checked_sub(1)?;
            let begins = self.peek_past_space()?;
            member(self, place, role, begins)?;
            match self.peek_past_space()? {
                b',' => {}
                b'}' => {
                    self.step();
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    /// The place of a key that is known to stand behind the byte in hand; so many bytes are walked, a colon the last.
    #[inline(always)]
    fn place_before_colon(&mut self, length: u32) -> Place {
        let start = self.at.wrapping_add(1);
        self.at = self.at.wrapping_add(length);
        Place { start, end: self.at.wrapping_sub(1) }
    }

    /// A key, which is to have no escapes, and its colon: its place, and what is between its quotes.
    fn other_key(mut self) -> Option<(Self, Place, &'a [u8])> {
        let place = self.string()?;
        let inside = (place.start as usize).wrapping_add(1)..(place.end as usize).wrapping_sub(1);
        let key = self.bytes.get(inside)?;
        let plain = !self.escapes || !key.contains(&b'\\');
        if !plain || key.len() > self.limits.key {
            return None;
        }
        self.expect(b':')?;
        Some((self, place, key))
    }

    /// A string, quotes and all.
    #[inline(always)]
    fn string(&mut self) -> Option<Place> {
        let &[open, close] = self.quotes.next()?;
        if open != self.at {
            return None;
        }
        self.at = close.wrapping_add(1);
        Some(Place { start: open, end: self.at })
    }

    /// The value that begins here with this byte, at this depth of the whole.
    #[inline(always)]
    pub(super) fn value(&mut self, first: u8, depth: usize) -> Option<Place> {
        let start = self.at;
        match first {
            b'"' => return self.string(),
            b'{' | b'[' => *self = self.clone().nested(depth)?,
            _ => self.scalar()?,
        }
        Some(Place { start, end: self.at })
    }

    /// A number or a word.
    #[inline(always)]
    fn scalar(&mut self) -> Option<()> {
        self.at = u32::try_from(scalar(self.bytes, self.at as usize)?).ok()?;
        Some(())
    }

    /// The walk behind an object or array with everything in it, whose own depth is `depth`. What is open is
    /// remembered in bits, not on the stack.
    fn nested(mut self, depth: usize) -> Option<Self> {
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
            } else {
                self.scalar()?;
            }
            loop {
                let in_object = objects & 1 == 1;
                match self.peek_past_space()? {
                    b',' => {
                        self.step();
                        if in_object {
                            self.nested_key()?;
                        } else {
                            self.peek_past_space()?;
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
                    return Some(self);
                }
            }
        }
    }

    /// A key that nobody looks at, its colon and the space around it.
    #[inline(always)]
    fn nested_key(&mut self) -> Option<()> {
        self.peek_past_space()?;
        self.string()?;
        self.expect(b':')?;
        self.peek_past_space().map(drop)
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The place of the first byte from `at` that is no space, or the end.
fn past_space(bytes: &[u8], at: u32) -> Option<u32> {
    let space = bytes.get(at as usize..)?.iter().take_while(|&&byte| is_space(byte)).count();
    Some(at.wrapping_add(u32::try_from(space).ok()?))
}

/// The end of the number or word that begins at `at`.
fn scalar(bytes: &[u8], at: usize) -> Option<usize> {
    let word = match bytes.get(at)? {
        b't' => "true",
        b'f' => "false",
        b'n' => "null",
        _ => return number(bytes, at),
    };
    bytes.get(at..)?.starts_with(word.as_bytes()).then(|| at.wrapping_add(word.len()))
}

/// The end of the number that begins at `at`.
fn number(bytes: &[u8], mut at: usize) -> Option<usize> {
    let byte = |at: usize| bytes.get(at).copied();
    if byte(at)? == b'-' {
        at = at.wrapping_add(1);
    }
    at = match byte(at)? {
        b'0' => at.wrapping_add(1),
        _ => digits(bytes, at)?,
    };
    if byte(at) == Some(b'.') {
        at = digits(bytes, at.wrapping_add(1))?;
    }
    if let Some(b'e' | b'E') = byte(at) {
        at = at.wrapping_add(1);
        if let Some(b'+' | b'-') = byte(at) {
            at = at.wrapping_add(1);
        }
        at = digits(bytes, at)?;
    }
    Some(at)
}

/// The end of the digits that begin at `at`, of which there is at least one.
#[inline(always)]
fn digits(bytes: &[u8], mut at: usize) -> Option<usize> {
    let start = at;
    let rest = bytes.get(at..)?;
    // Times have nineteen.
    let (words, _) = rest.as_chunks::<8>();
    let whole = words.iter().take_while(|word| all_digits(u64::from_le_bytes(**word))).count();
    at = at.wrapping_add(whole.wrapping_mul(8));
    let more = bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    at = at.wrapping_add(more);
    (at > start).then_some(at)
}

/// Whether all bytes of a word are digits: their high halves are 3, also when 6 is added, which carries from a low
/// half above 9.
#[inline(always)]
fn all_digits(word: u64) -> bool {
    const HIGH: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    const DIGITS: u64 = 0x3030_3030_3030_3030;
    let added = word.wrapping_add(0x0606_0606_0606_0606);
    word & HIGH == DIGITS && added & HIGH == DIGITS
}
