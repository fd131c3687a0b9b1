//! What differs of one key, line by line, within bounds.

use crate::cli::unified::unified;
use crate::suite::{DiffItem, KeyChange};

/// So many lines of one difference are shown.
const SHOWN: usize = 200;
/// Values of more lines than this are only counted: comparing them could take as long as their product.
const COMPARED: usize = 5_000;

/// The lines of a difference, already in visible form, and how many more there are.
pub(super) fn of(item: &DiffItem, change: &KeyChange) -> (Vec<String>, usize) {
    let (old, new) = change.texts();
    let count = |text: &str| text.lines().count();
    if count(&old) > COMPARED || count(&new) > COMPARED {
        let line = format!("{} lines before, {} now", count(&old), count(&new));
        return (vec![line], 0);
    }
    let text = unified(&format!("{} {} {}", item.kind, item.name, change.key), &old, &new);
    let all: Vec<&str> = text.lines().collect();
    // The names of the two files that are none say nothing new.
    let body = all.get(2..).unwrap_or_default();
    let shown = body.iter().take(SHOWN).map(|line| (*line).to_owned()).collect();
    (shown, body.len().saturating_sub(SHOWN))
}
