//! Counts by name within bounds.

use std::collections::HashMap;

/// Names that one tally keeps.
const MAX_NAMES: usize = 10_000;
/// Bytes of all names of one tally.
const MAX_BYTES: usize = 1024 * 1024;
/// Characters of one name; the rest is cut.
const MAX_NAME: usize = 512;

/// How often each name came, for the first names in archive order; others are counted together.
#[derive(Debug, Default)]
pub(super) struct Tally {
    names: Vec<(String, u64)>,
    numbers: HashMap<String, usize>,
    bytes: usize,
    others: u64,
}

impl Tally {
    /// Counts one more of this name. Nothing is cut off before [`Tally::append`], so that parts join to the same whole.
    pub(super) fn count(&mut self, name: &str) {
        if let Some(row) = self.numbers.get(name).and_then(|&number| self.names.get_mut(number)) {
            row.1 = row.1.saturating_add(1);
            return;
        }
        self.open(&cut(name), 1);
    }

    /// Adds what came later in the archive, within the bounds.
    pub(super) fn append(&mut self, later: Self) {
        for (name, count) in later.names {
            if let Some(row) = self.numbers.get(&name).and_then(|&number| self.names.get_mut(number)) {
                row.1 = row.1.saturating_add(count);
            } else if self.names.len() < MAX_NAMES && self.bytes.saturating_add(name.len()) <= MAX_BYTES {
                self.open(&name, count);
            } else {
                self.others = self.others.saturating_add(count);
            }
        }
        self.others = self.others.saturating_add(later.others);
    }

    fn open(&mut self, name: &str, count: u64) {
        if let Some(row) = self.numbers.get(name).and_then(|&number| self.names.get_mut(number)) {
            row.1 = row.1.saturating_add(count);
            return;
        }
        self.bytes = self.bytes.saturating_add(name.len());
        self.numbers.insert(name.to_owned(), self.names.len());
        self.names.push((name.to_owned(), count));
    }

    /// The names by count, then in archive order; and how many were counted without a name.
    pub(super) fn finish(self) -> (Vec<(String, u64)>, u64) {
        let mut names = self.names;
        names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        (names, self.others)
    }
}

/// A name within its bound; what is missing is said.
pub(super) fn cut(name: &str) -> String {
    match name.char_indices().nth(MAX_NAME) {
        Some((end, _)) => {
            let (kept, rest) = name.split_at_checked(end).unwrap_or((name, ""));
            format!("{kept}… (+{})", rest.chars().count())
        }
        None => name.to_owned(),
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
                tally.append(of(&[&format!("name-{n}")]));
            }
            tally.append(of(&["name-0"]));
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
            tally.append(of(&[&format!("{n:0>500}")]));
        }
        let (names, others) = tally.finish();
        assert_eq!((names.len(), others), (MAX_BYTES / 500, 3000 - (MAX_BYTES as u64) / 500));
    }
}
