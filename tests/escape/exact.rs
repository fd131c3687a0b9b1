//! Encoded forms, byte for byte: what readers of other languages take for the same need not be what a person can
//! look at, and a value at a bound is one that random values miss.

use super::contexts::pieces;
use falconer::escape::{
    Encoded, Excerpt, JsonNumber, Lang, MAX_EXCERPT, MarkdownCell, Ndjson, Untrusted, contexts, encode,
    visible, visible_line,
};
use falconer::fields::Shape;

/// A language, code with one hole, a value, and what stands in the hole: its text, or a part of the refusal.
const CASES: [(Lang, &str, &str, Result<&str, &str>); 38] = [
    (Lang::Bash, "ls -- ◇", "it's", Ok(r"'it'\''s'")),
    (Lang::Bash, "ls -- ◇", "a\tb\rc\nd\\'!\u{1}\u{200b}é", Ok(r"$'a\tb\rc\nd\\\x27\x21\x01\xe2\x80\x8bé'")),
    (Lang::Bash, "ls -- ◇", "a!\\", Ok(r"'a!\'")),
    (Lang::Sh, "ls -- ◇", "a\nb", Err("holds the character U+000A")),
    (Lang::Sh, "ls -- ◇", "##[error]x", Err("logs of CI systems")),
    (Lang::Sh, "ls -- ◇", "::error::x", Ok("'::error::x'")),
    (Lang::Sh, "kill ◇", "4242", Ok("'4242'")),
    (Lang::Sh, "kill ◇", "0", Err("is no process id")),
    (Lang::Sh, "kill ◇", "042", Err("is no process id")),
    (Lang::Sh, "kill ◇", "", Err("is empty")),
    (Lang::Sh, "kill ◇", "4a", Err("is no process id")),
    (Lang::Sh, "docker cp a:/x ./◇", "x:y", Ok("'x:y'")),
    (Lang::Sh, "docker cp ◇ evidence/", "/tmp/x", Ok("'/tmp/x'")),
    (Lang::Sh, "docker cp ◇ evidence/", "web_1", Ok("'web_1'")),
    (Lang::Sh, "docker cp ◇ evidence/", "other:/tmp/x", Err("is no plain path")),
    (Lang::Sh, "docker cp ◇ evidence/", "user@host", Err("is no plain path")),
    (Lang::Sh, "docker cp ◇ evidence/", "a b", Err("is no plain path")),
    (Lang::Yaml, "a: ◇", "\n\r\t\"\\", Ok(r#""\n\r\t\"\\""#)),
    (Lang::Yaml, "a: ◇", "\u{1}\u{85}\u{ff}", Ok("\"\\x01\\x85\u{ff}\"")),
    (Lang::Yaml, "a: ◇", "\u{ad}\u{200b}\u{feff}", Ok(r#""\xad\u200b\ufeff""#)),
    (Lang::Yaml, "a: ◇", "\u{e0041}", Ok(r#""\U000e0041""#)),
    (Lang::Json, "{\"a\": ◇}", "\t\u{200b}", Ok(r#""\t\u200b""#)),
    (Lang::Falco, "- rule: r\n  condition: >\n    proc.name = ◇", "a\t\r\nb", Ok(r#""a\t\r\nb""#)),
    (Lang::Falco, "- rule: r\n  condition: >\n    proc.name = ◇", "a\"b", Ok(r#""a\"b""#)),
    (Lang::Falco, "- rule: r\n  condition: >\n    proc.name = ◇", "a\\", Ok(r"a\")),
    (Lang::Falco, "- rule: r\n  condition: >\n    proc.name = ◇", "a =\\", Err("ends in a backslash")),
    (Lang::Falco, LISTS, "names", Err("Falco replaces by that list")),
    (Lang::Falco, LISTS, "list", Ok("\"list\"")),
    (Lang::Falco, LISTS, "word", Ok("\"word\"")),
    (Lang::Falco, LISTS, "items", Ok("\"items\"")),
    (Lang::Falco, LISTS, "r", Ok("\"r\"")),
    (Lang::Falco, LISTS, "condition", Ok("\"condition\"")),
    (Lang::Falco, "- list: l\n  items: [◇]", "a b", Ok("'\"a b\"'")),
    (Lang::Falco, "- list: l\n  items: [◇]", "", Err("is empty")),
    (Lang::Falco, LISTS, "", Ok("\"\"")),
    (Lang::Yaml, "a: \"x-◇\"", "\"", Ok("\\\"")),
    (Lang::Sh, "ls -- ◇", "a\u{fffd}", Err("bytes that are not text")),
    (Lang::Sh, "ls -- ◇", "/a/b[...]", Err("cut short")),
];

const LISTS: &str = "- list: names\n  items: [word]\n- rule: r\n  condition: >\n    proc.name = ◇";

#[test]
fn each_value_takes_the_form_that_its_place_asks_for() {
    for (lang, code, value, expected) in CASES {
        let found = contexts(lang, &pieces(code)).unwrap();
        let encoded = encode(&found[0], value, None).map_err(|refusal| refusal.reason);
        match expected {
            Ok(text) => assert_eq!(encoded.as_deref(), Ok(text), "{code} {value:?}"),
            Err(part) => assert!(
                encoded.as_ref().is_err_and(|reason| reason.contains(part)),
                "{code} {value:?}: {encoded:?}, expected {part}"
            ),
        }
    }
}

#[test]
fn a_shape_lets_in_what_no_plain_word_is() {
    let place = |code: &str| contexts(Lang::Sh, &pieces(code)).unwrap().remove(0);
    let into = |code: &str, value: &str, shape| encode(&place(code), value, shape).is_ok();
    assert!(into("docker pause ◇", "::1", Some(Shape::Ip)) && !into("docker pause ◇", "::1", None));
    assert!(into("docker cp ◇ x/", "::1", Some(Shape::Ip)) && !into("docker cp ◇ x/", "::1", None));
    assert!(into("docker cp ◇ x/", "a.b", Some(Shape::DnsSubdomain)));
    assert!(!into("kill ◇", "0", Some(Shape::Digits)), "a process id whatever the field's shape");
}

#[test]
fn json_numbers_are_those_that_every_reader_takes_exactly() {
    for (value, exact) in [
        ("0", true),
        ("10", true),
        ("9007199254740991", true),
        ("9007199254740992", false),
        ("00", false),
        ("01", false),
        ("", false),
        ("+1", false),
        ("-1", false),
        ("1.0", false),
        ("99999999999999999999", false),
    ] {
        let encoded = Encoded::<JsonNumber>::exact(Untrusted(value)).map(Encoded::into_string);
        assert_eq!(encoded.as_deref().ok(), exact.then_some(value), "{value}");
    }
}

#[test]
fn a_text_added_to_a_line_is_the_text_encoded() {
    for (value, expected) in [
        ("", "\"\""),
        ("plain ~", "\"plain ~\""),
        ("\"", r#""\"""#),
        ("\\", r#""\\""#),
        ("#", "\"#\""),
        ("::error::", "\"::error::\""),
        (" ::error::", "\" :\\u003aerror::\""),
        ("\u{7f}", "\"\\u007f\""),
        ("é", "\"é\""),
    ] {
        let mut line = b"x,".to_vec();
        Encoded::<Ndjson>::add_text(Untrusted(value), &mut line);
        assert_eq!(String::from_utf8(line).unwrap(), format!("x,{expected}"));
        assert_eq!(Encoded::<Ndjson>::text(Untrusted(value)).as_str(), expected);
    }
}

#[test]
fn excerpts_are_cut_between_visible_characters() {
    let cut = |value: &str| Encoded::<Excerpt>::of(Untrusted(value)).into_string();
    let a = |count: usize| "a".repeat(count);
    assert_eq!(cut(&a(MAX_EXCERPT)), format!("`{}`", a(MAX_EXCERPT)));
    assert_eq!(cut(&a(MAX_EXCERPT + 1)), format!("`{}…`", a(MAX_EXCERPT)));
    // `\u{200b}` takes eight characters: no half of it is left, and the whole of it stays.
    let hidden = |before: usize, after: usize| format!("{}\u{200b}{}", a(before), a(after));
    for before in MAX_EXCERPT - 7..MAX_EXCERPT {
        assert_eq!(cut(&hidden(before, 9)), format!("`{}…`", a(before)), "{before}");
    }
    assert_eq!(cut(&hidden(MAX_EXCERPT - 8, 9)), format!("`{}\\u{{200b}}…`", a(MAX_EXCERPT - 8)));
    let broken = |before: usize| format!("{}\n{}", a(before), a(200));
    assert_eq!(cut(&broken(MAX_EXCERPT - 1)), format!("`{}…`", a(MAX_EXCERPT - 1)));
    assert_eq!(cut(&broken(MAX_EXCERPT - 2)), format!("`{}\\n…`", a(MAX_EXCERPT - 2)));
    assert_eq!(cut(&broken(0)), format!("`\\n{}…`", a(MAX_EXCERPT - 2)));
}

#[test]
fn a_bar_in_a_cell_has_one_backslash_or_is_written_out() {
    let cell = |value: &str| Encoded::<MarkdownCell>::of(Untrusted(value)).into_string();
    assert_eq!(cell("a|b"), r"`a\|b`");
    assert_eq!(cell(r"a\|b"), r"`a\\u{7c}b`");
    assert_eq!(cell(r"a\b|"), r"`a\b\|`");
}

#[test]
fn the_visible_form_names_line_ends_and_leaves_letters() {
    assert_eq!(visible_line("a\n\tb\r"), r"a\n\tb\r");
    assert_eq!(visible("a\n\tb\r"), "a\n\\tb\\r");
    let letters = "ж".repeat(20);
    assert_eq!(visible(&letters), letters);
}

#[test]
fn a_debug_print_shows_no_raw_character() {
    assert_eq!(format!("{:?}", Untrusted("a\u{1b}[m")), "Untrusted(a\\u{1b}[m)");
    assert_eq!(format!("{:?}", Encoded::<Excerpt>::of(Untrusted("\u{1b}"))), "Encoded(\"`\\\\u{1b}`\")");
}
