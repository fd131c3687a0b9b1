//! Templates: literal text with holes and, in prose, `{% if %}`.

pub mod ast;
