//! Why a text is no condition, in words: from the place where pest gave up to a [`SyntaxError`].
//!
//! In: the text, the furthest place reached and the rules wanted there. Out: what was expected, what stands
//! there, and for the usual slips what to write instead. Decides nothing: the grammar has already refused.

mod junk;
mod site;
mod slips;

use super::ast::{Dialect, Operator};
use super::error::{SyntaxError, SyntaxErrorKind as Kind};
use super::grammar::{Failure, Rule};
use super::quoted::{self, Fault};
use crate::source::ByteRange;
use site::Site;

/// What a field's name looks like.
const FIELD_NAME: &str =
    "a field's name is words with dots between; each begins with a letter and holds letters, digits and `_`";

/// Explains a failure of the grammar.
pub(super) fn failure(text: &str, failure: &Failure, dialect: Dialect) -> SyntaxError {
    let site = Site::new(text, failure.at, &failure.wanted, dialect);
    let error = at_site(&site, text, failure);
    let strange = site.first_char().is_some_and(|c| c.is_whitespace() || c == '\u{FEFF}');
    if strange && error.range == site.token() {
        error.hint("write an ordinary blank: Falco skips no other white space")
    } else {
        error
    }
}

fn at_site(site: &Site<'_>, text: &str, failure: &Failure) -> SyntaxError {
    if text.trim_matches(site::BLANKS).is_empty() {
        let whole = ByteRange::new(0, text.len());
        return SyntaxError::new(Kind::Empty, whole, "the condition is empty", "expected a check")
            .hint("write a check such as `proc.name = bash`");
    }
    if failure.too_deep {
        return too_deep(site.token(), super::MAX_DEPTH);
    }
    if site.dialect == Dialect::Falco && site.rest.starts_with("age(") {
        return junk::not_falco_age(site);
    }
    if let Some(error) = quote(site) {
        return error;
    }
    if site.wants(&[Rule::EOI, Rule::close]) && !site.wants(&[Rule::comma]) {
        return junk::explain(site);
    }
    if site.wants(&[Rule::item, Rule::comma, Rule::list_end, Rule::call_argument, Rule::call_list_item]) {
        return sequence(site);
    }
    if site.wants(&[Rule::argument_end, Rule::bare_argument]) {
        return brackets(site);
    }
    if site.wants(&[Rule::comparison, Rule::exists, Rule::text_comparison]) {
        return operator(site);
    }
    if site.wants(&[
        Rule::text_operand,
        Rule::number_operand,
        Rule::list_operand,
        Rule::list_or_name,
        Rule::list,
        Rule::list_name,
    ]) {
        return right_side(site);
    }
    if site.wants(&[Rule::field, Rule::field_name]) && !site.wants(&[Rule::check, Rule::call]) {
        return lone_field(site);
    }
    check(site)
}

/// Explains a failure where one operand had to stand alone.
pub(super) fn operand_failure(text: &str, failure: &Failure) -> SyntaxError {
    let site = Site::new(text, failure.at, &failure.wanted, Dialect::Falconer);
    let expected = "expected a field or a transformer";
    let nothing_read = site.before.trim_matches(site::BLANKS).is_empty();
    if failure.too_deep || !nothing_read && !site.wants(&[Rule::EOI]) {
        return self::failure(text, failure, Dialect::Falconer);
    }
    let found = site.found();
    if site.at_end() {
        return SyntaxError::new(Kind::Empty, site.token(), "a field is missing", expected);
    }
    if nothing_read {
        return SyntaxError::new(
            Kind::Check,
            site.token(),
            format!("`{found}` is neither a field nor a transformer"),
            expected,
        )
        .hint("a field has a dot, as `proc.name`");
    }
    SyntaxError::new(
        Kind::Junk,
        site.token(),
        format!("`{found}` cannot follow a field here"),
        "expected the end",
    )
    .hint("only one field or transformer may stand here")
}

/// The limit of Falco's parser was reached at `range`.
pub(super) fn too_deep(range: ByteRange, max_depth: usize) -> SyntaxError {
    let message = format!("the condition nests too deep: Falco's parser gives up at depth {max_depth}");
    SyntaxError::new(Kind::TooDeep, range, message, "one level too many")
        .hint("move inner parts into macros, or take needless parentheses away")
}

/// A quoted string that has no end or a bad escape, where a string may stand.
fn quote(site: &Site<'_>) -> Option<SyntaxError> {
    let may_stand = [
        Rule::text_operand,
        Rule::quoted,
        Rule::item,
        Rule::call_argument,
        Rule::call_list_item,
        Rule::argument,
        Rule::list,
        Rule::list_operand,
        Rule::list_or_name,
    ];
    if !site.wants(&may_stand) {
        return None;
    }
    let start = site.at;
    let part = |range: std::ops::Range<usize>| {
        ByteRange::new(start.saturating_add(range.start), start.saturating_add(range.end))
    };
    let end = site.rest.len();
    Some(match quoted::fault(site.rest)? {
        Fault::Unterminated { backslash: Some(at) } => {
            let message = "the quoted string has no end: a quote after a backslash does not end it";
            let place = at.saturating_sub(1)..at.saturating_add(1);
            SyntaxError::new(Kind::Quoted, part(place), message, "this quote is content")
                .hint("no quoted string can end in a backslash; write the value without quotes")
        }
        Fault::Unterminated { backslash: None } => {
            let first_line = site.rest.find(['\n', '\r']).unwrap_or(end);
            SyntaxError::new(Kind::Quoted, part(0..first_line), "the quoted string has no end", "starts here")
                .hint("close it with the same kind of quote")
        }
        Fault::Nul(at) => {
            let message = "a NUL cannot stand in a quoted string";
            SyntaxError::new(Kind::Quoted, part(at..at.saturating_add(1)), message, "here")
                .hint("write `\\x00`")
        }
        Fault::Escape(range) => {
            let escape = site.rest.get(range.clone()).unwrap_or_default();
            let message = format!("`{}` is no escape", site::shown(escape));
            SyntaxError::new(Kind::Quoted, part(range), message, "unknown escape").hint(escape_hint(escape))
        }
    })
}

fn escape_hint(escape: &str) -> String {
    match escape {
        "\\'" | "\\\"" => "the other kind of quote needs no backslash".to_owned(),
        "\\x" => "`\\x` takes two hexadecimal digits; a backslash is `\\\\`".to_owned(),
        _ => "write a backslash as `\\\\`; escapes are `\\b \\f \\n \\r \\t \\/ \\xHH`".to_owned(),
    }
}

/// Where a check must begin.
fn check(site: &Site<'_>) -> SyntaxError {
    let expected = "expected a field, a macro or `(`";
    let token = site.token();
    if site.at_end() {
        let message = match site.last_word() {
            Some(word @ ("and" | "or" | "not")) => format!("nothing follows `{word}`"),
            _ => "the condition stops too early".to_owned(),
        };
        return SyntaxError::new(Kind::Check, token, message, expected);
    }
    let found = site.found();
    let error = |message: String| SyntaxError::new(Kind::Check, token, message, expected);
    match (site.first_char(), site.last_word()) {
        // A check may begin with a parenthesis, so one refused here is one too many.
        (Some('('), _) => too_deep(token, super::MAX_DEPTH),
        (Some('!'), _) => {
            error(format!("`{found}` is no word of the language")).hint("write `not` and a blank")
        }
        (Some('&' | '|'), _) => {
            error(format!("`{found}` is no word of the language")).hint(slips::symbol(&found))
        }
        (Some('"' | '\'' | '0'..='9'), _) => {
            error(format!("a check begins with a field, not with {}", site.found_kind()))
                .hint("write the field first: `proc.name = \"bash\"`")
        }
        (Some(')'), _) => error("nothing stands before `)`".to_owned()),
        (_, Some(word @ ("and" | "or"))) if site.glued() => {
            error(format!("`{word}` needs a blank or `(` after it")).hint(format!("write `{word} {found}`"))
        }
        _ => error(format!("a check cannot begin with `{found}`")),
    }
}

/// Where only a field may stand: in `val(…)` and where an operand stands alone.
fn lone_field(site: &Site<'_>) -> SyntaxError {
    let expected = "expected a field";
    if site.at_end() {
        return SyntaxError::new(Kind::Argument, site.token(), "a field is missing at the end", expected);
    }
    SyntaxError::new(Kind::Argument, site.token(), format!("`{}` is no field", site.found()), expected)
        .hint("a field has a dot, as `proc.name`")
}

/// After the left operand.
fn operator(site: &Site<'_>) -> SyntaxError {
    let token = site.token();
    let expected = "expected an operator";
    let left = site.last_operand();
    let error = |message: String| SyntaxError::new(Kind::Operator, token, message, expected);
    let goes_on =
        matches!(site.word(), "and" | "or") || ["&&", "||", ")"].iter().any(|s| site.rest.starts_with(s));
    if site.at_end() || goes_on {
        return SyntaxError::new(
            Kind::Operator,
            left,
            format!("`{}` has no operator after it", site.shown(left)),
            expected,
        )
        .hint(format!("write `{} exists` to ask whether it is there", site.shown(left)));
    }
    let found = site.found();
    if site.first_char() == Some('[') {
        return if site.glued() {
            error("a field has one argument at most".to_owned())
        } else {
            error("no blank may stand before `[`".to_owned())
                .hint("write the bracket directly after the field")
        };
    }
    if Operator::from_spelling(site.word()).is_some() {
        let word = site.word();
        if site.rest.len() == word.len() {
            let end = ByteRange::new(site.text.len(), site.text.len());
            return SyntaxError::new(
                Kind::Value,
                end,
                format!("a value is missing after `{word}`"),
                "expected a value",
            );
        }
        return error(format!("`{word}` needs a blank after it"))
            .hint(format!("write `{word} ` and the value"));
    }
    if site.glued() && site.before.ends_with(site::is_name) && !site.first_of(&['!', '=', '~', '(']) {
        return error(format!("`{found}` cannot stand in the name of a field")).hint(FIELD_NAME);
    }
    let error = error(format!("`{found}` is no operator"));
    match slips::operator(site.rest, &site.shown(left)) {
        Some(hint) => match slips::misplaced_not(site.rest) {
            // `field not in …`: the word moves before the field.
            Some(length) => error
                .hint(hint)
                .rewrite(ByteRange { start: left.start, end: left.start }, "not ")
                .rewrite(ByteRange::new(site.at, site.at.saturating_add(length)), ""),
            None => error.hint(hint),
        },
        None => error.hint("operators are `= != < <= > >= in contains startswith endswith glob regex pmatch intersects exists` and their variants"),
    }
}

/// After an operator.
fn right_side(site: &Site<'_>) -> SyntaxError {
    let token = site.token();
    let op = site.last_operator();
    let number = site.wants(&[Rule::number_operand]);
    let list = site.wants(&[Rule::list_operand, Rule::list_or_name, Rule::list, Rule::list_name]);
    let (what, expected) = match (number, list) {
        (true, _) => ("a number", "expected a number, `val(…)` or a transformer"),
        (_, true) => ("a list", "expected a list such as `(a, b)` or its name"),
        _ => ("a value", "expected a value, `val(…)` or a transformer"),
    };
    if site.at_end() || site.first_char() == Some(')') {
        return SyntaxError::new(Kind::Value, token, format!("{what} is missing after `{op}`"), expected);
    }
    let found = site.found();
    let gap = if site.glued() { "" } else { " " };
    let error = |message: String| SyntaxError::new(Kind::Value, token, message, expected);
    match site.first_char() {
        Some('>') if op == "<" && site.glued() => error("`<>` is no operator".to_owned()).hint("write `!=`"),
        Some('=') if number => error(format!("`{op}` and `{found}` do not go together"))
            .hint("operators for numbers are `<`, `<=`, `>`, `>=`"),
        Some('=') => error(format!("`{op}{gap}{found}` is no operator")).hint(if op == "!=" {
            "write `!=`"
        } else {
            "write one `=`; a value that begins with `=` needs quotes"
        }),
        Some('(') if !number && !list => {
            error(format!("`{op}` takes one value, not a list")).hint(slips::list_for(&op))
        }
        Some('(') => error(format!("`{op}` takes {what}, not a parenthesis")),
        Some('"' | '\'') if number => error(format!("`{op}` compares with a number, which has no quotes"))
            .hint(format!("write {}", found.trim_matches(['"', '\'']))),
        Some('.') if number => {
            error("a number cannot begin with a dot".to_owned()).hint("write a `0` before it")
        }
        Some(c) if number && (c.is_ascii_alphabetic()) => {
            error(format!("`{op}` compares with a number; `{found}` is none"))
                .hint("write `val(field)` to compare with a field")
        }
        Some('[' | '{') if list => error(format!("`{op}` takes a list, and `{found}` opens none"))
            .hint(format!("a list stands in parentheses: `{op} (a, b)`")),
        _ if list => error(format!("`{op}` takes a list, and `{found}` is none"))
            .hint(format!("write `{op} ({found})`")),
        _ => error(format!("`{found}` is no {}", what.trim_start_matches("a "))),
    }
}

/// Inside a list or a transformer's parentheses.
fn sequence(site: &Site<'_>) -> SyntaxError {
    let token = site.token();
    let of_list = site.wants(&[Rule::item])
        || (site.wants(&[Rule::comma, Rule::list_end]) && !site.wants(&[Rule::close]));
    let (kind, whole, part) =
        if of_list { (Kind::List, "list", "item") } else { (Kind::Argument, "transformer", "argument") };
    let after_part = site.wants(&[Rule::comma]);
    let expected = match (after_part, of_list) {
        (true, _) => "expected `,` or `)`",
        (false, true) => "expected an item",
        (false, false) => "expected a field, a transformer, a number, a quoted string or a list",
    };
    let error = |message: String| SyntaxError::new(kind, token, message, expected);
    if let Some(error) = junk::after_number(site) {
        return error;
    }
    let found = site.found();
    if site.at_end() {
        let open = site.opener().unwrap_or(token);
        return SyntaxError::new(
            Kind::Unclosed,
            open,
            format!("the {whole}'s parenthesis is not closed"),
            "opened here",
        )
        .hint("add `)`");
    }
    match site.first_char() {
        Some(',' | ')') if site.before.trim_end_matches(site::BLANKS).ends_with(',') => {
            error("nothing stands after the comma".to_owned())
                .hint("take the comma away, or write an empty string as `\"\"`")
        }
        Some(',' | ')') => error(format!("an {part} is missing before `{found}`")),
        Some('(') if of_list => error("a list cannot hold another list or a transformer".to_owned())
            .hint("put quotes around an item that holds a parenthesis"),
        Some('=') => error(format!("`{found}` cannot stand in a {whole} without quotes"))
            .hint(format!("put quotes around the {part}, or close the {whole} with `)` first")),
        _ if matches!(site.word(), "and" | "or" | "AND" | "OR") && after_part => {
            error(format!("`{found}` cannot stand in a {whole}"))
                .hint(format!("separate {part}s with commas, or close the {whole} with `)` first"))
        }
        _ if after_part && site.glued() && !site.first_of(&['"', '\'']) => {
            error(format!("`{found}` is one {part} too many"))
                .hint("put quotes around the whole, or a comma between")
        }
        _ if after_part => {
            error(format!("a comma is missing before `{found}`")).hint(format!("write `, {found}`"))
        }
        _ if !of_list => error(format!("`{found}` is no argument of a transformer"))
            .hint("put quotes around a text; a field has a dot"),
        _ => error(format!("`{found}` is no item of a list")),
    }
}

/// Inside the brackets after a field.
fn brackets(site: &Site<'_>) -> SyntaxError {
    let token = site.token();
    let error = |message: &str| SyntaxError::new(Kind::Argument, token, message, "expected `]`");
    match site.first_char() {
        Some(']') if !site.before.ends_with('[') => error("no blank may stand inside the brackets")
            .hint("put quotes around the argument, with the blank inside or without it"),
        Some(']') => error("the brackets are empty").hint("write `['']` for an empty argument"),
        None => error("the bracket is not closed").hint("add `]`"),
        _ if site.before.trim_end_matches(site::BLANKS).ends_with('[') => {
            error("no blank may stand inside the brackets").hint("put quotes around the argument")
        }
        _ => error("the argument cannot hold this without quotes").hint("put quotes around the argument"),
    }
}
