//! "Did you mean": the nearest of a set of names.

use std::borrow::Cow;

/// The candidate most like `name`, if it is close enough to be a likely slip.
///
/// ```
/// use falconer::diag::did_you_mean;
/// assert_eq!(did_you_mean("conditon", ["condition", "output"]), Some("condition"));
/// assert_eq!(did_you_mean("xyz", ["condition", "output"]), None);
/// ```
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = Spelling::of(name);
    let most = name.slips();
    candidates
        .into_iter()
        .filter_map(|candidate| Some((name.distance(&Spelling::of(candidate), most)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// The same of names whose spellings are at hand.
pub(crate) fn nearest<'s>(
    name: &str,
    candidates: impl IntoIterator<Item = &'s Spelling<'s>>,
) -> Option<&'s str> {
    let name = Spelling::of(name);
    let most = name.slips();
    candidates
        .into_iter()
        .filter_map(|candidate| Some((name.distance(candidate, most)?, &*candidate.text)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether `meant` is so near to `written` that it may be put in its place without asking: two slips of the
/// finger, in a word that is long enough to tell.
pub(super) fn is_slip(written: &str, meant: &str) -> bool {
    written.chars().count() >= 4 && Spelling::of(written).distance(&Spelling::of(meant), 2).is_some()
}

/// A name, with what tells most others apart from it without a comparison letter by letter.
#[derive(Debug, Clone)]
pub(crate) struct Spelling<'a> {
    text: Cow<'a, str>,
    /// Its letters.
    length: usize,
    /// How often each letter stands in it; letters that fall into one place are counted together.
    letters: [u8; PLACES],
}

const PLACES: usize = 32;

impl<'a> Spelling<'a> {
    /// The spelling of a name.
    pub(crate) fn of(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        let mut letters = [0_u8; PLACES];
        let mut length = 0_usize;
        for letter in text.chars() {
            length = length.saturating_add(1);
            if let Some(count) = letters.get_mut(letter as usize % PLACES) {
                *count = count.saturating_add(1);
            }
        }
        Self { text, length, letters }
    }

    /// The most slips that are likely: a third of the letters may differ, and always at least one.
    fn slips(&self) -> usize {
        (self.length / 3).max(1)
    }

    /// How many slips of the finger (a letter more, less, another, two swapped) lie between two names, if they are
    /// not more than `most`.
    pub(crate) fn distance(&self, other: &Self, most: usize) -> Option<usize> {
        if self.length.abs_diff(other.length) > most || self.least(other) > most {
            return None;
        }
        Some(strsim::damerau_levenshtein(&self.text, &other.text)).filter(|&distance| distance <= most)
    }

    /// The least there can be: a slip adds one letter at most, and takes one away at most. A count that reached the
    /// end of its scale only makes this less.
    fn least(&self, other: &Self) -> usize {
        let pairs = || self.letters.iter().zip(&other.letters);
        let more: usize = pairs().map(|(own, other)| usize::from(own.saturating_sub(*other))).sum();
        let less: usize = pairs().map(|(own, other)| usize::from(other.saturating_sub(*own))).sum();
        more.max(less)
    }
}

#[cfg(test)]
mod tests {
    use super::Spelling;
    use proptest::prelude::*;

    proptest! {
        /// What is told apart without a comparison is what the comparison tells apart.
        #[test]
        fn the_distance_is_that_of_the_comparison(a in "[a-dé]{0,9}", b in "[a-dé]{0,9}", most in 0_usize..5) {
            let whole = strsim::damerau_levenshtein(&a, &b);
            let found = Spelling::of(&*a).distance(&Spelling::of(&*b), most);
            prop_assert_eq!(found, Some(whole).filter(|&whole| whole <= most));
        }
    }

    #[test]
    fn more_letters_than_a_count_holds_are_compared() {
        let (a, b) = ("x".repeat(300), "x".repeat(301));
        assert_eq!(Spelling::of(a.as_str()).distance(&Spelling::of(b.as_str()), 1), Some(1));
        let other = format!("{}y", "x".repeat(299));
        assert_eq!(Spelling::of(a.as_str()).distance(&Spelling::of(other.as_str()), 1), Some(1));
    }
}
