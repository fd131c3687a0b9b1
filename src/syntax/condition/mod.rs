//! The condition language: text to tree, and tree to text.

pub mod ast;
