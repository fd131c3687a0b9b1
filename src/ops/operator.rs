//! The table of operators: spelling, types, meaning, example. Documentation and completions derive from it.

use crate::value::{Kind, Type};

/// What a comparison asks. `=` and `==` are one operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is its spelling")]
pub enum Op {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Contains,
    IContains,
    BContains,
    StartsWith,
    BStartsWith,
    EndsWith,
    Glob,
    IGlob,
    Regex,
    In,
    Intersects,
    PMatch,
    Exists,
}

/// How many of a list's constants must satisfy the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Modifier {
    /// `oneof`: exactly one; a constant written twice counts twice.
    OneOf,
    /// `anyof`: at least one.
    AnyOf,
    /// `allof`: every one, and at least one.
    AllOf,
}

impl Modifier {
    /// Whether `holding` of `all` constants are enough. An empty list never is.
    #[must_use]
    pub fn satisfied(self, holding: usize, all: usize) -> bool {
        match self {
            Self::OneOf => holding == 1,
            Self::AnyOf => holding > 0,
            Self::AllOf => holding > 0 && holding == all,
        }
    }
}

/// Types that Falco gives the same operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Text,
    Bytes,
    Number,
    Bool,
    Address,
}

impl Class {
    fn of(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Text => Self::Text,
            Kind::Bytes => Self::Bytes,
            Kind::Int { .. } | Kind::Double | Kind::Port | Kind::Duration | Kind::Time | Kind::Priority => {
                Self::Number
            }
            Kind::Bool => Self::Bool,
            Kind::Ip | Kind::Net => Self::Address,
            Kind::Opaque | Kind::Any => return None,
        })
    }
}

/// One operator.
#[derive(Debug)]
pub struct OperatorRow {
    /// Which.
    pub op: Op,
    /// How it is written.
    pub spellings: &'static [&'static str],
    classes: &'static [Class],
    /// Whether a field or transformer may stand on its right.
    pub takes_field: bool,
    /// What it asks, in a sentence.
    pub doc: &'static str,
    /// A condition that uses it.
    pub example: &'static str,
}

const EVERY: &[Class] = &[Class::Text, Class::Bytes, Class::Number, Class::Bool, Class::Address];
const ORDERED: &[Class] = &[Class::Text, Class::Number];
const TEXTUAL: &[Class] = &[Class::Text, Class::Bytes];
const TEXT: &[Class] = &[Class::Text];
const BYTES: &[Class] = &[Class::Bytes];

/// A row whose right side may be a constant or a field, and nothing else of note.
const fn row(
    op: Op,
    spellings: &'static [&'static str],
    classes: &'static [Class],
    doc: &'static str,
    example: &'static str,
) -> OperatorRow {
    let takes_field = !matches!(op, Op::Regex | Op::PMatch | Op::Exists);
    OperatorRow { op, spellings, classes, takes_field, doc, example }
}

static OPERATORS: [OperatorRow; 19] = [
    row(Op::Eq, &["=", "=="], EVERY, "equal; for networks: the address is inside", "proc.name = bash"),
    row(Op::Ne, &["!="], EVERY, "present and not equal", "user.name != root"),
    row(Op::Lt, &["<"], ORDERED, "less; text by bytes", "proc.vpid < 10"),
    row(Op::Le, &["<="], ORDERED, "less or equal; text by bytes", "fd.sport <= 1024"),
    row(Op::Gt, &[">"], ORDERED, "greater; text by bytes", "evt.rawres > 0"),
    row(Op::Ge, &[">="], ORDERED, "greater or equal; text by bytes", "evt.rawres >= 0"),
    row(
        Op::Contains,
        &["contains"],
        TEXTUAL,
        "the constant stands somewhere in the value",
        "proc.cmdline contains nc",
    ),
    row(
        Op::IContains,
        &["icontains"],
        TEXT,
        "`contains` in any case of ASCII letters",
        "proc.cmdline icontains mimikatz",
    ),
    row(
        Op::BContains,
        &["bcontains"],
        BYTES,
        "the bytes, given as hexadecimal digits, stand somewhere in the buffer",
        "evt.buffer bcontains 7f454c46",
    ),
    row(
        Op::StartsWith,
        &["startswith"],
        TEXTUAL,
        "the value begins with the constant",
        "fd.name startswith /etc/",
    ),
    row(
        Op::BStartsWith,
        &["bstartswith"],
        BYTES,
        "the buffer begins with the bytes, given as hexadecimal digits",
        "evt.buffer bstartswith 7f454c46",
    ),
    row(Op::EndsWith, &["endswith"], TEXTUAL, "the value ends with the constant", "fd.name endswith .so"),
    row(
        Op::Glob,
        &["glob"],
        TEXT,
        "the whole value matches the shell pattern: `*`, `?`, `[a-z]`, byte by byte",
        "fd.name glob '/home/*/.ssh/*'",
    ),
    row(Op::IGlob, &["iglob"], TEXT, "`glob` in any case of ASCII letters", "proc.name iglob '*miner*'"),
    row(
        Op::Regex,
        &["regex"],
        TEXT,
        "the whole value matches the regular expression, in RE2's POSIX syntax",
        "fd.name regex '/proc/[0-9]+/maps'",
    ),
    row(
        Op::In,
        &["in"],
        EVERY,
        "the value is one of the constants; for a list field every element is",
        "proc.name in (bash, sh, zsh)",
    ),
    row(
        Op::Intersects,
        &["intersects"],
        EVERY,
        "as `in`; for a list field at least one element is among the constants",
        "ka.user.groups intersects (system:masters)",
    ),
    row(
        Op::PMatch,
        &["pmatch"],
        TEXT,
        "one of the constants is a path that is the value or one of its parent folders",
        "fd.name pmatch (/etc, /usr/bin)",
    ),
    row(Op::Exists, &["exists"], EVERY, "the field has a value; an empty text is one", "container.id exists"),
];

/// All operators.
#[must_use]
pub fn operators() -> &'static [OperatorRow] {
    &OPERATORS
}

impl Op {
    /// Its row.
    #[must_use]
    pub fn row(self) -> Option<&'static OperatorRow> {
        OPERATORS.iter().find(|row| row.op == self)
    }

    /// How it is usually written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().and_then(|row| row.spellings.first()).copied().unwrap_or_default()
    }

    /// Whether Falco compiles it for a field of this type.
    #[must_use]
    pub fn applies_to(self, ty: Type) -> bool {
        let class = match (self, ty.kind) {
            (Self::Exists, _) | (_, Kind::Any) => return true,
            (_, kind) => Class::of(kind),
        };
        let (Some(row), Some(class)) = (self.row(), class) else { return false };
        match ty.list {
            true => matches!(self, Self::In | Self::Intersects) && list_kind(ty.kind),
            false => row.classes.contains(&class),
        }
    }
}

/// Kinds that Falco compares in lists.
fn list_kind(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::U64 | Kind::Duration | Kind::Time | Kind::Bool | Kind::Ip | Kind::Net)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_has_its_row() {
        for row in operators() {
            assert_eq!(row.op.row().map(|r| r.op), Some(row.op));
            assert!(row.example.contains(row.spellings[0]), "{}", row.example);
        }
    }

    /// The cells of the table that a reader would not guess.
    #[test]
    fn types_decide_which_operators_compile() {
        let one = |kind, op: Op| op.applies_to(Type::one(kind));
        assert!(one(Kind::Text, Op::Lt) && !one(Kind::Bytes, Op::Lt) && !one(Kind::Ip, Op::Lt));
        assert!(one(Kind::Bytes, Op::Contains) && !one(Kind::Bytes, Op::Glob));
        assert!(!one(Kind::Text, Op::BContains) && one(Kind::Bytes, Op::BContains));
        assert!(!one(Kind::Bool, Op::Gt) && one(Kind::Bool, Op::In));
        assert!(one(Kind::Opaque, Op::Exists) && !one(Kind::Opaque, Op::Eq));
        let list = |kind, op: Op| op.applies_to(Type::list(kind));
        assert!(list(Kind::Text, Op::Intersects) && !list(Kind::Text, Op::Eq));
        assert!(!list(Kind::Double, Op::In) && list(Kind::Double, Op::Exists));
    }
}
