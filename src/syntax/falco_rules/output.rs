//! The fields that a rule's output prints: `%proc.name`, `%proc.aname[2]`, `%toupper(proc.name)`.

use crate::source::ByteRange;

/// A field that an output prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed<'o> {
    /// The key of `output_fields` under which alerts carry it, arguments and transformers included.
    pub key: &'o str,
    /// The field's name alone.
    pub name: &'o str,
    /// Where the name stands in the output.
    pub range: ByteRange,
}

/// The fields of an output, in its order.
///
/// ```
/// use falconer::syntax::falco_rules::output::fields;
/// let keys: Vec<&str> = fields("100% of %proc.name (by %proc.aname[2].)").map(|field| field.key).collect();
/// assert_eq!(keys, ["proc.name", "proc.aname[2]"]);
/// ```
pub fn fields(output: &str) -> impl Iterator<Item = Printed<'_>> {
    output.match_indices('%').filter_map(move |(at, _)| field(output, at.checked_add(1)?))
}

/// The field that begins at `start`.
fn field(output: &str, start: usize) -> Option<Printed<'_>> {
    let rest = output.get(start..)?;
    let (inner, call) = match rest.get(name(rest).len()..).filter(|tail| tail.starts_with('(')) {
        // A transformer: the field stands within its parentheses.
        Some(tail) => (tail.get(1..)?, true),
        None => (rest, false),
    };
    let inner_at = start.checked_add(rest.len().checked_sub(inner.len())?)?;
    let word = name(inner).trim_end_matches('.');
    if !word.contains('.') {
        return None;
    }
    let argument = match inner.get(word.len()..).filter(|tail| tail.starts_with('[')) {
        Some(tail) => tail.find(']').map_or(0, |end| end.saturating_add(1)),
        None => 0,
    };
    let mut end = inner_at.checked_add(word.len())?.checked_add(argument)?;
    let key_at = if call { start } else { inner_at };
    if call {
        let close = output.get(end..)?.find(')')?;
        end = end.checked_add(close)?.checked_add(1)?;
    }
    let range = ByteRange::new(inner_at, inner_at.checked_add(word.len())?);
    Some(Printed { key: output.get(key_at..end)?, name: word, range })
}

/// The letters that a name may have, at the front of a text.
fn name(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'));
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_told_from_what_stands_around_it() {
        for (output, expected) in [
            ("x", vec![]),
            ("50% of it, 7%", vec![]),
            ("%evt.num.", vec!["evt.num"]),
            ("a=%proc.name b=%fd.name|%user.uid", vec!["proc.name", "fd.name", "user.uid"]),
            ("%proc.aname[2]%jevt.value[/a/b c]", vec!["proc.aname[2]", "jevt.value[/a/b c]"]),
            (
                "%toupper(proc.name) %tolower(proc.aname[3])",
                vec!["toupper(proc.name)", "tolower(proc.aname[3])"],
            ),
            ("%toupper(proc.name", vec![]),
            ("%proc.aname[2", vec!["proc.aname"]),
            ("%é %%proc.name", vec!["proc.name"]),
        ] {
            assert_eq!(fields(output).map(|field| field.key).collect::<Vec<_>>(), expected, "{output}");
        }
        let found = fields("%toupper(proc.name)").next().unwrap();
        assert_eq!((found.name, found.range), ("proc.name", ByteRange::new(9, 18)));
    }
}
