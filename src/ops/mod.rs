//! Operators, modifiers, transformers and template filters: one table each.

pub mod filter;
