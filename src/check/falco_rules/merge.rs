//! What an item does to the earlier one of its name, as Falco's loader does it
//! (`userspace/engine/rule_loader_collector.cpp` of falcosecurity/falco).

use super::{FalcoRules, Rule, exceptions};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::source::Text;
use crate::syntax::condition::MAX_SOURCE;
use crate::syntax::falco_rules::items::{Change, Item, ItemKind, Override, OverrideKind, Rule as Said};

/// Adds items to rules.
pub(super) struct Merger<'r> {
    pub(super) rules: &'r mut FalcoRules,
    order: usize,
}

/// The source of a rule that names none.
const SYSCALL: &str = "syscall";

impl<'r> Merger<'r> {
    pub(super) fn new(rules: &'r mut FalcoRules) -> Self {
        Self { rules, order: 0 }
    }

    /// Adds an item, or does to an earlier one what it says.
    pub(super) fn add(&mut self, item: Item) -> Vec<Diagnostic> {
        self.order = self.order.saturating_add(1);
        let appends = match &item.change {
            Change::Append => true,
            Change::Override(lines) => lines.iter().any(|line| line.how == OverrideKind::Append),
            Change::Define | Change::Switch => false,
        };
        match item.kind {
            ItemKind::List(values) => self.list(&item.name, values, appends),
            ItemKind::Macro(Some(condition)) => {
                self.macro_(&item.name, condition, appends).into_iter().collect()
            }
            ItemKind::Macro(None) => {
                self.rules.broken.insert(item.name.as_str().to_owned());
                Vec::new()
            }
            ItemKind::Rule(rule) => self.rule(&item.name, *rule, &item.change),
        }
    }

    fn list(&mut self, name: &Text, values: Vec<Text>, appends: bool) -> Vec<Diagnostic> {
        if !appends {
            self.rules.lists.define(name, values, self.order);
            return Vec::new();
        }
        match self.rules.lists.change(name.as_str(), self.order) {
            Some(old) => {
                old.extend(values);
                Vec::new()
            }
            None => self.nothing_earlier("list", name, self.rules.lists.names()).into_iter().collect(),
        }
    }

    fn macro_(&mut self, name: &Text, condition: Text, appends: bool) -> Option<Diagnostic> {
        if !appends {
            self.rules.macros.define(name, condition, self.order);
            return None;
        }
        match self.rules.macros.change(name.as_str(), self.order) {
            Some(old) => {
                append_text(old, Some(&condition));
                None
            }
            None => self.nothing_earlier("macro", name, self.rules.macros.names()),
        }
    }

    fn rule(&mut self, name: &Text, said: Said, change: &Change) -> Vec<Diagnostic> {
        let earlier = self.rules.by_name.get(name.as_str()).copied();
        if *change == Change::Define {
            return self.define(name, said, earlier);
        }
        let Some(old) = earlier.and_then(|at| self.rules.rules.get_mut(at)) else {
            let names = self.rules.by_name.keys().map(String::as_str);
            return self.nothing_earlier("rule", name, names).into_iter().collect();
        };
        let mut found = Vec::new();
        match change {
            Change::Define => {}
            Change::Switch => old.enabled = said.enabled.unwrap_or(old.enabled),
            Change::Append => {
                append_text(&mut old.condition, said.condition.as_ref());
                exceptions::append(&mut old.exceptions, said.exceptions.unwrap_or_default(), &mut found);
            }
            Change::Override(lines) => {
                // As in Falco: what is appended first, then what is replaced.
                let ordered = [OverrideKind::Append, OverrideKind::Replace];
                for line in ordered.iter().flat_map(|how| lines.iter().filter(move |line| line.how == *how)) {
                    override_key(old, &said, line, &mut found);
                }
            }
        }
        found
    }

    fn define(&mut self, name: &Text, said: Said, earlier: Option<usize>) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        // What is missing was reported when the file was read.
        let (Some(condition), Some(output), Some(desc), Some(priority)) =
            (said.condition, said.output, said.desc, said.priority)
        else {
            self.rules.broken.insert(name.as_str().to_owned());
            return found;
        };
        let source = said.source.as_ref().map_or(SYSCALL, Text::as_str).to_owned();
        let exceptions = said.exceptions.unwrap_or_default();
        exceptions::check(&exceptions, &mut found);
        let rule = Rule {
            name: name.as_str().to_owned(),
            span: name.span(),
            condition,
            output,
            desc,
            priority,
            source,
            tags: distinct(said.tags.unwrap_or_default()),
            enabled: said.enabled.unwrap_or(true),
            exceptions,
        };
        match earlier.and_then(|at| self.rules.rules.get_mut(at)) {
            Some(old) if old.source != rule.source => {
                let message = format!(
                    "the rule `{}` has the source `{}`, and an earlier one `{}`",
                    rule.name, rule.source, old.source
                );
                let diagnostic = Diagnostic::new(Code::DUPLICATE_NAME, name.span(), message);
                found.push(diagnostic.also(old.span, "first here").hint("rename one of the two"));
            }
            Some(old) => *old = rule,
            None => {
                self.rules.by_name.insert(rule.name.clone(), self.rules.rules.len());
                self.rules.rules.push(rule);
            }
        }
        found
    }

    /// Something to change that is not there.
    fn nothing_earlier<'n>(
        &self,
        kind: &str,
        name: &Text,
        names: impl Iterator<Item = &'n str>,
    ) -> Option<Diagnostic> {
        if self.rules.may_be_lost(name.as_str()) {
            return None;
        }
        let message = format!("there is no earlier {kind} `{}` to change", name.as_str());
        let diagnostic = Diagnostic::new(Code::BAD_OVERRIDE, name.span(), message);
        Some(match did_you_mean(name.as_str(), names) {
            Some(near) => diagnostic.did_you_mean(name.as_str(), near),
            None => diagnostic.hint("name the file that defines it before this one, as falco.yaml does"),
        })
    }
}

fn override_key(old: &mut Rule, said: &Said, line: &Override, found: &mut Vec<Diagnostic>) {
    let appends = line.how == OverrideKind::Append;
    let text = |old: &mut Text, new: &Option<Text>| match new {
        Some(new) if appends => append_text(old, Some(new)),
        Some(new) => *old = new.clone(),
        None => {}
    };
    match line.key.as_str() {
        "condition" => text(&mut old.condition, &said.condition),
        "output" => text(&mut old.output, &said.output),
        "desc" => text(&mut old.desc, &said.desc),
        "tags" => {
            let kept = if appends { std::mem::take(&mut old.tags) } else { Vec::new() };
            let new = distinct(said.tags.clone().unwrap_or_default());
            let fresh: Vec<String> = new.into_iter().filter(|tag| !kept.contains(tag)).collect();
            old.tags = kept.into_iter().chain(fresh).collect();
        }
        "exceptions" => {
            let new = said.exceptions.clone().unwrap_or_default();
            if appends {
                exceptions::append(&mut old.exceptions, new, found);
            } else {
                exceptions::check(&new, found);
                old.exceptions = new;
            }
        }
        "priority" => old.priority = said.priority.unwrap_or(old.priority),
        "enabled" => old.enabled = said.enabled.unwrap_or(old.enabled),
        _ => {}
    }
}

/// Texts are joined by one blank. One that is too long stays so, whatever else is joined to it.
fn append_text(old: &mut Text, new: Option<&Text>) {
    if let Some(new) = new.filter(|_| old.as_str().len() <= MAX_SOURCE) {
        *old = old.append(" ", new);
    }
}

/// Tags are a set; their order stays.
fn distinct(tags: Vec<Text>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for tag in tags {
        if !found.iter().any(|known| known == tag.as_str()) {
            found.push(tag.as_str().to_owned());
        }
    }
    found
}
