//! Values in annotations of GitHub's workflow logs, `::error file=PROPERTY::MESSAGE`
//! (<https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>).
//!
//! Keeps the law of the visible form: what GitHub decodes is the visible form of the value. A line is a command
//! whole or not at all, so an encoded value holds no line end, and in a property none of the marks that end one.

use super::super::visible::{visible, visible_line};
use super::super::{Encoded, Untrusted};

/// The message of an annotation; its lines are kept.
pub enum GithubMessage {}

/// The value of a property: `file=`, `title=`.
pub enum GithubProperty {}

impl Encoded<GithubMessage> {
    /// Encodes a value.
    ///
    /// ```
    /// use falconer::escape::{Encoded, GithubMessage, Untrusted};
    /// assert_eq!(Encoded::<GithubMessage>::of(Untrusted("5%\n::error::x")).as_str(), r"5%25%0A:\u{3a}error::x");
    /// ```
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        Self::seal(data(&visible(value.0)))
    }
}

impl Encoded<GithubProperty> {
    /// Encodes a value.
    ///
    /// ```
    /// use falconer::escape::{Encoded, GithubProperty, Untrusted};
    /// assert_eq!(Encoded::<GithubProperty>::of(Untrusted("a,b:c")).as_str(), "a%2Cb%3Ac");
    /// ```
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        Self::seal(data(&visible_line(value.0)).replace(':', "%3A").replace(',', "%2C"))
    }
}

/// The percent sign first, so that no escape is escaped again.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
