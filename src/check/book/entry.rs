//! One name of one kind: what is known at once, and the item itself, decoded when it is needed.

use super::builtin::Embedded;
use crate::check::mitigation::Checked;
use crate::check::model::{Applies, Matcher};
use crate::check::names::MacroState;
use crate::source::{Sources, Span, Text};
use crate::syntax::condition::Parsed;
use crate::syntax::rulebook::items::{Item, ItemKind};
use std::fmt;
use std::sync::OnceLock;

/// The kinds of items that have names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the key of its item")]
pub enum Kind {
    List,
    Macro,
    Var,
    Strategy,
    Mitigation,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::List, Self::Macro, Self::Var, Self::Strategy, Self::Mitigation];

    /// The key of its items.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Macro => "macro",
            Self::Var => "var",
            Self::Strategy => "strategy",
            Self::Mitigation => "mitigation",
        }
    }

    /// The kind of an item; `None` for a version requirement.
    #[must_use]
    pub fn of(item: &Item) -> Option<Self> {
        Some(match item.kind {
            ItemKind::RequiredVersion => return None,
            ItemKind::List(_) => Self::List,
            ItemKind::Macro(_) => Self::Macro,
            ItemKind::Var(_) => Self::Var,
            ItemKind::Strategy(_) => Self::Strategy,
            ItemKind::Mitigation(_) => Self::Mitigation,
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A named item of a book.
#[derive(Debug)]
pub struct Entry {
    /// Which kind.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// The whole item, where it was first defined.
    pub span: Span,
    /// For a mitigation, the Falco rules it answers.
    pub rules: Vec<String>,
    /// For a mitigation, whether it applies only where no other did.
    pub fallback: bool,
    /// Where it was switched off.
    pub switched_off: Option<Span>,
    /// Whether it belongs to the built-in rulebook.
    pub builtin: bool,
    /// When it was first defined, counted over all items.
    pub(in crate::check) first: usize,
    /// When it was last changed.
    pub(super) latest: usize,
    pub(super) body: Body,
    /// What checking found out about it.
    pub(in crate::check) known: Known,
}

/// What is found out about an entry when it is first asked for.
#[derive(Debug, Default)]
pub(in crate::check) struct Known {
    /// A list's values, lists within it filled in.
    pub(in crate::check) values: OnceLock<Vec<Text>>,
    /// A macro's condition, parsed.
    pub(in crate::check) parsed: OnceLock<Option<Parsed>>,
    /// Whether a macro can be used, and what is wrong with it.
    pub(in crate::check) macro_state: OnceLock<MacroState>,
    /// A mitigation or reusable strategy, checked.
    pub(in crate::check) checked: OnceLock<Box<Checked>>,
    /// What decides whether a mitigation matches; `None` if something is wrong with it.
    pub(in crate::check) matcher: OnceLock<Option<Box<Matcher>>>,
    /// When a reusable strategy applies; `None` if its condition is wrong.
    pub(in crate::check) applies: OnceLock<Option<Applies>>,
}

/// The item, or the form it can be decoded from.
#[derive(Debug)]
pub(super) enum Body {
    Ready(Box<Item>),
    Embedded(Embedded, OnceLock<Option<Box<Item>>>),
}

impl Entry {
    /// Whether a list or macro may use another: it must have been defined before this one's latest change.
    #[must_use]
    pub fn sees(&self, other: &Self) -> bool {
        other.first < self.latest
    }

    /// The item. `None` only if the embedded form is damaged, which a test rules out.
    pub(super) fn item(&self, sources: &Sources) -> Option<&Item> {
        match &self.body {
            Body::Ready(item) => Some(item),
            Body::Embedded(form, ready) => {
                ready.get_or_init(|| form.decode(sources).map(Box::new)).as_deref()
            }
        }
    }

    /// The item, to be changed by an override.
    pub(super) fn item_mut(&mut self, sources: &Sources) -> Option<&mut Item> {
        if let Body::Embedded(form, _) = &self.body {
            self.body = Body::Ready(Box::new(form.decode(sources)?));
        }
        match &mut self.body {
            Body::Ready(item) => Some(item),
            Body::Embedded(..) => None,
        }
    }
}
