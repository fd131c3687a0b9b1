//! One typed value and what a person sees of it.

use super::Priority;
use std::borrow::Cow;
use std::net::IpAddr;

/// A value with a type put on.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Text or a buffer: bytes, since decoded base64 need not be UTF-8.
    Text(Cow<'a, [u8]>),
    /// A truth value.
    Bool(bool),
    /// A whole number of any width: exact, without a detour over floating point.
    Int(i128),
    /// A floating-point number.
    Double(f64),
    /// An address.
    Ip(IpAddr),
    /// An alert's priority.
    Priority(Priority),
    /// Several.
    List(Vec<Value<'a>>),
    /// A JSON object, as its text: it only `exists`.
    Object(&'a str),
}

impl<'a> Value<'a> {
    /// A text value.
    #[must_use]
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(match text.into() {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        })
    }

    /// What a person sees: text as it is, numbers as digits, lists joined with `, `.
    ///
    /// ```
    /// use falconer::value::Value;
    /// let ports = Value::List(vec![Value::Int(80), Value::Int(443)]);
    /// assert_eq!(ports.display_text(), "80, 443");
    /// ```
    #[must_use]
    pub fn display_text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(bytes) => String::from_utf8_lossy(bytes),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            Self::Int(number) => Cow::Owned(number.to_string()),
            Self::Double(number) => Cow::Owned(number.to_string()),
            Self::Ip(address) => Cow::Owned(address.to_string()),
            Self::Priority(priority) => Cow::Borrowed(priority.as_str()),
            Self::List(items) => {
                let texts: Vec<_> = items.iter().map(Value::display_text).collect();
                Cow::Owned(texts.join(", "))
            }
            Self::Object(json) => Cow::Borrowed(json),
        }
    }

    /// The bytes of a text value as a C string sees them: up to the first NUL.
    #[must_use]
    #[inline]
    pub fn c_string(&self) -> Option<&[u8]> {
        match self {
            Self::Text(bytes) if has_nul(bytes) => bytes.split(|&byte| byte == 0).next(),
            Self::Text(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// Whether a text, which is mostly short, has a NUL in it.
#[inline]
fn has_nul(bytes: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // A borrow reaches the highest bit of a byte only from a NUL, or from a byte that has that bit itself.
    let in_word = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        word.wrapping_sub(ONES) & !word & (ONES << 7) != 0
    };
    match bytes.last_chunk::<8>() {
        // The last word overlaps those before it.
        Some(last) if bytes.len() <= 64 => in_word(last) || bytes.as_chunks().0.iter().any(in_word),
        Some(_) => memchr::memchr(0, bytes).is_some(),
        None => bytes.contains(&0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_ends_at_its_first_nul_wherever_that_is() {
        for length in 0..80 {
            // Bytes that arithmetic on words could take for a NUL.
            for filler in [1_u8, b'a', 0x7F, 0x80, 0x81, 0xFF] {
                let mut bytes = vec![filler; length];
                assert_eq!(Value::Text(Cow::Borrowed(&bytes)).c_string(), Some(&bytes[..]));
                for at in (0..length).rev() {
                    bytes[at] = 0;
                    let value = Value::Text(Cow::Borrowed(&bytes));
                    assert_eq!(value.c_string(), Some(&bytes[..at]), "{filler} {length} {at}");
                }
            }
        }
        assert_eq!(Value::Int(0).c_string(), None);
    }
}
