//! The same work on many independent things, by as many threads as the machine has.
//!
//! In: things in order. Out: what came of each, in the same order, whatever the number of threads. Knows not what the
//! work is.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// As deep as a main thread's: conditions may nest a thousand levels.
const STACK: usize = 8 << 20;

/// So many small things a thread takes at a time.
pub(crate) const SMALL: usize = 64;
/// So many things, each of which is work for a while.
pub(crate) const LARGE: usize = 1;

/// Applies `work` to every thing. A thread takes `portion` of them at a time; fewer than two portions are worked on here.
/// Each thread has a tool of its own, which may keep what is costly to make.
pub(crate) fn map<T: Sync, R: Send, W>(
    things: &[T],
    portion: usize,
    tool: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, &T) -> R + Sync,
) -> Vec<R> {
    let threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(things.len().checked_div(portion).unwrap_or(0));
    if threads < 2 {
        let mut tool = tool();
        return things.iter().map(|thing| work(&mut tool, thing)).collect();
    }
    let next = AtomicUsize::new(0);
    let hand = || {
        let mut tool = tool();
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let start = number.saturating_mul(portion).min(things.len());
            let end = start.saturating_add(portion).min(things.len());
            let Some(part) = things.get(start..end).filter(|part| !part.is_empty()) else { return done };
            done.push((number, part.iter().map(|thing| work(&mut tool, thing)).collect()));
        }
    };
    let mut done = thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, hand).ok();
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
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_each_stands_in_order() {
        for portion in [LARGE, SMALL] {
            for count in [0, 1, portion * 2 - 1, portion * 2, portion * 50 + 7] {
                let things: Vec<usize> = (0..count).collect();
                let doubled = map(&things, portion, || 2, |by, thing| thing * *by);
                assert_eq!(doubled, things.iter().map(|thing| thing * 2).collect::<Vec<_>>(), "{count}");
            }
        }
    }
}
