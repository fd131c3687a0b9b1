//! Values in the workflow commands of GitHub Actions, `::error file=…,line=…::message`.
//!
//! A command ends at the line end, a property at `:` or `,`; what would end one is percent-encoded
//! (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>,
//! <https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts>).

use super::super::visible::shown;
use super::super::{Encoded, Untrusted};

/// The message of a command.
pub enum GithubMessage {}

/// The value of a command's property.
pub enum GithubProperty {}

impl Encoded<GithubMessage> {
    /// Encodes a value.
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        Self::seal(shown(value.0).replace('%', "%25"))
    }
}

impl Encoded<GithubProperty> {
    /// Encodes a value.
    ///
    /// ```
    /// use falconer::escape::{Encoded, GithubProperty, Untrusted};
    /// assert_eq!(Encoded::<GithubProperty>::of(Untrusted("a::b,c%\n")).as_str(), r"a%3A%3Ab%2Cc%25\n");
    /// ```
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        // The percent sign first, so that no code of ours is encoded again; line ends are visible by now.
        Self::seal(shown(value.0).replace('%', "%25").replace(':', "%3A").replace(',', "%2C"))
    }
}
