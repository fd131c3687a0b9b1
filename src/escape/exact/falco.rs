//! Values in Falco rules files.
//!
//! Falco's reader closes a quoted string at the first quote whose previous byte is not a backslash, without
//! counting pairs, so a quoted string can never end in a backslash; and its loader splices a list wherever the
//! list's name stands as a word, also inside quoted strings
//! (<https://github.com/falcosecurity/libs/tree/master/userspace/libsinsp/filter>,
//! <https://github.com/falcosecurity/falco/blob/master/userspace/engine/rule_loader_compiler.cpp>).

use super::super::visible::is_hidden;
use super::super::{Encoded, Refusal, Untrusted};

/// A constant of a condition.
pub enum FalcoValue {}

/// An item of a list or of an exception's values: a YAML scalar around a constant.
pub enum FalcoItem {}

/// What stands between words for the splicing of lists.
const SEPARATORS: [char; 8] = [' ', '\t', '\n', '\r', '(', ')', ',', '='];

impl Encoded<FalcoValue> {
    /// Encodes a value; `lists` are the names that the loader would splice.
    ///
    /// ```
    /// use falconer::escape::{Encoded, FalcoValue, Untrusted};
    /// let of = |value| Encoded::<FalcoValue>::exact(Untrusted(value), &[]).map(|v| v.into_string());
    /// assert_eq!(of("a \"b\"").unwrap(), r#""a \"b\"""#);
    /// assert_eq!(of(r"C:\dir\").unwrap(), r"C:\dir\");
    /// assert!(of(r"C:\my dir\").is_err());
    /// ```
    ///
    /// # Errors
    /// A final backslash where no bare form exists, the name of a list as a word, hidden characters.
    pub fn exact(value: Untrusted<'_>, lists: &[String]) -> Result<Self, Refusal> {
        constant(value.0, lists).map(Self::seal)
    }
}

impl Encoded<FalcoItem> {
    /// Encodes a value; `lists` are the names that the loader would splice. The loader puts quotes around an
    /// item only if it holds a space, so the item brings its own, inside YAML's single quotes.
    ///
    /// # Errors
    /// As for [`FalcoValue`], and an empty value: an exception for it would silence whatever has no name.
    pub fn exact(value: Untrusted<'_>, lists: &[String]) -> Result<Self, Refusal> {
        if value.0.is_empty() {
            return Err(Refusal::new("is empty, and an exception for it would take in whatever has no name"));
        }
        let constant = constant(value.0, lists)?;
        Ok(Self::seal(format!("'{}'", constant.replace('\'', "''"))))
    }
}

fn constant(value: &str, lists: &[String]) -> Result<String, Refusal> {
    super::bounded(value)?;
    if let Some(c) = value.chars().find(|&c| is_hidden(c) && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Refusal::new(format!(
            "holds the character U+{:04X}, which Falco cannot quote",
            u32::from(c)
        )));
    }
    if let Some(name) = value.split(SEPARATORS).find(|word| lists.iter().any(|list| list == word)) {
        return Err(Refusal::new(format!("holds the word `{name}`, which Falco replaces by that list")));
    }
    if !value.ends_with('\\') {
        return Ok(quoted(value));
    }
    let bare =
        !value.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '\'' | '=' | ','));
    if bare {
        Ok(value.to_owned())
    } else {
        Err(Refusal::new("ends in a backslash, which Falco cannot quote"))
    }
}

fn quoted(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}
