//! Text as a YAML scalar: plain where nobody could read it as anything else, quoted otherwise.

use crate::escape::{Encoded, Refusal, Untrusted, YamlScalar};

/// Words that a reader of YAML 1.1 takes for something else than text.
const TYPED: [&str; 10] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan"];

/// The scalar for this text.
///
/// # Errors
/// The text has no exact form, see [`YamlScalar`].
pub(in crate::suite) fn scalar(text: &str) -> Result<String, Refusal> {
    if is_plain(text) { Ok(text.to_owned()) } else { quoted(text) }
}

/// The same, quoted whatever it is.
///
/// # Errors
/// The text has no exact form, see [`YamlScalar`].
pub(super) fn quoted(text: &str) -> Result<String, Refusal> {
    Ok(Encoded::<YamlScalar>::exact(Untrusted(text))?.into_string())
}

/// Words of letters and digits, one blank between them.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/');
    text.len() <= 100
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && !text.contains("  ")
        && text.chars().all(plain)
        && !TYPED.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_are_plain() {
        for (text, expected) in [
            ("Terminal shell", "Terminal shell"),
            ("a: b", r#""a: b""#),
            ("No", r#""No""#),
            ("a #b", r#""a #b""#),
            ("a ", r#""a ""#),
            ("1e3", r#""1e3""#),
            ("", r#""""#),
        ] {
            assert_eq!(scalar(text).unwrap(), expected);
        }
    }
}
