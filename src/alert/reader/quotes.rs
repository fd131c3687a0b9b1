//! Where the strings of a JSON text begin and end: 64 bytes at a time, without a branch per byte.
//!
//! In: bytes. Out: the places of the quotes that open and close each string, in order; nothing if a string does not
//! end or holds what no string may (a control character, an unknown escape). Whatever stands outside is the walker's
//! to judge. The method is simdjson's (Langdale and Lemire, "Parsing gigabytes of JSON per second",
//! <https://arxiv.org/abs/1902.08318>), with a shorter way for blocks of plain ASCII.

use fearless_simd::prelude::*;
use fearless_simd::{i8x64, u8x64};

/// Bytes looked at together: one bit of a word for each.
const BLOCK: usize = 64;
const EVEN: u64 = 0x5555_5555_5555_5555;
/// So many places of a block are noted whether it has as many quotes or not, which is quicker than asking.
const AT_ONCE: usize = 12;

/// Finds the quotes of one text after the other; keeps its memory.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    /// As many as ever were needed: what stands behind those of the text in hand is of no meaning.
    places: Vec<u32>,
}

/// The strings of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strings<'q> {
    /// The places of their quotes.
    pub(super) quotes: &'q [[u32; 2]],
    /// Whether there is a backslash in one of them, or beside them.
    pub(super) escapes: bool,
}

impl Quotes {
    /// Finds all strings of a text, which is not longer than a `u32` counts.
    #[inline(always)]
    pub(super) fn find<S: Simd>(&mut self, simd: S, bytes: &[u8]) -> Option<Strings<'_>> {
        let mut escapes = Escapes::default();
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        let (mut count, mut base) = (0, 0_usize);
        for block in blocks {
            let quotes = quotes_of(simd, block, count, base, bytes, &mut escapes)?;
            count = self.note(quotes, count, base)?;
            base = base.wrapping_add(BLOCK);
        }
        if !rest.is_empty() {
            let mut block = [b' '; BLOCK];
            block.get_mut(..rest.len())?.copy_from_slice(rest);
            let quotes = quotes_of(simd, &block, count, base, bytes, &mut escapes)?;
            count = self.note(quotes, count, base)?;
        }
        match self.places.get(..count)?.as_chunks::<2>() {
            (quotes, []) => Some(Strings { quotes, escapes: escapes.met }),
            _ => None,
        }
    }

    /// Notes the quotes of the block at `base` behind the first `count`, and counts them.
    #[inline(always)]
    fn note(&mut self, mut quotes: u64, count: usize, base: usize) -> Option<usize> {
        if quotes == 0 {
            // Within a long value.
            return Some(count);
        }
        let end = count.wrapping_add(BLOCK);
        if self.places.len() < end {
            self.places.resize(end.wrapping_mul(2), 0);
        }
        let base = u32::try_from(base).ok()?;
        let free = self.places.get_mut(count..)?.first_chunk_mut::<BLOCK>()?;
        let all = quotes.count_ones() as usize;
        let mut note = |place: &mut u32| {
            // The last bit spares the processor the question whether there is any.
            *place = base.wrapping_add((quotes | 1 << 63).trailing_zeros());
            quotes &= quotes.wrapping_sub(1);
        };
        let (first, more) = free.split_first_chunk_mut::<AT_ONCE>()?;
        first.iter_mut().for_each(&mut note);
        if all > AT_ONCE {
            more.iter_mut().take(all.wrapping_sub(AT_ONCE)).for_each(note);
        }
        Some(count.wrapping_add(all))
    }
}

/// The quotes of the block at `base`, behind `count` others, that open or close a string.
#[inline(always)]
fn quotes_of<S: Simd>(
    simd: S,
    block: &[u8; BLOCK],
    count: usize,
    base: usize,
    bytes: &[u8],
    escapes: &mut Escapes,
) -> Option<u64> {
    let (quotes, plain) = look(simd, block);
    if plain && escapes.next == 0 {
        return Some(quotes);
    }
    let inside = 0_u64.wrapping_sub(count as u64 & 1);
    escapes.quotes_of(classify(simd, block), quotes, inside, base, bytes)
}

/// What is known of the backslashes so far.
#[derive(Default)]
struct Escapes {
    /// 1 where the first byte of the next block is escaped.
    next: u64,
    met: bool,
}

impl Escapes {
    /// The quotes of a block that is not plain which are not escaped; `None` if its strings hold what they may not.
    /// `inside` is all ones where the block begins inside a string.
    #[inline(never)]
    fn quotes_of(
        &mut self,
        marks: Marks,
        quotes: u64,
        inside: u64,
        base: usize,
        bytes: &[u8],
    ) -> Option<u64> {
        let escaped = self.escaped(marks.backslashes);
        let quotes = quotes & !escaped;
        let inside = ones_between(quotes) ^ inside;
        let sound = marks.controls & inside == 0 && known_escapes(bytes, base, escaped);
        sound.then_some(quotes)
    }

    /// The bytes that follow a backslash which is not itself escaped. Runs of backslashes are counted by an
    /// addition: its carry runs through them.
    fn escaped(&mut self, backslashes: u64) -> u64 {
        if backslashes == 0 {
            return std::mem::take(&mut self.next);
        }
        self.met = true;
        let backslashes = backslashes & !self.next;
        let follows = backslashes << 1 | self.next;
        let odd_starts = backslashes & !EVEN & !follows;
        let (even_runs, carry) = odd_starts.overflowing_add(backslashes);
        self.next = u64::from(carry);
        (EVEN ^ even_runs << 1) & follows
    }
}

/// Whether these bytes of the block at `base` may follow a backslash.
fn known_escapes(bytes: &[u8], base: usize, mut escaped: u64) -> bool {
    while escaped != 0 {
        let at = base.wrapping_add(escaped.trailing_zeros() as usize);
        escaped &= escaped.wrapping_sub(1);
        let known = match bytes.get(at..) {
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

/// Ones from each opening quote up to its closing one, which is left out.
fn ones_between(quotes: u64) -> u64 {
    let mut ones = quotes;
    for distance in [1, 2, 4, 8, 16, 32] {
        ones ^= ones << distance;
    }
    ones
}

/// The quotes of a block, and whether there is nothing in it but ASCII without controls and backslashes.
#[inline(always)]
fn look<S: Simd>(simd: S, block: &[u8; BLOCK]) -> (u64, bool) {
    let bytes = u8x64::load_array_ref(simd, block);
    // As signed numbers, bytes beyond ASCII are negative, and so less than a space as controls are.
    let signed: i8x64<S> = bytes.bitcast();
    let special = signed.simd_lt(0x20) | bytes.simd_eq(b'\\');
    (bytes.simd_eq(b'"').to_bitmask(), !special.any_true())
}

/// A bit for each byte of a block.
struct Marks {
    backslashes: u64,
    controls: u64,
}

#[inline(always)]
fn classify<S: Simd>(simd: S, block: &[u8; BLOCK]) -> Marks {
    let bytes = u8x64::load_array_ref(simd, block);
    Marks { backslashes: bytes.simd_eq(b'\\').to_bitmask(), controls: bytes.simd_lt(0x20).to_bitmask() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::levels;
    use super::*;
    use fearless_simd::dispatch;
    use proptest::prelude::*;

    /// The places of all quotes, and whether there is a backslash; `None` where the strings are not sound. Whatever
    /// the processor can.
    fn quotes(text: &[u8]) -> Option<(Vec<usize>, bool)> {
        let at_level = |level| {
            let mut quotes = Quotes::default();
            let strings = dispatch!(level, simd => quotes.find(simd, text))?;
            Some((strings.quotes.as_flattened().iter().map(|&at| at as usize).collect(), strings.escapes))
        };
        let mut found: Vec<_> = levels().into_iter().map(at_level).collect();
        found.dedup();
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    /// The same, byte by byte.
    fn slowly(text: &[u8]) -> Option<(Vec<usize>, bool)> {
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
        (sound && !inside).then(|| (places, text.contains(&b'\\')))
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
