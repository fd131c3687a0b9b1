//! Reports in every format: what they look like, and that no value of an alert can break out of its place.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test"
)]

#[path = "render/report/fixture.rs"]
mod fixture;
#[path = "render/report/parsed.rs"]
mod parsed;

use falconer::render::{Color, Format, Terminal, to_terminal};
use falconer::report::Report;

/// What an attacker would write into a file name, a host name, a tag, a rule.
const HOSTILE: [&str; 9] = [
    "'; $(id) \"```</script>\n--all",
    "\n```\n# Heading\n\n- item\n\n<b>x</b>",
    "`` ` ``` a|b @user #1 http://evil.example www.evil.example",
    "<img src=x onerror=alert(1)>&lt;script&gt;",
    "\x1b[2J\x1b]8;;http://evil.example\x07link\x1b]8;;\x07\u{9b}31m",
    "\u{202e}txt.exe\u{200b}\u{feff}\u{2028}\u{e0041}",
    "</code></pre></style></title><script>alert(1)</script>",
    "![a](http://evil.example/x.png)[b](javascript:alert(1))<http://evil.example>",
    "",
];

fn harmless() -> Report {
    fixture::full(str::to_owned)
}

fn hostile(text: &str) -> Report {
    fixture::full(|_| text.to_owned())
}

/// A value of letters alone: what it does to a document's structure is nothing.
fn inert() -> Report {
    fixture::full(|_| "value".to_owned())
}

#[test]
fn every_format_looks_as_before() {
    insta::with_settings!({ snapshot_path => "render/report", prepend_module_to_snapshot => false, omit_expression => true }, {
        let report = harmless();
        insta::assert_snapshot!("md", report.render(Format::Md));
        insta::assert_snapshot!("term", report.render(Format::Term));
        insta::assert_snapshot!("json", report.render(Format::Json));
        insta::assert_snapshot!("html", parsed::html_without_style(&report.render(Format::Html)));
    });
}

#[test]
fn markdown_keeps_its_structure_under_hostile_values() {
    let expected = parsed::markdown_shape(&inert().render(Format::Md));
    for text in HOSTILE {
        let md = hostile(text).render(Format::Md);
        assert_eq!(parsed::markdown_shape(&md), expected, "{text:?}\n{md}");
    }
}

#[test]
fn html_keeps_its_elements_under_hostile_values() {
    let expected = parsed::html_shape(&inert().render(Format::Html));
    for text in HOSTILE {
        let html = hostile(text).render(Format::Html);
        assert_eq!(parsed::html_shape(&html), expected, "{text:?}\n{html}");
    }
}

#[test]
fn html_loads_and_runs_nothing() {
    let html = harmless().render(Format::Html);
    assert!(html.contains("default-src 'none'"));
    for forbidden in ["<script", "<img", "<link", "<iframe", "@import", "url(", "javascript:", " on"] {
        let found = html.matches(forbidden).count();
        let expected = if forbidden == " on" { html.matches(" on ").count() } else { 0 };
        assert_eq!(found, expected, "{forbidden}");
    }
}

#[test]
fn terminal_shows_no_control_characters_of_values() {
    for text in HOSTILE {
        let plain = hostile(text).render(Format::Term);
        assert_eq!(plain.chars().find(|&c| c.is_control() && c != '\n'), None, "{text:?}\n{plain}");
        let terminal = Terminal { columns: 100, color: Color::Always };
        let coloured = to_terminal(&hostile(text), &terminal);
        assert_eq!(parsed::without_colour(&coloured), parsed::without_colour(&coloured.replace('\x07', "")));
        let rest = parsed::without_colour(&coloured);
        assert_eq!(rest.chars().find(|&c| c.is_control() && c != '\n'), None, "{text:?}\n{rest}");
    }
}

#[test]
fn terminal_stays_within_its_columns() {
    for columns in [60, 80, 100] {
        let text = to_terminal(&harmless(), &Terminal { columns, color: Color::Never });
        // A word that is longer than a line stays whole, and code is never wrapped.
        let prose = text.lines().filter(|line| !line.contains("://") && !line.starts_with("       "));
        for line in prose {
            let longest_word = line.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
            assert!(line.chars().count() <= columns || longest_word > 40, "{columns}: {line}");
        }
    }
}

#[test]
fn colour_changes_no_word() {
    let plain = to_terminal(&harmless(), &Terminal { columns: 80, color: Color::Never });
    let coloured = to_terminal(&harmless(), &Terminal { columns: 80, color: Color::Always });
    assert_eq!(parsed::without_colour(&coloured), plain);
}

#[test]
fn json_carries_values_exactly_and_safe_on_a_screen() {
    for text in HOSTILE {
        let json = hostile(text).render(Format::Json);
        let document: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(document["schema"], falconer::render::SCHEMA);
        assert_eq!(document["facts"]["rule"], text);
        assert_eq!(document["analysis"][0]["value"], text);
        assert_eq!(document["facts"]["tags"][1], text);
        assert_eq!(json.chars().find(|&c| c.is_control() && c != '\n'), None);
        assert!(!json.contains(['\u{202e}', '\u{2028}', '\u{feff}']));
    }
}

#[test]
fn every_format_says_what_is_withheld_and_missing() {
    let report = harmless();
    for format in Format::ALL {
        let text = report.render(format).split_whitespace().collect::<Vec<_>>().join(" ");
        for told in ["is not in the alert", "proc.pid", "k8s.ns.name", "k8s.pod.name", "(not in the alert)"] {
            assert!(text.contains(told), "{format}: {told}\n{text}");
        }
    }
}

#[test]
fn rendering_twice_gives_the_same_bytes() {
    for format in Format::ALL {
        assert_eq!(harmless().render(format), harmless().render(format));
    }
}

#[test]
fn a_report_without_findings_says_so() {
    let report = Report {
        findings: Vec::new(),
        summary: Vec::new(),
        strategies: Vec::new(),
        analysis: Vec::new(),
        missing: Vec::new(),
        ..harmless()
    };
    for format in [Format::Md, Format::Html, Format::Term] {
        assert!(report.render(format).contains("No mitigation of the rulebook matches"), "{format}");
    }
}

#[test]
fn authors_words_are_no_markup_of_ours() {
    let mut report = harmless();
    let words = "# a *b* _c_ snake_case [d](e) <i>f</i> `g` &amp; 1. x ~~h~~ \\ |";
    report.conclusion = Some(fixture::plain(words));
    assert_eq!(parsed::markdown_text_after(&report.render(Format::Md), "Conclusion"), words);
    assert!(report.render(Format::Html).contains("&lt;i&gt;f&lt;/i&gt;"));
}

#[test]
fn a_fence_is_longer_than_any_run_inside() {
    let mut report = harmless();
    let code = "a\n````\nb\n```` ` `````\n";
    report.strategies[0].examples.push(fixture::shown("sh", code));
    assert!(parsed::markdown_code(&report.render(Format::Md)).contains(&code.to_owned()));
}

/// Every key of an object and of what it holds.
fn keys(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                into.push(key.clone());
                keys(value, into);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, into)),
        _ => {}
    }
}

#[test]
fn every_key_of_the_json_is_documented() {
    let document: serde_json::Value = serde_json::from_str(&harmless().render(Format::Json)).unwrap();
    let manual = include_str!("../docs/reference/report-json.md");
    let mut found = Vec::new();
    keys(&document, &mut found);
    assert!(found.len() > 50, "{found:?}");
    for key in found {
        assert!(manual.contains(&format!("`{key}`")), "docs/reference/report-json.md lacks `{key}`");
    }
}

proptest::proptest! {
    #[test]
    fn no_value_changes_the_structure(text in "(?s).{0,40}|[`*_<>&|\\[\\]()#!~\\\\ \n-]{0,30}") {
        let md = hostile(&text).render(Format::Md);
        proptest::prop_assert_eq!(parsed::markdown_shape(&md), parsed::markdown_shape(&inert().render(Format::Md)));
        let html = hostile(&text).render(Format::Html);
        proptest::prop_assert_eq!(parsed::html_shape(&html), parsed::html_shape(&inert().render(Format::Html)));
        let term = hostile(&text).render(Format::Term);
        proptest::prop_assert!(!term.contains(|c: char| c.is_control() && c != '\n'));
    }

    #[test]
    fn no_word_of_an_author_becomes_markup(text in "[!-~]{1,12}( [!-~]{1,12}){0,3}") {
        let mut report = harmless();
        report.conclusion = Some(fixture::plain(&text));
        proptest::prop_assert_eq!(parsed::markdown_text_after(&report.render(Format::Md), "Conclusion"), text);
    }
}
