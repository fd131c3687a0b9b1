//! Values in JUnit's XML, in GitHub's annotations, in messages and in JSON for screens, read back by a reader of
//! XML, by serde_json, and by a decoder of workflow commands that was written from GitHub's documentation.

use crate::values;
use falconer::escape::{
    Encoded, Excerpt, GithubMessage, GithubProperty, JsonString, MAX_EXCERPT, Untrusted, XmlAttribute,
    XmlText, visible, visible_line,
};
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// The one attribute and the text of `<a b="…">…</a>`.
fn xml(text: &str) -> (String, String) {
    let mut reader = Reader::from_str(text);
    let (mut attribute, mut content) = (String::new(), String::new());
    loop {
        match reader.read_event().unwrap_or_else(|e| panic!("{e}: {text:?}")) {
            Event::Start(element) => {
                let all: Vec<_> = element.attributes().map(Result::unwrap).collect();
                assert_eq!(all.len(), 1, "{text:?}");
                attribute = all[0].normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned();
            }
            Event::Text(part) => content.push_str(&part.xml10_content()),
            Event::GeneralRef(name) => {
                content.push_str(&quick_xml::escape::unescape(&format!("&{};", &*name)).unwrap());
            }
            Event::End(_) => {}
            Event::Eof => return (attribute, content),
            other => panic!("{other:?}: {text:?}"),
        }
    }
}

/// <https://www.w3.org/TR/xml/#NT-Char>
fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

#[test]
fn xml_reads_back_the_visible_form() {
    for value in values::all(5000) {
        let attribute = Encoded::<XmlAttribute>::of(Untrusted(&value));
        let text = Encoded::<XmlText>::of(Untrusted(&value));
        let page = format!("<a b=\"{attribute}\">{text}</a>");
        assert!(page.chars().all(is_xml_char), "{page:?}");
        assert!(!page.contains("]]>"), "{page:?}");
        assert_eq!(xml(&page), (visible_line(&value), visible(&value)), "{page:?}");
    }
}

/// What GitHub makes of a line of a log: the command's name, its properties, its message.
type Command = (String, Vec<(String, String)>, String);

/// Decodes a line as the documentation of workflow commands says; `None` if it is no command.
fn github(line: &str) -> Option<Command> {
    let (command, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = command.split_once(' ').unwrap_or((command, ""));
    let properties = properties.split(',').filter(|p| !p.is_empty()).map(|property| {
        let (key, value) = property.split_once('=').unwrap_or((property, ""));
        (key.to_owned(), percent(value, true))
    });
    Some((name.to_owned(), properties.collect(), percent(message, false)))
}

fn percent(text: &str, property: bool) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let known = [("25", '%'), ("0D", '\r'), ("0A", '\n'), ("3A", ':'), ("2C", ',')];
        let known = known.iter().take(if property { 5 } else { 3 });
        let found = known.into_iter().find_map(|(code, c)| Some((after.strip_prefix(code)?, *c)));
        let (after, c) = found.unwrap_or((after, '%'));
        out.push(c);
        rest = after;
    }
    out + rest
}

#[test]
fn annotations_read_back_the_visible_form() {
    for value in values::all(5000) {
        let property = Encoded::<GithubProperty>::of(Untrusted(&value));
        let message = Encoded::<GithubMessage>::of(Untrusted(&value));
        let line = format!("::error file={property},line=3,title={property}::{message}");
        assert_eq!(line.lines().count(), 1, "{line:?}");
        let properties =
            [("file", visible_line(&value)), ("line", "3".into()), ("title", visible_line(&value))];
        let properties = properties.map(|(key, value)| (key.to_owned(), value)).to_vec();
        assert_eq!(github(&line), Some(("error".to_owned(), properties, visible(&value))), "{line:?}");
    }
}

/// Commands that GitHub's runner would obey, wherever they stand in a text.
pub(crate) fn commands(text: &str) -> usize {
    let is_name = |name: &str| {
        name.chars().all(|c| c.is_ascii_alphabetic() || c == '-')
            && name.contains(|c: char| !c.is_ascii_hexdigit())
    };
    let named = |line: &str| github(line).is_some_and(|(name, ..)| !name.is_empty() && is_name(&name));
    let bracketed = |line: &str| {
        line.split("##").skip(1).any(|rest| {
            rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[') && rest.contains(']')
        })
    };
    text.split(['\n', '\r']).filter(|line| named(line) || bracketed(line)).count()
}

#[test]
fn no_visible_form_gives_a_command_to_a_ci_log() {
    const PIECES: &[&str] =
        &["::", "::", "##", "#", ":", "[", "]", "error", "vso", "add-mask", " ", "\n", "\t", "a", "1", "x=y"];
    let rows = values::rows(PIECES, 30_000);
    let mut tried = 0;
    for value in rows.iter().map(|row| row.concat()).chain(values::all(5000)) {
        for around in ["", "  ", "a "] {
            let text = format!("{around}{value}");
            tried += usize::from(commands(&text) > 0);
            assert_eq!(commands(&visible(&text)), 0, "{text:?}");
            assert_eq!(commands(&visible_line(&text)), 0, "{text:?}");
            let json = Encoded::<JsonString>::exact(Untrusted(&text)).map(Encoded::into_string);
            assert_eq!(commands(&json.unwrap_or_default()), 0, "{text:?}");
        }
    }
    assert!(tried > 300, "only {tried} values would give a command");
}

#[test]
fn addresses_and_paths_stay_as_they_are() {
    for value in ["::1", "::ffff:10.0.0.1", "std::string", "a::b", "##", "# [x]", "a:: b", ":: x", "::"] {
        assert_eq!(visible_line(value), value);
    }
}

#[test]
fn excerpts_are_short_quoted_and_visible() {
    for value in values::all(5000) {
        let excerpt = Encoded::<Excerpt>::of(Untrusted(&value)).into_string();
        let inner = excerpt.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).unwrap();
        let shown = visible_line(&value);
        match inner.strip_suffix('…').filter(|_| shown.chars().count() > MAX_EXCERPT) {
            Some(head) => {
                assert!(shown.starts_with(head) && head.chars().count() <= MAX_EXCERPT, "{inner:?}")
            }
            None => assert_eq!(inner, shown),
        }
        assert!(!excerpt.chars().any(char::is_control), "{excerpt:?}");
    }
    let escapes = Encoded::<Excerpt>::of(Untrusted(&"\u{1b}".repeat(100))).into_string();
    assert!(escapes.ends_with("\\u{1b}…`"), "{escapes}");
}
