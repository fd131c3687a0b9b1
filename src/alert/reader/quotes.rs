//! Where the strings of a JSON text begin and end: 64 bytes at a time, without a branch per byte.
//!
//! In: bytes. Out: the places of the quotes that open and close strings, in order, and whether what stands inside
//! the strings is sound (no control character, no unknown escape). Whatever stands outside is the walker's to
//! judge. The method is simdjson's (Langdale and Lemire, "Parsing gigabytes of JSON per second",
//! <https://arxiv.org/abs/1902.08318>), over lanes of 16 bytes.

use wide::{CmpEq, CmpGt, CmpLt, i8x16};

/// Bytes looked at together: one bit of a word for each.
const BLOCK: usize = 64;
const EVEN: u64 = 0x5555_5555_5555_5555;

/// The quotes of a text, each given once.
pub(super) struct Quotes<'a> {
    bytes: &'a [u8],
    /// Where the block in hand begins, and where the next one does.
    base: usize,
    next: usize,
    /// Quotes of the block in hand that were not given yet.
    pending: u64,
    /// All ones where the next block begins inside a string.
    inside: u64,
    /// 1 where the first byte of the next block is escaped.
    escaped: u64,
    sound: bool,
    escapes: bool,
}

/// A bit for each byte of a block.
struct Marks {
    quotes: u64,
    backslashes: u64,
    controls: u64,
}

impl<'a> Quotes<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, base: 0, next: 0, pending: 0, inside: 0, escaped: 0, sound: true, escapes: false }
    }

    /// The place of the next quote that opens or closes a string.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<usize> {
        if self.pending == 0 {
            self.load_until_quote()?;
        }
        let at = self.base.wrapping_add(self.pending.trailing_zeros() as usize);
        self.pending &= self.pending.wrapping_sub(1);
        Some(at)
    }

    /// Whether the strings looked at so far hold only what JSON lets them hold.
    pub(super) fn sound(&self) -> bool {
        self.sound
    }

    /// Whether a backslash was met so far.
    #[inline]
    pub(super) fn escapes(&self) -> bool {
        self.escapes
    }

    #[inline(never)]
    fn load_until_quote(&mut self) -> Option<()> {
        while self.pending == 0 {
            self.load()?;
        }
        Some(())
    }

    /// Takes the next block in hand.
    #[inline]
    fn load(&mut self) -> Option<()> {
        let rest = self.bytes.get(self.next..)?;
        let marks = match rest.first_chunk::<BLOCK>() {
            Some(block) => classify(block),
            None if rest.is_empty() => return None,
            None => {
                let mut padded = [b' '; BLOCK];
                padded.get_mut(..rest.len())?.copy_from_slice(rest);
                classify(&padded)
            }
        };
        (self.base, self.next) = (self.next, self.next.wrapping_add(BLOCK));
        let escaped = self.escaped(marks.backslashes);
        let quotes = marks.quotes & !escaped;
        let inside = ones_between(quotes) ^ self.inside;
        self.inside = 0_u64.wrapping_sub(inside >> 63);
        self.sound &= marks.controls & inside == 0;
        if escaped != 0 {
            self.escapes = true;
            self.sound &= self.known_escapes(escaped);
        }
        self.pending = quotes;
        Some(())
    }

    /// The bytes that follow a backslash which is not itself escaped. Runs of backslashes are counted by an
    /// addition: its carry runs through them.
    fn escaped(&mut self, backslashes: u64) -> u64 {
        if backslashes == 0 {
            return std::mem::take(&mut self.escaped);
        }
        self.escapes = true;
        let backslashes = backslashes & !self.escaped;
        let follows = backslashes << 1 | self.escaped;
        let odd_starts = backslashes & !EVEN & !follows;
        let (even_runs, carry) = odd_starts.overflowing_add(backslashes);
        self.escaped = u64::from(carry);
        (EVEN ^ even_runs << 1) & follows
    }

    /// Whether these bytes of the block in hand may follow a backslash.
    fn known_escapes(&self, mut escaped: u64) -> bool {
        while escaped != 0 {
            let at = self.base.wrapping_add(escaped.trailing_zeros() as usize);
            escaped &= escaped.wrapping_sub(1);
            let known = match self.bytes.get(at..) {
                Some([b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..]) => true,
                Some([b'u', digits @ ..]) => {
                    digits.first_chunk::<4>().is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
                }
                _ => false,
            };
            if !known {
                return false;
            }
        }
        true
    }
}

/// Ones from each opening quote up to its closing one, which is left out.
fn ones_between(quotes: u64) -> u64 {
    let mut ones = quotes;
    for distance in [1, 2, 4, 8, 16, 32] {
        ones ^= ones << distance;
    }
    ones
}

#[inline]
fn classify(block: &[u8; BLOCK]) -> Marks {
    let mut marks = Marks { quotes: 0, backslashes: 0, controls: 0 };
    let (lanes, _) = block.as_chunks::<16>();
    for (at, lane) in (0_u32..).step_by(16).zip(lanes) {
        let bytes = i8x16::from(lane.map(u8::cast_signed));
        let bits = |lane: i8x16| u64::from(lane.move_mask().cast_unsigned()) << at;
        marks.quotes |= bits(bytes.cmp_eq(i8x16::splat(b'"'.cast_signed())));
        marks.backslashes |= bits(bytes.cmp_eq(i8x16::splat(b'\\'.cast_signed())));
        // As signed numbers, bytes beyond ASCII are negative.
        let control = bytes.cmp_lt(i8x16::splat(0x20)) & bytes.cmp_gt(i8x16::splat(-1));
        marks.controls |= bits(control);
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quotes(text: &[u8]) -> (Vec<usize>, bool) {
        let mut quotes = Quotes::of(text);
        let places = std::iter::from_fn(|| quotes.next()).collect();
        (places, quotes.sound())
    }

    /// The same, byte by byte.
    fn slowly(text: &[u8]) -> (Vec<usize>, bool) {
        let (mut places, mut sound, mut inside, mut escaped) = (Vec::new(), true, false, false);
        for (at, &byte) in text.iter().enumerate() {
            if escaped {
                let hex = text.get(at + 1..at + 5).is_some_and(|four| four.iter().all(u8::is_ascii_hexdigit));
                sound &= br#""\/bfnrt"#.contains(&byte) || (byte == b'u' && hex);
                sound &= !(inside && byte < 0x20);
                escaped = false;
                continue;
            }
            if byte == b'"' {
                places.push(at);
                inside = !inside;
            }
            sound &= !(inside && byte < 0x20);
            escaped = byte == b'\\';
        }
        (places, sound)
    }

    #[test]
    fn runs_of_backslashes_cross_blocks() {
        for before in 0..130 {
            for run in 0..70 {
                let text = format!("{}\"{}\"", " ".repeat(before), "\\".repeat(run));
                assert_eq!(quotes(text.as_bytes()), slowly(text.as_bytes()), "{before} {run}");
            }
        }
    }

    proptest! {
        #[test]
        fn agrees_with_looking_at_every_byte(text in r#"[\\"\\"a-fu0\n é]{0,300} "#) {
            prop_assert_eq!(quotes(text.as_bytes()), slowly(text.as_bytes()));
        }
    }
}
