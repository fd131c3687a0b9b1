//! Running a rulebook's own tests.
//!
//! In: a checked rulebook whose mitigations carry tests. Out: an [`Outcome`] per test: which expectations do not
//! hold, where each stands, and what came out instead. Knows no terminal.

mod alert;
mod compare;

pub use compare::{Difference, Failure};
