//! The compiled rulebook: predicates and the candidate index.
