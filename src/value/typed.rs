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
    pub fn c_string(&self) -> Option<&[u8]> {
        match self {
            Self::Text(bytes) => bytes.get(..memchr::memchr(0, bytes).unwrap_or(bytes.len())),
            _ => None,
        }
    }
}
