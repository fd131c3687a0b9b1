//! The table of fields: parsed once, on first use, from `catalogue.tsv`.

use super::Shape;
use crate::diag::{self, Spelling};
use crate::value::{Kind, Notation, Type};
use std::sync::OnceLock;

/// Whether a field takes an argument in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Argument {
    /// `proc.name`
    None,
    /// `proc.env` or `proc.env[HOME]`
    Optional,
    /// `k8s.pod.label[app]`
    Required,
    /// `proc.aname` or `proc.aname[2]`: a number
    Index,
}

/// One field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name, without argument.
    pub name: &'static str,
    /// Its type.
    pub ty: Type,
    /// How alerts write it.
    pub notation: Notation,
    /// Whether it takes an argument.
    pub argument: Argument,
    /// `syscall`, a plugin's source, or `alert` for Falconer's own.
    pub source: &'static str,
    /// What reports call it; may be empty.
    pub label: &'static str,
    /// What its value must look like in a command.
    pub shape: Option<Shape>,
    /// The template filter that decodes it in a report: `duration`, `timestamp`, `size`, or empty.
    pub decode: &'static str,
    /// What readers often get wrong about it; may be empty.
    pub note: &'static str,
}

/// All fields, sorted by name.
#[must_use]
pub fn all() -> &'static [Field] {
    static FIELDS: OnceLock<Vec<Field>> = OnceLock::new();
    FIELDS.get_or_init(|| rows(include_str!("catalogue.tsv")).filter_map(parse).collect())
}

/// The name that was probably meant by one that no field has, among those that are `wanted`.
pub(crate) fn nearest(name: &str, wanted: impl Fn(&Field) -> bool) -> Option<&'static str> {
    static SPELLINGS: OnceLock<Vec<(&Field, Spelling<'static>)>> = OnceLock::new();
    let spellings =
        SPELLINGS.get_or_init(|| all().iter().map(|field| (field, Spelling::of(field.name))).collect());
    let wanted = spellings.iter().filter(|(field, _)| wanted(field));
    diag::nearest(name, wanted.map(|(_, spelling)| spelling))
}

/// The field of exactly this name, without argument.
///
/// ```
/// use falconer::fields::lookup;
/// assert_eq!(lookup("proc.exepath").map(|f| f.label), Some("Executable path"));
/// assert!(lookup("proc.nmae").is_none());
/// ```
#[must_use]
pub fn lookup(name: &str) -> Option<&'static Field> {
    let fields = all();
    fields.binary_search_by_key(&name, |field| field.name).ok().and_then(|at| fields.get(at))
}

/// Fields whose name, label or note holds `pattern`, in any case of ASCII letters.
pub fn search(pattern: &str) -> impl Iterator<Item = &'static Field> {
    let pattern = pattern.to_ascii_lowercase();
    all().iter().filter(move |field| {
        [field.name, field.label, field.note].iter().any(|text| text.to_ascii_lowercase().contains(&pattern))
    })
}

/// Fields of Falco whose argument may follow a dot instead of standing in brackets.
const DOTTED: [&str; 6] =
    ["evt.abspath", "evt.arg", "evt.around", "evt.rawarg", "evt.type.is", "thread.cgroup"];

/// Splits `evt.arg.flags` into its field and argument.
pub(super) fn dotted(name: &str) -> Option<(&'static Field, &str)> {
    DOTTED.iter().find_map(|base| {
        let argument = name.strip_prefix(base)?.strip_prefix('.')?;
        Some((lookup(base)?, argument))
    })
}

/// The type of `evt.rawarg.NAME`; `None` if no event has such a parameter.
pub(super) fn raw_argument(name: &str) -> Option<(Type, Notation)> {
    let row = rows(include_str!("raw_args.tsv")).find(|row| row.split('\t').next() == Some(name))?;
    let (kind, notation) = parse_kind(row.split('\t').nth(1)?)?;
    Some((Type::one(kind), notation))
}

/// The lines of a table, comments left out.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

fn parse(row: &'static str) -> Option<Field> {
    let mut columns = row.split('\t');
    let name = columns.next()?;
    let (kind, notation) = parse_kind(columns.next()?)?;
    let list = columns.next()? == "list";
    let argument = match columns.next()? {
        "none" => Argument::None,
        "optional" => Argument::Optional,
        "required" => Argument::Required,
        "index" => Argument::Index,
        _ => return None,
    };
    let source = columns.next()?;
    let label = columns.next()?;
    let shape = Shape::named(columns.next()?);
    let decode = columns.next()?;
    let note = columns.next()?;
    Some(Field { name, ty: Type { kind, list }, notation, argument, source, label, shape, decode, note })
}

/// `u32:hex` and its like.
fn parse_kind(text: &str) -> Option<(Kind, Notation)> {
    let (kind, notation) = match text.split_once(':') {
        Some((kind, "hex")) => (kind, Notation::Hex),
        Some((kind, "octal")) => (kind, Notation::Octal),
        Some(_) => return None,
        None => (text, Notation::Decimal),
    };
    let kind = match kind {
        "text" => Kind::Text,
        "bytes" => Kind::Bytes,
        "bool" => Kind::Bool,
        "double" => Kind::Double,
        "port" => Kind::Port,
        "reltime" => Kind::Duration,
        "abstime" => Kind::Time,
        "ip" => Kind::Ip,
        "net" => Kind::Net,
        "priority" => Kind::Priority,
        "opaque" => Kind::Opaque,
        "any" => Kind::Any,
        _ => {
            let (signed, bits) = match kind.strip_prefix('i') {
                Some(bits) => (true, bits),
                None => (false, kind.strip_prefix('u')?),
            };
            Kind::Int { bits: bits.parse().ok()?, signed }
        }
    };
    Some((kind, notation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_read() {
        let lines = rows(include_str!("catalogue.tsv")).count();
        assert_eq!(all().len(), lines);
        for row in rows(include_str!("raw_args.tsv")) {
            let name = row.split('\t').next().unwrap();
            assert!(raw_argument(name).is_some(), "{row}");
        }
    }

    #[test]
    fn names_are_sorted_so_that_they_can_be_searched() {
        assert!(all().is_sorted_by(|a, b| a.name < b.name));
    }

    #[test]
    fn shapes_and_decodings_are_known_words() {
        for row in rows(include_str!("catalogue.tsv")) {
            let columns: Vec<_> = row.split('\t').collect();
            assert_eq!(columns.len(), 9, "{row}");
            assert!(columns[6].is_empty() || Shape::named(columns[6]).is_some(), "{row}");
            assert!(["", "duration", "timestamp", "size"].contains(&columns[7]), "{row}");
        }
    }

    #[test]
    fn arguments_after_a_dot() {
        assert_eq!(dotted("evt.arg.flags").map(|(f, a)| (f.name, a)), Some(("evt.arg", "flags")));
        let octal = Some((Type::one(Kind::Int { bits: 32, signed: false }), Notation::Octal));
        assert_eq!(raw_argument("mode"), octal);
        assert_eq!(raw_argument("nosuch"), None);
    }

    #[test]
    fn searching_looks_at_names_labels_and_notes() {
        assert!(search("EXEPATH").any(|f| f.name == "proc.exepath"));
        assert!(search("executable path").any(|f| f.name == "proc.exepath"));
        assert_eq!(search("no field says this").count(), 0);
    }
}
