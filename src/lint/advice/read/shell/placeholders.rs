//! Stand-ins such as `<pod>` in a script, which the shell would read as redirections.
//!
//! In: the text of a script. Out: the same text with a word of the same length for each, so that places stay.

/// The text with every `<stand-in>` and `{{ stand-in }}` written as a word of the same length, and where they stood.
pub(super) fn without_placeholders(text: &str) -> (String, Vec<std::ops::Range<usize>>) {
    let mut found = Vec::new();
    let mut parsed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        parsed.push_str(before);
        match stand_in(from) {
            Some(length) if !before.ends_with(['<', '$']) => {
                let held = from.get(..length).unwrap_or_default();
                found.push(parsed.len()..parsed.len().saturating_add(length));
                parsed.extend(
                    held.bytes()
                        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte) } else { '_' }),
                );
                rest = from.get(length..).unwrap_or_default();
            }
            _ => {
                parsed.push_str(from.get(..1).unwrap_or_default());
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    parsed.push_str(rest);
    (parsed, found)
}

/// The length of a stand-in such as `<pod name>` or `{{ pod }}` at the start of a text; only ASCII, so that lengths
/// agree.
fn stand_in(text: &str) -> Option<usize> {
    const LONGEST: usize = 64;
    if let Some(inner) = text.strip_prefix("{{") {
        let end = inner.bytes().take(LONGEST).position(|byte| byte == b'}')?;
        let name = inner.get(..end)?;
        // `{{.State.Pid}}` and `{{range .Mounts}}` are forms that docker and kubectl fill in.
        let word = name.trim_matches(|c: char| c.is_whitespace() || "<>".contains(c));
        let fine = inner.get(end..)?.starts_with("}}")
            && word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
            && !matches!(word, "end" | "else");
        return fine.then(|| end.saturating_add(4));
    }
    let inner = text.strip_prefix('<')?;
    let end = inner.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    let name = inner.get(..end)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" _-./|:".contains(&byte);
    let fine = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.ends_with(|c: char| c.is_ascii_alphanumeric())
        && name.bytes().all(plain);
    fine.then(|| end.saturating_add(2))
}
