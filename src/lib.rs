//! Falconer: an embedded rule engine that turns Falco alerts into mitigation reports.
//!
//! Stages, each with a type of its own as product; dependencies flow one way, from left to right:
//!
//! ```text
//! source → diag → value → fields → ops → syntax → escape → check → plan → alert → eval
//!        → report → render → suite → cli
//! ```

pub mod alert;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diag;
pub mod escape;
pub mod eval;
pub mod fields;
pub mod ops;
pub mod plan;
pub mod render;
pub mod report;
pub mod source;
pub mod suite;
pub mod syntax;
pub mod value;
