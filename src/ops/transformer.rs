//! The table of transformers: functions on fields.

/// A transformer. `val` is none: it only marks a field on the right side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is its spelling")]
pub enum Function {
    ToLower,
    ToUpper,
    B64,
    Basename,
    Len,
    Join,
    Concat,
    GetOpt,
    Age,
}

/// One transformer.
#[derive(Debug)]
pub struct TransformerRow {
    /// Which.
    pub function: Function,
    /// How it is written.
    pub name: &'static str,
    /// What it takes.
    pub takes: &'static str,
    /// What it gives.
    pub gives: &'static str,
    /// What it does, in a sentence.
    pub doc: &'static str,
    /// A condition that uses it.
    pub example: &'static str,
    /// Whether it is Falconer's own.
    pub extension: bool,
}

const fn row(
    function: Function,
    name: &'static str,
    (takes, gives): (&'static str, &'static str),
    doc: &'static str,
    example: &'static str,
) -> TransformerRow {
    TransformerRow {
        function,
        name,
        takes,
        gives,
        doc,
        example,
        extension: matches!(function, Function::Age),
    }
}

static TRANSFORMERS: [TransformerRow; 9] = [
    row(
        Function::ToLower,
        "tolower",
        ("text, or a list of text", "the same"),
        "ASCII letters in lower case",
        "tolower(proc.name) = bash",
    ),
    row(
        Function::ToUpper,
        "toupper",
        ("text, or a list of text", "the same"),
        "ASCII letters in upper case",
        "toupper(evt.res) = SUCCESS",
    ),
    row(
        Function::B64,
        "b64",
        ("text or bytes, or a list of them", "the same"),
        "base64 decoded; missing where the value is not base64",
        "b64(proc.env[PAYLOAD]) contains curl",
    ),
    row(
        Function::Basename,
        "basename",
        ("text, or a list of text", "the same"),
        "what follows the last slash",
        "basename(proc.exepath) = nc",
    ),
    row(
        Function::Len,
        "len",
        ("text, bytes, or any list", "number"),
        "bytes of a text, elements of a list",
        "len(proc.cmdline) > 1000",
    ),
    row(
        Function::Join,
        "join",
        ("a separator and a list", "text"),
        "the elements with the separator between them",
        "join(\",\", ka.user.groups) contains admin",
    ),
    row(
        Function::Concat,
        "concat",
        ("two or more texts", "text"),
        "the texts one after the other",
        "concat(user.name, \"@\", evt.hostname) = \"root@db-1\"",
    ),
    row(
        Function::GetOpt,
        "getopt",
        ("a list of text and an option string", "list of text; with `[x]` one text"),
        "short options of a command line and their values; `[x]` selects the last value of one",
        "getopt(ka.req.pod.containers.args, \"it:\")[t] exists",
    ),
    row(
        Function::Age,
        "age",
        ("a time", "duration"),
        "the alert's own time minus that time; never the wall clock",
        "age(container.start_ts) < 5m",
    ),
];

/// All transformers.
#[must_use]
pub fn transformers() -> &'static [TransformerRow] {
    &TRANSFORMERS
}

impl Function {
    /// How it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        TRANSFORMERS.iter().find(|row| row.function == self).map_or("", |row| row.name)
    }
}
