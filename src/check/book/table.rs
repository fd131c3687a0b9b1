//! The table itself: entries by kind and name, filled in load order.

use super::entry::{Body, Entry, Kind, Known};
use super::{Loaded, Loader, merge, version};
use crate::check::mitigation::{self, Checked};
use crate::check::model;
use crate::check::names::Patterns;
use crate::check::parallel;
use crate::diag::{Code, Diagnostic, did_you_mean, settle};
use crate::source::{FileId, Sources, Text};
use crate::syntax::condition::ast::Expr;
use crate::syntax::rulebook::items::{Item, ItemKind, Mitigation, Strategy};
use std::collections::BTreeMap;
use std::path::Path;

/// All items of a rulebook after overrides.
///
/// Immutable once loaded; mitigations are checked when they are first asked for.
#[derive(Debug, Default)]
pub struct Book {
    pub(super) sources: Sources,
    /// How many of the sources, the first ones, are the built-in rulebook's.
    pub(super) builtin_files: usize,
    /// In load order.
    entries: Vec<Entry>,
    names: BTreeMap<Kind, BTreeMap<String, usize>>,
    mitigations: Vec<usize>,
    order: usize,
    /// Whether something was left out because it could not be read: a name that is not there may be there.
    pub(super) incomplete: bool,
    patterns: Patterns,
    /// Whether anything but the built-in rulebook is in it.
    foreign: bool,
    /// Whether something was added that may change the meaning of an item of the built-in rulebook: all but mitigations
    /// of new names.
    reaches_beneath: bool,
}

impl Book {
    /// The built-in rulebook and the files or folders given.
    ///
    /// ```no_run
    /// let loaded = falconer::check::book::Book::load(["site/rules"]);
    /// assert!(!loaded.has_errors());
    /// println!("{} mitigations", loaded.book.mitigation_count());
    /// ```
    pub fn load(paths: impl IntoIterator<Item = impl AsRef<Path>>) -> Loaded {
        paths.into_iter().fold(Loader::new().builtin(true), |loader, path| loader.path(path.as_ref())).load()
    }

    /// The room for compiled patterns.
    pub(in crate::check) fn patterns(&self) -> &Patterns {
        &self.patterns
    }

    /// The files behind the book, for showing places.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Whether this is a file of the built-in rulebook, and not one that was given.
    #[must_use]
    pub fn is_builtin_file(&self, file: FileId) -> bool {
        (file.0 as usize) < self.builtin_files
    }

    /// Adds a text that diagnostics may point into.
    pub(in crate::check) fn add_source(&mut self, name: &str, text: &str) -> FileId {
        self.sources.add(name, text.to_owned())
    }

    /// All entries that are not switched off, in load order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.switched_off.is_none())
    }

    /// The entry of this kind and name, switched off or not.
    #[must_use]
    pub fn entry(&self, kind: Kind, name: &str) -> Option<&Entry> {
        self.entries.get(*self.names.get(&kind)?.get(name)?)
    }

    /// The names of a kind, sorted.
    pub fn names(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.names.get(&kind).into_iter().flatten().map(|(name, _)| name.as_str())
    }

    /// How many mitigations there are; their indices are `0..` this.
    #[must_use]
    pub fn mitigation_count(&self) -> usize {
        self.mitigations.len()
    }

    /// What is known of a mitigation without checking it: its name, rules, and whether it is a fallback.
    #[must_use]
    pub fn mitigation_entry(&self, index: usize) -> Option<&Entry> {
        self.entries.get(*self.mitigations.get(index)?)
    }

    /// The item of an entry.
    #[must_use]
    pub fn item<'a>(&'a self, entry: &'a Entry) -> Option<&'a Item> {
        entry.item(&self.sources)
    }

    /// A mitigation's item, as written, overrides applied.
    #[must_use]
    pub fn mitigation_item(&self, index: usize) -> Option<&Mitigation> {
        match &self.item(self.mitigation_entry(index)?)?.kind {
            ItemKind::Mitigation(mitigation) => Some(mitigation),
            _ => None,
        }
    }

    /// A reusable strategy's item, as written, overrides applied.
    #[must_use]
    pub fn strategy_item(&self, name: &str) -> Option<&Strategy> {
        match &self.item(self.entry(Kind::Strategy, name)?)?.kind {
            ItemKind::Strategy(strategy) => Some(strategy),
            _ => None,
        }
    }

    /// Whether something could not be read, so that a name that is not there may be there.
    pub(in crate::check) fn is_incomplete(&self) -> bool {
        self.incomplete
    }

    /// Everything that checking finds, of every item; nothing that loading already reported.
    #[must_use]
    pub fn check_all(&self) -> Vec<Diagnostic> {
        let (names, entries) = (self.check_names(), self.with_parts(|_| true));
        self.check_ahead(&entries, Patterns::WHOLE);
        self.found(&entries, names)
    }

    /// Everything that checking finds of what was added to the built-in rulebook, and of the built-in rulebook itself
    /// where what was added may have changed it. By itself it is known to be right.
    #[must_use]
    pub fn check_added(&self) -> Vec<Diagnostic> {
        let added = self.with_parts(|entry| !self.is_builtin_file(entry.span.file));
        let alone = self.foreign && !self.reaches_beneath;
        let names = self.check_names();
        // The patterns of the built-in rulebook have the first claim to the room.
        if alone && self.check_ahead(&added, Patterns::BESIDE_BUILTIN) {
            return self.found(&added, names);
        }
        self.check_all()
    }

    /// The strategies and mitigations among some entries.
    fn with_parts(&self, wanted: impl Fn(&Entry) -> bool) -> Vec<&Entry> {
        let of_kind = |kind| self.entries().filter(move |entry| entry.kind == kind);
        let entries = of_kind(Kind::Strategy).chain(of_kind(Kind::Mitigation));
        entries.filter(|entry| wanted(entry)).collect()
    }

    /// What is wrong with lists and macros, whose patterns are counted first.
    fn check_names(&self) -> Vec<Diagnostic> {
        let mut found = self.check_lists();
        found.extend(self.check_macros());
        found
    }

    /// What was found, and what was found out about these entries.
    fn found(&self, entries: &[&Entry], mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        for entry in entries {
            found.extend_from_slice(&self.checked(entry).diagnostics);
        }
        settle(&mut found);
        found
    }

    /// Checks many entries by several threads. Which pattern is the first for which there is no room depends on their
    /// order: where they take more than `room`, nothing is kept, and they are checked one after the other.
    fn check_ahead(&self, entries: &[&Entry], room: usize) -> bool {
        let unknown: Vec<&Entry> =
            entries.iter().copied().filter(|entry| entry.known.checked.get().is_none()).collect();
        let patterns = Patterns::default();
        let check = |(): &mut (), entry: &&Entry| Box::new(mitigation::check(self, entry, &patterns));
        let checked = parallel::map(&unknown, parallel::SMALL, || (), check);
        let fit = self.patterns.join(&patterns, room);
        if fit {
            for (entry, checked) in unknown.into_iter().zip(checked) {
                // Another thread may have been quicker, with the same result.
                let _ = entry.known.checked.set(checked);
            }
        }
        fit
    }

    /// A mitigation, checked when it is first asked for. `None` if something is wrong with it.
    #[must_use]
    pub fn mitigation(&self, index: usize) -> Option<&model::Mitigation> {
        self.checked(self.mitigation_entry(index)?).mitigation.as_ref()
    }

    /// What decides whether a mitigation matches. `None` if something is wrong with the mitigation.
    ///
    /// The built-in rulebook is known to be right, and as long as nothing was added to it only the parts that decide
    /// are checked; otherwise the mitigation is checked as a whole.
    #[must_use]
    pub fn matcher(&self, index: usize) -> Option<&model::Matcher> {
        let entry = self.mitigation_entry(index)?;
        let make = || match self.foreign {
            true => self.mitigation(index).map(model::Matcher::of),
            false => mitigation::matcher(self, entry, &self.patterns),
        };
        entry.known.matcher.get_or_init(|| make().map(Box::new)).as_deref()
    }

    /// What is wrong with a mitigation, and with what it uses.
    #[must_use]
    pub fn mitigation_diagnostics(&self, index: usize) -> &[Diagnostic] {
        self.mitigation_entry(index).map_or(&[], |entry| &self.checked(entry).diagnostics)
    }

    /// The conditions that an entry's item holds, as they were read; those of templates are left out.
    pub(crate) fn conditions<'a>(&'a self, entry: &'a Entry) -> Vec<(&'a Text, &'a Expr)> {
        match entry.kind {
            Kind::List | Kind::Var => Vec::new(),
            Kind::Macro => self.macro_condition(entry).into_iter().collect(),
            Kind::Strategy | Kind::Mitigation => {
                self.checked(entry).conditions.iter().map(|(text, expr)| (text, expr)).collect()
            }
        }
    }

    fn checked<'a>(&'a self, entry: &'a Entry) -> &'a Checked {
        entry.known.checked.get_or_init(|| Box::new(mitigation::check(self, entry, &self.patterns)))
    }

    /// Adds an entry whose name is new.
    pub(super) fn insert(&mut self, mut entry: Entry) {
        entry.first = self.order;
        entry.latest = self.order;
        self.order += 1;
        let names = self.names.entry(entry.kind).or_default();
        names.insert(entry.name.clone(), self.entries.len());
        self.entries.push(entry);
    }

    /// Adds an item, or does to an earlier one what it says.
    pub(super) fn add(&mut self, item: Item) -> Option<Diagnostic> {
        self.foreign |= !self.is_builtin_file(item.span.file);
        let Some(kind) = Kind::of(&item) else {
            return version::check(&item.name, env!("CARGO_PKG_VERSION"));
        };
        let earlier = self.names.get(&kind).and_then(|names| names.get(item.name.as_str())).copied();
        let is_new_mitigation = kind == Kind::Mitigation && earlier.is_none();
        self.reaches_beneath |= !is_new_mitigation && !self.is_builtin_file(item.span.file);
        match earlier {
            Some(index) => self.change(index, kind, &item),
            // An override of which nothing is left was reported; its item still counts as defined.
            None if !item.overrides.is_empty() || (item.enabled.is_some() && merge::is_bare(&item)) => {
                self.nothing_earlier(kind, &item)
            }
            None => {
                self.insert(new_entry(kind, item));
                None
            }
        }
    }

    fn change(&mut self, index: usize, kind: Kind, item: &Item) -> Option<Diagnostic> {
        if !item.changes && (item.enabled.is_none() || !merge::is_bare(item)) {
            return Some(self.duplicate(kind, self.entries.get(index)?, &item.name));
        }
        let (order, entry) = (self.order, self.entries.get_mut(index)?);
        if let Some(enabled) = item.enabled {
            entry.switched_off = (!enabled).then_some(item.name.span());
        }
        if !item.changes {
            return None;
        }
        let old = entry.item_mut(&self.sources)?;
        merge::apply(old, item);
        let (rules, fallback) = selectors(old);
        (entry.rules, entry.fallback, entry.latest) = (rules, fallback, order);
        self.order += 1;
        None
    }

    fn duplicate(&self, kind: Kind, earlier: &Entry, name: &Text) -> Diagnostic {
        let hint = if self.is_changed_copy(earlier.name_span.file, name.span().file) {
            "a changed copy of the built-in rulebook stands alone: add `--no-builtin`; else rename it, or say `override:`"
        } else if matches!(kind, Kind::List | Kind::Macro) {
            "rename it, or say with `override:` whether it replaces the first or is appended to it"
        } else {
            "rename it, or say with `override:` for each key whether it replaces the first's or is appended to it"
        };
        let message = format!("a second {kind} with the name `{}`", name.as_str());
        Diagnostic::new(Code::DUPLICATE_NAME, name.span(), message)
            .label("again here")
            .also(earlier.name_span, "first here")
            .hint(hint)
    }

    /// Whether the files have one name, and the first of them is built in: whoever works on the built-in rulebook
    /// names its folder. A copy that is the same, text for text, is read in its place.
    fn is_changed_copy(&self, first: FileId, second: FileId) -> bool {
        let name = |file| self.sources.get(file).and_then(|file| Path::new(file.name()).file_name());
        self.is_builtin_file(first) && name(first) == name(second)
    }

    fn nothing_earlier(&self, kind: Kind, item: &Item) -> Option<Diagnostic> {
        if self.incomplete {
            return None;
        }
        let name = item.name.as_str();
        let diagnostic = Diagnostic::new(
            Code::BAD_OVERRIDE,
            item.name.span(),
            format!("there is no earlier {kind} `{name}` to change"),
        );
        Some(match did_you_mean(name, self.names(kind)) {
            Some(near) => diagnostic.did_you_mean(name, near),
            None => diagnostic
                .hint("load the file that defines it before this one, or leave `override` and `enabled` out"),
        })
    }

    /// Ends loading: the mitigations get their indices.
    pub(super) fn finish(&mut self) {
        let is_mitigation = |entry: &Entry| entry.kind == Kind::Mitigation && entry.switched_off.is_none();
        let found = self.entries.iter().enumerate().filter(|(_, entry)| is_mitigation(entry));
        self.mitigations = found.map(|(index, _)| index).collect();
    }
}

fn new_entry(kind: Kind, item: Item) -> Entry {
    let (rules, fallback) = selectors(&item);
    Entry {
        kind,
        name: item.name.as_str().to_owned(),
        name_span: item.name.span(),
        span: item.span,
        rules,
        fallback,
        switched_off: (item.enabled == Some(false)).then_some(item.name.span()),
        builtin: false,
        first: 0,
        latest: 0,
        body: Body::Ready(Box::new(item)),
        known: Known::default(),
    }
}

fn selectors(item: &Item) -> (Vec<String>, bool) {
    let owned = |rules: &[Text]| rules.iter().map(|rule| rule.as_str().to_owned()).collect();
    match &item.kind {
        ItemKind::Mitigation(mitigation) => (owned(&mitigation.rules), mitigation.fallback.unwrap_or(false)),
        _ => (Vec::new(), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Severity;

    #[test]
    fn only_a_changed_copy_of_a_built_in_file_is_told_to_stand_alone() {
        let builtin = Loader::new().builtin(true).load().book;
        let entry = builtin.entries().find(|entry| entry.kind == Kind::Mitigation).unwrap();
        let name = builtin.sources().get(entry.name_span.file).unwrap().name().rsplit('/').next().unwrap();
        let text = format!("- mitigation: {}\n  rule: Of ours\n", entry.name);
        for (file, alone) in [(format!("rules/{name}"), true), ("rules/ours.yaml".to_owned(), false)] {
            let said = Loader::new().builtin(true).text(&file, &text).load().diagnostics;
            let hints: Vec<_> = said.iter().filter_map(|problem| problem.hint.as_deref()).collect();
            assert_eq!(hints.len(), 1, "{file}: {said:?}");
            assert_eq!(hints[0].contains("--no-builtin"), alone, "{file}: {hints:?}");
        }
        // Without the built-in rulebook it is a second definition like any other.
        let twice = Loader::new().text(format!("a/{name}"), &text).text(name, &text).load();
        assert!(!twice.diagnostics[0].hint.as_deref().unwrap().contains("--no-builtin"));
    }

    #[test]
    fn what_was_added_is_found_as_if_all_were_checked() {
        let mitigation = "- mitigation: m\n  rule: R\n  summary: '{{ nothing }}'\n";
        let texts = [
            (mitigation.to_owned(), false),
            (format!("{mitigation}- list: openat\n  items: [a, b]\n"), true),
            (
                format!(
                    "{mitigation}- macro: in_pod\n  condition: 'a'\n  override: {{ condition: replace }}\n"
                ),
                true,
            ),
        ];
        for (text, reaches) in texts {
            let load = || Loader::new().builtin(true).text("site.yaml", &text).load().book;
            let (whole, part) = (load(), load());
            let shown = |book: &Book, mut found: Vec<Diagnostic>| {
                found.retain(|one| {
                    one.severity == Severity::Error || !book.is_builtin_file(one.primary.span.file)
                });
                found
            };
            let expected = shown(&whole, whole.check_all());
            assert_eq!(shown(&part, part.check_added()), expected, "{text}");
            assert!(!expected.is_empty(), "{text}");
            let beneath = part.mitigation_entry(0).map(|entry| entry.known.checked.get().is_some());
            assert_eq!(beneath, Some(reaches), "{text}");
        }
    }
}
