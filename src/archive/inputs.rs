//! From what a person names to the inputs that are read, in order.

use super::error::ReadError;
use super::identity::{self, Identity};
use super::{pattern, walk};
use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

/// The name of standard input on a command line.
const STDIN: &str = "-";

/// One input.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where it is; `-` for standard input.
    pub path: PathBuf,
    /// What it is called in outputs.
    pub name: String,
    /// How it came to be one.
    pub origin: Origin,
    /// Its size in bytes, if it is a regular file.
    pub size: Option<u64>,
}

/// How an input came to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Standard input.
    Stdin,
    /// It was named: what it is may also be a FIFO or a device.
    Named,
    /// It was found in a folder or by a pattern: only a regular file is read.
    Found,
}

/// What a person has to know about what was named.
#[derive(Debug)]
#[non_exhaustive]
pub enum Notice {
    /// It cannot be read: an error.
    Unreadable(PathBuf, ReadError),
    /// A link in a folder that leads out of it.
    Leaving(PathBuf),
    /// A FIFO, socket or device in a folder.
    Special(PathBuf),
    /// A file that is read once, though it was named twice.
    Twice(PathBuf),
    /// A folder with more files, or nested deeper, than is read: an error.
    Cut(PathBuf),
}

/// The inputs of a run, and what has to be said about what was named.
#[derive(Debug, Default)]
pub struct Inputs {
    /// In the order in which they are read.
    pub files: Vec<Input>,
    /// In the order of what was named.
    pub notices: Vec<Notice>,
}

impl Inputs {
    /// Finds the inputs: `-`, files, folders with all that is in them, and patterns.
    #[must_use]
    pub fn find(named: &[PathBuf]) -> Self {
        let mut found = Self::default();
        let mut seen = BTreeSet::new();
        for path in named {
            found.add(path, &mut seen);
        }
        found
    }

    fn add(&mut self, path: &Path, seen: &mut BTreeSet<Identity>) {
        if path.as_os_str() == STDIN {
            self.files.push(Input {
                path: path.to_owned(),
                name: STDIN.to_owned(),
                origin: Origin::Stdin,
                size: None,
            });
            return;
        }
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.folder(path, seen),
            Ok(meta) => self.file(path, &meta, Origin::Named, seen),
            Err(_) if pattern::is_pattern(path) => self.pattern(path, seen),
            Err(error) => {
                self.notices.push(Notice::Unreadable(path.to_owned(), ReadError::Io(error)));
            }
        }
    }

    fn pattern(&mut self, path: &Path, seen: &mut BTreeSet<Identity>) {
        let matching = pattern::expand(path);
        if matching.is_empty() {
            self.notices.push(Notice::Unreadable(path.to_owned(), ReadError::NoMatch));
        }
        for path in matching {
            match fs::metadata(&path) {
                Ok(meta) if meta.is_dir() => self.folder(&path, seen),
                Ok(meta) if meta.is_file() => self.file(&path, &meta, Origin::Found, seen),
                Ok(_) => self.notices.push(Notice::Special(path)),
                Err(error) => self.notices.push(Notice::Unreadable(path, ReadError::Io(error))),
            }
        }
    }

    fn file(&mut self, path: &Path, meta: &Metadata, origin: Origin, seen: &mut BTreeSet<Identity>) {
        let new = identity::of(path, meta).is_none_or(|identity| seen.insert(identity));
        if meta.is_file() && !new {
            self.notices.push(Notice::Twice(path.to_owned()));
            return;
        }
        self.files.push(Input {
            path: path.to_owned(),
            name: path.to_string_lossy().into_owned(),
            origin,
            size: meta.is_file().then_some(meta.len()),
        });
    }

    fn folder(&mut self, path: &Path, seen: &mut BTreeSet<Identity>) {
        let found = walk::folder(path, seen);
        let name = |path: &Path| path.to_string_lossy().into_owned();
        self.files.extend(found.files.into_iter().map(|(path, meta)| Input {
            name: name(&path),
            path,
            origin: Origin::Found,
            size: Some(meta.len()),
        }));
        let unreadable = found.unreadable.into_iter();
        self.notices.extend(unreadable.map(|(path, error)| Notice::Unreadable(path, ReadError::Io(error))));
        self.notices.extend(found.leaving.into_iter().map(Notice::Leaving));
        self.notices.extend(found.special.into_iter().map(Notice::Special));
        if found.cut || self.files.len() > walk::MAX_FILES {
            self.files.truncate(walk::MAX_FILES);
            self.notices.push(Notice::Cut(path.to_owned()));
        }
    }
}
