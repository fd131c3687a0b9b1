//! Values in JUnit's XML: the visible form and five entities, in text and in double-quoted attributes.
//!
//! XML 1.0 has no form at all for most control characters (<https://www.w3.org/TR/xml/#charsets>); the visible form
//! has none of them. No CDATA sections are written, which `]]>` would end.

use super::super::visible::shown;
use super::super::{Encoded, Untrusted};
use super::html_entities;

/// Text, or the inside of a double-quoted attribute.
pub enum JunitText {}

impl Encoded<JunitText> {
    /// Encodes a value.
    ///
    /// ```
    /// use falconer::escape::{Encoded, JunitText, Untrusted};
    /// assert_eq!(Encoded::<JunitText>::of(Untrusted("]]><a>\x1b")).as_str(), r"]]&gt;&lt;a&gt;\u{1b}");
    /// ```
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        Self::seal(html_entities(&shown(value.0)))
    }
}
