//! The place where a text stopped being a condition, with questions about what stands around it.

use crate::source::ByteRange;
use crate::syntax::condition::OperatorKind;
use crate::syntax::condition::ast::{Dialect, Operator};
use crate::syntax::condition::grammar::Rule;

/// What Falco skips.
pub(super) const BLANKS: [char; 5] = [' ', '\t', '\u{8}', '\r', '\n'];

/// The place.
pub(super) struct Site<'t> {
    /// The whole condition.
    pub(super) text: &'t str,
    /// Where it fails; no blank stands here.
    pub(super) at: usize,
    /// What stands before.
    pub(super) before: &'t str,
    /// What stands there and after.
    pub(super) rest: &'t str,
    /// The language spoken.
    pub(super) dialect: Dialect,
    wanted: &'t [Rule],
}

impl<'t> Site<'t> {
    pub(super) fn new(text: &'t str, at: usize, wanted: &'t [Rule], dialect: Dialect) -> Self {
        let blanks =
            text.get(at..).map_or(0, |rest| rest.len().saturating_sub(rest.trim_start_matches(BLANKS).len()));
        let at = at.saturating_add(blanks).min(text.len());
        let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
        Self { text, at, before, rest, dialect, wanted }
    }

    /// Whether one of these rules would have been right here.
    pub(super) fn wants(&self, rules: &[Rule]) -> bool {
        rules.iter().any(|rule| self.wanted.contains(rule))
    }

    pub(super) fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn first_char(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn first_of(&self, chars: &[char]) -> bool {
        self.first_char().is_some_and(|c| chars.contains(&c))
    }

    /// Whether nothing separates the place from what stands before.
    pub(super) fn glued(&self) -> bool {
        !self.before.is_empty() && !self.before.ends_with(BLANKS)
    }

    /// The token a person would point at.
    pub(super) fn token(&self) -> ByteRange {
        ByteRange::new(self.at, self.at.saturating_add(token_length(self.rest)))
    }

    /// That token for a message.
    pub(super) fn found(&self) -> String {
        self.shown(self.token())
    }

    /// What sort of thing stands there.
    pub(super) fn found_kind(&self) -> &'static str {
        if self.first_of(&['"', '\'']) { "a quoted string" } else { "a number" }
    }

    /// A piece of the condition for a message.
    pub(super) fn shown(&self, range: ByteRange) -> String {
        shown(self.text.get(range.range()).unwrap_or_default())
    }

    /// The letters, digits and `_` that begin here.
    pub(super) fn word(&self) -> &'t str {
        let end = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
        self.rest.get(..end).unwrap_or_default()
    }

    /// Whether the token looks like a field.
    pub(super) fn token_is_field(&self) -> bool {
        self.text.get(self.token().range()).is_some_and(|token| token.trim_end_matches('.').contains('.'))
    }

    /// The word before, blanks between or not.
    pub(super) fn last_word(&self) -> Option<&'t str> {
        let before = self.before.trim_end_matches(BLANKS);
        let word = before.get(word_start(before)..)?;
        (!word.is_empty()).then_some(word)
    }

    /// The operand before: a field or a whole transformer.
    pub(super) fn last_operand(&self) -> ByteRange {
        let before = self.before.trim_end_matches(BLANKS);
        let open = match before.chars().next_back() {
            Some(')') => matching(before, b'(', b')'),
            Some(']') => matching(before, b'[', b']'),
            _ => None,
        };
        let head = open.and_then(|at| before.get(..at)).unwrap_or(before);
        let start = head.rfind(|c: char| !is_name(c) && c != '.').map_or(0, |at| {
            at.saturating_add(head.get(at..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8))
        });
        ByteRange::new(start, before.len())
    }

    /// The operator before, modifier included.
    pub(super) fn last_operator(&self) -> String {
        let before = self.before.trim_end_matches(BLANKS);
        let word = before.get(word_start(before)..).unwrap_or_default();
        if !word.is_empty() {
            return word.to_owned();
        }
        let symbols = ["<=", ">=", "==", "!=", "<", ">", "="];
        symbols.into_iter().find(|symbol| before.ends_with(symbol)).unwrap_or_default().to_owned()
    }

    /// The last `(` that is not closed, as a token.
    pub(super) fn opener(&self) -> Option<ByteRange> {
        matching(self.before, b'(', b')').map(|at| ByteRange::new(at, at.saturating_add(1)))
    }

    /// Whether a list operator and blanks stand before the word that ends here.
    pub(super) fn after_list_name(&self) -> bool {
        let before = self.before.trim_end_matches(BLANKS);
        let head = before.get(..word_start(before)).unwrap_or_default();
        let trimmed = head.trim_end_matches(BLANKS);
        let word = trimmed.get(word_start(trimmed)..).unwrap_or_default();
        Operator::from_spelling(word).is_some_and(|op| matches!(op.kind(), OperatorKind::List))
    }
}

pub(super) fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Where the name at the end of a text begins.
pub(super) fn word_start(text: &str) -> usize {
    text.trim_end_matches(is_name).len()
}

/// Cut and without control characters.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut out = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            out.push('…');
            break;
        }
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

fn token_length(rest: &str) -> usize {
    let Some(first) = rest.chars().next() else { return 0 };
    if matches!(first, '"' | '\'') {
        let partner = rest.get(1..).and_then(|inside| inside.find(first));
        return partner.map_or(1, |at| at.saturating_add(2));
    }
    let run = |member: &dyn Fn(char) -> bool| rest.find(|c| !member(c)).unwrap_or(rest.len());
    if is_name(first) {
        run(&|c| is_name(c) || c == '.')
    } else if matches!(first, '!' | '=' | '<' | '>' | '~' | '&' | '|') {
        run(&|c| matches!(c, '!' | '=' | '<' | '>' | '~' | '&' | '|'))
    } else {
        first.len_utf8()
    }
}

/// The last `open` of `text` whose partner does not stand before the last character; quotes are skipped as a
/// person reads them.
fn matching(text: &str, open: u8, close: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let inside =
        if bytes.last() == Some(&close) { bytes.split_last().map_or(bytes, |(_, head)| head) } else { bytes };
    let mut opened = Vec::new();
    let mut quote = None;
    let mut previous = 0;
    for (at, &byte) in inside.iter().enumerate() {
        match quote {
            Some(kind) if byte == kind && previous != b'\\' => quote = None,
            Some(_) => {}
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None if byte == open => opened.push(at),
            None if byte == close => {
                opened.pop();
            }
            None => {}
        }
        previous = byte;
    }
    opened.pop()
}
