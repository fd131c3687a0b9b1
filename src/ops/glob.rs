//! `glob` and `iglob`: the shell patterns of C's `fnmatch` without flags, in the C locale.
//!
//! Bytes, not characters: `?` is one byte. `*` also matches `/`, line ends and a leading dot. Facts: glibc's
//! `fnmatch(3)`, which Falco calls (falcosecurity/libs, `userspace/libsinsp/utils.cpp`).

/// A compiled pattern. Matching takes time in proportion to pattern times value, never exponential.
///
/// ```
/// use falconer::ops::Glob;
/// assert!(Glob::new(b"/etc/*.conf", false).matches(b"/etc/ssh/sshd.conf"));
/// assert!(!Glob::new(b"BA??", false).matches(b"bash"));
/// assert!(Glob::new(b"BA??", true).matches(b"bash"));
/// ```
#[derive(Debug, Clone)]
pub struct Glob {
    tokens: Vec<Token>,
    fold: bool,
}

#[derive(Debug, Clone)]
enum Token {
    Byte(u8),
    AnyByte,
    AnyRun,
    Set(Set),
    /// What glibc refuses to match with anything: a lone backslash at the end, an unknown class.
    Nothing,
}

/// A class of bytes: `[:alpha:]`.
type Class = fn(&u8) -> bool;

#[derive(Debug, Clone, Default)]
struct Set {
    negated: bool,
    ranges: Vec<(u8, u8)>,
    classes: Vec<Class>,
}

impl Glob {
    /// Compiles a pattern; every byte string is one. `fold` ignores the case of ASCII letters.
    #[must_use]
    pub fn new(pattern: &[u8], fold: bool) -> Self {
        let mut tokens = Vec::new();
        let mut rest = pattern;
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            tokens.push(match byte {
                b'*' => Token::AnyRun,
                b'?' => Token::AnyByte,
                b'\\' => match after.split_first() {
                    Some((&escaped, after)) => {
                        rest = after;
                        Token::Byte(escaped)
                    }
                    None => Token::Nothing,
                },
                b'[' => match bracket(after) {
                    Some((token, after)) => {
                        rest = after;
                        token
                    }
                    // An unclosed bracket is a literal one.
                    None => Token::Byte(b'['),
                },
                byte => Token::Byte(byte),
            });
        }
        Self { tokens, fold }
    }

    /// Whether the whole value matches.
    #[must_use]
    pub fn matches(&self, value: &[u8]) -> bool {
        // Only the last run needs to be retried: whatever an earlier one could give, the last one can.
        let (mut token, mut at) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        loop {
            match (self.tokens.get(token), value.get(at)) {
                (Some(Token::AnyRun), _) => {
                    token += 1;
                    retry = Some((token, at));
                    continue;
                }
                (None, None) => return true,
                (Some(pattern), Some(&byte)) if self.one(pattern, byte) => {
                    token += 1;
                    at += 1;
                    continue;
                }
                _ => {}
            }
            match retry {
                Some((after_run, start)) if start < value.len() => {
                    (token, at) = (after_run, start + 1);
                    retry = Some((after_run, at));
                }
                _ => return false,
            }
        }
    }

    fn one(&self, token: &Token, byte: u8) -> bool {
        let folded = |byte: u8| if self.fold { byte.to_ascii_lowercase() } else { byte };
        match token {
            Token::Byte(literal) => folded(*literal) == folded(byte),
            Token::AnyByte => true,
            Token::Set(set) => {
                let in_range = |&(low, high): &(u8, u8)| (folded(low)..=folded(high)).contains(&folded(byte));
                // glibc asks classes about the byte as it is, also when it folds case.
                let inside = set.ranges.iter().any(in_range) || set.classes.iter().any(|class| class(&byte));
                inside != set.negated
            }
            Token::AnyRun | Token::Nothing => false,
        }
    }
}

/// Reads a bracket expression after its `[`; `None` if it is not closed.
fn bracket(pattern: &[u8]) -> Option<(Token, &[u8])> {
    let mut set = Set::default();
    let mut known = true;
    let mut rest = match pattern {
        [b'!' | b'^', rest @ ..] => {
            set.negated = true;
            rest
        }
        rest => rest,
    };
    let mut first = true;
    loop {
        if let ([b']', after @ ..], false) = (rest, first) {
            return Some((if known { Token::Set(set) } else { Token::Nothing }, after));
        }
        first = false;
        if let Some((name, after)) = delimited(rest, b':') {
            match class(name) {
                Some(class) => set.classes.push(class),
                None => known = false,
            }
            rest = after;
            continue;
        }
        let (low, after) = element(rest)?;
        rest = after;
        let mut high = low;
        if let [b'-', after @ ..] = rest
            && after.first() != Some(&b']')
        {
            (high, rest) = element(after)?;
        }
        set.ranges.push((low, high));
    }
}

/// One byte of a bracket expression: plain, escaped, `[.a.]` or `[=a=]`.
fn element(pattern: &[u8]) -> Option<(u8, &[u8])> {
    for mark in [b'.', b'='] {
        if let Some(([byte], after)) = delimited(pattern, mark) {
            return Some((*byte, after));
        }
    }
    match pattern {
        [b'\\', byte, after @ ..] => Some((*byte, after)),
        [byte, after @ ..] => Some((*byte, after)),
        [] => None,
    }
}

/// `[:name:]` and its like: the name, and what follows.
fn delimited(pattern: &[u8], mark: u8) -> Option<(&[u8], &[u8])> {
    let inner = match pattern {
        [b'[', second, inner @ ..] if *second == mark => inner,
        _ => return None,
    };
    let end = inner.windows(2).position(|pair| pair == [mark, b']'])?;
    Some((inner.get(..end)?, inner.get(end + 2..)?))
}

fn class(name: &[u8]) -> Option<Class> {
    Some(match name {
        b"alnum" => u8::is_ascii_alphanumeric,
        b"alpha" => u8::is_ascii_alphabetic,
        b"blank" => |byte| matches!(byte, b' ' | b'\t'),
        b"cntrl" => u8::is_ascii_control,
        b"digit" => u8::is_ascii_digit,
        b"graph" => u8::is_ascii_graphic,
        b"lower" => u8::is_ascii_lowercase,
        b"print" => |byte| matches!(byte, b' '..=b'~'),
        b"punct" => u8::is_ascii_punctuation,
        b"space" => |byte| matches!(byte, b' ' | b'\t'..=b'\r'),
        b"upper" => u8::is_ascii_uppercase,
        b"xdigit" => u8::is_ascii_hexdigit,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_fnmatch_does() {
        for (pattern, value, expected) in [
            ("", "", true),
            ("", "a", false),
            ("*", "a\n/.b", true),
            ("?", "é", false),
            ("??", "é", true),
            ("[!a]", "b", true),
            ("[^a]", "a", false),
            ("[]a]", "]", true),
            ("[a-]", "-", true),
            ("[[:alpha:]]*", "x1", true),
            ("[[:foo:]]", "f", false),
            ("[[.-.]a]", "-", true),
            ("[[a:]b]", "ab]", true),
            ("*\\", "x\\", false),
            ("*[[:foo:]]", "xf", false),
            ("ba[", "ba[", true),
            ("a\\*b", "a*b", true),
            ("a\\*b", "axb", false),
            ("a\\", "a\\", false),
            ("[\\]]", "]", true),
            ("{a,b}", "a", false),
            ("*a*b*c", "xxaxxbxxbc", true),
            ("*a*b*c", "xxaxxbxxb", false),
        ] {
            assert_eq!(
                Glob::new(pattern.as_bytes(), false).matches(value.as_bytes()),
                expected,
                "{pattern} {value}"
            );
        }
    }

    #[test]
    fn classes_are_those_of_the_c_locale() {
        for (class, inside, outside) in [
            ("alnum", "azAZ09", "_ -é"),
            ("alpha", "azAZ", "09_ é"),
            ("blank", " \t", "\n\ra"),
            ("cntrl", "\u{0}\t\n\u{1f}\u{7f}", " aé"),
            ("digit", "09", "a é"),
            ("graph", "!~a0", " \n\u{7f}é"),
            ("lower", "az", "AZ0 é"),
            ("print", " !~a0", "\n\u{7f}é"),
            ("punct", "!/:@[`{~_", "a0 \n"),
            ("space", " \t\n\u{b}\u{c}\r", "a\u{8}\u{e}"),
            ("upper", "AZ", "az0 é"),
            ("xdigit", "09afAF", "gG_é"),
        ] {
            let glob = Glob::new(format!("[[:{class}:]]").as_bytes(), false);
            for (bytes, expected) in [(inside, true), (outside, false)] {
                for byte in bytes.bytes() {
                    assert_eq!(glob.matches(&[byte]), expected, "{class} {byte:#x}");
                }
            }
        }
    }

    #[test]
    fn folding_knows_only_ascii() {
        assert!(Glob::new(b"[A-Z]*", true).matches(b"bash"));
        assert!(!Glob::new("naïve".as_bytes(), true).matches("NAÏVE".as_bytes()));
        assert!(!Glob::new(b"[[:upper:]]", true).matches(b"a"));
    }

    #[test]
    fn many_stars_cost_no_exponential_time() {
        let pattern = b"*a".repeat(200);
        assert!(!Glob::new(&pattern, false).matches(&[b'a'; 199]));
        assert!(Glob::new(&pattern, false).matches(&[b'a'; 200]));
    }
}
