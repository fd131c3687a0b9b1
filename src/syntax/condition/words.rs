//! How operators, modifiers and transformers are spelled: one table each, both ways.

use super::ast::{Modifier, Operator, Transformer};

/// Declares `ALL`, `spelling` and `from_spelling` from one table.
macro_rules! spellings {
    ($type:ident { $($variant:ident = $word:literal,)* }) => {
        impl $type {
            /// Every one, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As it is written in a condition.
            #[must_use]
            pub fn spelling(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The one that is written so; case matters.
            #[must_use]
            pub fn from_spelling(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

spellings!(Operator {
    Eq = "=",
    EqEq = "==",
    Ne = "!=",
    Lt = "<",
    Le = "<=",
    Gt = ">",
    Ge = ">=",
    Contains = "contains",
    IContains = "icontains",
    BContains = "bcontains",
    StartsWith = "startswith",
    BStartsWith = "bstartswith",
    EndsWith = "endswith",
    Glob = "glob",
    IGlob = "iglob",
    Regex = "regex",
    In = "in",
    Intersects = "intersects",
    PMatch = "pmatch",
});

spellings!(Modifier {
    OneOf = "oneof",
    AnyOf = "anyof",
    AllOf = "allof",
});

spellings!(Transformer {
    ToLower = "tolower",
    ToUpper = "toupper",
    B64 = "b64",
    Basename = "basename",
    Len = "len",
    Join = "join",
    Concat = "concat",
    GetOpt = "getopt",
    Val = "val",
    Age = "age",
});

/// What an operator takes on its right side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperatorKind {
    /// `< <= > >=`: a number.
    Number,
    /// Equality and words: a text, or a modifier and a list.
    Text,
    /// `in`, `intersects`, `pmatch`: a list.
    List,
}

impl Operator {
    /// What it takes on its right side.
    #[must_use]
    pub fn kind(self) -> OperatorKind {
        match self {
            Self::Lt | Self::Le | Self::Gt | Self::Ge => OperatorKind::Number,
            Self::In | Self::Intersects | Self::PMatch => OperatorKind::List,
            _ => OperatorKind::Text,
        }
    }
}
