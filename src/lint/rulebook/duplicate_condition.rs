//! FL0503 duplicate-condition: two mitigations for exactly the same alerts.

use super::{Context, at};
use crate::diag::{Code, Diagnostic};
use crate::source::Text;
use std::collections::BTreeMap;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen = BTreeMap::new();
    let book = context.book;
    for number in 0..book.mitigation_count() {
        let (Some(entry), Some(item)) = (book.mitigation_entry(number), book.mitigation_item(number)) else {
            continue;
        };
        let mut rules = entry.rules.clone();
        rules.sort();
        rules.dedup();
        let condition = item.condition.as_ref().map_or("", Text::as_str);
        let words: Vec<&str> = condition.split_whitespace().collect();
        if let Some(first) = seen.insert((rules, words.join(" "), entry.fallback), entry) {
            let message = format!("`{}` answers exactly the alerts that `{}` does", entry.name, first.name);
            out.push(
                at(Code::DUPLICATE_CONDITION, entry.name_span, message)
                    .also(first.name_span, "the other one")
                    .hint("make one of the two, or tell them apart by a condition"),
            );
        }
    }
}
