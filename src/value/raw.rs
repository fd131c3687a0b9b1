//! Raw values of an alert, before any type is put on them.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// One JSON value of an alert, as written. Numbers keep their text, so that no digit is lost.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// The number's own spelling, valid JSON.
    Number(&'a str),
    /// A string, decoded. A lone surrogate has become U+FFFD.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Raw<'a>>),
    /// An object, as its JSON text: it only `exists`.
    Object(&'a str),
}

/// What can be told of a value at a glance, without decoding it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glance<'a> {
    /// There is none.
    Absent,
    /// It is this text, which stands in the alert as it is and so holds no NUL.
    Text(&'a str),
    /// It has to be asked for.
    Unclear,
}

/// The keys beside `output_fields`: what `alert.*` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meta {
    /// `rule`
    Rule,
    /// `priority`
    Priority,
    /// `source`
    Source,
    /// `hostname`
    Hostname,
    /// `tags`
    Tags,
    /// `time`
    Time,
    /// `output`
    Output,
}

/// Where a reader lays the value of one key.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Whose slot it is.
    pub of: SlotsId,
    /// Its index there.
    pub index: usize,
    /// Its key, spelled as printed.
    pub key: Arc<str>,
}

/// Tells the slots of one plan from those of all others of this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotsId(u64);

impl SlotsId {
    /// One that was never given.
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// Access to an alert's values by name: the interface between reading and evaluating.
pub trait Fields {
    /// The value of this key of `output_fields`, spelled as printed (`proc.aname[2]`); `None` if absent.
    fn field(&self, key: &str) -> Option<Raw<'_>>;

    /// The same, where the key's slot in a plan is known: a reader that fills slots looks there first.
    fn slot(&self, slot: &Slot) -> Option<Raw<'_>> {
        self.field(&slot.key)
    }

    /// What can be told of it at a glance; a reader that fills slots can, of most texts.
    fn glance(&self, slot: &Slot) -> Glance<'_> {
        let _ = slot;
        Glance::Unclear
    }

    /// The value of a key beside `output_fields`.
    fn meta(&self, key: Meta) -> Option<Raw<'_>>;

    /// What can be told of that at a glance.
    fn glance_meta(&self, key: Meta) -> Glance<'_> {
        let _ = key;
        Glance::Unclear
    }

    /// All keys of `output_fields` that begin with `prefix`, in the alert's order.
    fn keys_from<'a>(&'a self, prefix: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a>;
}
