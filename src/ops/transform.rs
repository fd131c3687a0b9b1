//! What single-value transformers do to bytes.

use super::base64;

/// `tolower`: ASCII letters only.
#[must_use]
pub fn fold_lower(text: &[u8]) -> Vec<u8> {
    trimmed(text.to_ascii_lowercase())
}

/// `toupper`: ASCII letters only.
#[must_use]
pub fn fold_upper(text: &[u8]) -> Vec<u8> {
    trimmed(text.to_ascii_uppercase())
}

/// `basename`: what follows the last slash.
#[must_use]
pub fn basename(text: &[u8]) -> Vec<u8> {
    trimmed(text.rsplit(|&byte| byte == b'/').next().unwrap_or(text).to_vec())
}

/// `b64`: decodes, or `None` where the text is not base64.
#[must_use]
pub fn decode_base64(text: &[u8]) -> Option<Vec<u8>> {
    base64::decode(text).map(trimmed)
}

/// Falco's strings end with NUL, so a transformer's result loses those at its end.
fn trimmed(mut bytes: Vec<u8>) -> Vec<u8> {
    while bytes.last() == Some(&0) {
        bytes.pop();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transformers_work_on_bytes() {
        assert_eq!(fold_lower("ÀB".as_bytes()), "Àb".as_bytes());
        for (path, name) in [("/usr/bin/x", "x"), ("/usr/bin/", ""), ("/", ""), ("x", "x"), ("/bin//x", "x")]
        {
            assert_eq!(basename(path.as_bytes()), name.as_bytes(), "{path}");
        }
        assert_eq!(decode_base64(b"YQAA"), Some(b"a".to_vec()));
    }
}
