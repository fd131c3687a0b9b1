//! What follows a complete check and cannot.

use super::site::{self, Site};
use super::slips;
use crate::source::ByteRange;
use crate::syntax::condition::ast::{Dialect, Modifier, Operator, Transformer};
use crate::syntax::condition::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::syntax::condition::grammar::Rule;

const UNITS: [&str; 16] =
    ["ns", "us", "ms", "s", "m", "h", "d", "B", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB"];

/// Explains what stands after a complete check.
pub(super) fn explain(site: &Site<'_>) -> SyntaxError {
    if site.at_end() {
        return unclosed(site);
    }
    if let Some(error) = foreign_before(site).or_else(|| after_number(site)).or_else(|| parenthesis(site)) {
        return error;
    }
    let found = site.found();
    let operand_alone = !site.wants(&[Rule::or_word, Rule::and_word]);
    let expected = match (operand_alone, site.wants(&[Rule::close])) {
        (true, true) => "expected `)`",
        (true, false) => "expected the end",
        (false, true) => "expected `and`, `or` or `)`",
        (false, false) => "expected `and`, `or` or the end",
    };
    let error = |message: String| SyntaxError::new(Kind::Junk, site.token(), message, expected);
    match (site.first_char(), site.word()) {
        (_, "and") if !site.wants(&[Rule::and_word]) && site.wants(&[Rule::or_word]) => error(
            "`and` cannot follow `or(…)`: Falco takes the parenthesis as all that `or` joins".to_owned(),
        )
        .hint("write `or (`, with a blank"),
        (_, word @ ("AND" | "OR" | "And" | "Or")) => error(format!("`{word}` is no word of the language"))
            .hint(format!("write `{}`", word.to_ascii_lowercase()))
            .rewrite(site.token(), word.to_ascii_lowercase()),
        (Some('&' | '|'), _) => {
            error(format!("`{found}` is no word of the language")).hint(slips::symbol(&found))
        }
        (Some(')'), _) => error("no parenthesis is open here".to_owned()).hint("take `)` away"),
        (Some('#'), _) => error("a condition holds no comments".to_owned())
            .hint("put the comment outside the condition, on a line of the file"),
        (Some('='), _) if site.before.ends_with(is_value) && last_is_value(site) => {
            error("a value cannot hold `=` without quotes".to_owned()).hint("put quotes around the value")
        }
        (Some('=' | '!' | '<' | '>' | '~'), _) => {
            not_a_field(site, error(format!("`{found}` cannot follow here")))
        }
        (Some('.' | '-' | '/' | ':' | '*' | ','), _) if site.after_list_name() => {
            let name = site.before.get(site::word_start(site.before)..).unwrap_or_default();
            let blank = if found == "," { " " } else { "" };
            error("this is more than the name of a list".to_owned())
                .hint(format!("write `({}{found}{blank}…)` for values", site::shown(name),))
        }
        (Some(','), _) if site.before.ends_with(|c: char| c.is_ascii_digit()) && last_is_value(site) => {
            error("`,` cannot stand in a number".to_owned()).hint("write the digits without separators")
        }
        (Some(','), _) if last_is_value(site) => error("`,` cannot follow one value".to_owned())
            .hint("compare with several by `in (…)`, or put quotes around a value that holds a comma"),
        (Some('.' | '-'), _)
            if site.glued() && site.before.ends_with(site::is_name) && !last_is_value(site) =>
        {
            error(format!("`{found}` cannot follow a name like this")).hint(super::FIELD_NAME)
        }
        (Some('"' | '\''), _) if site.before.ends_with(['"', '\'']) => {
            error("a second string cannot follow".to_owned())
                .hint("write one string; the other kind of quote may stand inside")
        }
        (Some('"' | '\''), _) if site.glued() => {
            error("a value cannot hold a quote without quotes around it".to_owned())
                .hint("put the other kind of quotes around the whole value")
        }
        (_, word) if !word.is_empty() => words(site, error(format!("`{found}` cannot follow here"))),
        _ => error(format!("`{found}` cannot follow here")),
    }
}

/// A word of another language just before, which Falco has read as a name or value.
fn foreign_before(site: &Site<'_>) -> Option<SyntaxError> {
    let before = site.before.trim_end_matches(site::BLANKS);
    if site.glued() {
        return None;
    }
    let error = |length: usize| {
        let place = ByteRange::new(before.len().saturating_sub(length), before.len());
        let message = format!("`{}` is no word of the language", site.shown(place));
        SyntaxError::new(Kind::Junk, place, message, "read as a name")
    };
    match site.last_word() {
        Some(word @ ("NOT" | "Not")) => {
            let error = error(word.len());
            let place = error.range;
            Some(error.hint("write `not`").rewrite(place, "not"))
        }
        Some("") | None if before.ends_with("=>") => Some(error(2).hint("write `>=`")),
        Some("") | None if before.ends_with("=<") => Some(error(2).hint("write `<=`")),
        Some("") | None if before.ends_with("=~") => Some(error(2).hint("write `regex`")),
        Some("") | None if before.ends_with("!~") => {
            Some(error(2).hint("write `not` before the field, and `regex`"))
        }
        _ => None,
    }
}

fn unclosed(site: &Site<'_>) -> SyntaxError {
    let place = site.opener().unwrap_or_else(|| site.token());
    SyntaxError::new(Kind::Unclosed, place, "the parenthesis is not closed", "opened here").hint("add `)`")
}

/// A number and what is glued to it.
pub(super) fn after_number(site: &Site<'_>) -> Option<SyntaxError> {
    let goes_on = |c: char| site::is_name(c) || c == '.';
    let glued = site.glued() && site.rest.starts_with(goes_on) && site.before.ends_with(goes_on);
    let head = site.before.trim_end_matches(|c: char| goes_on(c) || matches!(c, '+' | '-'));
    let number =
        site.before.get(head.len()..)?.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    let left = head.trim_end_matches(site::BLANKS);
    let compared = left.ends_with(['<', '>']) || left.ends_with("<=") || left.ends_with(">=");
    if !glued || !number || !(compared || left.ends_with(['(', ','])) {
        return None;
    }
    let tail = site.rest.find(|c| !goes_on(c)).unwrap_or(site.rest.len());
    let place = ByteRange::new(head.len(), site.at.saturating_add(tail));
    let whole = site.shown(place);
    let error = |kind, message: String| SyntaxError::new(kind, place, message, "expected a plain number");
    let unit = UNITS.contains(&site.word());
    if unit && !compared {
        return Some(
            error(Kind::Argument, format!("`{whole}` is no number"))
                .hint("units may only follow `<`, `<=`, `>` and `>=`"),
        );
    }
    if unit && site.dialect == Dialect::Falco {
        let message = format!("Falco knows no units: `{whole}`");
        return Some(
            error(Kind::NotFalco, message)
                .hint("write the number alone: nanoseconds for durations and times, bytes for sizes"),
        );
    }
    let error = error(Kind::Value, format!("`{whole}` is no number"));
    Some(if site.word().starts_with(['e', 'E']) {
        error.hint("an exponent has a sign: `1e+5`")
    } else if site.dialect == Dialect::Falconer && compared {
        error.hint("units are `ns us ms s m h d`, `B KB MB GB TB` and `KiB MiB GiB TiB`")
    } else {
        error
    })
}

/// Our own transformer in the Falco dialect.
pub(super) fn not_falco_age(site: &Site<'_>) -> SyntaxError {
    let start = if site.first_char() == Some('(') { site::word_start(site.before) } else { site.at };
    let place = ByteRange::new(start, start.saturating_add("age".len()));
    SyntaxError::new(Kind::NotFalco, place, "Falco has no transformer `age`", "Falconer's own")
}

/// A parenthesis after something that takes none.
fn parenthesis(site: &Site<'_>) -> Option<SyntaxError> {
    if site.first_char() != Some('(') {
        return None;
    }
    let error = |kind, message: String| {
        SyntaxError::new(kind, site.token(), message, "expected `and`, `or` or the end")
    };
    let name = site.last_word().unwrap_or_default();
    if Modifier::from_spelling(name).is_some() && site.after_list_name() {
        let message = format!("`{name}` cannot follow a list operator, which compares with lists anyway");
        return Some(error(Kind::Value, message).hint(format!("write `in (…)`, or `= {name} (…)`")));
    }
    if Modifier::from_spelling(name).is_some() {
        let message = format!("`{name}` is read as a text here, not as a modifier");
        return Some(error(Kind::Value, message).hint(format!("write blanks around it: `= {name} (…)`")));
    }
    if Transformer::from_spelling(name).is_some() && !site.glued() {
        let message = format!("no blank may stand between `{name}` and its parenthesis");
        return Some(error(Kind::Junk, message).hint(format!("write `{name}(`")));
    }
    if !site.glued() || name.is_empty() {
        return Some(
            error(Kind::Junk, "a parenthesis cannot follow here".to_owned())
                .hint("write `and` or `or` between"),
        );
    }
    if name == "val" && !after_modifier(site) {
        return Some(
            error(Kind::Junk, "`val(…)` stands on the right side only".to_owned())
                .hint("write the field without `val`"),
        );
    }
    if name != "age" && Transformer::from_spelling(name).is_some() {
        return Some(
            error(Kind::Junk, format!("`{name}(…)` cannot stand here"))
                .hint("after a modifier stands a list or the name of one"),
        );
    }
    if name == "age" && site.dialect == Dialect::Falco {
        return Some(not_falco_age(site));
    }
    let error = error(Kind::Junk, format!("`{}` is no transformer", site::shown(name)));
    Some(match slips::transformer(name) {
        Some(hint) => error.hint(hint),
        None => error.hint("transformers are `tolower toupper b64 basename len join concat getopt`"),
    })
}

/// Whether a modifier stands before the word that ends here.
fn after_modifier(site: &Site<'_>) -> bool {
    let head =
        site.before.get(..site::word_start(site.before)).unwrap_or_default().trim_end_matches(site::BLANKS);
    Modifier::from_spelling(head.get(site::word_start(head)..).unwrap_or_default()).is_some()
}

/// An operator after a word that has no dot.
fn not_a_field(site: &Site<'_>, error: SyntaxError) -> SyntaxError {
    match site.last_word() {
        Some("exists") => error.hint("`exists` takes no right side"),
        Some(word) if !last_is_value(site) => {
            error.hint(format!("`{}` is a macro here: a field has a dot, as `proc.name`", site::shown(word)))
        }
        _ => error,
    }
}

/// One word after another.
fn words(site: &Site<'_>, error: SyntaxError) -> SyntaxError {
    let before = site.before.trim_end_matches(site::BLANKS);
    if site.before.ends_with(['"', '\'']) && (site.before.contains("\\\"") || site.before.contains("\\'")) {
        return error
            .hint("the string before did not end where it seems to: a quote after a backslash is content");
    }
    if let Some(word @ ("and" | "or")) = site.last_word().filter(|_| !last_is_value(site) && !site.glued()) {
        return error.hint(format!("one keyword too many: `{word}` is read as the name of a macro here"));
    }
    if last_is_value(site) && !site.glued() && !site.token_is_field() {
        return error.hint("put quotes around a value that holds blanks, or write `and` or `or` between");
    }
    if site.word() == "not" || site.word() == "NOT" {
        return error.hint("write `and not` or `or not`");
    }
    match slips::operator(site.rest, site.last_word().unwrap_or_default()) {
        Some(_) if !last_is_value(site) && before.ends_with(site::is_name) => not_a_field(site, error),
        _ => error.hint("write `and` or `or` between"),
    }
}

fn is_value(c: char) -> bool {
    !c.is_ascii_whitespace() && !matches!(c, '(' | ')' | '"' | '\'')
}

/// Whether the last word before stands behind an operator, and is a value therefore.
fn last_is_value(site: &Site<'_>) -> bool {
    let before = site.before.trim_end_matches(site::BLANKS);
    let head = before.trim_end_matches(|c: char| is_value(c) && !matches!(c, '=' | '<' | '>' | ','));
    let head = head.trim_end_matches(site::BLANKS);
    let word = head.get(site::word_start(head)..).unwrap_or_default();
    head.ends_with(['=', '<', '>']) || Operator::from_spelling(word).is_some()
}
