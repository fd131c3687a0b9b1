//! Every value that an encoder accepts is read back by the reader of its sink: byte for byte where a program reads,
//! in its visible form where people do.

use falconer::escape::{
    Encoded, Excerpt, FalcoValue, GithubMessage, GithubProperty, HtmlText, JsonString, MAX_EXCERPT,
    MarkdownCode, ShWord, Terminal, Untrusted, XmlAttribute, XmlText, YamlScalar, visible, visible_line,
};
use falconer::source::{FileId, yaml};
use falconer::syntax::condition::ast::{Dialect, ExprKind, Rhs};
use falconer::syntax::condition::{ParseOptions, parse};
use pulldown_cmark::{Event, Parser};

/// What POSIX makes of a word of single-quoted pieces and `\\'`.
fn unquoted(word: &str) -> String {
    let mut text = String::new();
    let mut rest = word;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("\\'") {
            text.push('\'');
            rest = after;
        } else {
            let (piece, after) =
                rest.strip_prefix('\'').and_then(|rest| rest.split_once('\'')).expect("a quote");
            text.push_str(piece);
            rest = after;
        }
    }
    text
}

fn without_entities(text: &str) -> String {
    assert!(!text.contains(['<', '>', '"', '\'']), "{text:?}");
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&")
}

fn without_percent(text: &str) -> String {
    assert!(!text.contains(['\n', '\r']), "{text:?}");
    let text = text.replace("%0A", "\n").replace("%0D", "\r").replace("%3A", ":").replace("%2C", ",");
    text.replace("%25", "%")
}

fn programs(value: &str) {
    let untrusted = Untrusted(value);
    if let Ok(word) = Encoded::<ShWord>::exact(untrusted) {
        assert_eq!(unquoted(word.as_str()), value);
        assert!(!word.as_str().contains(char::is_control), "{word:?}");
    }
    if let Ok(json) = Encoded::<JsonString>::exact(untrusted) {
        assert_eq!(serde_json::from_str::<String>(json.as_str()).unwrap(), value);
    }
    if let Ok(scalar) = Encoded::<YamlScalar>::exact(untrusted) {
        let nodes = yaml::parse(FileId(0), &format!("a: {scalar} # c\n")).unwrap();
        assert_eq!(nodes[0].get("a").and_then(|node| node.scalar()).map(|text| text.as_str()), Some(value));
    }
    if let Ok(constant) = Encoded::<FalcoValue>::exact(untrusted, &[]) {
        let options = ParseOptions { dialect: Dialect::Falco, ..ParseOptions::default() };
        let parsed = parse(&format!("proc.name = {constant}"), options).unwrap();
        let ExprKind::Compare(compare) = parsed.expr.kind else { panic!("{constant:?}") };
        assert!(matches!(&compare.right, Rhs::Value(read) if read.bytes == value.as_bytes()), "{constant:?}");
    }
}

fn people(value: &str) {
    let untrusted = Untrusted(value);
    let shown = Encoded::<Terminal>::of(untrusted).into_string();
    assert!(!shown.contains(char::is_control), "{shown:?}");
    assert_eq!(without_entities(Encoded::<HtmlText>::of(untrusted).as_str()), shown);
    assert_eq!(without_entities(Encoded::<XmlText>::of(untrusted).as_str()), visible(value));
    assert_eq!(without_entities(Encoded::<XmlAttribute>::of(untrusted).as_str()), visible_line(value));
    assert_eq!(without_percent(Encoded::<GithubMessage>::of(untrusted).as_str()), visible(value));
    assert_eq!(without_percent(Encoded::<GithubProperty>::of(untrusted).as_str()), visible_line(value));
    assert!(Encoded::<Excerpt>::of(untrusted).as_str().chars().count() <= MAX_EXCERPT + 3);
    let text = format!("a {} b", Encoded::<MarkdownCode>::of(untrusted));
    let events: Vec<_> = Parser::new(&text).collect();
    assert!(
        matches!(&events[..], [_, _, Event::Code(code), _, _] if **code == *shown),
        "{text:?}: {events:?}"
    );
}

/// Holds for every input.
pub(crate) fn holds(value: &str) {
    programs(value);
    people(value);
}
