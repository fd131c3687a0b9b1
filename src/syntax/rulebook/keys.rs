//! Which keys each kind of item has: one table that the decoder, the "did you mean", the JSON Schema and the
//! reference page are all read from.

/// One key of a mapping.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Whether the mapping is wrong without it. Items with `override:` or `enabled: false` need only their name.
    pub required: bool,
    /// What `override:` may do with it.
    pub merge: Merge,
    /// What it says, in one sentence.
    pub doc: &'static str,
}

/// What a key's value looks like.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Any scalar, taken as its text.
    Text,
    /// A scalar that is the name of something, of this alphabet.
    Name(Alphabet),
    /// `true` or `false`.
    Bool,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A sequence of scalars.
    Texts,
    /// A scalar or a sequence of scalars.
    TextOrTexts,
    /// A mapping of names to scalars.
    TextMap,
    /// Any YAML, read as JSON.
    Json,
    /// A mapping with the keys of this table.
    Map(&'static Table),
    /// A sequence of mappings, each with the keys of one of these tables.
    Maps(&'static [&'static Table]),
    /// A sequence of scalars and mappings with the keys of this table.
    TextsAndMaps(&'static Table),
}

/// Which characters a name may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// A letter, then letters, digits and `_`: what a condition or a hole can spell.
    Identifier,
    /// A letter or digit, then letters, digits, `-`, `_` and `.`.
    Slug,
    /// A semantic version.
    Version,
}

/// What `override:` may do with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// Nothing.
    Never,
    /// Replace only.
    Replace,
    /// Replace or append.
    Append,
}

/// The keys of one kind of mapping.
#[derive(Debug)]
pub struct Table {
    /// What the mapping is called in messages, with its article: `a mitigation`.
    pub title: &'static str,
    /// The key that names an item and tells its kind; empty for mappings that are no items.
    pub kind: &'static str,
    /// The keys, in canonical order.
    pub keys: &'static [Key],
}

impl Table {
    /// The key of this name.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// The names of the phases, in the report's order.
pub static PHASES: &[&str] =
    &["triage", "preserve", "contain", "investigate", "eradicate", "recover", "harden", "tune"];

/// Falco's priorities, in lower case.
pub static PRIORITIES: &[&str] =
    &["emergency", "alert", "critical", "error", "warning", "notice", "informational", "info", "debug"];

/// Keys that people write for another one, beyond slips of the finger.
pub static SYNONYMS: &[(&str, &str)] = &[
    ("command", "code"),
    ("description", "desc"),
    ("expected", "expect"),
    ("language", "lang"),
    ("name", "title"),
    ("output", "summary"),
    ("rules", "rule"),
    ("severity", "priority"),
    ("shell", "lang"),
    ("steps", "strategies"),
    ("undo", "rollback"),
    ("when", "condition"),
];

const fn key(name: &'static str, shape: Shape, merge: Merge, doc: &'static str) -> Key {
    Key { name, shape, required: false, merge, doc }
}

const fn required(name: &'static str, shape: Shape, merge: Merge, doc: &'static str) -> Key {
    Key { name, shape, required: true, merge, doc }
}

use Merge::{Append, Never, Replace};

const ENABLED: Key = key(
    "enabled",
    Shape::Bool,
    Replace,
    "`false` switches off an item of this name that was loaded earlier.",
);
const OVERRIDE: Key = key(
    "override",
    Shape::TextMap,
    Never,
    "For an item of this name that was loaded earlier: for each key given, `replace` or `append`.",
);

/// `list:`
pub static LIST: Table = Table {
    title: "a list",
    kind: "list",
    keys: &[
        required("list", Shape::Name(Alphabet::Identifier), Never, "The list's name."),
        required(
            "items",
            Shape::Texts,
            Append,
            "Its values; the name of an earlier list stands for that list's values.",
        ),
        ENABLED,
        OVERRIDE,
    ],
};

/// `macro:`
pub static MACRO: Table = Table {
    title: "a macro",
    kind: "macro",
    keys: &[
        required("macro", Shape::Name(Alphabet::Identifier), Never, "The macro's name."),
        required("condition", Shape::Text, Append, "The condition that the name stands for."),
        ENABLED,
        OVERRIDE,
    ],
};

/// `var:`
pub static VAR: Table = Table {
    title: "a var",
    kind: "var",
    keys: &[
        required("var", Shape::Name(Alphabet::Identifier), Never, "The var's name, as holes spell it."),
        required("value", Shape::Text, Replace, "Its value; `--set NAME=VALUE` gives another."),
        key("desc", Shape::Text, Append, "What it is for."),
        ENABLED,
        OVERRIDE,
    ],
};

/// `required_falconer_version:`
pub static REQUIRED_VERSION: Table = Table {
    title: "a version requirement",
    kind: "required_falconer_version",
    keys: &[required(
        "required_falconer_version",
        Shape::Name(Alphabet::Version),
        Never,
        "The oldest release that understands the file.",
    )],
};

/// Keys that a strategy has wherever it stands.
macro_rules! strategy_keys {
    ($($before:expr,)* ; $($after:expr,)*) => {
        &[
            required("strategy", Shape::Name(Alphabet::Slug), Never, "The strategy's name."),
            required("title", Shape::Text, Append, "Its heading, an imperative. Prose."),
            $($before,)*
            required("phase", Shape::Word(PHASES), Replace, "When in a response it comes."),
            key("condition", Shape::Text, Append, "When it applies; always, if absent."),
            key("text", Shape::Text, Append, "Its purpose. Prose."),
            key("cost", Shape::Text, Append, "What it costs or breaks. Prose."),
            key("examples", Shape::Maps(&[&EXAMPLE]), Append, "Commands and manifests that carry it out."),
            key("verify", Shape::Maps(&[&EXAMPLE]), Append, "How to see that it worked."),
            key("rollback", Shape::Maps(&[&EXAMPLE]), Append, "How to undo it."),
            key("mitigates", Shape::Texts, Append, "ATT&CK mitigations (`M1037`) or D3FEND countermeasures (`D3-NI`)."),
            key("references", Shape::Texts, Append, "Public sources, `https:` links."),
            $($after,)*
        ]
    };
}

/// `strategy:` at the top of a file.
pub static STRATEGY: Table = Table {
    title: "a strategy",
    kind: "strategy",
    keys: strategy_keys!(
        key("params", Shape::Texts, Replace, "Names that each use binds to a field with `with:`."),;
        ENABLED, OVERRIDE,
    ),
};

/// `strategy:` written in place, inside a mitigation.
pub static IN_PLACE: Table =
    Table { title: "a strategy written in place", kind: "strategy", keys: strategy_keys!(;) };

/// `use:` inside a mitigation.
pub static USE: Table = Table {
    title: "a use of a strategy",
    kind: "use",
    keys: &[
        required("use", Shape::Name(Alphabet::Slug), Never, "The strategy's name."),
        key("with", Shape::TextMap, Never, "For each of its parameters, the field that it stands for."),
    ],
};

/// One of `examples:`, `verify:`, `rollback:`.
pub static EXAMPLE: Table = Table {
    title: "an example",
    kind: "",
    keys: &[
        key("title", Shape::Text, Never, "What it does. Prose."),
        required(
            "lang",
            Shape::Text,
            Never,
            "Its language: `sh`, `bash`, `yaml`, `json`, `falco`, or another word (then without holes).",
        ),
        required("code", Shape::Text, Never, "The code."),
        key("condition", Shape::Text, Never, "When it is shown; always, if absent."),
        key("allow", Shape::Maps(&[&ALLOW]), Never, "Lints that are silent here, each with its reason."),
    ],
};

/// One of `allow:` of an example.
pub static ALLOW: Table = Table {
    title: "an allow",
    kind: "",
    keys: &[
        required("lint", Shape::Text, Never, "The lint's code or name, such as `FL1101`."),
        required("reason", Shape::Text, Never, "Why it is right here, in at least 15 characters."),
        key("until", Shape::Text, Never, "The day from which it counts no more, `2027-06-30`."),
        key("reviewed_by", Shape::Text, Never, "Who agreed; wanted where the lint is about great harm."),
    ],
};

/// A labelled row of `analysis:`.
pub static ANALYSIS_ROW: Table = Table {
    title: "a row of the analysis",
    kind: "",
    keys: &[
        required("label", Shape::Text, Never, "The label."),
        required("text", Shape::Text, Never, "The text. Prose."),
        key("condition", Shape::Text, Never, "When it is shown; always, if absent."),
    ],
};

/// `mitigation:`
pub static MITIGATION: Table = Table {
    title: "a mitigation",
    kind: "mitigation",
    keys: &[
        required("mitigation", Shape::Name(Alphabet::Slug), Never, "The mitigation's name."),
        key("title", Shape::Text, Append, "Its title; the rule's name, if absent."),
        key("rule", Shape::TextOrTexts, Append, "The Falco rule it answers, or several."),
        key("condition", Shape::Text, Append, "When it applies. With `rule`, both must hold."),
        key("desc", Shape::Text, Append, "For authors; not in the report."),
        key(
            "priority",
            Shape::Word(PRIORITIES),
            Replace,
            "The report's priority; the alert's own, if absent.",
        ),
        key("urgent", Shape::Bool, Replace, "`true`: harm is in progress, contain comes before preserve."),
        key("fallback", Shape::Bool, Replace, "`true`: applies only where no other mitigation did."),
        key("tags", Shape::Texts, Append, "Free words; ATT&CK tactics and techniques among them."),
        key("group_by", Shape::Texts, Replace, "Fields by which an archive's findings are grouped."),
        key("summary", Shape::Text, Append, "What happened. Prose."),
        key(
            "analysis",
            Shape::TextsAndMaps(&ANALYSIS_ROW),
            Append,
            "Fields to show, or labels with text of their own.",
        ),
        key("strategies", Shape::Maps(&[&USE, &IN_PLACE]), Append, "What to do."),
        key("conclusion", Shape::Text, Append, "What to take away. Prose."),
        key("recommendations", Shape::Texts, Append, "What to do beyond this alert. Prose each."),
        key("references", Shape::Texts, Append, "Public sources, `https:` links."),
        key(
            "tests",
            Shape::Maps(&[&TEST]),
            Append,
            "Alerts and what must come of them; run by `falconer test`.",
        ),
        ENABLED,
        OVERRIDE,
    ],
};

/// One of `tests:`.
pub static TEST: Table = Table {
    title: "a test",
    kind: "test",
    keys: &[
        required("test", Shape::Text, Never, "What it shows."),
        required("alert", Shape::Json, Never, "The alert; `rule` is the mitigation's first, if absent."),
        required("expect", Shape::Map(&EXPECT), Never, "What must hold; at least one thing."),
    ],
};

/// `expect:`
pub static EXPECT: Table = Table {
    title: "an `expect`",
    kind: "",
    keys: &[
        key("match", Shape::Bool, Never, "Whether the mitigation matches."),
        key("strategies", Shape::Texts, Never, "The strategies shown, in the report's order."),
        key(
            "withheld",
            Shape::Texts,
            Never,
            "The strategies of which an example is withheld, in the report's order.",
        ),
        key("report_contains", Shape::Texts, Never, "Texts that the Markdown report holds."),
        key("report_lacks", Shape::Texts, Never, "Texts that it does not hold."),
    ],
};

/// The six kinds of items, by which an item's kind is decided, in this order.
pub static ITEMS: &[&Table] = &[&REQUIRED_VERSION, &LIST, &MACRO, &VAR, &MITIGATION, &STRATEGY];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_documented() {
        for table in
            ITEMS.iter().copied().chain([&IN_PLACE, &USE, &EXAMPLE, &ALLOW, &ANALYSIS_ROW, &TEST, &EXPECT])
        {
            let mut names: Vec<_> = table.keys.iter().map(|key| key.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), table.keys.len(), "{}", table.title);
            assert!(table.keys.iter().all(|key| key.doc.ends_with('.')), "{}", table.title);
        }
    }
}
