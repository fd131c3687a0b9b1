//! Contestants timed in turn, so that what else the machine does falls on all of them alike.
//!
//! In: names and closures. Out: for each the best of its times. Whatever else runs can only add to a time, so the
//! best is the one that tells of the contestant.

use std::time::{Duration, Instant};

/// One thing to be timed.
pub(crate) struct Contestant<'a> {
    pub(crate) name: String,
    pub(crate) run: Box<dyn FnMut() -> usize + 'a>,
}

impl<'a> Contestant<'a> {
    pub(crate) fn new(name: impl Into<String>, run: impl FnMut() -> usize + 'a) -> Self {
        Self { name: name.into(), run: Box::new(run) }
    }
}

/// Runs every contestant once per round and gives the best time of each, in order. A contestant's result is only
/// kept from being optimised away.
pub(crate) fn best_times(contestants: &mut [Contestant<'_>], rounds: usize) -> Vec<Duration> {
    let mut times = vec![Duration::MAX; contestants.len()];
    // The first round warms caches and is not counted.
    for round in 0..=rounds {
        for (contestant, best) in contestants.iter_mut().zip(&mut times) {
            let start = Instant::now();
            std::hint::black_box((contestant.run)());
            if round > 0 {
                *best = start.elapsed().min(*best);
            }
        }
    }
    times
}
