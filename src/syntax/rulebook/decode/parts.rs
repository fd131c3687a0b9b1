//! What strategies and mitigations are made of: examples, rows of the analysis, uses of strategies.

use super::super::items::{Allow, AnalysisRow, Example, StrategyUse};
use super::super::keys::{ALLOW, ANALYSIS_ROW, Alphabet, EXAMPLE};
use super::Decoder;
use super::item::use_table;
use super::mapping::Map;
use crate::diag::{Code, Diagnostic};
use crate::source::Text;
use crate::source::yaml::{Node, NodeKind};

impl Decoder<'_> {
    pub(super) fn examples(&mut self, map: &Map<'_>, key: &str) -> Vec<Example> {
        self.each(map, key, |decoder, node| {
            let map = decoder.mapping(node, &EXAMPLE)?;
            decoder.require(&map);
            let (title, condition) = (decoder.text(&map, "title"), decoder.text(&map, "condition"));
            let (lang, code) = (decoder.text(&map, "lang"), decoder.text(&map, "code"));
            let allow = decoder.allows(&map);
            Some(Example { title, lang: lang?, code: code?, condition, allow, span: node.span })
        })
    }

    fn allows(&mut self, map: &Map<'_>) -> Vec<Allow> {
        self.each(map, "allow", |decoder, node| {
            let map = decoder.mapping(node, &ALLOW)?;
            decoder.require(&map);
            let (lint, reason) = (decoder.text(&map, "lint"), decoder.text(&map, "reason"));
            let until = decoder.text(&map, "until");
            until.iter().filter(|until| !is_day(until.as_str())).for_each(|until| decoder.no_day(until));
            let reviewed_by = decoder.text(&map, "reviewed_by");
            Some(Allow { lint: lint?, reason, until, reviewed_by })
        })
    }

    fn no_day(&mut self, until: &Text) {
        let message = format!("`{}` is no day", until.as_str());
        self.report(
            Diagnostic::new(Code::UNKNOWN_WORD, until.span(), message).hint("write it as `2027-06-30`"),
        );
    }

    pub(super) fn analysis(&mut self, map: &Map<'_>) -> Vec<AnalysisRow> {
        self.each(map, "analysis", |decoder, node| {
            if matches!(node.kind, NodeKind::Scalar { .. }) {
                return decoder
                    .text_of(node, format_args!("a row of `analysis`"), node.span)
                    .map(AnalysisRow::Field);
            }
            let map = decoder.mapping(node, &ANALYSIS_ROW)?;
            decoder.require(&map);
            let (label, text) = (decoder.text(&map, "label"), decoder.text(&map, "text"));
            let condition = decoder.text(&map, "condition");
            Some(AnalysisRow::Labelled { label: label?, text: text?, condition })
        })
    }

    pub(super) fn uses(&mut self, map: &Map<'_>) -> Vec<StrategyUse> {
        self.each(map, "strategies", |decoder, node| {
            if matches!(node.kind, NodeKind::Scalar { .. }) && !node.is_null() {
                decoder.wrong_type(node, "an entry of `strategies` is a mapping such as `use: NAME`");
                return None;
            }
            let table = use_table(node);
            let map = decoder.mapping(node, table)?;
            decoder.require(&map);
            let name = decoder.name(&map, table.kind, Alphabet::Slug);
            if table.kind == "use" {
                let with = decoder.text_map(&map, "with");
                return Some(StrategyUse::Named { name: name?, with });
            }
            let strategy = Box::new(decoder.strategy(&map));
            Some(StrategyUse::InPlace { name: name?, strategy })
        })
    }

    /// Each entry of a sequence that can be read.
    pub(super) fn each<T>(
        &mut self,
        map: &Map<'_>,
        key: &str,
        mut read: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        let Some(entry) = map.entry(key) else { return Vec::new() };
        let Some(nodes) = self.sequence(entry.value, key, entry.at) else { return Vec::new() };
        // With no more room than is needed: a rulebook may hold thousands of short lists.
        let mut read_ones = Vec::with_capacity(nodes.len());
        read_ones.extend(nodes.iter().filter_map(|node| read(self, node)));
        read_ones
    }
}

/// A day that exists, as ISO 8601 writes it.
fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}
