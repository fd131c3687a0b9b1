//! The tests that a mitigation carries.

use super::super::items::{Expect, Test};
use super::super::keys::{EXPECT, TEST};
use super::Decoder;
use super::mapping::Map;
use crate::diag::{Code, Diagnostic};
use crate::source::yaml::Node;
use crate::source::{Span, Text};

impl Decoder<'_> {
    pub(super) fn tests(&mut self, map: &Map<'_>) -> Vec<Test> {
        let tests = self.each(map, "tests", |decoder, node| decoder.test(node));
        for (index, test) in tests.iter().enumerate() {
            let same = |first: &&Test| first.name.as_str() == test.name.as_str();
            if let Some(first) = tests.iter().take(index).find(same) {
                let message = format!("a second test with the name `{}`", test.name.as_str());
                self.report(
                    Diagnostic::new(Code::DUPLICATE_TEST, test.name.span(), message)
                        .label("again here")
                        .also(first.name.span(), "first here")
                        .hint("say what is different about it"),
                );
            }
        }
        tests
    }

    fn test(&mut self, node: &Node) -> Option<Test> {
        let map = self.mapping(node, &TEST)?;
        self.require(&map);
        let name = self.text(&map, "test");
        let alert = map.get("alert").and_then(|alert| Some((self.alert(alert)?, alert.span)));
        let expect = self.expect(&map);
        let (alert, alert_span) = alert?;
        Some(Test { name: name?, alert, alert_span, expect: expect?, span: node.span })
    }

    fn alert(&mut self, node: &Node) -> Option<serde_json::Value> {
        if node.entries().is_none() {
            let diagnostic = Diagnostic::new(Code::BAD_ALERT, node.span, "an alert is a mapping");
            self.report(diagnostic.hint("write it as Falco prints it: `{ output_fields: { … } }`"));
            return None;
        }
        Some(self.json(node))
    }

    fn expect(&mut self, test: &Map<'_>) -> Option<Expect> {
        let entry = test.entry("expect")?;
        let empty = entry.value.is_null() || matches!(entry.value.entries(), Some([]));
        if empty {
            self.empty_expect(entry.at);
            return None;
        }
        let map = self.mapping(entry.value, &EXPECT)?;
        let expect = Expect {
            match_: map.get("match").and_then(|node| Some((self.flag(&map, "match")?, node.span))),
            strategies: self.names(&map, "strategies"),
            withheld: self.names(&map, "withheld"),
            report_contains: self.texts(&map, "report_contains").unwrap_or_default(),
            report_lacks: self.texts(&map, "report_lacks").unwrap_or_default(),
            span: entry.value.span,
        };
        let empty_texts = map
            .entries()
            .iter()
            .all(|entry| entry.key.name.starts_with("report_") && matches!(entry.value.items(), Some([])));
        if empty_texts && !map.entries().is_empty() {
            self.empty_expect(entry.at);
        }
        Some(expect)
    }

    fn empty_expect(&mut self, at: Span) {
        self.report(
            Diagnostic::new(Code::EMPTY_EXPECT, at, "a test that expects nothing cannot fail")
                .hint("say at least `match: true`"),
        );
    }

    fn names(&mut self, map: &Map<'_>, key: &str) -> Option<(Vec<Text>, Span)> {
        let span = map.get(key)?.span;
        Some((self.texts(map, key)?, span))
    }
}
