//! From paths and texts to a book: reading within bounds, in load order.

use super::intake::Intake;
use super::{Book, builtin, copies};
use crate::check::parallel;
use crate::diag::{Code, Diagnostic, Severity, settle};
use crate::source::{ByteRange, FileId, Span, Text};
use crate::syntax::rulebook::items::{Item, ItemKind, Override, OverrideKind, Var};
use crate::syntax::rulebook::{self, Decoded};
use std::path::{Path, PathBuf};

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
        let mut diagnostics = run.intake.diagnostics;
        diagnostics.extend(run.diagnostics);
        settle(&mut diagnostics);
        Loaded { book: run.book, diagnostics }
    }
}

/// One run of loading.
#[derive(Default)]
struct Run {
    book: Book,
    intake: Intake,
    diagnostics: Vec<Diagnostic>,
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
                Some(path) => self.path(path),
                None if tests => self.items(file, rulebook::parse(file, text)),
                None => embedded.into_iter().for_each(|entry| self.book.insert(entry)),
            }
        }
    }

    /// Takes files apart by several threads, and adds their items in order.
    fn read(&mut self, files: &[FileId]) {
        self.book.incomplete |= self.intake.incomplete;
        let sources = &self.book.sources;
        let parse = |(): &mut (), file: &FileId| Some(rulebook::parse(*file, sources.get(*file)?.text()));
        let parsed = parallel::map(files, parallel::LARGE, || (), parse);
        for (file, decoded) in files.iter().zip(parsed) {
            if let Some(decoded) = decoded {
                self.items(*file, decoded);
            }
        }
    }

    fn path(&mut self, path: &Path) {
        let files = self.intake.path(path, &mut self.book.sources);
        self.read(&files);
    }

    fn text(&mut self, name: String, text: String) {
        let file = self.intake.text(name, text, &mut self.book.sources);
        self.read(file.as_slice());
    }

    fn items(&mut self, file: FileId, decoded: Decoded) {
        let Decoded { items, diagnostics } = decoded;
        if items.is_empty() && diagnostics.is_empty() {
            self.intake.nothing(Span { file, bytes: ByteRange::new(0, 0) }, "the file holds no item");
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
