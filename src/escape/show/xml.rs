//! Values in XML, as JUnit reports are: five entities, in text and in double-quoted attributes.
//!
//! Keeps the law of the visible form: what a reader of the XML gets is the visible form of the value. So no
//! character stands there that XML 1.0 forbids even as a reference (`&#x1b;`), and no `]]>`
//! (<https://www.w3.org/TR/xml/#charsets>). There is no encoder for CDATA, comments and names.

use super::super::visible::{visible, visible_line};
use super::super::{Encoded, Untrusted};
use super::html_entities;

/// The text of an element; its lines are kept.
pub enum XmlText {}

/// The inside of a double-quoted attribute: one line.
pub enum XmlAttribute {}

impl Encoded<XmlText> {
    /// Encodes a value.
    ///
    /// ```
    /// use falconer::escape::{Encoded, Untrusted, XmlText};
    /// assert_eq!(Encoded::<XmlText>::of(Untrusted("]]>\x1b")).as_str(), r"]]&gt;\u{1b}");
    /// ```
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        Self::seal(html_entities(&visible(value.0)))
    }
}

impl Encoded<XmlAttribute> {
    /// Encodes a value.
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        Self::seal(html_entities(&visible_line(value.0)))
    }
}
