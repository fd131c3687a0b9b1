//! Contestants timed in turn, so that what else the machine does falls on all of them alike.
//!
//! In: names and closures. Out: for each its best and median time per round, and the ratio to the first.

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

/// Runs every contestant once per round and gives the median of each, in order. A contestant's result is only
/// kept from being optimised away.
pub(crate) fn medians(contestants: &mut [Contestant<'_>], rounds: usize) -> Vec<Duration> {
    let mut times = vec![Vec::with_capacity(rounds); contestants.len()];
    // The first round warms caches and is not counted.
    for round in 0..=rounds {
        for (contestant, times) in contestants.iter_mut().zip(&mut times) {
            let start = Instant::now();
            std::hint::black_box((contestant.run)());
            if round > 0 {
                times.push(start.elapsed());
            }
        }
    }
    times
        .into_iter()
        .map(|mut times| {
            times.sort();
            times.get(times.len() / 2).copied().unwrap_or_default()
        })
        .collect()
}
