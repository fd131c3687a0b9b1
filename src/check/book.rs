//! The table of all items after overrides, and on-demand checking of each.
//!
//! In: rulebook files, folders, texts, and the built-in rulebook, through a [`Loader`]. Out: a [`Book`] and
//! what is wrong with it so far ([`Loaded`]). Nothing here reads a condition or a template before it is asked
//! for, so that a book of hundreds of mitigations is there in a millisecond.
//!
//! ```
//! use falconer::check::book::Loader;
//! let loaded = Loader::new().text("site.yaml", "- list: shells\n  items: [bash, sh]\n").load();
//! assert!(loaded.diagnostics.is_empty());
//! ```

mod builtin;
mod copies;
mod entry;
pub(in crate::check) mod intake;
mod load;
mod merge;
mod table;
mod version;
pub(crate) mod walk;

pub use entry::{Entry, Kind};
pub use load::{Loaded, Loader};
pub use table::Book;
