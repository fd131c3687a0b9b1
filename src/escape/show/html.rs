//! Values in HTML: five entities, in text and in double-quoted attributes.
//!
//! Both forms are alike, but a type each keeps an attribute's value out of running text and the other way
//! round. No encoder exists for scripts, styles, comments, URLs and event handlers
//! (<https://html.spec.whatwg.org/multipage/syntax.html>).

use super::super::visible::shown;
use super::super::{Encoded, Untrusted};

/// Running text.
pub enum HtmlText {}

/// The inside of a double-quoted attribute other than `style`, `src`, `href` or `on…`.
pub enum HtmlAttribute {}

impl Encoded<HtmlText> {
    /// Encodes a value.
    ///
    /// ```
    /// use falconer::escape::{Encoded, HtmlText, Untrusted};
    /// assert_eq!(Encoded::<HtmlText>::of(Untrusted("<b>&")).as_str(), "&lt;b&gt;&amp;");
    /// ```
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        Self::seal(entities(&shown(value.0)))
    }
}

impl Encoded<HtmlAttribute> {
    /// Encodes a value.
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        Self::seal(entities(&shown(value.0)))
    }
}

pub(crate) fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
