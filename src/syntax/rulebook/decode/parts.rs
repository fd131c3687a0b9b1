//! What strategies and mitigations are made of: examples, rows of the analysis, uses of strategies.

use super::super::items::{AnalysisRow, Example, StrategyUse};
use super::super::keys::{ANALYSIS_ROW, Alphabet, EXAMPLE};
use super::Decoder;
use super::item::use_table;
use super::mapping::Map;
use crate::source::yaml::{Node, NodeKind};

impl Decoder<'_> {
    pub(super) fn examples(&mut self, map: &Map<'_>, key: &str) -> Vec<Example> {
        self.each(map, key, |decoder, node| {
            let map = decoder.mapping(node, &EXAMPLE)?;
            decoder.require(&map);
            let (title, condition) = (decoder.text(&map, "title"), decoder.text(&map, "condition"));
            let (lang, code) = (decoder.text(&map, "lang"), decoder.text(&map, "code"));
            Some(Example { title, lang: lang?, code: code?, condition, span: node.span })
        })
    }

    pub(super) fn analysis(&mut self, map: &Map<'_>) -> Vec<AnalysisRow> {
        self.each(map, "analysis", |decoder, node| {
            if matches!(node.kind, NodeKind::Scalar { .. }) {
                return decoder.text_of(node, "a row of `analysis`", node.span).map(AnalysisRow::Field);
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
        nodes.iter().filter_map(|node| read(self, node)).collect()
    }
}
