//! x
use super::ast::Dialect;
use super::error::{SyntaxError, SyntaxErrorKind};
use super::grammar::Failure;
use crate::source::ByteRange;
pub(super) fn failure(_text: &str, f: &Failure, _d: Dialect) -> SyntaxError {
    SyntaxError::new(if f.too_deep {SyntaxErrorKind::TooDeep} else {SyntaxErrorKind::Junk}, ByteRange::new(f.at, f.at), format!("{:?}", f.wanted), "")
}
pub(super) fn too_deep(range: ByteRange, _max_depth: usize) -> SyntaxError {
    SyntaxError::new(SyntaxErrorKind::TooDeep, range, "deep", "")
}
