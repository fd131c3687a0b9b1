//! Findings for a reader: one [`Report`] per alert, the same for every format.
//!
//! In: an [`Evaluation`](crate::eval::Evaluation) and its alert. Out: a [`Report`], in which everything is
//! decided: which strategies appear and in what order, what each value is decoded to, what is withheld and why.
//! Knows no format and no clock: the same alert and rulebook give the same report for ever.

mod budget;
mod build;
mod digest;
mod facts;
mod fill;
mod merge;
mod model;
mod prose;
#[cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]
pub mod summary;

pub use model::{
    Code, Example, Facts, FindingName, Footer, Reason, Report, Row, RowContent, Strategy, Time, Value,
    Withheld,
};
pub use prose::{Filling, Prose};
