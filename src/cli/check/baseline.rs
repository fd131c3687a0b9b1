//! The baseline: problems that were known when a gate was put up, counted by file, item and code.
//!
//! `{"version": 1, "problems": [{"file", "item", "code", "count"}]}`, one a line, paths seen from the baseline's own
//! folder. Lines and messages are not in it, so that an edit elsewhere in a file changes nothing. What is not there
//! any more is reported: as many new ones could hide behind it.

use super::target::Checked;
use crate::cli::exit::CliError;
use crate::cli::output::write_file;
use crate::cli::shell::path_text;
use crate::diag::{Code, Diagnostic, Severity};
use crate::source::{ByteRange, Sources, Span};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    file: String,
    item: String,
    code: String,
}

/// Counts of problems.
#[derive(Debug, Default)]
pub(super) struct Baseline {
    counts: BTreeMap<Key, usize>,
    /// For each problem, in order, what it is counted as; `None` for one that is never allowed.
    keys: Vec<Option<Key>>,
    /// The file's name and text, and where each line of it stands.
    file: (String, String),
    places: BTreeMap<Key, (usize, usize)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<'a> {
    version: u32,
    #[serde(borrow)]
    problems: Vec<&'a RawValue>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    file: String,
    item: String,
    code: String,
    count: usize,
}

impl Baseline {
    /// Counts what there is now; `path` is where the baseline is or will be.
    pub(super) fn of(problems: &[Diagnostic], checked: &Checked, path: &Path) -> Self {
        let mut baseline = Self::default();
        let folder = folder_of(path);
        for problem in problems {
            // What keeps a rulebook from loading cannot be allowed.
            let key = (problem.severity != Severity::Error).then(|| key(problem, checked, &folder));
            if let Some(key) = &key {
                *baseline.counts.entry(key.clone()).or_default() += 1;
            }
            baseline.keys.push(key);
        }
        baseline
    }

    /// Reads a baseline.
    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            CliError::io("read", path, &error).hint("`--write-baseline` makes one of what there is now")
        })?;
        let refuse = |why: String| {
            CliError::new(format!("`{}` is no baseline: {why}", path_text(path)))
                .hint("`--write-baseline` makes one of what there is now")
        };
        let mut baseline = Self { file: (path.display().to_string(), text.clone()), ..Self::default() };
        let document: Document<'_> =
            serde_json::from_str(&text).map_err(|error| refuse(error.to_string()))?;
        if document.version != 1 {
            return Err(refuse(format!("version {} is not 1", document.version)));
        }
        for raw in document.problems {
            let row: Row = serde_json::from_str(raw.get()).map_err(|error| refuse(error.to_string()))?;
            let key = Key { file: row.file, item: row.item, code: row.code };
            // The raw value is a part of the text, so the difference is where it stands.
            let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            baseline.places.insert(key.clone(), (start, start.saturating_add(raw.get().len())));
            *baseline.counts.entry(key).or_default() += row.count;
        }
        Ok(baseline)
    }

    /// Writes the counts.
    pub(super) fn write(&self, path: &Path, sources: &Sources) -> Result<(), CliError> {
        let row = |(key, &count): (&Key, &usize)| {
            let (file, item, code) = (key.file.clone(), key.item.clone(), key.code.clone());
            serde_json::to_string(&Row { file, item, code, count })
        };
        let rows: Result<Vec<String>, _> = self.counts.iter().map(row).collect();
        let rows = rows.map_err(|error| CliError::new(format!("cannot write the baseline: {error}")))?;
        let rows: Vec<String> = rows.into_iter().map(|row| format!("\n    {row}")).collect();
        let text = format!("{{\n  \"version\": 1,\n  \"problems\": [{}\n  ]\n}}\n", rows.join(","));
        let inputs: Vec<PathBuf> = sources.iter().map(|(_, file)| PathBuf::from(file.name())).collect();
        write_file(path, text.as_bytes(), &inputs)
    }

    /// What is new, what is allowed, and what is allowed without being there.
    pub(super) fn compare(
        mut self,
        problems: Vec<Diagnostic>,
        now: &Self,
        sources: &mut Sources,
    ) -> (Vec<Diagnostic>, Vec<Diagnostic>, Vec<Diagnostic>) {
        let (mut new, mut allowed) = (Vec::new(), Vec::new());
        for (problem, key) in problems.into_iter().zip(&now.keys) {
            match key.as_ref().and_then(|key| self.counts.get_mut(key)).filter(|left| **left > 0) {
                Some(left) => {
                    *left = left.saturating_sub(1);
                    allowed.push(problem);
                }
                None => new.push(problem),
            }
        }
        let stale: Vec<(Key, usize)> = self.counts.into_iter().filter(|&(_, left)| left > 0).collect();
        if stale.is_empty() {
            return (new, allowed, Vec::new());
        }
        let file = sources.add(self.file.0, self.file.1);
        let places = self.places;
        let report = |(key, left): (Key, usize)| {
            let (start, end) = places.get(&key).copied().unwrap_or_default();
            let span = Span { file, bytes: ByteRange::new(start, end) };
            let message = format!(
                "the baseline allows {left} more `{}` in {} of `{}` than there are",
                key.code, key.item, key.file
            );
            Diagnostic::new(Code::BASELINE_STALE, span, message)
                .hint("write the baseline anew: `--write-baseline`")
        };
        (new, allowed, stale.into_iter().map(report).collect())
    }
}

fn key(problem: &Diagnostic, checked: &Checked, folder: &Path) -> Key {
    let place = problem.primary.span;
    let inside = |span: Span| {
        span.file == place.file && span.bytes.start <= place.bytes.start && place.bytes.start < span.bytes.end
    };
    let item = checked.book.entries().find(|entry| inside(entry.span));
    let name = checked.book.sources().get(place.file).map_or("", |file| file.name());
    Key {
        file: seen_from(folder, name),
        item: item.map_or_else(|| "the file".to_owned(), |entry| format!("{} {}", entry.kind, entry.name)),
        code: problem.code.code().to_owned(),
    }
}

/// The folder that the paths of a baseline are seen from.
fn folder_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}

fn seen_from(folder: &Path, name: &str) -> String {
    let file = std::fs::canonicalize(name).unwrap_or_else(|_| PathBuf::from(name));
    file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().replace('\\', "/")
}
