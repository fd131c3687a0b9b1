//! `grammar/condition.pest`, run: text to pest's pairs, or to the place where pest gave up and what it wanted.
//!
//! In: a text and an entry rule. Out: pairs for [`super::build`], or a [`Failure`] for [`super::explain`].
//! pest's types go no further than those two modules.

use super::ast::Dialect;
use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};

/// The parser pest derives, in a module of its own because its items carry no documentation.
#[allow(missing_docs, unreachable_pub, reason = "derived")]
mod derived {
    /// Parser of the condition language.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/condition.pest"]
    pub struct ConditionParser;
}

pub(super) use derived::Rule;

/// pest's node.
pub(super) type Pair<'i> = pest::iterators::Pair<'i, Rule>;

/// Where pest gave up.
pub(super) struct Failure {
    /// The furthest byte at which a rule was tried in vain.
    pub(super) at: usize,
    /// The rules tried there; a rule stands for those that it begins with.
    pub(super) wanted: Vec<Rule>,
    /// Whether more parentheses are open than any condition may have.
    pub(super) too_deep: bool,
}

/// The entry rule of a dialect.
pub(super) fn entry(dialect: Dialect) -> Rule {
    match dialect {
        Dialect::Falco => Rule::falco,
        Dialect::Falconer => Rule::falconer,
    }
}

/// Runs an entry rule; its own pair is the product.
pub(super) fn run(entry: Rule, text: &str) -> Result<Pair<'_>, Failure> {
    let nothing = || Failure { at: 0, wanted: Vec::new(), too_deep: false };
    match derived::ConditionParser::parse(entry, text) {
        Ok(mut pairs) => pairs.next().ok_or_else(nothing),
        Err(error) => {
            let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
            match error.variant {
                ErrorVariant::ParsingError { positives, negatives } => {
                    Err(Failure { at, too_deep: negatives.contains(&Rule::too_deep), wanted: positives })
                }
                // pest ran out of native stack on a thread smaller than any we know.
                ErrorVariant::CustomError { .. } => Err(Failure { at, wanted: Vec::new(), too_deep: true }),
            }
        }
    }
}
