//! Holes in shell commands: words, as the shell's own reader cuts them, and what the program makes of them.

mod command;
mod lexer;
mod options;
mod programs;
mod wrappers;

use super::Findings;
use crate::escape::CodePiece;

/// Finds the holes of `sh` (or, with `bash`, of bash).
pub(super) fn find(pieces: &[CodePiece<'_>], bash: bool, findings: &mut Findings) {
    let tokens = lexer::lex(pieces, bash, findings);
    command::place(&tokens, bash, findings);
}
