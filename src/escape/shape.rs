//! What a value must look like before it enters a command.
//!
//! A field of the catalogue may have a [`Shape`]; a place in a command may make a [`Demand`] of its own.

use super::Refusal;
use crate::fields::Shape;

/// What the place demands of a value, for programs that read some values as more than text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Nothing: the program takes the word as it is.
    Nothing,
    /// A plain name without `/`, unless the field has a shape that the value fits: kubectl reads `secret/x` as
    /// type and name.
    Name,
    /// One plain token, unless the field has a shape that the value fits: no `file://`, `@file`, `a=b,c`.
    Token,
    /// One plain path, unless the field has a shape that the value fits: no `host:path`, `user@host`, `ext::id`.
    Path,
    /// A process id, whatever the field's shape: `kill 0` would end the reader's own processes.
    Pid,
    /// A plain name without `/`, whatever the field's shape: a part of a file's path that must not climb.
    FileName,
}

impl Demand {
    /// Refuses a value that the place cannot take.
    pub(super) fn require(self, value: &str, shape: Option<Shape>) -> Result<(), Refusal> {
        // The shape itself has been required before.
        let plain = match self {
            Self::Nothing => true,
            Self::Name => shape.is_some() || is_token(value, "._-"),
            Self::Token => shape.is_some() || is_plain_word(value),
            Self::Path => shape.is_some() || is_plain_path(value),
            Self::Pid => fits(value, Shape::Digits) && !value.starts_with('0'),
            Self::FileName => is_token(value, "._-"),
        };
        if plain { Ok(()) } else { Err(Refusal::new(self.expected())) }
    }

    fn expected(self) -> &'static str {
        match self {
            Self::Nothing => "is not text",
            Self::Name => "is no plain name (letters, digits, `.`, `_`, `-`), which this program needs here",
            Self::Token => "is no plain word (letters, digits, `._-:/@+`), which this program needs here",
            Self::Path => "is no plain path (letters, digits, `._-/+`), which this program needs here",
            Self::Pid => "is no process id",
            Self::FileName => "is no plain file name (letters, digits, `.`, `_`, `-`)",
        }
    }
}

/// ASCII letters and digits, and `more` after the first character.
fn is_token(value: &str, more: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_alphanumeric())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
}

/// A token or an absolute path, and no URL.
fn is_plain_word(value: &str) -> bool {
    is_token(value.strip_prefix('/').unwrap_or(value), "._-:/@+") && !value.contains("://")
}

/// A plain word that names nothing on another machine.
fn is_plain_path(value: &str) -> bool {
    is_token(value.strip_prefix('/').unwrap_or(value), "._-/+")
}

/// Refuses a value that does not fit its field's shape.
pub(super) fn require(value: &str, shape: Shape) -> Result<(), Refusal> {
    if fits(value, shape) { Ok(()) } else { Err(Refusal::new(format!("is not {}", expected(shape)))) }
}

fn expected(shape: Shape) -> &'static str {
    match shape {
        Shape::DnsLabel => "a DNS-1123 label of at most 63 characters",
        Shape::DnsSubdomain => "a DNS-1123 name of at most 253 characters",
        Shape::HexId => "an id of 12 to 64 hex digits",
        Shape::Digits => "a number of decimal digits",
        Shape::Ip => "an IP address",
        Shape::ImageName => "an image name without tag or digest",
        Shape::ContainerName => "a container name",
    }
}

/// Whether a value has this shape.
///
/// Sources: <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>,
/// <https://github.com/distribution/reference>, <https://github.com/moby/moby> (`RestrictedNameChars`).
///
/// ```
/// use falconer::{escape::fits, fields::Shape};
/// assert!(fits("api-7f9c", Shape::DnsLabel));
/// assert!(!fits("-n", Shape::DnsLabel));
/// ```
#[must_use]
pub fn fits(value: &str, shape: Shape) -> bool {
    match shape {
        Shape::DnsLabel => is_label(value),
        Shape::DnsSubdomain => value.len() <= 253 && value.split('.').all(is_label),
        Shape::HexId => (12..=64).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_hexdigit()),
        Shape::Digits => (1..=20).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit()),
        Shape::Ip => value.parse::<std::net::IpAddr>().is_ok(),
        Shape::ImageName => is_image(value),
        Shape::ContainerName => value.len() >= 2 && value.len() <= 255 && is_token(value, "._-"),
    }
}

fn is_label(value: &str) -> bool {
    let edge = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    value.len() <= 63
        && edge(value.bytes().next())
        && edge(value.bytes().next_back())
        && value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// `[host[:port]/]path[/path]…`, every part beginning and ending with a letter or digit.
fn is_image(value: &str) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric();
    let plain = |part: &str| {
        part.starts_with(edge) && part.ends_with(edge) && is_token(part, "._-") && !part.contains("..")
    };
    let mut parts = value.split('/');
    let first = parts.next().unwrap_or("");
    let has_path = value.contains('/');
    let host = match first.split_once(':') {
        // A port only makes sense on a host, and only a path makes the first part a host.
        Some((host, port)) if has_path => plain(host) && fits(port, Shape::Digits),
        Some(_) => false,
        None => plain(first),
    };
    value.len() <= 255 && host && parts.all(plain)
}
