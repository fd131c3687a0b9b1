//! Conditions with names resolved and types put on.

/// A checked condition: evaluated by [`crate::eval`].
#[derive(Debug, Clone)]
pub struct Condition {}

/// A checked field or transformer.
#[derive(Debug, Clone)]
pub struct Operand {}
