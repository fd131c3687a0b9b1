//! The summary of an archive: what fired, how often, when and where, and what to do about it.
//!
//! In: every alert with its evaluation, in archive order ([`Collector::add`]), or collected by parts that are
//! joined in archive order ([`Collector::append`]): both give the same summary. Out: a [`Summary`], the same for every format.
//! Memory does not follow the archive: groups, names and points in time are counted up to a bound, the first ones in
//! archive order; what comes later is counted without its name, so that every alert is counted once.

mod collect;
mod group;
mod model;
mod tally;
mod timeline;

pub use collect::{Collector, KEYS, Seen};
pub use group::Place;
pub use model::{Bar, Gap, Group, Rest, Run, Summary, Timeline, Top, Totals};
