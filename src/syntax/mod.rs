//! What authors write, parsed and not yet checked: conditions, templates, prose, rulebook items.

pub mod condition;
pub mod prose;
pub mod rulebook;
pub mod template;
