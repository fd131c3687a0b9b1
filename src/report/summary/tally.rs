//! Counts by name within bounds.

use crate::ops::Texts;
use std::borrow::Cow;

/// Names that one tally keeps.
const MAX_NAMES: usize = 10_000;
/// Bytes of all names of one tally.
const MAX_BYTES: usize = 1024 * 1024;
/// Characters of one name; the rest is cut.
const MAX_NAME: usize = 512;

/// How often each name came, for the first names in archive order; others are counted together.
#[derive(Debug)]
pub(super) struct Tally {
    names: Texts,
    /// By the number of the name.
    counts: Vec<u64>,
    others: u64,
}

impl Default for Tally {
    fn default() -> Self {
        Self { names: Texts::of_strangers(), counts: Vec::new(), others: 0 }
    }
}

impl Tally {
    /// Counts one more of this name. Nothing is cut off before [`Tally::append`], so that parts join to the same whole.
    pub(super) fn count(&mut self, name: &str) {
        let number = match self.names.find(name.as_bytes()) {
            Some(number) => number,
            None => self.names.add(cut(name).as_bytes()),
        };
        self.add(number, 1);
    }

    /// Adds what came later in the archive, within the bounds.
    pub(super) fn append(&mut self, later: &Self) {
        for (name, &count) in later.names.iter().zip(&later.counts) {
            let room =
                self.names.len() < MAX_NAMES && self.names.bytes().saturating_add(name.len()) <= MAX_BYTES;
            match self.names.find(name) {
                Some(number) => self.add(number, count),
                None if room => {
                    let number = self.names.add(name);
                    self.add(number, count);
                }
                None => self.others = self.others.saturating_add(count),
            }
        }
        self.others = self.others.saturating_add(later.others);
    }

    fn add(&mut self, number: usize, count: u64) {
        if self.counts.len() <= number {
            self.counts.resize(number.saturating_add(1), 0);
        }
        if let Some(known) = self.counts.get_mut(number) {
            *known = known.saturating_add(count);
        }
    }

    /// The names by count, then in archive order; and how many were counted without a name.
    pub(super) fn finish(self) -> (Vec<(String, u64)>, u64) {
        let names = self.names.iter().map(|name| String::from_utf8_lossy(name).into_owned());
        let mut names: Vec<_> = names.zip(self.counts).collect();
        names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        (names, self.others)
    }
}

/// A name within its bound; what is missing is said.
pub(super) fn cut(name: &str) -> Cow<'_, str> {
    if name.len() <= MAX_NAME {
        return Cow::Borrowed(name);
    }
    match name.char_indices().nth(MAX_NAME).and_then(|(end, _)| name.split_at_checked(end)) {
        Some((kept, rest)) => Cow::Owned(format!("{kept}… (+{})", rest.chars().count())),
        None => Cow::Borrowed(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for name in names {
            tally.count(name);
        }
        tally
    }

    #[test]
    fn most_frequent_first_then_first_seen() {
        let (names, others) = of(&["b", "a", "c", "a", "c"]).finish();
        let names: Vec<_> = names.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        assert_eq!((names, others), (vec![("a", 2), ("c", 2), ("b", 1)], 0));
    }

    #[test]
    fn the_first_names_are_kept_up_to_the_bound() {
        for (beyond, kept) in [(0, MAX_NAMES - 1), (1, MAX_NAMES), (2, MAX_NAMES)] {
            let mut tally = Tally::default();
            for n in 0..MAX_NAMES - 1 + beyond {
                tally.append(&of(&[&format!("name-{n}")]));
            }
            tally.append(&of(&["name-0"]));
            let (names, others) = tally.finish();
            assert_eq!((names.len(), others), (kept, u64::from(beyond == 2)));
            assert_eq!(names[0], ("name-0".to_owned(), 2));
        }
    }

    #[test]
    fn long_names_are_cut_and_all_bytes_bounded() {
        let long = "x".repeat(MAX_NAME + 7);
        let (names, _) = of(&[&long, &long]).finish();
        assert_eq!(names, [(format!("{}… (+7)", "x".repeat(MAX_NAME)), 2)]);
        let mut tally = Tally::default();
        for n in 0..3000 {
            tally.append(&of(&[&format!("{n:0>500}")]));
        }
        let (names, others) = tally.finish();
        assert_eq!((names.len(), others), (MAX_BYTES / 500, 3000 - (MAX_BYTES as u64) / 500));
    }
}
