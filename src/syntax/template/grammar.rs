//! The parser that pest derives. Its types stay in this module and in [`super::tokens`].

use pest::Parser as _;
use pest::iterators::Pairs;
use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "../grammar/template.pest"]
struct TemplateParser;

/// The tokens of a text, or `None` where the grammar has no rule for it (it has one for every text).
pub(super) fn tokens(text: &str) -> Option<Pairs<'_, Rule>> {
    TemplateParser::parse(Rule::template, text)
        .ok()
        .and_then(|mut pairs| pairs.next())
        .map(|pair| pair.into_inner())
}
