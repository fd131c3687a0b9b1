//! Rulebook files: YAML trees to items, with every mistake of a file reported.
//!
//! In: the text of one file. Out: its [`items`] and diagnostics. [`keys`] says as data which keys exist.
//! Conditions and templates stay texts; names are not looked up here.

mod decode;
pub(in crate::syntax) mod foreign;
pub mod items;
pub mod keys;
mod requote;
pub(in crate::syntax) mod yaml_error;

pub use decode::{Decoded, decode_item};

use crate::diag::Diagnostic;
use crate::source::FileId;
use crate::source::yaml::{self, Part};
use decode::Decoder;
use foreign::Wanted;

/// The items of a file's text.
///
/// A file that is no YAML, or something else than a rulebook, gives one diagnostic and no items.
#[must_use]
pub fn parse(file: FileId, source: &str) -> Decoded {
    let refused = |diagnostic: Diagnostic| Decoded { items: Vec::new(), diagnostics: vec![diagnostic] };
    if let Some(diagnostic) = foreign::alerts(file, source, Wanted::Rulebook) {
        return refused(diagnostic);
    }
    let (mut decoder, mut foreign) = (Decoder::new(source), None);
    let read = yaml::each(file, source, &mut |part| {
        foreign = foreign.take().or_else(|| foreign::recognise_part(&part, Wanted::Rulebook));
        if let (None, Part::Item(node)) = (&foreign, &part) {
            decoder.add(node);
        }
    });
    match (read, foreign) {
        (Err(error), _) => {
            let diagnostic = yaml_error::explain(&error);
            refused(match requote::fix(&error, source) {
                Some(fix) => diagnostic.fix(fix),
                None => diagnostic,
            })
        }
        (Ok(()), Some(diagnostic)) => refused(diagnostic),
        (Ok(()), None) => decoder.finish(),
    }
}
