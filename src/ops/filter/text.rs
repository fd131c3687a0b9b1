//! Filters on text.

use crate::value::Value;

/// The last part of a path.
pub(super) fn basename(value: &Value<'_>) -> Option<String> {
    let text = value.display_text();
    let name = text.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    Some(if name.is_empty() { text.into_owned() } else { name.to_owned() })
}

/// An address that nobody can click.
pub(super) fn defang(value: &Value<'_>) -> Option<String> {
    let text = value.display_text();
    if text.parse::<std::net::Ipv6Addr>().is_ok() {
        return Some(text.replace(':', "[:]"));
    }
    let schemed = match text.get(..4) {
        Some(head) if head.eq_ignore_ascii_case("http") => format!("hxxp{}", text.get(4..).unwrap_or("")),
        _ => text.into_owned(),
    };
    Some(schemed.replace('.', "[.]"))
}

/// JSON, so that a value can stand in JSON that stands in a word of a shell.
pub(super) fn json(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Int(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => serde_json::to_string(value.display_text().as_ref()).ok(),
    }
}

/// Words for the flags that alerts print most
/// (<https://github.com/falcosecurity/libs/blob/master/driver/flags_table.c>); others stay as they are.
const FLAGS: [(&str, &str); 14] = [
    ("EXE_WRITABLE", "file writable by the user who ran it"),
    ("EXE_UPPER_LAYER", "file in the upper layer"),
    ("EXE_LOWER_LAYER", "file in a lower layer"),
    ("EXE_FROM_MEMFD", "file only in memory"),
    ("O_RDONLY", "read"),
    ("O_WRONLY", "write"),
    ("O_RDWR", "read and write"),
    ("O_CREAT", "create"),
    ("O_APPEND", "append"),
    ("O_TRUNC", "empty first"),
    ("O_EXCL", "fail if it exists"),
    ("O_DIRECTORY", "folders only"),
    ("O_CLOEXEC", "close on exec"),
    ("O_TMPFILE", "without a name"),
];

/// Flags as words.
pub(super) fn flags(value: &Value<'_>) -> Option<String> {
    let text = value.display_text();
    let word = |flag: &str| -> String {
        FLAGS.iter().find(|(name, _)| *name == flag).map_or(flag, |(_, words)| words).to_owned()
    };
    let words: Vec<String> =
        text.split(['|', ',']).map(str::trim).filter(|f| !f.is_empty()).map(word).collect();
    Some(words.join(", "))
}
