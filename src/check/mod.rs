//! Names resolved, types put on, contexts found: the checked rulebook and everything wrong with it.
//!
//! In: items of [`crate::syntax::rulebook`]. Out: a [`Book`](book::Book) whose mitigations and strategies are
//! checked one by one, on demand, and diagnostics. `falconer check` asks for all of them; a report asks only
//! for those its alert selects.

pub mod book;
pub mod condition;
pub mod falco_rules;
mod mitigation;
pub mod model;
mod names;
pub(crate) mod parallel;
pub mod template;
