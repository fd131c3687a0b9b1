//! What makes two paths the same file.

use std::fs::Metadata;
use std::path::Path;

/// What makes two paths the same file, through links of either kind.
#[cfg(unix)]
pub(super) type Identity = (u64, u64);

#[cfg(unix)]
pub(super) fn of(_: &Path, meta: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some((meta.dev(), meta.ino()))
}

/// What makes two paths the same file, through symbolic links.
#[cfg(not(unix))]
pub(super) type Identity = std::path::PathBuf;

#[cfg(not(unix))]
pub(super) fn of(path: &Path, _: &Metadata) -> Option<Identity> {
    std::fs::canonicalize(path).ok()
}

/// A path as bytes, for an order that no locale changes.
pub(super) fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}
