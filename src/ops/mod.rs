//! Operators, modifiers, transformers and template filters: one table each, and what they do to values.
//!
//! In: typed values. Out: truth values, transformed values. Knows no condition and no alert.

mod base64;
mod compare;
pub mod filter;
mod getopt;
mod glob;
mod operator;
mod path;
mod posix_regex;
mod texts;
mod transform;
mod transformer;

pub use compare::{Constants, Part, Test, TestError, compare_values};
pub use getopt::Options;
pub use glob::Glob;
pub use operator::{Modifier, Op, OperatorRow, operators};
pub use path::PathSet;
pub use posix_regex::{MAX_COMPILED, MAX_SOURCE, PosixRegex, RegexError};
pub use texts::{Texts, hash};
pub use transform::{basename, decode_base64, fold_lower, fold_upper};
pub use transformer::{Function, TransformerRow, transformers};
