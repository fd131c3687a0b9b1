//! Template filters: one table with types, documentation and examples.

/// A filter with its arguments, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterCall {}
