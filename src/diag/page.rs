//! What a code means, for people: the page that `explain` prints, the generated reference, SARIF's metadata.
//!
//! In: a row of the registry. Out: text and Markdown. A code is described in one place, its row.

use super::{Code, Severity, all};
use std::fmt::Write as _;

/// Words that a title spells otherwise than a name does.
const SPELLINGS: [(&str, &str); 5] =
    [("yaml", "YAML"), ("nul", "NUL"), ("falco", "Falco"), ("id", "id"), ("utf", "UTF")];

/// The ranges of codes: first letters, and what they are about.
pub const RANGES: [(&str, &str); 8] = [
    ("FL00", "Files, YAML, comments and configuration"),
    ("FL01", "Conditions"),
    ("FL02", "Templates and holes"),
    ("FL03", "Items, names and overrides"),
    ("FL04", "Tests of a rulebook"),
    ("FL05", "Lints of rulebooks"),
    ("FL09", "Bounds"),
    ("FL1", "Advice"),
];

/// A code's name as a heading: `unknown-field` is "Unknown field".
///
/// ```
/// use falconer::diag::{Code, page};
/// assert_eq!(page::title(Code::YAML_SYNTAX), "YAML syntax");
/// ```
#[must_use]
pub fn title(code: Code) -> String {
    let word =
        |word: &str| SPELLINGS.iter().find(|(name, _)| *name == word).map(|&(_, shown)| shown.to_owned());
    let words: Vec<String> =
        code.name().split('-').map(|name| word(name).unwrap_or_else(|| name.to_owned())).collect();
    let text = words.join(" ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The word for a severity.
#[must_use]
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Where a code is described on the web, once this version is published: beside its constant in the API's
/// documentation, which docs.rs keeps for every version.
#[must_use]
pub fn url(code: Code) -> String {
    let (version, constant) = (env!("CARGO_PKG_VERSION"), code.row().constant);
    format!("https://docs.rs/falconer/{version}/falconer/diag/struct.Code.html#associatedconstant.{constant}")
}

/// A code's section of the reference, as Markdown under a heading of the second level.
#[must_use]
pub fn markdown(code: Code) -> String {
    let row = code.row();
    let mut page = format!("## {} {}\n\n", row.code, row.name);
    // Writing into a string cannot fail.
    let _ = write!(page, "**{}** · {}\n\n{}\n", title(code), severity_word(row.severity), row.what);
    if !row.why.is_empty() {
        let _ = write!(page, "\n{}\n", row.why);
    }
    let _ = write!(page, "\nWrong:\n\n```yaml\n{}\n```\n\nRight:\n\n```yaml\n{}\n```\n", row.bad, row.good);
    page
}

/// The page of a range of codes.
#[must_use]
pub fn range(prefix: &str, about: &str) -> String {
    let codes = all().filter(|code| code.code().starts_with(prefix));
    let sections: Vec<String> = codes.map(markdown).collect();
    format!("# {prefix}: {about}\n\n[All codes](README.md)\n\n{}", sections.join("\n"))
}

/// The page that lists all codes, linking to their ranges' pages.
#[must_use]
pub fn index() -> String {
    let mut page = String::from(
        "# Diagnostics\n\nEverything that `falconer check` and `falconer test` can say, by code. A code is never used \
         twice. Configure severities in [`falconer.toml`](../guide/ci.md); `falconer explain CODE` prints the same.\n",
    );
    for (prefix, about) in RANGES {
        let mut codes = all().filter(|code| code.code().starts_with(prefix)).peekable();
        if codes.peek().is_none() {
            continue;
        }
        let _ = write!(page, "\n## {about}\n\n| code | name | severity |\n| --- | --- | --- |\n");
        for code in codes {
            let (row, severity) = (code.row(), severity_word(code.severity()));
            let anchor = format!("{}-{}", row.code.to_ascii_lowercase(), row.name);
            let _ = writeln!(page, "| [{}]({prefix}.md#{anchor}) | {} | {severity} |", row.code, row.name);
        }
    }
    page
}
