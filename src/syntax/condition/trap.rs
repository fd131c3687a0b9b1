//! Traps: what Falco accepts and understands otherwise than its author.
//!
//! Out: [`Trap`] values, each with a sentence that says what Falco will do. They become warnings.

use super::ast::Modifier;
use crate::diag::Code;
use crate::source::ByteRange;

/// A piece of a condition that Falco accepts with a surprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trap {
    /// Which surprise.
    pub kind: TrapKind,
    /// The piece.
    pub range: ByteRange,
}

/// The surprises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrapKind {
    /// `in ('\q')`: the bad escape is swallowed and the list is empty.
    SwallowedItem,
    /// `= oneof and c`: compares with the text of the modifier.
    ModifierAsText(Modifier),
    /// `inside`, `existsand`: a keyword and a name run together.
    Glued {
        /// Where the keyword ends.
        keyword: usize,
    },
    /// `'a\ b'`: backslash and space make one backslash.
    LostSpace,
    /// `"a\\" and c.d = "`: the string goes on after its quote.
    QuoteGoesOn,
}

impl Trap {
    /// The code of its warning.
    #[must_use]
    pub fn code(&self) -> Code {
        match self.kind {
            TrapKind::SwallowedItem => Code::SWALLOWED_ITEM,
            TrapKind::ModifierAsText(_) => Code::MODIFIER_AS_TEXT,
            TrapKind::Glued { .. } => Code::GLUED_KEYWORD,
            TrapKind::LostSpace => Code::LOST_SPACE,
            TrapKind::QuoteGoesOn => Code::QUOTE_GOES_ON,
        }
    }

    /// What Falco makes of it; `text` is the condition.
    #[must_use]
    pub fn message(&self, text: &str) -> String {
        match self.kind {
            TrapKind::SwallowedItem => {
                "Falco reads this list as empty: it swallows the bad escape".to_owned()
            }
            TrapKind::ModifierAsText(modifier) => {
                format!("Falco compares with the text `{}`: no list follows", modifier.spelling())
            }
            TrapKind::Glued { keyword } => {
                let (keyword, name) = self.glued(text, keyword);
                format!("Falco reads `{keyword}{name}` as `{keyword}` and `{name}`")
            }
            TrapKind::LostSpace => "Falco drops the space: `\\ ` is one backslash".to_owned(),
            TrapKind::QuoteGoesOn => {
                "Falco does not end the string here: a quote after a backslash is content".to_owned()
            }
        }
    }

    /// What to write instead.
    #[must_use]
    pub fn hint(&self, text: &str) -> String {
        match self.kind {
            TrapKind::SwallowedItem => "write a backslash as `\\\\`, or the item without quotes".to_owned(),
            TrapKind::ModifierAsText(modifier) => {
                let word = modifier.spelling();
                format!("write `{word} (a, b)` for the modifier, `\"{word}\"` for the text")
            }
            TrapKind::Glued { keyword } => {
                let (keyword, name) = self.glued(text, keyword);
                format!("write `{keyword} {name}` if that is meant")
            }
            TrapKind::LostSpace => "write `\\\\ ` for a backslash and a space, ` ` for a space alone".to_owned(),
            TrapKind::QuoteGoesOn => {
                "write a value that ends in a backslash without quotes; otherwise put a space before the quote"
                    .to_owned()
            }
        }
    }

    /// The keyword and the name that runs into it.
    fn glued<'t>(&self, text: &'t str, keyword_end: usize) -> (&'t str, &'t str) {
        let place = self.range.range();
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
        (part(place.start..keyword_end), part(keyword_end..place.end))
    }
}
