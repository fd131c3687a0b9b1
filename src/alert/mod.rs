//! Reading one alert: any JSON form in which Falco's alerts travel, decoded only as far as it is asked for.
//!
//! In: the bytes of one alert ([`Alert::parse`]) or of an input that holds several ([`input::read`]). Out: an
//! [`Alert`], which answers [`Fields`] for conditions and templates, or a [`Reject`] that says what is wrong and
//! where. Knows no rulebook and no clock; a value is never changed here, only decoded.
//!
//! Forms read (<https://falco.org/docs/concepts/outputs/formatting/>,
//! <https://github.com/falcosecurity/falcosidekick/blob/master/types/types.go>):
//! Falco's own since 2017, with or without `tags`, `source`, `hostname`, `output_fields`; Falcosidekick's, with
//! `uuid` and another order of keys; and either wrapped once or twice in `{"event": …}` or `{"_source": …}`, as
//! falcosidekick-ui and Elasticsearch store them.

mod bytes;
pub mod input;
mod json;
mod limits;
mod object;
mod parts;
mod reader;
mod reject;
pub mod split;
mod time;

pub use limits::Limits;
pub use reader::{Reader, SlotAlert};
pub use reject::{Reject, RejectKind};
pub(crate) use time::Moment;

use crate::value::{Fields, Meta, Priority, Raw};
use object::Object;
use std::borrow::Cow;

/// Keys under which other programs store an alert, tried in this order.
const WRAPPERS: [&str; 2] = ["event", "_source"];

/// How many wrappers may stand around one alert: Elasticsearch's around falcosidekick-ui's.
const MAX_WRAPPERS: usize = 2;

/// One alert over its own text: nothing is decoded before it is asked for.
///
/// ```
/// use falconer::alert::Alert;
/// use falconer::value::{Fields, Raw};
///
/// let alert = Alert::parse(
///     br#"{"rule":"Terminal shell in container","output_fields":{"container.id":"host","proc.pid":71}}"#,
/// )?;
/// assert_eq!(alert.rule(), "Terminal shell in container");
/// assert_eq!(alert.field("proc.pid"), Some(Raw::Number("71")));
/// # Ok::<(), falconer::alert::Reject>(())
/// ```
#[derive(Debug, Clone)]
pub struct Alert<'a> {
    text: &'a str,
    rule: Cow<'a, str>,
    top: Object<'a>,
    fields: Object<'a>,
}

impl<'a> Alert<'a> {
    /// Reads one alert within the default [`Limits`].
    ///
    /// # Errors
    /// A [`Reject`] that says why these bytes are no alert.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Reject> {
        Self::parse_within(bytes, &Limits::default())
    }

    /// Reads one alert within `limits`.
    ///
    /// # Errors
    /// A [`Reject`] that says why these bytes are no alert, or which bound they break.
    pub fn parse_within(bytes: &'a [u8], limits: &Limits) -> Result<Self, Reject> {
        let text = bytes::decode(bytes)?;
        if text.len() > limits.line {
            return Err(Reject::at(RejectKind::TooLong, text, limits.line)
                .message(format!("longer than {} bytes", limits.line)));
        }
        json::validate(text, limits)?;
        let mut top = Object::split(text, text.trim_ascii(), limits)?;
        for _ in 0..MAX_WRAPPERS {
            match WRAPPERS.iter().filter(|_| !top.holds("rule")).find_map(|key| top.object(key)) {
                Some(inner) => top = Object::split(text, inner, limits)?,
                None => break,
            }
        }
        Self::of_object(text, top, limits)
    }

    fn of_object(text: &'a str, top: Object<'a>, limits: &Limits) -> Result<Self, Reject> {
        let Some(written) = top.raw("rule") else {
            return Err(Reject::new(RejectKind::NoRule, "no key `rule`"));
        };
        let rule = match json::decode(written) {
            Raw::Text(rule) if !rule.trim().is_empty() => rule,
            _ => {
                return Err(Reject::at_part(RejectKind::NoRule, text, written)
                    .message("`rule` is not a text, or is empty"));
            }
        };
        let fields = match top.raw("output_fields") {
            None | Some("null") => Object::default(),
            Some(fields) if fields.starts_with('{') => Object::split(text, fields, limits)?,
            Some(other) => {
                return Err(Reject::at_part(RejectKind::FieldsNotObject, text, other)
                    .message("`output_fields` is not an object"));
            }
        };
        Ok(Self { text, rule, top, fields })
    }

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
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// The alert's own priority, if it is one of Falco's.
    #[must_use]
    pub fn priority(&self) -> Option<Priority> {
        parts::priority(self)
    }

    /// When it happened: `time`, else `evt.time` in nanoseconds since 1970.
    #[must_use]
    pub fn time(&self) -> Option<jiff::Timestamp> {
        parts::time(self)
    }

    /// A key beside `output_fields` that holds a text.
    #[must_use]
    pub fn meta_text(&self, key: &str) -> Option<Cow<'a, str>> {
        parts::text(self.top.get(key))
    }

    /// The tags, texts only.
    #[must_use]
    pub fn tags(&self) -> Vec<Cow<'_, str>> {
        parts::tags(self)
    }

    /// How many keys of `output_fields` and beside it were given twice; the last one counts.
    #[must_use]
    pub fn duplicates(&self) -> usize {
        self.top.duplicates().saturating_add(self.fields.duplicates())
    }

    /// The keys beside `output_fields`, unknown ones included, in the alert's order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.top.keys()
    }
}

impl Fields for Alert<'_> {
    fn field(&self, key: &str) -> Option<Raw<'_>> {
        self.fields.get(key)
    }

    fn meta(&self, key: Meta) -> Option<Raw<'_>> {
        self.top.get(parts::key_of(key))
    }

    fn keys_from<'a>(&'a self, prefix: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a> {
        Box::new(self.fields.keys().filter(move |key| key.starts_with(prefix)))
    }
}
