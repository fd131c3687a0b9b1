//! Offset maps as a property of every style; errors and bounds as cases.

use super::*;
use crate::source::ByteRange;
use proptest::prelude::*;

/// A value, the YAML that writes it, and where each of its characters stands there.
#[derive(Default, Debug)]
struct Written {
    value: String,
    yaml: String,
    places: Vec<usize>,
}

impl Written {
    fn new(head: &str) -> Self {
        Self { yaml: head.to_owned(), ..Self::default() }
    }

    /// One character of the value, written as `raw`.
    fn push(&mut self, ch: char, raw: &str) {
        self.places.push(self.yaml.len());
        self.value.push(ch);
        self.yaml.push_str(raw);
    }

    /// A break inside the value: one blank, or `count` line ends.
    fn fold(&mut self, count: usize, indent: &str) {
        if count > 0 {
            self.yaml.push('\n');
        } else {
            self.push(' ', "\n");
        }
        (0..count).for_each(|_| self.push('\n', "\n"));
        self.yaml.push_str(indent);
    }

    fn check(self) -> Result<(), TestCaseError> {
        let nodes =
            parse(FileId(0), &self.yaml).map_err(|e| TestCaseError::fail(format!("{e:?} {self:?}")))?;
        let text = nodes[0].items().unwrap()[0].get("k").unwrap().scalar().unwrap().clone();
        prop_assert_eq!(text.as_str(), &self.value, "{}", self.yaml);
        for ((at, ch), &place) in self.value.char_indices().zip(&self.places) {
            let span = text.span_at(ByteRange::new(at, at + ch.len_utf8()));
            prop_assert_eq!(span.bytes.start as usize, place, "{:?} at {} of {:?}", ch, at, &self.yaml);
        }
        Ok(())
    }
}

/// Words of a paragraph, and how many line ends follow each (none: a blank).
fn words() -> impl Strategy<Value = Vec<(String, Option<usize>)>> {
    prop::collection::vec(("[a-zé€😀.'/]{1,6}", prop::option::of(0usize..3)), 1..8)
        .prop_filter("a plain scalar cannot begin with a quote", |words| !words[0].0.starts_with('\''))
}

fn paragraph(words: &[(String, Option<usize>)], mut out: Written, single: bool, indent: &str) -> Written {
    for (index, (word, fold)) in words.iter().enumerate() {
        for ch in word.chars() {
            let raw = if single && ch == '\'' { "''".to_owned() } else { ch.to_string() };
            out.push(ch, &raw);
        }
        match fold {
            _ if index + 1 == words.len() => {}
            Some(count) => out.fold(*count, indent),
            None => out.push(' ', " "),
        }
    }
    out
}

proptest! {
    #[test]
    fn plain(words in words()) {
        let mut out = paragraph(&words, Written::new("- k: "), false, "    ");
        out.yaml.push_str("\n  z: 1\n");
        out.check()?;
    }

    #[test]
    fn single_quoted(words in words()) {
        let mut out = paragraph(&words, Written::new("- k: '"), true, "   ");
        out.yaml.push_str("'\n");
        out.check()?;
    }

    #[test]
    fn folded(words in words(), strip: bool) {
        let mut out = paragraph(&words, Written::new(if strip { "- k: >-\n    " } else { "- k: >\n    " }), false, "    ");
        if strip { out.yaml.push('\n') } else { out.push('\n', "\n") }
        out.yaml.push_str("  z: 1\n");
        out.check()?;
    }

    #[test]
    fn double_quoted(chars in prop::collection::vec((any::<char>(), 0u8..4), 0..20)) {
        let mut out = Written::new("- k: \"");
        for (ch, how) in chars {
            let code = u32::from(ch);
            let mut units = [0; 2];
            let raw = match how {
                0 if ch.is_alphanumeric() => ch.to_string(),
                1 if code < 0x100 => format!("\\x{code:02x}"),
                2 => ch.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
                _ => format!("\\U{code:08x}"),
            };
            out.push(ch, &raw);
        }
        out.yaml.push_str("\"\n");
        out.check()?;
    }

    #[test]
    fn literal(lines in prop::collection::vec("[ ]{0,3}[a-zé\"'#:\\\\]{0,6}", 1..6), crlf: bool, indent in 1usize..6) {
        prop_assume!(lines.iter().any(|line| !line.trim().is_empty()));
        let end = if crlf { "\r\n" } else { "\n" };
        let mut out = Written::new(&format!("- k: |{indent}+ # note{end}"));
        for line in &lines {
            out.yaml.push_str(&" ".repeat(2 + indent));
            line.chars().for_each(|ch| out.push(ch, &ch.to_string()));
            out.push('\n', end);
        }
        out.check()?;
    }

    #[test]
    fn nothing_panics(text in "[-:{}\\[\\]|>&*!%'\"# \n\ta-c~<?,\\\\]{0,60}") {
        let _ = parse(FileId(0), &text);
    }
}

#[test]
fn values_are_those_of_another_parser() {
    let file = "- a: |\n\n    x\n      y\n\n  b: >+\n    one\n    two\n\n      kept\n\n    three\n\n  c: \"q \\\n    z\"\n  d: plain\n    on\n";
    let ours = parse(FileId(0), file).unwrap();
    let theirs: yaml_serde::Value = yaml_serde::from_str(file).unwrap();
    for key in ["a", "b", "c", "d"] {
        let text = ours[0].items().unwrap()[0].get(key).unwrap().scalar().unwrap();
        assert_eq!(Some(text.as_str()), theirs[0][key].as_str(), "{key}");
        assert_ne!(text.map(), &crate::source::OffsetMap::Whole, "{key}");
    }
}

#[test]
fn refusals() {
    use YamlErrorKind as K;
    let cases: [(&str, u32, K); 13] = [
        ("- a: b: c\n", 6, K::ColonInValue),
        ("- a: {{ x }} is\n", 13, K::HoleAtStart),
        ("- a: %x\n", 5, K::ReservedStart('%')),
        ("- a: 'x\n", 5, K::UnclosedQuote),
        ("- a: [x\n", 5, K::UnclosedBracket('[')),
        ("- a: x\n   b: y\n", 11, K::ColonInValue),
        ("- a: x\n b: y\n", 8, K::Indentation),
        ("- a: *x\n", 5, K::UnknownAlias),
        ("- &x [*x]\n", 6, K::AliasInItself),
        ("- !x a\n", 2, K::Tag),
        ("- &a {k: v}\n- <<: *a\n", 14, K::MergeKey),
        ("- a\0b\n", 3, K::Nul),
        (
            "- a: | x\n",
            5,
            K::Syntax("while scanning a block scalar, did not find expected comment or line break".into()),
        ),
    ];
    for (yaml, at, kind) in cases {
        let error = parse(FileId(0), yaml).unwrap_err();
        assert_eq!((error.span.bytes.start, error.kind), (at, kind), "{yaml:?}");
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    assert!(parse(FileId(0), &nested(MAX_DEPTH)).is_ok());
    assert_eq!(parse(FileId(0), &nested(MAX_DEPTH + 1)).unwrap_err().kind, YamlErrorKind::TooDeep);
    let by_alias = format!("- &a {}\n- {}*a{}\n", nested(60), "[".repeat(4), "]".repeat(4));
    assert_eq!(parse(FileId(0), &by_alias).unwrap_err().kind, YamlErrorKind::TooDeep);
}

#[test]
fn nodes_are_bounded() {
    let list = |n: usize| format!("[{}]", "a,".repeat(n));
    assert!(parse(FileId(0), &list(MAX_NODES - 1)).is_ok());
    assert_eq!(parse(FileId(0), &list(MAX_NODES)).unwrap_err().kind, YamlErrorKind::TooManyNodes);
}

#[test]
fn aliases_are_bounded() {
    let mut laughs = "- &a0 [ha, ha]\n".to_owned();
    for n in 1..20 {
        laughs.push_str(&format!("- &a{n} [*a{0}, *a{0}]\n", n - 1));
    }
    assert_eq!(parse(FileId(0), &laughs).unwrap_err().kind, YamlErrorKind::TooMuchExpansion);
    let copy = parse(FileId(0), "- &a {k: v}\n- *a\n").unwrap();
    assert_eq!(copy[0].items().unwrap()[0], copy[0].items().unwrap()[1]);
}

#[test]
fn documents_join_and_empty_ones_vanish() {
    assert_eq!(parse(FileId(0), "\u{feff}---\n- a\n---\n---\n- b\n...\n").unwrap().len(), 2);
    assert_eq!(parse(FileId(0), "# nothing\n").unwrap(), []);
}
