//! Bytes of an archive: the pieces do not depend on how many bytes come at a time, and each is read without a panic.
//!
//! The first byte says how many come at a time.

use falconer::alert::Limits;
use falconer::alert::split::{Piece, Splitter};

const LIMITS: Limits = Limits { line: 64, depth: 8, fields: 16, key: 16 };

/// The places of all pieces of an input that comes `step` bytes at a time.
fn pieces(input: &[u8], step: usize) -> Vec<(u64, u64, u64, String)> {
    let mut splitter = Splitter::new(LIMITS.line);
    let (mut buffer, mut found) = (Vec::new(), Vec::new());
    for part in input.chunks(step).map(Some).chain([None]) {
        buffer.extend_from_slice(part.unwrap_or_default());
        let mut pieces = Vec::new();
        let used = splitter.split(&buffer, part.is_none(), usize::MAX, &mut pieces);
        found.extend(pieces.iter().map(|piece: &Piece| {
            let content = format!("{:?} {:?}", piece.kind, piece.read(&buffer, &LIMITS));
            (piece.line, piece.column, piece.offset, content)
        }));
        buffer.drain(..used);
    }
    assert!(buffer.is_empty(), "left over: {buffer:?}");
    found
}

/// Holds for every input.
pub(crate) fn holds(input: &[u8]) {
    let Some((&step, input)) = input.split_first() else { return };
    assert_eq!(pieces(input, usize::from(step).max(1)), pieces(input, input.len().max(1)));
}
