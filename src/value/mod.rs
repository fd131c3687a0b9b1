//! Values: what an alert holds, and the types Falco declares for them.
//!
//! In: raw JSON values, constants as written. Out: typed [`Value`]s and how they compare. Knows no field names
//! and no operators.

mod coerce;
mod constant;
mod priority;
mod raw;
mod services;
mod typed;
mod types;
mod units;

pub use coerce::{Mismatch, coerce};
pub use constant::{ConstantError, ReadConstant, read_constant, read_network};
pub use priority::Priority;
pub use raw::{Fields, Glance, Meta, Raw, Slot, SlotsId};
pub use services::port_of_service;
pub use typed::Value;
pub use types::{Kind, Notation, Type};
pub use units::{UnitFamily, read_with_unit};
