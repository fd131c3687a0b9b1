//! The catalogue of fields that Falco and its plugins define, as data, and the look-up.
//!
//! In: field names as authors spell them. Out: [`Field`] (type, argument, label, shape) and [`Origin`] (where in
//! an alert the value stands). Knows no alert and no condition.

mod catalogue;
mod events;
mod origin;
mod restrictions;
mod shape;

pub(crate) use catalogue::nearest;
pub use catalogue::{Argument, Field, all, lookup, search};
pub use events::is_event_name;
pub use origin::{Ancestry, Joined, Origin, alert_key, origin};
pub use restrictions::{compares_with_fields, takes_transformer};
pub use shape::Shape;

use crate::value::{Notation, Type};

/// A field as used: the catalogue's row with the type that this name or argument gives it.
#[derive(Debug, Clone, Copy)]
pub struct Resolved {
    /// The row.
    pub field: &'static Field,
    /// Its type.
    pub ty: Type,
    /// How alerts write it.
    pub notation: Notation,
}

/// Finds a field by the name in a condition, also one whose argument follows a dot (`evt.arg.flags`).
#[must_use]
pub fn resolve(name: &str) -> Option<Resolved> {
    if let Some(field) = lookup(name) {
        return Some(Resolved { field, ty: field.ty, notation: field.notation });
    }
    let (field, argument) = catalogue::dotted(name)?;
    let (ty, notation) = match field.name {
        "evt.rawarg" => catalogue::raw_argument(argument)?,
        _ => (field.ty, field.notation),
    };
    Some(Resolved { field, ty, notation })
}
