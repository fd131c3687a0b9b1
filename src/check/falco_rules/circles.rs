//! Circles among things that name each other: macros within macros, lists within lists.

use std::collections::{BTreeMap, BTreeSet};

/// For each circle one step of it: who names whom, as positions in `uses`.
///
/// `uses` says for each thing which others it names.
pub(super) fn find(uses: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let left = cyclic(uses);
    let mut told = BTreeSet::new();
    let mut circles = Vec::new();
    for &start in &left {
        if told.contains(&start) {
            continue;
        }
        // From any thing that is left, following what is left leads round.
        let mut path: BTreeMap<usize, usize> = BTreeMap::new();
        let mut at = start;
        while let Some(next) = next_of(uses, at, &left) {
            let fresh = told.insert(at);
            if path.insert(at, next).is_some() {
                circles.push((at, next));
                break;
            }
            if !fresh {
                // It leads into a circle that was told.
                break;
            }
            at = next;
        }
    }
    circles
}

fn next_of(uses: &[Vec<usize>], at: usize, left: &BTreeSet<usize>) -> Option<usize> {
    uses.get(at)?.iter().copied().find(|next| left.contains(next))
}

/// Those that are in a circle, or name something that is: what is left when all others are taken away one by one.
fn cyclic(uses: &[Vec<usize>]) -> BTreeSet<usize> {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); uses.len()];
    let mut open: Vec<usize> = uses.iter().map(Vec::len).collect();
    for (user, used) in uses.iter().enumerate() {
        for &used in used {
            if let Some(users) = users.get_mut(used) {
                users.push(user);
            }
        }
    }
    let mut done: Vec<usize> = open.iter().enumerate().filter(|(_, n)| **n == 0).map(|(at, _)| at).collect();
    let mut left: BTreeSet<usize> = (0..uses.len()).collect();
    while let Some(at) = done.pop() {
        left.remove(&at);
        for &user in users.get(at).into_iter().flatten() {
            if let Some(n) = open.get_mut(user) {
                *n = n.saturating_sub(1);
                if *n == 0 {
                    done.push(user);
                }
            }
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_circle_is_told_once() {
        assert_eq!(find(&[vec![], vec![0], vec![0, 1]]), []);
        assert_eq!(find(&[vec![0]]), [(0, 0)]);
        // 3 leads into the circle of 0, 1 and 2; 4 and 5 are one of their own.
        let uses = [vec![1], vec![2], vec![0], vec![0], vec![5], vec![4]];
        assert_eq!(find(&uses), [(0, 1), (4, 5)]);
        let uses = [vec![1], vec![2], vec![1]];
        assert_eq!(find(&uses), [(1, 2)]);
    }
}
