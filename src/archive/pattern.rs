//! Patterns in paths that no shell has expanded: `logs/*.gz` in quotes, or on a system whose shell expands none.

use super::identity;
use crate::ops::Glob;
use std::fs;
use std::path::{Path, PathBuf};

/// The most paths of one pattern.
const MAX_PATHS: usize = 100_000;

/// Whether a path holds characters of a pattern.
pub(super) fn is_pattern(path: &Path) -> bool {
    identity::bytes(path).iter().any(|byte| matches!(byte, b'*' | b'?' | b'['))
}

/// What matches, in byte order. `*`, `?` and `[…]` stand for characters of one name; hidden names have to be named.
pub(super) fn expand(pattern: &Path) -> Vec<PathBuf> {
    let mut paths = vec![PathBuf::new()];
    for part in pattern.components() {
        let name = Path::new(part.as_os_str());
        paths = if is_pattern(name) {
            paths.iter().flat_map(|folder| matching(folder, name)).take(MAX_PATHS).collect()
        } else {
            paths.into_iter().map(|folder| folder.join(name)).collect()
        };
    }
    paths.retain(|path| path.exists());
    paths.sort_by(|a, b| identity::bytes(a).cmp(identity::bytes(b)));
    paths
}

fn matching(folder: &Path, pattern: &Path) -> Vec<PathBuf> {
    let glob = Glob::new(identity::bytes(pattern), false);
    let shows_hidden = identity::bytes(pattern).starts_with(b".");
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let names = fs::read_dir(here).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.file_name()));
    let names = names.filter(|name| {
        let bytes = name.as_encoded_bytes();
        (shows_hidden || !bytes.starts_with(b".")) && glob.matches(bytes)
    });
    names.map(|name| folder.join(name)).collect()
}
