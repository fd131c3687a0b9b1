//! Given files that are the built-in rulebook's own, text for text.
//!
//! Whoever works on the built-in rulebook names its folder: `falconer check rules/`. Its items are no second
//! definitions then; each such file is read in the place of the embedded one, so that order, diagnostics and tests
//! are those of the file that was named.

use super::load::Input;
use super::{builtin, walk};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The given copy of each built-in file that has one, by the built-in file's text.
pub(super) fn find(inputs: &[Input]) -> BTreeMap<&'static str, PathBuf> {
    let paths = inputs.iter().filter_map(|input| match input {
        Input::Path(path) => Some(path),
        Input::Text { .. } => None,
    });
    let mut copies = BTreeMap::new();
    for path in paths {
        let files = if path.is_dir() { walk::folder(path).files } else { vec![path.clone()] };
        for file in files {
            if let Some(text) = original(&file) {
                copies.entry(text).or_insert(file);
            }
        }
    }
    copies
}

/// The text of the built-in file that this one is a copy of.
fn original(path: &Path) -> Option<&'static str> {
    let namesakes = builtin::texts().filter(|(name, _)| Path::new(name).file_name() == path.file_name());
    let length = fs::metadata(path).ok().filter(fs::Metadata::is_file)?.len();
    let candidates: Vec<&str> =
        namesakes.map(|(_, text)| text).filter(|text| text.len() as u64 == length).collect();
    if candidates.is_empty() {
        return None;
    }
    let text = fs::read_to_string(path).ok()?;
    candidates.into_iter().find(|candidate| *candidate == text)
}
