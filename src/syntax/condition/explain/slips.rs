//! The usual slips, from other languages mostly, and what to write instead.

use super::site;
use crate::diag::did_you_mean;
use crate::syntax::condition::ast::{Modifier, Operator, Transformer};

/// Symbols of other languages for `and`, `or`, `not`.
pub(super) fn symbol(found: &str) -> &'static str {
    match found.chars().next() {
        Some('&') => "write `and`",
        Some('|') => "write `or`",
        _ => "write `not`",
    }
}

/// What was meant where an operator should stand; `field` stands before.
pub(super) fn operator(rest: &str, field: &str) -> Option<String> {
    let negated =
        rest.strip_prefix("not").or_else(|| rest.strip_prefix('!')).or_else(|| rest.strip_prefix("NOT"));
    if let Some(op) =
        negated.map(|after| word(after.trim_start_matches(site::BLANKS))).filter(|op| !op.is_empty())
    {
        let op = op.to_ascii_lowercase();
        if op == "exists" || Operator::from_spelling(&op).is_some() {
            return Some(format!("write `not` before the field: `not {field} {op} …`"));
        }
    }
    let found = word(rest);
    if rest.starts_with('(') {
        return Some(format!("write `{field} in (…)`"));
    }
    if rest.starts_with("=~") || rest.starts_with('~') {
        return Some("write `regex`".to_owned());
    }
    if rest.starts_with("!~") {
        return Some(format!("write `not {field} regex …`"));
    }
    let lower = found.to_ascii_lowercase();
    if let "istartswith" | "iendswith" = lower.as_str() {
        return Some(format!(
            "write `tolower({field}) {} …`, with the value in lower case",
            lower.trim_start_matches('i')
        ));
    }
    let meant = match lower.as_str() {
        "matches" | "match" | "rlike" => Some("regex"),
        "like" => Some("glob"),
        "ilike" => Some("iglob"),
        "is" | "eq" | "equals" => Some("="),
        "ne" | "neq" => Some("!="),
        "lt" => Some("<"),
        "le" | "lte" => Some("<="),
        "gt" => Some(">"),
        "ge" | "gte" => Some(">="),
        "has" | "includes" => Some("contains"),
        _ => None,
    };
    let known = || Operator::ALL.iter().map(|op| op.spelling()).chain(["exists"]).filter(|op| op.len() > 1);
    let meant = meant
        .or_else(|| known().find(|&op| op == lower))
        .or_else(|| if found.is_empty() { None } else { did_you_mean(&lower, known()) })?;
    Some(format!("write `{meant}`"))
}

/// How many bytes `not` and the blanks after it take, where they stand before an operator of words.
pub(super) fn misplaced_not(rest: &str) -> Option<usize> {
    let operator = rest.strip_prefix("not")?.trim_start_matches(site::BLANKS);
    let known = word(operator) == "exists" || Operator::from_spelling(word(operator)).is_some();
    let length = rest.len().saturating_sub(operator.len());
    (known && length > "not".len()).then_some(length)
}

/// How to compare with a list instead of one value.
pub(super) fn list_for(op: &str) -> String {
    match op {
        "=" | "==" => "write `in (…)`".to_owned(),
        "!=" => "write `not … in (…)`".to_owned(),
        op => match Modifier::from_spelling(op) {
            Some(_) => format!("write a blank before `{op}`"),
            None => format!("write `{op} anyof (…)`"),
        },
    }
}

/// A transformer that is spelled nearly so.
pub(super) fn transformer(name: &str) -> Option<String> {
    let known = Transformer::ALL.iter().map(|t| t.spelling());
    did_you_mean(&name.to_ascii_lowercase(), known).map(|meant| format!("write `{meant}(`"))
}

fn word(text: &str) -> &str {
    let end = text.find(|c| !site::is_name(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}
