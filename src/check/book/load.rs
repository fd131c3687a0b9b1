//! From paths and texts to a book: reading within bounds, in load order.

use super::{Book, builtin, copies, walk};
use crate::check::parallel;
use crate::diag::{Code, Diagnostic, Severity, settle};
use crate::source::{ByteRange, FileId, LooksLike, Span, Text, decode};
use crate::syntax::rulebook::items::{Item, ItemKind, Override, OverrideKind, Var};
use crate::syntax::rulebook::{self, Decoded};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The largest rulebook file, in bytes.
const MAX_FILE: u64 = 4 << 20;
/// The largest sum of all rulebook files, in bytes.
const MAX_TOTAL: u64 = 64 << 20;

/// What to load, in order: the built-in rulebook first, then what was added.
///
/// ```
/// use falconer::check::book::Loader;
/// let loaded = Loader::new().text("a.yaml", "- macro: m\n  conditon: evt.type = open\n").load();
/// assert_eq!(loaded.diagnostics[0].hint.as_deref(), Some("did you mean `condition`?"));
/// ```
#[derive(Debug, Default)]
pub struct Loader {
    builtin: bool,
    tests: bool,
    inputs: Vec<Input>,
    vars: Vec<(String, String)>,
}

/// Something to load.
#[derive(Debug)]
pub(super) enum Input {
    Path(PathBuf),
    Text { name: String, text: String },
}

/// A loaded book and what is wrong with it, as far as loading can tell.
#[derive(Debug)]
pub struct Loaded {
    /// The book; usable only if there are no errors.
    pub book: Book,
    /// Everything found while loading, by place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Whether anything found is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

impl Loader {
    /// Nothing yet: without the built-in rulebook.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the built-in rulebook comes first.
    #[must_use]
    pub fn builtin(mut self, yes: bool) -> Self {
        self.builtin = yes;
        self
    }

    /// Whether the built-in rulebook's own tests are wanted: it is then read from its text, which takes longer.
    #[must_use]
    pub fn builtin_tests(mut self, yes: bool) -> Self {
        self.tests = yes;
        self
    }

    /// Adds a file, or all `*.yaml` and `*.yml` files under a folder in byte order of their paths.
    ///
    /// A file that is a built-in one, text for text, takes that one's place instead of being a second definition.
    #[must_use]
    pub fn path(mut self, path: impl Into<PathBuf>) -> Self {
        self.inputs.push(Input::Path(path.into()));
        self
    }

    /// Adds a rulebook's text; `name` stands for the path in diagnostics.
    #[must_use]
    pub fn text(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.inputs.push(Input::Text { name: name.into(), text: text.into() });
        self
    }

    /// Gives a var another value, after everything else is loaded.
    #[must_use]
    pub fn set(mut self, var: impl Into<String>, value: impl Into<String>) -> Self {
        self.vars.push((var.into(), value.into()));
        self
    }

    /// Loads. Every mistake is in the diagnostics; what could be read is in the book.
    #[must_use]
    pub fn load(self) -> Loaded {
        let mut run = Run::default();
        if self.builtin {
            run.builtin(self.tests, &self.inputs);
        }
        for input in self.inputs {
            match input {
                Input::Path(path) => run.path(&path),
                Input::Text { name, text } => run.text(name, text),
            }
        }
        for (name, value) in self.vars {
            run.set(&name, &value);
        }
        run.book.finish();
        let mut diagnostics = run.diagnostics;
        settle(&mut diagnostics);
        Loaded { book: run.book, diagnostics }
    }
}

/// One run of loading.
#[derive(Default)]
struct Run {
    book: Book,
    diagnostics: Vec<Diagnostic>,
    /// Files read so far, so that one named twice counts once.
    seen: BTreeSet<PathBuf>,
    total: u64,
    /// Whether a bound was reached and reported.
    full: bool,
}

impl Run {
    fn builtin(&mut self, tests: bool, inputs: &[Input]) {
        let copies = copies::find(inputs);
        let files = builtin::files(&mut self.book.sources);
        self.book.builtin_files = files.len();
        let mut entries = builtin::entries(&files).into_iter().peekable();
        for (file, text) in files {
            let embedded: Vec<_> =
                std::iter::from_fn(|| entries.next_if(|entry| entry.span.file == file)).collect();
            match copies.get(text) {
                Some(path) => self.files(std::slice::from_ref(path)),
                None if tests => self.items(file, rulebook::parse(file, text)),
                None => embedded.into_iter().for_each(|entry| self.book.insert(entry)),
            }
        }
    }

    fn path(&mut self, path: &Path) {
        if !path.is_dir() {
            return self.files(&[path.to_owned()]);
        }
        let found = walk::folder(path);
        if found.cut {
            self.bound(path, Code::TOO_MANY_FILES, "the folder holds too many files, or is nested too deep");
        }
        for (path, error) in &found.unreadable {
            self.unreadable(path, error);
        }
        for link in &found.leaving {
            let span = self.place(link);
            let message = format!("`{}` leads out of the folder and is not followed", link.display());
            let mut diagnostic = Diagnostic::new(Code::FILE_UNREADABLE, span, message);
            diagnostic.severity = Severity::Warning;
            self.diagnostics.push(diagnostic.hint("name the file or folder itself"));
        }
        if found.files.is_empty() && found.unreadable.is_empty() {
            let span = self.place(path);
            self.nothing(span, "no `*.yaml` or `*.yml` file in this folder");
        }
        self.files(&found.files);
    }

    /// Reads files, takes them apart by several threads, and adds their items in order.
    fn files(&mut self, paths: &[PathBuf]) {
        let before = self.book.incomplete;
        let mut files = Vec::new();
        for path in paths {
            self.book.incomplete = false;
            let file = self.file(path);
            files.push((file, self.book.incomplete));
        }
        let sources = &self.book.sources;
        let parse = |(): &mut (), (file, _): &(Option<FileId>, bool)| {
            let file = (*file)?;
            Some((file, rulebook::parse(file, sources.get(file)?.text())))
        };
        let parsed = parallel::map(&files, parallel::LARGE, || (), parse);
        self.book.incomplete = before;
        for ((_, incomplete), parsed) in files.into_iter().zip(parsed) {
            // What could not be read hides names from the files after it, not from those before.
            self.book.incomplete |= incomplete;
            if let Some((file, decoded)) = parsed {
                self.items(file, decoded);
            }
        }
    }

    /// A file's text, added to the sources; `None` if there is none to be had, which is reported.
    fn file(&mut self, path: &Path) -> Option<FileId> {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if self.full || !self.seen.insert(real) {
            return None;
        }
        if self.seen.len() > walk::MAX_FILES {
            self.bound(path, Code::TOO_MANY_FILES, "more than 10,000 rulebook files");
            return None;
        }
        let bytes = match read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.unreadable(path, &error);
                return None;
            }
        };
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.total = self.total.saturating_add(length);
        if length > MAX_FILE {
            self.book.incomplete = true;
            let span = self.place(path);
            let diagnostic = Diagnostic::new(Code::FILE_TOO_LARGE, span, "the file is larger than 4 MiB");
            self.diagnostics.push(diagnostic.hint("split it into several files"));
            return None;
        }
        if self.total > MAX_TOTAL {
            self.bound(path, Code::RULEBOOK_TOO_LARGE, "all rulebook files together are larger than 64 MiB");
            return None;
        }
        self.bytes(path, bytes)
    }

    fn bytes(&mut self, path: &Path, bytes: Vec<u8>) -> Option<FileId> {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        match decode(bytes) {
            Ok(text) => Some(self.book.sources.add(path.display().to_string(), text)),
            Err(error) => {
                self.book.incomplete = true;
                let file = self.book.sources.add(path.display().to_string(), shown);
                let bytes = ByteRange::new(error.offset, error.offset);
                let (message, hint) = match error.looks_like {
                    LooksLike::Utf16 => ("the file is UTF-16, not UTF-8", "save it as UTF-8"),
                    LooksLike::Compressed => ("the file is compressed", "unpack it first"),
                    LooksLike::Unknown => ("the file is not UTF-8 from here on", "save it as UTF-8"),
                };
                let diagnostic = Diagnostic::new(Code::NOT_TEXT, Span { file, bytes }, message);
                self.diagnostics.push(diagnostic.hint(hint));
                None
            }
        }
    }

    fn text(&mut self, name: String, text: String) {
        if u64::try_from(text.len()).unwrap_or(u64::MAX) > MAX_FILE {
            return self.bound(Path::new(&name), Code::FILE_TOO_LARGE, "the text is larger than 4 MiB");
        }
        let file = self.book.sources.add(name, text.clone());
        self.items(file, rulebook::parse(file, &text));
    }

    fn items(&mut self, file: FileId, decoded: Decoded) {
        let Decoded { items, diagnostics } = decoded;
        if items.is_empty() && diagnostics.is_empty() {
            self.nothing(Span { file, bytes: ByteRange::new(0, 0) }, "the file holds no item");
        }
        // A name that could not be read may be the one that others look for.
        self.book.incomplete |= diagnostics.iter().any(|found| hides_a_name(found.code));
        self.diagnostics.extend(diagnostics);
        for item in items {
            self.diagnostics.extend(self.book.add(item));
        }
    }

    /// `--set`, as an override of the var's value that stands in a file of its own.
    fn set(&mut self, name: &str, value: &str) {
        let file = self.book.sources.add("--set", format!("{name}={value}"));
        let part = |text: &str, start: usize| {
            let span = Span { file, bytes: ByteRange::new(start, start + text.len()) };
            Text::new(text, span, crate::source::OffsetMap::Identity { raw: span.bytes.start })
        };
        let item = Item {
            kind: ItemKind::Var(Var { value: Some(part(value, name.len() + 1)), desc: None }),
            name: part(name, 0),
            span: Span { file, bytes: ByteRange::new(0, name.len() + 1 + value.len()) },
            changes: true,
            overrides: vec![Override { key: part("value", 0), how: OverrideKind::Replace }],
            enabled: None,
        };
        self.diagnostics.extend(self.book.add(item));
    }

    fn unreadable(&mut self, path: &Path, error: &io::Error) {
        self.book.incomplete = true;
        let span = self.place(path);
        let why = match error.kind() {
            io::ErrorKind::NotFound => "it does not exist".to_owned(),
            io::ErrorKind::PermissionDenied => "permission is missing".to_owned(),
            _ => error.to_string(),
        };
        let message = format!("`{}` cannot be read: {why}", path.display());
        self.diagnostics.push(Diagnostic::new(Code::FILE_UNREADABLE, span, message));
    }

    /// A bound on the whole run: reported once, nothing more is read.
    fn bound(&mut self, path: &Path, code: Code, message: &str) {
        (self.full, self.book.incomplete) = (true, true);
        let span = self.place(path);
        self.diagnostics.push(Diagnostic::new(code, span, message).hint("load only the rulebooks you use"));
    }

    fn nothing(&mut self, span: Span, message: &str) {
        self.diagnostics.push(
            Diagnostic::new(Code::NOTHING_LOADED, span, message).hint("is this the path that was meant?"),
        );
    }

    /// The start of a file that has no text here.
    fn place(&mut self, path: &Path) -> Span {
        let file = self.book.sources.add(path.display().to_string(), "");
        Span { file, bytes: ByteRange::new(0, 0) }
    }
}

/// A file's bytes, one more than allowed at most.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn hides_a_name(code: Code) -> bool {
    let hiding = [
        Code::NOT_TEXT,
        Code::YAML_SYNTAX,
        Code::YAML_UNSUPPORTED,
        Code::YAML_ALIAS,
        Code::NOT_A_RULEBOOK,
        Code::UNKNOWN_ITEM,
        Code::YAML_TOO_DEEP,
        Code::YAML_TOO_MANY_NODES,
        Code::YAML_TOO_MUCH_EXPANSION,
    ];
    hiding.contains(&code)
}
