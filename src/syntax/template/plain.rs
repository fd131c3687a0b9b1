//! Templates of which every `{{ … }}` is a name with filters that take nothing: nearly all there are, and no work for a
//! grammar.
//!
//! In: a template's text. Out: the tokens that the grammar would cut it into, or `None` where only the grammar can tell.

use super::tokens::{Slice, Token, TokenKind};
use crate::source::ByteRange;
use crate::syntax::template::ast::FilterUse;

/// The tokens of such a text.
pub(super) fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(open) = next_pair(text, at)? {
        author_text(text, at..open, &mut tokens);
        let hole = Hole { text, at: open.saturating_add(2) }.read(open)?;
        at = hole.range.range().end;
        tokens.push(hole);
    }
    author_text(text, at..text.len(), &mut tokens);
    Some(tokens)
}

/// Where the next `{{` stands; `None` if a `{%` comes first.
fn next_pair(text: &str, mut from: usize) -> Option<Option<usize>> {
    let bytes = text.as_bytes();
    while let Some(found) = memchr::memchr(b'{', bytes.get(from..)?) {
        let at = from.saturating_add(found);
        from = at.saturating_add(1);
        match bytes.get(from) {
            Some(b'{') => return Some(Some(at)),
            Some(b'%') => return None,
            _ => {}
        }
    }
    Some(None)
}

fn author_text<'t>(text: &'t str, range: std::ops::Range<usize>, tokens: &mut Vec<Token<'t>>) {
    if let Some(part) = text.get(range.clone()).filter(|part| !part.is_empty()) {
        tokens.push(Token { kind: TokenKind::Text(part), range: ByteRange::new(range.start, range.end) });
    }
}

/// A hole that is being read.
struct Hole<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Hole<'t> {
    /// The hole that begins at `open`, if there is nothing in it that only the grammar knows.
    fn read(mut self, open: usize) -> Option<Token<'t>> {
        self.blanks();
        let source = self.word(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'))?;
        let mut filters = Vec::new();
        self.blanks();
        while self.eat(b'|') {
            self.blanks();
            let name = self.word(|b| b.is_ascii_alphanumeric() || b == b'_')?;
            if name.text.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            filters.push(FilterUse { name: name.text.to_owned(), args: Vec::new(), range: name.range });
            self.blanks();
        }
        let closed = self.eat(b'}') && self.eat(b'}');
        let range = ByteRange::new(open, self.at);
        closed.then_some(Token { kind: TokenKind::Hole { source, filters }, range })
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_there = self.text.as_bytes().get(self.at) == Some(&byte);
        self.at = self.at.saturating_add(usize::from(is_there));
        is_there
    }

    fn blanks(&mut self) {
        self.at = self.at.saturating_add(self.run(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')));
    }

    /// One or more bytes of a kind.
    fn word(&mut self, is_part: impl Fn(u8) -> bool) -> Option<Slice<'t>> {
        let start = self.at;
        self.at = start.saturating_add(self.run(is_part));
        let text = self.text.get(start..self.at).filter(|text| !text.is_empty())?;
        Some(Slice { text, range: ByteRange::new(start, self.at) })
    }

    fn run(&self, is_part: impl Fn(u8) -> bool) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        rest.iter().take_while(|&&byte| is_part(byte)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::by_grammar;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn needs_no_grammar_for_what_most_templates_hold() {
        for text in ["", "no hole {\n", "{{ proc.name }} ran {{fd.name|basename | upper}}.", "{ {{ a }} }}"] {
            assert!(tokens(text).is_some(), "{text}");
        }
        for text in
            ["{{ a[1] }}", "{{ f(\"x\") }}", "{{ a | b(\"c\") }}", "{% if x %}", "{{ a", "{{{ a }}", "{{}}"]
        {
            assert!(tokens(text).is_none(), "{text}");
        }
    }

    proptest! {
        /// What needs no grammar is what the grammar reads.
        #[test]
        fn are_those_of_the_grammar(parts in prop::collection::vec(
            prop::sample::select(vec![
                "{{", "}}", "{", "}", "{%", "%}", " ", "\n", "\t", "|", "a", "proc.name", "_x", "9", ".", "é", "-",
                "\"", "'", "[", "(", ")", "if", "\u{b}",
            ]),
            0..14,
        )) {
            let text = parts.concat();
            if let Some(tokens) = tokens(&text) {
                prop_assert_eq!(format!("{tokens:?}"), format!("{:?}", by_grammar(&text)), "{}", text);
            }
        }

        #[test]
        fn are_those_of_the_grammar_where_all_is_plain(
            text in "([a {}\n]{0,3}\\{\\{[ \t\r\n]{0,2}[a-zA-Z0-9._]{1,4}([ \n]?\\|[ \n]?[a-z0-9_]{1,3}){0,2} {0,2}\\}\\}){0,3}[a{}]{0,3}"
        ) {
            if let Some(tokens) = tokens(&text) {
                prop_assert_eq!(format!("{tokens:?}"), format!("{:?}", by_grammar(&text)), "{}", text);
            }
        }
    }
}
