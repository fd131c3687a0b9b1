//! The same work on many independent things, by as many threads as the machine has.
//!
//! In: things in order. Out: what came of each, in the same order, whatever the number of threads. Knows not what the
//! work is.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// So many things a thread takes at a time; fewer than two such portions are worked on here.
const PORTION: usize = 64;
/// As deep as a main thread's: conditions may nest a thousand levels.
const STACK: usize = 8 << 20;

/// Applies `work` to every thing. Each thread has a tool of its own, which may keep what is costly to make.
pub(crate) fn map<T: Sync, R: Send, W>(
    things: &[T],
    tool: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, &T) -> R + Sync,
) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(things.len() / PORTION);
    if threads < 2 {
        let mut tool = tool();
        return things.iter().map(|thing| work(&mut tool, thing)).collect();
    }
    let next = AtomicUsize::new(0);
    let hand = || {
        let mut tool = tool();
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        loop {
            let portion = next.fetch_add(1, Ordering::Relaxed);
            let start = portion.saturating_mul(PORTION).min(things.len());
            let end = start.saturating_add(PORTION).min(things.len());
            let Some(part) = things.get(start..end).filter(|part| !part.is_empty()) else { return done };
            done.push((portion, part.iter().map(|thing| work(&mut tool, thing)).collect()));
        }
    };
    let mut done = thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &hand).ok();
        // A thread that cannot be had is no loss but of time: this one works too.
        let others: Vec<_> = (1..threads).filter_map(spawn).collect();
        let mut done = hand();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(portion, _)| *portion);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_each_stands_in_order() {
        for count in [0, 1, PORTION * 2 - 1, PORTION * 2, PORTION * 50 + 7] {
            let things: Vec<usize> = (0..count).collect();
            let doubled = map(&things, || 2, |by, thing| thing * *by);
            assert_eq!(doubled, things.iter().map(|thing| thing * 2).collect::<Vec<_>>(), "{count}");
        }
    }
}
