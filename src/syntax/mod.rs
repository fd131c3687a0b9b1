//! What authors write, parsed and not yet checked: conditions, templates, prose, rulebook items, Falco rules.

pub mod condition;
pub mod falco_rules;
pub mod prose;
pub mod rulebook;
pub mod template;
