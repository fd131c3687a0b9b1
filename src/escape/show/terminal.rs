//! Values on a terminal: the visible form, also when the output is piped, for pipes end on terminals.

use super::super::visible::shown;
use super::super::{Encoded, Untrusted};

/// A terminal's line.
pub enum Terminal {}

impl Encoded<Terminal> {
    /// Encodes a value.
    ///
    /// ```
    /// use falconer::escape::{Encoded, Terminal, Untrusted};
    /// assert_eq!(Encoded::<Terminal>::of(Untrusted("\x1b[2J")).as_str(), r"\u{1b}[2J");
    /// ```
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        Self::seal(shown(value.0))
    }
}
