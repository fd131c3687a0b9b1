//! Values before and after encoding: the two ends of the one way from an alert to a reader.

use std::fmt;
use std::marker::PhantomData;

/// Text that an attacker may have chosen. Only encoders look inside.
#[derive(Clone, Copy)]
pub struct Untrusted<'a>(pub &'a str);

impl fmt::Debug for Untrusted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Untrusted({})", super::visible_line(self.0))
    }
}

/// Text encoded for the sink `S`. Only `S`'s own encoder makes one, so it cannot land in another sink.
pub struct Encoded<S> {
    text: String,
    sink: PhantomData<fn() -> S>,
}

impl<S> Encoded<S> {
    /// Only for the encoders of this layer.
    pub(super) fn seal(text: String) -> Self {
        Self { text, sink: PhantomData }
    }

    /// The encoded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The encoded text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }
}

impl<S> fmt::Display for Encoded<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<S> fmt::Debug for Encoded<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encoded({:?})", self.text)
    }
}

/// Encoded text without its first and last byte, the quotes.
pub(super) fn unquoted(text: &str) -> &str {
    text.get(1..text.len().saturating_sub(1)).unwrap_or("")
}
