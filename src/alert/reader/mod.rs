//! Reading millions of alerts: one pass over each line, which leaves only what a plan's slots ask for.
//!
//! In: line after line, and the [`Slots`] that are wanted. Out: a [`SlotAlert`] that answers [`Fields`], or the
//! same [`Reject`] that [`Alert::parse_within`] gives. In the steady state nothing is allocated: a [`Reader`] keeps
//! its memory from line to line; each worker has its own.
//!
//! What is rare (a wrapper, an escape in a key, equal keys, a line that is no alert) is read by [`Alert`], whose
//! answer is always the right one. Decision 0018 tells why there are two readers.

mod keys;
mod quotes;
#[cfg(test)]
mod tests;
mod walk;

use super::json;
use super::{Alert, Limits, Moment, Reject, parts};
use crate::plan::Slots;
use crate::value::{Fields, Glance, Meta, Priority, Raw, Slot};
use fearless_simd::{Level, Simd, dispatch};
use keys::Keys;
use quotes::Quotes;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::Arc;
use walk::{Place, Walk};

/// Reads alerts one after the other.
///
/// ```
/// use falconer::alert::{Limits, Reader};
/// use falconer::plan::Slots;
/// use falconer::value::{Fields, Raw};
/// use std::sync::Arc;
///
/// let mut reader = Reader::new(Arc::new(Slots::new(["proc.pid"], [])), &Limits::default());
/// for pid in ["71", "72"] {
///     let line = format!(r#"{{"rule":"a","output_fields":{{"proc.name":"sh","proc.pid":{pid}}}}}"#);
///     let alert = reader.read(line.as_bytes())?;
///     assert_eq!(alert.field("proc.pid"), Some(Raw::Number(pid)));
/// }
/// # Ok::<(), falconer::alert::Reject>(())
/// ```
#[derive(Debug)]
pub struct Reader {
    slots: Arc<Slots>,
    limits: Limits,
    quotes: Quotes,
    /// The keys beside `output_fields`, and those in it.
    keys: Keys<Role>,
    field_keys: Keys<FieldRole>,
    found: Found,
    /// What the processor can do: the walk is compiled for each level of it.
    level: Level,
}

/// What a key beside `output_fields` is.
#[derive(Debug, Clone, Copy, Default)]
enum Role {
    #[default]
    Unknown,
    Meta(Meta),
    OutputFields,
}

/// What a key of `output_fields` is asked for as.
#[derive(Debug, Clone, Copy, Default)]
struct FieldRole {
    /// Its slot, or the one behind all others, where what nobody asks for is laid.
    slot: u32,
    in_family: bool,
}

/// What a walk over a line left.
#[derive(Debug, Default)]
struct Found {
    /// By slot, and one more.
    values: Vec<Place>,
    /// Keys of wanted families and their values.
    family: Vec<(Place, Place)>,
    /// By [`Meta`], in the order of its declaration.
    metas: [Place; Meta::Output as usize + 1],
    /// Whether there is a backslash in the line.
    escapes: bool,
}

impl Reader {
    /// A reader that fills these slots. Lines are held to `limits`.
    #[must_use]
    pub fn new(slots: Arc<Slots>, limits: &Limits) -> Self {
        let found = Found { values: vec![Place::NONE; slots.len().saturating_add(1)], ..Found::default() };
        let quotes = Quotes::default();
        let (keys, field_keys) = (Keys::new(), Keys::new());
        Self { slots, limits: *limits, quotes, keys, field_keys, found, level: Level::new() }
    }

    /// Reads one alert, which may end with its line end.
    ///
    /// # Errors
    /// A [`Reject`], the same that [`Alert::parse_within`] gives.
    pub fn read<'a>(&'a mut self, line: &'a [u8]) -> Result<SlotAlert<'a>, Reject> {
        let walked = simdutf8::basic::from_utf8(line).ok().filter(|text| self.walk(text).is_some());
        let (text, whole) = match walked {
            Some(text) => (text, OnceCell::new()),
            None => {
                let alert = Alert::parse_within(line, &self.limits)?;
                (alert.raw(), OnceCell::from(Box::new(alert)))
            }
        };
        let found = walked.map(|_| &self.found);
        Ok(SlotAlert { text, slots: &self.slots, limits: &self.limits, found, whole })
    }

    /// Fills the slots from a line that is an ordinary alert; `None` if it is anything else.
    fn walk(&mut self, text: &str) -> Option<()> {
        dispatch!(self.level, simd => self.walk_by(simd, text))
    }

    #[inline(always)]
    fn walk_by<S: Simd>(&mut self, simd: S, text: &str) -> Option<()> {
        let Self { slots, limits, quotes, keys, field_keys, found, .. } = self;
        found.clear();
        let mut walk = Walk::over(simd, text, quotes, limits)?;
        found.escapes = walk.escapes();
        walk.object(
            keys,
            Role::of,
            #[inline(always)]
            |walk, _, role, first| match (role, first) {
                (Role::OutputFields, b'{') => walk.object(
                    field_keys,
                    |key| FieldRole::of(key, slots),
                    #[inline(always)]
                    |walk, key, role, first| found.field(key, role, walk.value(first, 3)?),
                ),
                // Whatever is not an object is for the other reader to judge.
                (Role::OutputFields, _) => None,
                (Role::Meta(meta), first) => {
                    *found.metas.get_mut(meta as usize)? = walk.value(first, 2)?;
                    Some(())
                }
                (Role::Unknown, first) => walk.value(first, 2).map(drop),
            },
        )?;
        walk.finish()?;
        let rule = found.metas.get(Meta::Rule as usize)?.of(text)?.as_bytes();
        // An escape or a character beyond ASCII may yet be a space, and the name be blank.
        (rule.first() == Some(&b'"') && rule.get(1).is_some_and(u8::is_ascii_alphanumeric)).then_some(())
    }
}

impl Role {
    fn of(key: &[u8]) -> Self {
        match key {
            b"output_fields" => Self::OutputFields,
            key => parts::meta_of(key).map_or(Self::Unknown, Self::Meta),
        }
    }
}

impl FieldRole {
    fn of(key: &[u8], slots: &Slots) -> Self {
        let slot = slots.find(key).unwrap_or(slots.len());
        // A slot that no `u32` counts is none, and such a line is read by the other reader.
        Self { slot: u32::try_from(slot).unwrap_or(u32::MAX), in_family: slots.in_family(key) }
    }
}

impl Found {
    fn clear(&mut self) {
        self.values.fill(Place::NONE);
        self.family.clear();
        self.metas = Default::default();
    }

    /// The value at a place.
    #[inline]
    fn raw<'a>(&self, place: Place, text: &'a str) -> Option<Raw<'a>> {
        let value = place.of(text)?;
        Some(match self.plain(value) {
            Some(string) => Raw::Text(Cow::Borrowed(string)),
            None => json::decode(value),
        })
    }

    /// What stands between the quotes of a string, if that is the text it means: if it has no escapes.
    #[inline(always)]
    fn plain<'a>(&self, json: &'a str) -> Option<&'a str> {
        let string = json.strip_prefix('"')?.strip_suffix('"')?;
        (!self.escapes || !string.contains('\\')).then_some(string)
    }

    /// Keeps a member of `output_fields`, if it is asked for.
    #[inline(always)]
    fn field(&mut self, key: Place, role: FieldRole, value: Place) -> Option<()> {
        *self.values.get_mut(role.slot as usize)? = value;
        if role.in_family {
            self.family.push((key, value));
        }
        Some(())
    }
}

/// One alert over its own line, found by slot.
///
/// Answers every key, whether it has a slot or not; one without costs reading the line again, once.
#[derive(Debug)]
pub struct SlotAlert<'a> {
    text: &'a str,
    slots: &'a Slots,
    limits: &'a Limits,
    /// `None` where the line was not walked.
    found: Option<&'a Found>,
    /// In a box, for it is rarely there and an alert is handed on several times.
    whole: OnceCell<Box<Alert<'a>>>,
}

impl<'a> SlotAlert<'a> {
    /// The alert as it was written, wrapper and all, without surrounding space.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text.trim_ascii()
    }

    /// The bytes that the alert was read from, line end included where there was one.
    #[must_use]
    pub fn raw(&self) -> &'a str {
        self.text
    }

    /// The name of the Falco rule that fired.
    #[must_use]
    pub fn rule(&self) -> Cow<'_, str> {
        self.text_of(Meta::Rule).unwrap_or_default()
    }

    /// The alert's own priority, if it is one of Falco's.
    #[must_use]
    pub fn priority(&self) -> Option<Priority> {
        self.text_of(Meta::Priority).and_then(|text| Priority::parse(&text))
    }

    /// When it happened, as [`Alert::time`] tells.
    #[must_use]
    pub fn time(&self) -> Option<jiff::Timestamp> {
        self.moment().map(|moment| moment.time)
    }

    /// The same, with its spelling.
    pub(crate) fn moment(&self) -> Option<Moment<'_>> {
        let spelled = match self.glance_meta(Meta::Time) {
            Glance::Text(text) => Moment::as_falco_prints(text),
            _ => None,
        };
        spelled.or_else(|| Some(Moment { time: parts::time(self)?, before_z: None }))
    }

    /// The tags, texts only.
    #[must_use]
    pub fn tags(&self) -> Vec<Cow<'_, str>> {
        parts::tags(self)
    }

    /// How many keys were given twice, as [`Alert::duplicates`] tells.
    #[must_use]
    pub fn duplicates(&self) -> usize {
        // The walk ends at a key that was there before.
        if self.found.is_some() { 0 } else { self.whole().map_or(0, Alert::duplicates) }
    }

    /// The JSON of a key beside `output_fields`, empty where there is no such key; `None` where it was not kept.
    pub(crate) fn written(&self, key: Meta) -> Option<&'a str> {
        Some(self.found?.metas.get(key as usize)?.of(self.text).unwrap_or_default())
    }

    /// The same alert with all its keys: what a report is made from.
    #[must_use]
    pub fn whole(&self) -> Option<&Alert<'a>> {
        if self.whole.get().is_none() {
            // A line that was walked is an alert, so this does not fail.
            let alert = Alert::parse_within(self.text.as_bytes(), self.limits).ok()?;
            return Some(self.whole.get_or_init(|| Box::new(alert)));
        }
        self.whole.get().map(Box::as_ref)
    }
}

impl SlotAlert<'_> {
    /// The text of a key beside `output_fields`.
    #[inline]
    fn text_of(&self, key: Meta) -> Option<Cow<'_, str>> {
        match self.glance_meta(key) {
            Glance::Absent => None,
            Glance::Text(text) => Some(Cow::Borrowed(text)),
            Glance::Unclear => parts::text(self.meta(key)),
        }
    }

    /// What the walk left, if this is a slot of its own: another plan's would tell another field's value.
    #[inline(always)]
    fn found_for(&self, slot: &Slot) -> Option<&Found> {
        self.found.filter(|_| slot.of == self.slots.id())
    }

    /// What stands at a place of the walk; `None` where there is no knowing.
    #[inline(always)]
    fn glance_at(&self, place: Option<&Place>) -> Glance<'_> {
        let Some((found, place)) = self.found.zip(place) else { return Glance::Unclear };
        match place.of(self.text) {
            None => Glance::Absent,
            Some(json) => found.plain(json).map_or(Glance::Unclear, Glance::Text),
        }
    }

    /// A key, its quotes taken off; a walk hands out none with an escape.
    fn unquoted(&self, key: Place) -> Option<&str> {
        key.of(self.text)?.strip_prefix('"')?.strip_suffix('"')
    }
}

impl Fields for SlotAlert<'_> {
    fn field(&self, key: &str) -> Option<Raw<'_>> {
        let Some(found) = self.found else { return self.whole()?.field(key) };
        if let Some(slot) = self.slots.find(key.as_bytes()) {
            return found.raw(*found.values.get(slot)?, self.text);
        }
        if self.slots.in_family(key.as_bytes()) {
            let (_, value) = found.family.iter().find(|(other, _)| self.unquoted(*other) == Some(key))?;
            return found.raw(*value, self.text);
        }
        self.whole()?.field(key)
    }

    #[inline]
    fn slot(&self, slot: &Slot) -> Option<Raw<'_>> {
        match self.found_for(slot) {
            Some(found) => found.raw(*found.values.get(slot.index)?, self.text),
            None => self.field(&slot.key),
        }
    }

    #[inline(always)]
    fn glance(&self, slot: &Slot) -> Glance<'_> {
        self.glance_at(self.found_for(slot).and_then(|found| found.values.get(slot.index)))
    }

    fn meta(&self, key: Meta) -> Option<Raw<'_>> {
        let Some(found) = self.found else { return self.whole()?.meta(key) };
        found.raw(*found.metas.get(key as usize)?, self.text)
    }

    #[inline]
    fn glance_meta(&self, key: Meta) -> Glance<'_> {
        self.glance_at(self.found.and_then(|found| found.metas.get(key as usize)))
    }

    fn keys_from<'b>(&'b self, prefix: &'b str) -> Box<dyn Iterator<Item = &'b str> + 'b> {
        let Some(found) = self.found.filter(|_| self.slots.is_family(prefix)) else {
            return match self.whole() {
                Some(whole) => whole.keys_from(prefix),
                None => Box::new(std::iter::empty()),
            };
        };
        let keys = found.family.iter().filter_map(|(key, _)| self.unquoted(*key));
        Box::new(keys.filter(move |key| key.starts_with(prefix)))
    }
}
