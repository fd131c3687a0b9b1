//! Decoding base64 as libs does: the standard alphabet, padding optional, nothing else.

/// Decodes, or `None` where the text is not base64: white space, `-` or `_`, non-zero spare bits, a lone `=`.
pub(super) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let digits = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text);
    let padding = text.len().saturating_sub(digits.len());
    // A last group of two digits is one byte and takes up to two `=`; of three, two bytes and up to one.
    let allowed = match digits.len() % 4 {
        0 => 0,
        2 => 2,
        3 => 1,
        _ => return None,
    };
    if padding > allowed {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    for group in digits.chunks(4) {
        let mut bits = 0_u32;
        for &digit in group {
            bits = bits << 6 | u32::from(value(digit)?);
        }
        let spare = match group.len() {
            2 => 4,
            3 => 2,
            _ => 0,
        };
        if bits & ((1 << spare) - 1) != 0 {
            return None;
        }
        let whole = (bits >> spare).to_be_bytes();
        bytes.extend(whole.get(5_usize.saturating_sub(group.len())..)?);
    }
    Some(bytes)
}

fn value(digit: u8) -> Option<u8> {
    Some(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn padding_is_optional_and_everything_else_strict() {
        for (text, expected) in [
            ("", Some("")),
            ("YmFzaA", Some("bash")),
            ("YmFzaA=", Some("bash")),
            ("YmFzaA==", Some("bash")),
            ("Zm9v", Some("foo")),
            ("Pj8+", Some(">?>")),
            ("Pz8/", Some("???")),
            ("aGVsbG8gd29ybGQ=", Some("hello world")),
            ("YmFzaB==", None),
            ("YmFz\naA==", None),
            ("_-_-", None),
            ("=", None),
            ("==", None),
            ("Y", None),
            ("Zm9v=", None),
        ] {
            assert_eq!(decode(text.as_bytes()), expected.map(|e| e.as_bytes().to_vec()), "{text:?}");
        }
        assert_eq!(decode(b"//").as_deref(), None, "spare bits are set");
    }
}
