//! Values: what an alert holds, and the types Falco declares for them.
//!
//! In: raw JSON values. Out: typed values and how they compare. Knows no field names and no operators.

mod priority;
mod raw;

pub use priority::Priority;
pub use raw::{Fields, Meta, Raw};
