//! A template's text as a flat row of tokens, free of pest's types.

use super::grammar::{self, Rule};
use super::plain;
use crate::source::ByteRange;
use crate::syntax::template::ast::FilterUse;
use pest::iterators::Pair;

/// One token with its place.
#[derive(Debug)]
pub(super) struct Token<'t> {
    /// What it is.
    pub(super) kind: TokenKind<'t>,
    /// Where it stands.
    pub(super) range: ByteRange,
}

/// What a token is.
#[derive(Debug)]
pub(super) enum TokenKind<'t> {
    /// Author's text.
    Text(&'t str),
    /// `{{ "{{" }}`: what it writes.
    Brace(&'t str),
    /// A hole: what it names, and its filters.
    Hole { source: Slice<'t>, filters: Vec<FilterUse> },
    /// `{{ … }}` that is no hole.
    Braces,
    /// `{{` that nothing closes.
    OpenHole,
    /// `{% word … %}`.
    Tag { word: &'t str, body: Slice<'t> },
    /// `{%` that nothing closes.
    OpenTag,
}

/// A part of the template's text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slice<'t> {
    /// Its text.
    pub(super) text: &'t str,
    /// Its place.
    pub(super) range: ByteRange,
}

/// Cuts a template into tokens.
pub(super) fn read(text: &str) -> Vec<Token<'_>> {
    plain::tokens(text).unwrap_or_else(|| by_grammar(text))
}

/// The tokens of any text.
pub(super) fn by_grammar(text: &str) -> Vec<Token<'_>> {
    grammar::tokens(text).into_iter().flatten().filter_map(token).collect()
}

fn token(pair: Pair<'_, Rule>) -> Option<Token<'_>> {
    let range = slice(&pair).range;
    let kind = match pair.as_rule() {
        Rule::text => TokenKind::Text(pair.as_str()),
        Rule::brace => TokenKind::Brace(pair.into_inner().next()?.as_str()),
        Rule::hole => {
            let mut inner = pair.into_inner();
            let source = slice(&inner.next()?);
            TokenKind::Hole { source, filters: inner.filter_map(filter).collect() }
        }
        Rule::braces => TokenKind::Braces,
        Rule::open_hole => TokenKind::OpenHole,
        Rule::tag => {
            let mut inner = pair.into_inner();
            TokenKind::Tag { word: inner.next()?.as_str(), body: slice(&inner.next()?) }
        }
        Rule::open_tag => TokenKind::OpenTag,
        _ => return None,
    };
    Some(Token { kind, range })
}

fn filter(pair: Pair<'_, Rule>) -> Option<FilterUse> {
    let range = slice(&pair).range;
    let mut inner = pair.into_inner();
    let name = inner.next()?.as_str().to_owned();
    let args = inner.flat_map(Pair::into_inner).filter_map(|quoted| quoted.into_inner().next());
    Some(FilterUse { name, args: args.map(|arg| unescape(arg.as_str())).collect(), range })
}

/// A quoted argument's text: a backslash stands for the character after it.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { chars.next().unwrap_or('\\') } else { c });
    }
    out
}

fn slice<'t>(pair: &Pair<'t, Rule>) -> Slice<'t> {
    let span = pair.as_span();
    Slice { text: pair.as_str(), range: ByteRange::new(span.start(), span.end()) }
}
