//! Rulebook files under a folder: recursive, in byte order of the path, links followed once.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The deepest nesting of folders.
const MAX_DEPTH: usize = 32;
/// The most files and folders of one walk, whatever they hold.
const MAX_SEEN: usize = 100_000;
/// The most files of one run.
pub(crate) const MAX_FILES: usize = 10_000;

/// What a folder holds.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The rulebook files.
    pub(crate) files: Vec<PathBuf>,
    /// Folders that could not be read.
    pub(crate) unreadable: Vec<(PathBuf, io::Error)>,
    /// Links that lead out of the folder, not followed.
    pub(crate) leaving: Vec<PathBuf>,
    /// Whether a bound cut the walk short.
    pub(crate) cut: bool,
}

/// All `*.yaml` and `*.yml` files under a folder. Hidden files and folders are left out, so that a mounted
/// Kubernetes ConfigMap, which holds each file twice, gives each once.
pub(crate) fn folder(root: &Path) -> Found {
    let mut found = Found::default();
    let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let mut seen = BTreeSet::new();
    let mut open = vec![(root.to_owned(), 0)];
    while let Some((path, depth)) = open.pop() {
        if depth > MAX_DEPTH || found.files.len() > MAX_FILES || seen.len() > MAX_SEEN {
            found.cut = true;
            break;
        }
        let real = match fs::canonicalize(&path) {
            Ok(real) => real,
            Err(error) => {
                found.unreadable.push((path, error));
                continue;
            }
        };
        if !real.starts_with(&real_root) {
            found.leaving.push(path);
        } else if !seen.insert(real.clone()) {
            // A loop of links, or a second link to the same thing.
        } else if real.is_dir() {
            match children(&path) {
                Ok(children) => open.extend(children.into_iter().map(|child| (child, depth + 1))),
                Err(error) => found.unreadable.push((path, error)),
            }
        } else if real.is_file() && is_rulebook(&path) {
            found.files.push(path);
        }
    }
    found.files.sort_by(|a, b| bytes(a).cmp(bytes(b)));
    found
}

fn children(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| {
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        !hidden && (is_rulebook(path) || path.is_dir())
    });
    // The walk takes from the end: of two links to one file, the first in byte order counts.
    paths.sort_by(|a, b| bytes(b).cmp(bytes(a)));
    Ok(paths)
}

fn is_rulebook(path: &Path) -> bool {
    path.extension().is_some_and(|ext| ext == "yaml" || ext == "yml")
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(name: &str, files: &[&str]) -> PathBuf {
        let root = std::env::temp_dir().join(format!("falconer-walk-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        for file in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        root
    }

    fn names(root: &Path, found: &Found) -> Vec<String> {
        found.files.iter().map(|path| path.strip_prefix(root).unwrap().display().to_string()).collect()
    }

    #[test]
    fn in_byte_order_of_the_whole_path() {
        let root = tree("order", &["b.yml", "a/z.yaml", "a-b.yaml", "a/notes.txt", ".git/x.yaml", "B.yaml"]);
        assert_eq!(names(&root, &folder(&root)), ["B.yaml", "a-b.yaml", "a/z.yaml", "b.yml"]);
        fs::remove_dir_all(root).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_once_and_never_out() {
        use std::os::unix::fs::symlink;
        let root = tree("links", &["in/a.yaml", "out/b.yaml"]);
        let inside = root.join("in");
        symlink(&inside, inside.join("loop")).unwrap();
        symlink(inside.join("a.yaml"), inside.join("same.yaml")).unwrap();
        symlink(root.join("out"), inside.join("leaving")).unwrap();
        let found = folder(&inside);
        assert_eq!(names(&inside, &found), ["a.yaml"]);
        assert_eq!(found.leaving, [inside.join("leaving")]);
        fs::remove_dir_all(root).unwrap();
    }
}
