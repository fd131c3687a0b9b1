//! Opinions about what loads and works: lints of rulebooks and of advice, one file each.
//!
//! In: a checked rulebook, or the code of an example. Out: diagnostics. Nothing here keeps a rulebook from being
//! used; `falconer check` asks, and its configuration decides what counts.

pub mod rulebook;
