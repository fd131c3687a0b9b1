//! Rulebook files: YAML trees to items, with every mistake of a file reported.

pub mod items;
