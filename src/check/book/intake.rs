//! Reading rules files, ours and Falco's, within bounds: folders, encodings, and what to say of what cannot be read.
//!
//! In: paths and texts, in load order. Out: files of a [`Sources`] that hold text, and diagnostics. Knows no item.

use super::walk;
use crate::diag::{Code, Diagnostic, Severity};
use crate::source::{ByteRange, FileId, Sources, Span, decode};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The largest rulebook file, in bytes.
const MAX_FILE: u64 = 4 << 20;
/// The largest sum of all rulebook files, in bytes.
const MAX_TOTAL: u64 = 64 << 20;

/// What was read in one run.
#[derive(Debug, Default)]
pub(in crate::check) struct Intake {
    /// Everything found so far.
    pub(in crate::check) diagnostics: Vec<Diagnostic>,
    /// Whether something was left out because it could not be read.
    pub(in crate::check) incomplete: bool,
    /// Files read so far, so that one named twice counts once.
    seen: BTreeSet<PathBuf>,
    total: u64,
    /// Whether a bound was reached and reported.
    full: bool,
}

impl Intake {
    /// Adds the file, or all `*.yaml` and `*.yml` files of a folder in byte order of their paths.
    pub(in crate::check) fn path(&mut self, path: &Path, sources: &mut Sources) -> Vec<FileId> {
        if !path.is_dir() {
            return self.file(path, sources).into_iter().collect();
        }
        let found = walk::folder(path);
        if found.cut {
            let message = "the folder holds too many files, or is nested too deep";
            self.bound(path, Code::TOO_MANY_FILES, message, sources);
        }
        for (path, error) in &found.unreadable {
            self.unreadable(path, error, sources);
        }
        for link in &found.leaving {
            let span = place(link, sources);
            let message = format!("`{}` leads out of the folder and is not followed", link.display());
            let mut diagnostic = Diagnostic::new(Code::FILE_UNREADABLE, span, message);
            diagnostic.severity = Severity::Warning;
            self.diagnostics.push(diagnostic.hint("name the file or folder itself"));
        }
        if found.files.is_empty() && found.unreadable.is_empty() {
            let span = place(path, sources);
            self.nothing(span, "no `*.yaml` or `*.yml` file in this folder");
        }
        found.files.iter().filter_map(|file| self.file(file, sources)).collect()
    }

    fn file(&mut self, path: &Path, sources: &mut Sources) -> Option<FileId> {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if self.full || !self.seen.insert(real) {
            return None;
        }
        if self.seen.len() > walk::MAX_FILES {
            self.bound(path, Code::TOO_MANY_FILES, "more than 10,000 rulebook files", sources);
            return None;
        }
        let bytes = match read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.unreadable(path, &error, sources);
                return None;
            }
        };
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.total = self.total.saturating_add(length);
        if length > MAX_FILE {
            self.incomplete = true;
            let span = place(path, sources);
            let diagnostic = Diagnostic::new(Code::FILE_TOO_LARGE, span, "the file is larger than 4 MiB");
            self.diagnostics.push(diagnostic.hint("split it into several files"));
            return None;
        }
        if self.total > MAX_TOTAL {
            let message = "all rulebook files together are larger than 64 MiB";
            self.bound(path, Code::RULEBOOK_TOO_LARGE, message, sources);
            return None;
        }
        self.bytes(path, bytes, sources)
    }

    fn bytes(&mut self, path: &Path, bytes: Vec<u8>, sources: &mut Sources) -> Option<FileId> {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        match decode(bytes) {
            Ok(text) => self.text(path.display().to_string(), text, sources),
            Err(error) => {
                self.incomplete = true;
                let file = sources.add(path.display().to_string(), shown);
                let bytes = ByteRange::new(error.offset, error.offset);
                let (message, hint) = (error.looks_like.message(), error.looks_like.remedy());
                let diagnostic = Diagnostic::new(Code::NOT_TEXT, Span { file, bytes }, message);
                self.diagnostics.push(diagnostic.hint(hint));
                None
            }
        }
    }

    /// Adds a text that stands for a file.
    pub(in crate::check) fn text(
        &mut self,
        name: String,
        text: String,
        sources: &mut Sources,
    ) -> Option<FileId> {
        if u64::try_from(text.len()).unwrap_or(u64::MAX) > MAX_FILE {
            self.bound(Path::new(&name), Code::FILE_TOO_LARGE, "the text is larger than 4 MiB", sources);
            return None;
        }
        Some(sources.add(name, text))
    }

    fn unreadable(&mut self, path: &Path, error: &io::Error, sources: &mut Sources) {
        self.incomplete = true;
        let span = place(path, sources);
        let why = match error.kind() {
            io::ErrorKind::NotFound => "it does not exist".to_owned(),
            io::ErrorKind::PermissionDenied => "permission is missing".to_owned(),
            _ => error.to_string(),
        };
        let message = format!("`{}` cannot be read: {why}", path.display());
        self.diagnostics.push(Diagnostic::new(Code::FILE_UNREADABLE, span, message));
    }

    /// A bound on the whole run: reported once, nothing more is read.
    fn bound(&mut self, path: &Path, code: Code, message: &str, sources: &mut Sources) {
        (self.full, self.incomplete) = (true, true);
        let span = place(path, sources);
        self.diagnostics.push(Diagnostic::new(code, span, message).hint("load only the rulebooks you use"));
    }

    /// Says that a file or folder holds nothing.
    pub(in crate::check) fn nothing(&mut self, span: Span, message: &str) {
        let diagnostic = Diagnostic::new(Code::NOTHING_LOADED, span, message);
        self.diagnostics.push(diagnostic.hint("is this the path that was meant?"));
    }
}

/// The start of a file that has no text here.
fn place(path: &Path, sources: &mut Sources) -> Span {
    let file = sources.add(path.display().to_string(), "");
    Span { file, bytes: ByteRange::new(0, 0) }
}

/// A file's bytes, one more than allowed at most.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
