//! `regex`: RE2's POSIX syntax, matched against the whole value.
//!
//! The pattern is parsed here, by RE2's rules, and written out again for the `regex` crate with every character
//! and class spelled in full, so that no difference between the two dialects can show. Facts: RE2's option set
//! `RE2::POSIX` (<https://github.com/google/re2/blob/main/re2/re2.h>), which Falco uses
//! (falcosecurity/libs, `userspace/libsinsp/filter_compare.cpp`).

mod class;
mod translate;

use regex::{Regex, RegexBuilder};
use std::fmt;

/// Bytes a pattern may have.
pub const MAX_SOURCE: usize = 4 * 1024;
/// Bytes a compiled pattern may take.
pub const MAX_COMPILED: usize = 1024 * 1024;

/// Sizes that are tried in turn, so that a pattern's size is known within a factor of four.
const SIZES: [usize; 5] = [4 * 1024, 16 * 1024, 64 * 1024, 256 * 1024, MAX_COMPILED];

/// Why a pattern is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegexError {
    /// What is wrong, as a message: lower case, no full stop.
    pub message: String,
    /// What to write instead.
    pub hint: Option<&'static str>,
}

impl RegexError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }
}

impl fmt::Display for RegexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RegexError {}

/// A compiled pattern.
///
/// ```
/// use falconer::ops::PosixRegex;
/// let regex = PosixRegex::new(b"/usr/(s?)bin/[[:alpha:]]+").unwrap();
/// assert!(regex.matches(b"/usr/sbin/sshd"));
/// assert!(!regex.matches(b"x/usr/sbin/sshd"), "the whole value must match");
/// assert!(PosixRegex::new(br"\d+").is_err(), "Perl's classes are not available");
/// ```
#[derive(Debug, Clone)]
pub struct PosixRegex {
    regex: Regex,
    size: usize,
}

impl PosixRegex {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// [`RegexError`] where RE2 refuses the pattern, or it exceeds [`MAX_SOURCE`] or [`MAX_COMPILED`].
    pub fn new(pattern: &[u8]) -> Result<Self, RegexError> {
        if pattern.len() > MAX_SOURCE {
            return Err(RegexError::new(format!("the pattern is longer than {MAX_SOURCE} bytes")));
        }
        let pattern =
            std::str::from_utf8(pattern).map_err(|_| RegexError::new("the pattern is not UTF-8"))?;
        let translated = translate::translate(pattern)?;
        let within = |size| RegexBuilder::new(&translated).size_limit(size).build().ok();
        SIZES
            .into_iter()
            .find_map(|size| Some(Self { regex: within(size)?, size }))
            .ok_or_else(|| RegexError::new("the pattern is too large when compiled"))
    }

    /// Bytes that the compiled pattern takes at most; at least a quarter of it is true.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether the whole value matches. Bytes that are not UTF-8 are read as U+FFFD.
    #[must_use]
    pub fn matches(&self, value: &[u8]) -> bool {
        self.regex.is_match(&String::from_utf8_lossy(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn re2_posix_is_spoken() {
        for (pattern, value, expected) in [
            ("abc", "abc\n", false),
            ("a.b", "a\nb", false),
            ("a[^x]b", "a\nb", true),
            ("a$\n^b", "a\nb", true),
            ("^abc$", "abc\n", false),
            ("x{,3}", "x{,3}", true),
            ("x{2", "x{2", true),
            ("[a&&b]", "&", true),
            ("[a~~b]", "~", true),
            ("[[a]", "[", true),
            ("\\<a\\>", "<a>", true),
            ("\\123", "S", true),
            ("\\x{e9}", "é", true),
            ("\\x{041}b", "Ab", true),
            ("a{2}?", "", true),
            ("a**", "aaa", true),
            ("a+++", "", false),
            ("a+?", "", true),
            ("a+?", "aa", true),
            ("a??", "aa", false),
            ("^*a", "a", true),
            ("[[:word:]]+", "a_1", true),
            ("[[:^alpha:]]", "1", true),
            ("[[:alpha:]]", "é", false),
            ("[]a]", "]", true),
            ("[a-a]", "a", true),
            ("[[:^digit:]x]y", "xy", true),
            ("[a-]", "-", true),
            ("[^]a]", "b", true),
            ("(a|ab)(c|bcd)", "abcd", true),
            ("", "", true),
            ("()", "", true),
            ("a||b", "", true),
            ("(a{10}){10}", &"a".repeat(100), true),
        ] {
            let regex = PosixRegex::new(pattern.as_bytes());
            assert_eq!(regex.map(|r| r.matches(value.as_bytes())), Ok(expected), "{pattern:?} {value:?}");
        }
    }

    #[test]
    fn what_re2_refuses_is_refused() {
        for pattern in [
            "\\d",
            "\\w",
            "\\s",
            "\\b",
            "\\A",
            "\\z",
            "\\Q",
            "\\pL",
            "\\C",
            "\\1",
            "\\8",
            "\\e",
            "\\é",
            "(?i)a",
            "(?:a)",
            "(?P<n>a)",
            "a)",
            "(a",
            "[a",
            "*a",
            "a|*",
            "(*a)",
            "a{1,0}",
            "a{1001}",
            "(a{50}){50}",
            "{2}",
            "[z-a]",
            "[a--b]",
            "[a-b-c]",
            "[[:foo:]]",
            "[\\d]",
            "a\\",
            "\\x",
            "\\x{110000}",
            "\\xg1",
            "\\x+4",
            "\\x{}",
        ] {
            assert!(PosixRegex::new(pattern.as_bytes()).is_err(), "{pattern}");
        }
        assert!(PosixRegex::new(&[0xff]).is_err());
        assert_eq!(PosixRegex::new(b"a)").unwrap_err().to_string(), "a `)` closes nothing");
    }

    #[test]
    fn classes_hold_ascii_alone_and_can_be_negated() {
        type Holds = fn(&u8) -> bool;
        let classes: [(&str, Holds); 14] = [
            ("alnum", u8::is_ascii_alphanumeric),
            ("alpha", u8::is_ascii_alphabetic),
            ("ascii", u8::is_ascii),
            ("blank", |byte| b" \t".contains(byte)),
            ("cntrl", u8::is_ascii_control),
            ("digit", u8::is_ascii_digit),
            ("graph", u8::is_ascii_graphic),
            ("lower", u8::is_ascii_lowercase),
            ("print", |byte| byte.is_ascii_graphic() || *byte == b' '),
            ("punct", u8::is_ascii_punctuation),
            ("space", |byte| b" \t\n\x0b\x0c\r".contains(byte)),
            ("upper", u8::is_ascii_uppercase),
            ("word", |byte| byte.is_ascii_alphanumeric() || *byte == b'_'),
            ("xdigit", u8::is_ascii_hexdigit),
        ];
        for (name, holds) in classes {
            let regex = |pattern: String| PosixRegex::new(pattern.as_bytes()).unwrap();
            let (inside, outside) = (regex(format!("[[:{name}:]]")), regex(format!("[[:^{name}:]]")));
            for byte in 0..0x80 {
                assert_eq!(inside.matches(&[byte]), holds(&byte), "{name} {byte:#x}");
                assert_eq!(outside.matches(&[byte]), !holds(&byte), "^{name} {byte:#x}");
            }
            assert!(!inside.matches("é".as_bytes()) && outside.matches("é".as_bytes()), "{name}");
        }
    }

    #[test]
    fn sizes_are_bounded() {
        assert!(PosixRegex::new(&vec![b'a'; MAX_SOURCE]).is_ok());
        assert!(PosixRegex::new(&vec![b'a'; MAX_SOURCE + 1]).is_err());
        assert!(PosixRegex::new(b"([^a][^b][^c][^d][^e][^f]){333}").is_err(), "too large when compiled");
        assert_eq!(SIZES, [4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20]);
        let deep = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
        assert!(PosixRegex::new(deep(translate::MAX_DEPTH).as_bytes()).is_ok());
        assert!(PosixRegex::new(deep(translate::MAX_DEPTH + 1).as_bytes()).is_err());
    }
}
