//! The tree of a condition, as parsed: names unresolved, nothing typed.
//!
//! Ranges are bytes of the condition's own text; [`crate::source::Text::span_at`] carries them into the file.

use crate::source::ByteRange;

/// Which language is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Dialect {
    /// Exactly what Falco's own parser accepts.
    Falco,
    /// Falco's language and our extensions.
    #[default]
    Falconer,
}

/// A condition or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it says.
    pub kind: ExprKind,
    /// Where it stands, parentheses left out.
    pub range: ByteRange,
}

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `a and b and …`: two or more.
    And(Vec<Expr>),
    /// `a or b or …`: two or more.
    Or(Vec<Expr>),
    /// `not a`.
    Not(Box<Expr>),
    /// The name of a macro.
    Macro(String),
    /// `x exists`.
    Exists(Operand),
    /// `x op y`.
    Compare(Box<Compare>),
}

/// A comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Compare {
    /// The left side.
    pub left: Operand,
    /// The operator.
    pub op: Operator,
    /// The operator as written, `=` and `==` kept apart.
    pub op_range: ByteRange,
    /// `oneof`, `anyof`, `allof`.
    pub modifier: Option<Modifier>,
    /// The right side.
    pub right: Rhs,
}

/// Comparison operators, as spelled. `exists` is [`ExprKind::Exists`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is its spelling")]
pub enum Operator {
    Eq,
    EqEq,
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
}

/// How many of a list's constants must satisfy the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Modifier {
    /// Exactly one.
    OneOf,
    /// At least one.
    AnyOf,
    /// Every one.
    AllOf,
}

/// The right side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum Rhs {
    /// One constant; a number keeps its spelling and its unit (`5s`). After a list operator or modifier see
    /// [`Rhs::Name`].
    Value(Constant),
    /// A bare identifier where a list stands: the name of a list.
    Name(Constant),
    /// `(a, b, …)`.
    List(ConstantList),
    /// `val(field)` or a transformer.
    Operand(Operand),
}

/// A parenthesised list of constants.
#[derive(Debug, Clone, PartialEq)]
pub struct ConstantList {
    /// The items.
    pub items: Vec<Constant>,
    /// From `(` to `)`.
    pub range: ByteRange,
    /// The range of a first item whose error Falco swallows, so that it reads the list as empty.
    pub swallowed: Option<ByteRange>,
}

/// A constant as written, unescaped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Constant {
    /// Its bytes; not always UTF-8, since quoted strings may hold `\xff`.
    pub bytes: Vec<u8>,
    /// `None` when bare.
    pub quote: Option<Quote>,
    /// Where it stands, quotes included.
    pub range: ByteRange,
}

/// A kind of quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quote {
    /// `'`
    Single,
    /// `"`
    Double,
}

/// A field or a transformer's result.
#[derive(Debug, Clone, PartialEq)]
pub struct Operand {
    /// Which of the two.
    pub kind: OperandKind,
    /// Where it stands.
    pub range: ByteRange,
}

/// A field or a transformer's result.
#[derive(Debug, Clone, PartialEq)]
pub enum OperandKind {
    /// `name` or `name[argument]`.
    Field {
        /// The dotted name.
        name: String,
        /// What its brackets hold; `Some("")` for `['']`.
        argument: Option<Constant>,
    },
    /// `transformer(args…)` or `transformer(args…)[argument]`.
    Call {
        /// Which.
        transformer: Transformer,
        /// Its arguments.
        args: Vec<Arg>,
        /// What the brackets after it hold.
        argument: Option<Constant>,
    },
}

/// A transformer's argument.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// A number, as written.
    Number(Constant),
    /// A quoted string.
    Text(Constant),
    /// A parenthesised list; its items are never lists themselves.
    List(Vec<Arg>, ByteRange),
    /// A field or another transformer.
    Operand(Operand),
}

/// Functions on fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Transformer {
    /// `tolower`
    ToLower,
    /// `toupper`
    ToUpper,
    /// `b64`: decodes.
    B64,
    /// `basename`
    Basename,
    /// `len`
    Len,
    /// `join`
    Join,
    /// `concat`
    Concat,
    /// `getopt`
    GetOpt,
    /// `val`: a field on the right side.
    Val,
    /// `age`: ours; the alert's own time minus a timestamp.
    Age,
}
