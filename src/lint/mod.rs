//! Opinions about what loads and works: lints of rulebooks and of advice, one file each.
//!
//! In: a checked rulebook, the code of its examples, or a report in Markdown. Out: diagnostics. Nothing here keeps a
//! rulebook from being used, and nothing that evaluates alerts depends on it; `falconer check` and `falconer audit`
//! ask, and configuration decides what counts.

#[cfg(feature = "lint")]
pub mod advice;
pub mod rulebook;
