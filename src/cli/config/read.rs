//! From TOML to a configuration, with a place for every mistake.

use super::{Config, Level, REQUIREMENTS};
use crate::diag::{Code, Diagnostic, Severity, all, did_you_mean, settle};
use crate::lint::rulebook::NamePattern;
use crate::ops::Glob;
use crate::source::{ByteRange, FileId, Sources, Span};
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The keys at the top, for "did you mean".
const TOP: [&str; 4] = ["fail-on", "per-file-ignores", "require", "severity"];
/// Words for how much a code counts.
const LEVELS: [(&str, Level); 4] = [
    ("off", Level::Off),
    ("note", Level::As(Severity::Note)),
    ("warning", Level::As(Severity::Warning)),
    ("error", Level::As(Severity::Error)),
];
const PATTERN: &str = "name-pattern";

/// The configuration in `text`, and what is wrong with it.
pub(super) fn read(path: &Path, text: &str) -> (Config, Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add(path.display().to_string(), text.to_owned());
    let config = Config { path: Some(path.to_owned()), ..Config::default() };
    let mut reader = Reader { file, config, problems: Vec::new() };
    match DeTable::parse(text) {
        Ok(table) => reader.top(table.get_ref()),
        Err(error) => {
            let message = error.message().lines().collect::<Vec<_>>().join("; ");
            reader.problem(
                Code::CONFIG_SYNTAX,
                error.span().unwrap_or(0..0),
                format!("no valid TOML: {message}"),
            );
        }
    }
    settle(&mut reader.problems);
    (reader.config, sources, reader.problems)
}

struct Reader {
    file: FileId,
    config: Config,
    problems: Vec<Diagnostic>,
}

/// A table's entry: its key, where that stands, and its value.
type Entry<'t> = (&'t str, Range<usize>, &'t Spanned<DeValue<'t>>);

fn entries<'t>(table: &'t DeTable<'t>) -> impl Iterator<Item = Entry<'t>> {
    table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value))
}

impl Reader {
    fn problem(&mut self, code: Code, range: Range<usize>, message: String) -> Option<&mut Diagnostic> {
        let span = Span { file: self.file, bytes: ByteRange::new(range.start, range.end) };
        self.problems.push(Diagnostic::new(code, span, message));
        self.problems.last_mut()
    }

    /// A word that is none of `known`.
    fn unknown(&mut self, code: Code, range: Range<usize>, message: String, word: &str, known: &[&str]) {
        let near = did_you_mean(word, known.iter().copied());
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.len() > 8 => "`falconer check` names the code of every diagnostic".to_owned(),
            None => format!("there are `{}`", known.join("`, `")),
        };
        if let Some(problem) = self.problem(code, range, message) {
            problem.hint = Some(hint);
        }
    }

    fn top(&mut self, table: &DeTable<'_>) {
        for (key, at, value) in entries(table) {
            match key {
                "fail-on" => self.fail_on(value),
                "severity" => self.each(key, value, Self::severity),
                "per-file-ignores" => self.each(key, value, Self::ignore),
                "require" => self.each(key, value, Self::requirement),
                _ => self.unknown(Code::CONFIG_UNKNOWN_KEY, at, format!("unknown key `{key}`"), key, &TOP),
            }
        }
    }

    /// Reads every entry of a value that must be a table.
    fn each(&mut self, key: &str, value: &Spanned<DeValue<'_>>, read: fn(&mut Self, Entry<'_>)) {
        match value.get_ref().as_table() {
            Some(table) => entries(table).for_each(|entry| read(self, entry)),
            None => self.wrong(value, &format!("`{key}` is a table")),
        }
    }

    fn wrong(&mut self, value: &Spanned<DeValue<'_>>, what: &str) {
        let message = format!("{what}, and this is a value of type {}", value.get_ref().type_str());
        self.problem(Code::CONFIG_VALUE, value.span(), message);
    }

    fn level(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Level> {
        let Some(word) = value.get_ref().as_str() else {
            self.wrong(value, "a severity is a word in quotes");
            return None;
        };
        let level = LEVELS.iter().find(|(name, _)| *name == word).map(|&(_, level)| level);
        if level.is_none() {
            let names = LEVELS.map(|(name, _)| name);
            self.unknown(Code::CONFIG_VALUE, value.span(), format!("`{word}` is no severity"), word, &names);
        }
        level
    }

    fn fail_on(&mut self, value: &Spanned<DeValue<'_>>) {
        match self.level(value) {
            Some(Level::As(severity)) => self.config.fail_on = Some(severity),
            Some(Level::Off) => {
                self.problem(Code::CONFIG_VALUE, value.span(), "errors always fail a run".to_owned());
            }
            None => {}
        }
    }

    fn code(&mut self, name: &str, at: Range<usize>) -> Option<Code> {
        let code = Code::find(name);
        if code.is_none() {
            let names: Vec<&str> = all().flat_map(|code| [code.code(), code.name()]).collect();
            self.unknown(Code::CONFIG_VALUE, at, format!("there is no diagnostic `{name}`"), name, &names);
        }
        code
    }

    /// `FL0520 = "error"`
    fn severity(&mut self, (name, at, value): Entry<'_>) {
        let (code, level) = (self.code(name, at.clone()), self.level(value));
        let (Some(code), Some(level)) = (code, level) else { return };
        if code.severity() == Severity::Error && level != Level::As(Severity::Error) {
            let message = format!("`{name}` keeps a rulebook from loading, so it is always an error");
            self.problem(Code::CONFIG_VALUE, value.span(), message);
        }
        if self.config.severities.insert(code, level).is_some() {
            self.problem(Code::CONFIG_VALUE, at, format!("`{code}` is configured twice"));
        }
    }

    /// `"legacy/*" = ["FL0520"]`
    fn ignore(&mut self, (pattern, _, value): Entry<'_>) {
        let Some(names) = value.get_ref().as_array() else {
            return self.wrong(value, "what is ignored is a list of codes");
        };
        let mut codes = Vec::new();
        for name in names.iter() {
            match name.get_ref().as_str() {
                Some(text) => codes.extend(self.code(text, name.span())),
                None => self.wrong(name, "a code is a word in quotes"),
            }
        }
        self.config.ignores.push((pattern.to_owned(), Glob::new(pattern.as_bytes(), false), codes));
    }

    /// `tests = true`
    fn requirement(&mut self, (key, at, value): Entry<'_>) {
        if key == PATTERN {
            return self.name_pattern(value);
        }
        let Some(&(key, _)) = REQUIREMENTS.iter().find(|(name, _)| *name == key) else {
            let mut names = REQUIREMENTS.map(|(name, _)| name).to_vec();
            names.push(PATTERN);
            let message = format!("unknown key `{key}` in `require`");
            return self.unknown(Code::CONFIG_UNKNOWN_KEY, at, message, key, &names);
        };
        match value.get_ref().as_bool() {
            Some(true) => self.config.required.push(key),
            Some(false) => {}
            None => self.wrong(value, &format!("`{key}` is `true` or `false`")),
        }
    }

    fn name_pattern(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(pattern) = value.get_ref().as_str() else {
            return self.wrong(value, "a pattern is a text in quotes");
        };
        match NamePattern::new(pattern) {
            Some(pattern) => self.config.lints.name_pattern = Some(pattern),
            None => {
                let message = format!("`{pattern}` is no regular expression");
                self.problem(Code::CONFIG_VALUE, value.span(), message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(text: &str, expected: &[&str]) {
        let (_, sources, problems) = read(Path::new("falconer.toml"), text);
        let line = |problem: &Diagnostic| {
            let at =
                sources.get(problem.primary.span.file).unwrap().location(problem.primary.span.bytes.start);
            let hint = problem.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
            format!("{} {}:{} {}{hint}", problem.code.code(), at.line, at.column, problem.message)
        };
        assert_eq!(problems.iter().map(line).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn every_mistake_has_a_place() {
        says("fail-on = \"note\"\n[severity]\nFL0520 = \"error\"\nunknown-field = \"off\"\n", &[]);
        says(
            "[severty]\nFL0520 = \"error\"\n",
            &["FL0031 1:2 unknown key `severty` (did you mean `severity`?)"],
        );
        says(
            "[severity]\nFL0520 = \"eror\"\nFL9999 = \"off\"\nFL0101 = \"off\"\n",
            &[
                "FL0032 2:10 `eror` is no severity (did you mean `error`?)",
                "FL0032 3:1 there is no diagnostic `FL9999` (`falconer check` names the code of every diagnostic)",
                "FL0032 4:10 `FL0101` keeps a rulebook from loading, so it is always an error",
            ],
        );
        says(
            "[require]\ntest = true\n",
            &["FL0031 2:1 unknown key `test` in `require` (did you mean `tests`?)"],
        );
        says(
            "[require]\ntests = 1\n",
            &["FL0032 2:9 `tests` is `true` or `false`, and this is a value of type integer"],
        );
        says("[require]\nname-pattern = \"(\"\n", &["FL0032 2:16 `(` is no regular expression"]);
        says(
            "[per-file-ignores]\n\"a/*\" = [\"FL0520\", 5]\n",
            &["FL0032 2:20 a code is a word in quotes, and this is a value of type integer"],
        );
        says("severity = 3\n", &["FL0032 1:12 `severity` is a table, and this is a value of type integer"]);
    }
}
