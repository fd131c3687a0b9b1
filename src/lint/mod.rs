//! Lints: optional opinions on what is otherwise well formed.
//!
//! In: a checked rulebook, or a report in Markdown. Out: diagnostics. Nothing that evaluates alerts depends on it.

#[cfg(feature = "lint")]
pub mod advice;
