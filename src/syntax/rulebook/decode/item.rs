//! The six kinds of items.

use super::super::items::{
    Item, ItemKind, List, Macro, Mitigation, Override, OverrideKind, Phase, Strategy, Var,
};
use super::super::keys::{self, Alphabet, ITEMS, Merge, PHASES, PRIORITIES, Table};
use super::Decoder;
use super::mapping::Map;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::source::yaml::Node;
use crate::source::{Span, Text};
use crate::syntax::prose::is_plain_link;

impl Decoder<'_> {
    pub(super) fn item(&mut self, node: &Node) -> Option<Item> {
        let Some(table) = ITEMS.iter().copied().find(|table| node.get(table.kind).is_some()) else {
            self.unknown_item(node);
            return None;
        };
        let map = self.mapping(node, table)?;
        let alphabet = match table.kind {
            "required_falconer_version" => Alphabet::Version,
            "strategy" | "mitigation" => Alphabet::Slug,
            _ => Alphabet::Identifier,
        };
        let name = self.name(&map, table.kind, alphabet);
        let (overrides, enabled) = (self.overrides(&map), self.flag(&map, "enabled"));
        if map.get("override").is_none() && enabled != Some(false) {
            self.require(&map);
        }
        let kind = self.kind(&map);
        let changes = map.get("override").is_some();
        Some(Item { kind, name: name?, span: node.span, changes, overrides, enabled })
    }

    fn unknown_item(&mut self, node: &Node) {
        let Some(entries) = node.entries() else {
            return self.wrong_type(node, "an item is a mapping such as `mitigation: …`");
        };
        let first = entries.first().and_then(|(key, _)| Some((key, key.scalar()?.as_str())));
        let Some((key, name)) = first else {
            return self.error(Code::UNKNOWN_ITEM, node, "an empty item");
        };
        let hint = match did_you_mean(name, ITEMS.iter().map(|table| table.kind)) {
            Some(kind) => format!("did you mean `{kind}`?"),
            None => "an item begins with `list`, `macro`, `var`, `strategy`, `mitigation` or `required_falconer_version`".to_owned(),
        };
        self.report(
            Diagnostic::new(Code::UNKNOWN_ITEM, key.span, format!("`{name}` begins no item")).hint(hint),
        );
    }

    fn kind(&mut self, map: &Map<'_>) -> ItemKind {
        match map.table.kind {
            "list" => ItemKind::List(List { items: self.texts(map, "items") }),
            "macro" => ItemKind::Macro(Macro { condition: self.text(map, "condition") }),
            "var" => ItemKind::Var(Var { value: self.text(map, "value"), desc: self.text(map, "desc") }),
            "strategy" => ItemKind::Strategy(self.strategy(map)),
            "mitigation" => ItemKind::Mitigation(self.mitigation(map)),
            _ => ItemKind::RequiredVersion,
        }
    }

    pub(super) fn strategy(&mut self, map: &Map<'_>) -> Strategy {
        let params = self.texts(map, "params").unwrap_or_default();
        for param in params.iter().filter(|param| !super::value::spells(param.as_str(), Alphabet::Identifier))
        {
            self.bad_name(param, Alphabet::Identifier);
        }
        Strategy {
            title: self.text(map, "title"),
            params,
            phase: self.phase(map),
            condition: self.text(map, "condition"),
            text: self.text(map, "text"),
            cost: self.text(map, "cost"),
            examples: self.examples(map, "examples"),
            verify: self.examples(map, "verify"),
            rollback: self.examples(map, "rollback"),
            mitigates: self.mitigates(map),
            references: self.references(map),
        }
    }

    fn mitigation(&mut self, map: &Map<'_>) -> Mitigation {
        self.needs_selector(map);
        Mitigation {
            title: self.text(map, "title"),
            rules: self.text_or_texts(map, "rule"),
            condition: self.text(map, "condition"),
            desc: self.text(map, "desc"),
            priority: self.word(map, "priority", PRIORITIES).map(|(_, text)| text),
            urgent: self.flag(map, "urgent"),
            fallback: self.flag(map, "fallback"),
            tags: self.texts(map, "tags").unwrap_or_default(),
            group_by: self.texts(map, "group_by").unwrap_or_default(),
            summary: self.text(map, "summary"),
            analysis: self.analysis(map),
            strategies: self.uses(map),
            conclusion: self.text(map, "conclusion"),
            recommendations: self.texts(map, "recommendations").unwrap_or_default(),
            references: self.references(map),
            tests: self.tests(map),
        }
    }

    /// A mitigation names a rule or has a condition; only one that changes an earlier one need not.
    fn needs_selector(&mut self, map: &Map<'_>) {
        let changes = map.get("override").is_some() || map.get("enabled").is_some();
        if changes || map.get("rule").is_some() || map.get("condition").is_some() {
            return;
        }
        let place = map.entries().first().map_or(map.span, |entry| entry.at);
        self.report(
            Diagnostic::new(Code::MISSING_KEY, place, "a mitigation without `rule` and without `condition`")
                .hint("name the Falco rules it answers with `rule`, or say with `condition` when it applies; `condition: always` is every alert"),
        );
    }

    fn phase(&mut self, map: &Map<'_>) -> Option<(Phase, Span)> {
        let (word, text) = self.word(map, "phase", PHASES)?;
        let phases = [
            Phase::Triage,
            Phase::Preserve,
            Phase::Contain,
            Phase::Investigate,
            Phase::Eradicate,
            Phase::Recover,
            Phase::Harden,
            Phase::Tune,
        ];
        let index = PHASES.iter().position(|phase| *phase == word)?;
        phases.get(index).map(|&phase| (phase, text.span()))
    }

    /// Ids of ATT&CK mitigations (<https://attack.mitre.org/mitigations/>) or of D3FEND techniques
    /// (<https://d3fend.mitre.org/>).
    fn mitigates(&mut self, map: &Map<'_>) -> Vec<Text> {
        let ids = self.texts(map, "mitigates").unwrap_or_default();
        for id in &ids {
            let attack = id
                .as_str()
                .strip_prefix('M')
                .is_some_and(|n| n.len() == 4 && n.bytes().all(|b| b.is_ascii_digit()));
            let d3fend = id
                .as_str()
                .strip_prefix("D3-")
                .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_uppercase()));
            if !attack && !d3fend {
                self.report(
                    Diagnostic::new(
                        Code::UNKNOWN_WORD,
                        id.span(),
                        format!("`{}` is no id of a mitigation", id.as_str()),
                    )
                    .hint(
                        "write an ATT&CK mitigation such as `M1037`, or a D3FEND technique such as `D3-NI`",
                    ),
                );
            }
        }
        ids
    }

    fn references(&mut self, map: &Map<'_>) -> Vec<Text> {
        let links = self.texts(map, "references").unwrap_or_default();
        for link in &links {
            if !is_plain_link(link.as_str()) {
                self.report(
                    Diagnostic::new(
                        Code::LINK,
                        link.span(),
                        format!("`{}` is no `https:` link", link.as_str()),
                    )
                    .hint("give the page's whole address"),
                );
            }
        }
        links
    }

    fn overrides(&mut self, map: &Map<'_>) -> Vec<Override> {
        let pairs = self.text_map(map, "override");
        if let Some(entry) = map.entry("override")
            && matches!(entry.value.entries(), Some([]))
        {
            self.report(
                Diagnostic::new(Code::BAD_OVERRIDE, entry.value.span, "`override` names no key")
                    .hint("for each key of this item, say `replace` or `append`"),
            );
        }
        let overrides: Vec<_> = pairs.iter().filter_map(|pair| self.override_line(map, pair)).collect();
        if !pairs.is_empty() {
            self.unmentioned(map, &pairs);
        }
        overrides
    }

    fn override_line(&mut self, map: &Map<'_>, (name, how): &(Text, Text)) -> Option<Override> {
        let bad = |span, message: String| Diagnostic::new(Code::BAD_OVERRIDE, span, message);
        let (table, key) = (map.table, name.as_str());
        let kind = match how.as_str() {
            "replace" => OverrideKind::Replace,
            "append" => OverrideKind::Append,
            other => {
                let message = format!("`{other}` is no way to override");
                self.report(bad(how.span(), message).hint("write `replace` or `append`"));
                return None;
            }
        };
        let Some(known) = table.key(key).filter(|known| known.merge != Merge::Never) else {
            let diagnostic = bad(name.span(), format!("`{key}` of {} cannot be overridden", table.title));
            self.report(diagnostic.hint(overridable(key, table)));
            return None;
        };
        if kind == OverrideKind::Append && known.merge == Merge::Replace {
            let message = format!("nothing can be appended to `{key}`");
            self.report(bad(how.span(), message).hint("write `replace`"));
            return None;
        }
        if map.get(key).is_none() {
            let message = format!("`override` names `{key}`, which has no value here");
            self.report(
                bad(name.span(), message).hint(format!("give `{key}`, or take it out of `override`")),
            );
            return None;
        }
        Some(Override { key: name.clone(), how: kind })
    }

    /// Keys that are given, but of which `override:` does not say what to do with them.
    fn unmentioned(&mut self, map: &Map<'_>, pairs: &[(Text, Text)]) {
        for entry in map.entries() {
            let name = entry.key.name;
            let said = pairs.iter().any(|(key, _)| key.as_str() == name);
            if said || name == map.table.kind || name == "override" {
                continue;
            }
            let diagnostic = Diagnostic::new(
                Code::BAD_OVERRIDE,
                entry.at,
                format!("`override` does not say what to do with `{name}`"),
            );
            self.report(
                diagnostic.hint(format!("add `{name}: replace` to `override`, or leave `{name}` out")),
            );
        }
    }
}

fn overridable(key: &str, table: &Table) -> String {
    let names = table.keys.iter().filter(|key| key.merge != Merge::Never).map(|key| key.name);
    match did_you_mean(key, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
            format!("{} can be", names.join(", "))
        }
    }
}

/// The table of an entry of `strategies:`.
pub(super) fn use_table(node: &Node) -> &'static Table {
    if node.get("strategy").is_some() { &keys::IN_PLACE } else { &keys::USE }
}
