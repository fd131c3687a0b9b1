//! The files of a folder: recursive, in byte order of the path, each file and folder once.

use super::identity::{self, Identity};
use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// The deepest nesting of folders.
const MAX_DEPTH: usize = 32;
/// The most files of one run.
pub(super) const MAX_FILES: usize = 100_000;

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The regular files, sorted.
    pub(super) files: Vec<(PathBuf, Metadata)>,
    /// What could not be read.
    pub(super) unreadable: Vec<(PathBuf, io::Error)>,
    /// Links that lead out of the folder, not followed.
    pub(super) leaving: Vec<PathBuf>,
    /// FIFOs, sockets and devices, not opened.
    pub(super) special: Vec<PathBuf>,
    /// Whether a bound cut the walk short.
    pub(super) cut: bool,
}

/// Walks a folder. Hidden files and folders are left out.
pub(super) fn folder(root: &Path, seen: &mut BTreeSet<Identity>) -> Found {
    let mut found = Found::default();
    let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    if let Some(own) = fs::metadata(root).ok().and_then(|meta| identity::of(root, &meta)) {
        seen.insert(own);
    }
    let mut open = vec![(root.to_owned(), 0_usize)];
    while let Some((folder, depth)) = open.pop() {
        let entries = match fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => {
                found.unreadable.push((folder, error));
                continue;
            }
        };
        for entry in entries.iter().filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b".")) {
            let path = entry.path();
            let Some(meta) = found.look(&path, &real_root, seen) else { continue };
            if meta.is_file() {
                found.files.push((path, meta));
            } else if depth < MAX_DEPTH {
                open.push((path, depth.saturating_add(1)));
            } else {
                found.cut = true;
            }
        }
        if found.files.len() > MAX_FILES {
            found.files.truncate(MAX_FILES);
            found.cut = true;
            break;
        }
    }
    found.files.sort_by(|(a, _), (b, _)| identity::bytes(a).cmp(identity::bytes(b)));
    found
}

impl Found {
    /// What stands at a path, if it is a file or a folder to read, and not seen before.
    fn look(&mut self, path: &Path, real_root: &Path, seen: &mut BTreeSet<Identity>) -> Option<Metadata> {
        // Never opens: a FIFO without a writer would hang.
        let followed = fs::symlink_metadata(path).and_then(|meta| {
            if !meta.is_symlink() {
                return Ok(Some(meta));
            }
            let inside = fs::canonicalize(path)?.starts_with(real_root);
            if inside { fs::metadata(path).map(Some) } else { Ok(None) }
        });
        let meta = match followed {
            Ok(Some(meta)) => meta,
            Ok(None) => {
                self.leaving.push(path.to_owned());
                return None;
            }
            Err(error) => {
                self.unreadable.push((path.to_owned(), error));
                return None;
            }
        };
        if !meta.is_file() && !meta.is_dir() {
            self.special.push(path.to_owned());
            return None;
        }
        let new = identity::of(path, &meta).is_none_or(|identity| seen.insert(identity));
        new.then_some(meta)
    }
}
