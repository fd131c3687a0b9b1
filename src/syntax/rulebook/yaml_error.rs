//! What stopped the YAML parser, in words that help an author.

use crate::diag::{Code, Diagnostic};
use crate::source::yaml::{MAX_DEPTH, MAX_EXPANSION, MAX_NODES, YamlError, YamlErrorKind};

pub(in crate::syntax) fn explain(error: &YamlError) -> Diagnostic {
    let (code, message, hint) = words(&error.kind);
    let diagnostic = Diagnostic::new(code, error.span, message);
    if hint.is_empty() { diagnostic } else { diagnostic.hint(hint) }
}

fn words(kind: &YamlErrorKind) -> (Code, String, &'static str) {
    use YamlErrorKind as K;
    let (code, message, hint) = match kind {
        K::Syntax(info) => return (Code::YAML_SYNTAX, format!("the file is no valid YAML: {info}"), ""),
        K::ReservedStart(ch) => {
            let message = format!("a value without quotes cannot begin with `{ch}`");
            return (Code::YAML_SYNTAX, message, "put the value in quotes");
        }
        K::UnclosedBracket(ch) => {
            let message = format!("the bracket `{ch}` is never closed");
            return (Code::YAML_SYNTAX, message, "close it, or put the value in quotes if it is text");
        }
        K::TooDeep => {
            return (Code::YAML_TOO_DEEP, format!("YAML is nested deeper than {MAX_DEPTH}"), "");
        }
        K::TooManyNodes => {
            return (Code::YAML_TOO_MANY_NODES, format!("the file has more than {MAX_NODES} YAML nodes"), "");
        }
        K::TooMuchExpansion => {
            let message = format!("aliases make the file more than {MAX_EXPANSION} times as large");
            return (Code::YAML_TOO_MUCH_EXPANSION, message, "write the values out");
        }
        K::ColonInValue => (
            Code::YAML_SYNTAX,
            "a second `: ` on one line: YAML reads the value as a key",
            "put the value in quotes, or its text on the next line after `|`",
        ),
        K::HoleAtStart => (
            Code::YAML_SYNTAX,
            "a value that begins with `{{` is read as a mapping, which ends before this",
            "put the whole value in quotes, or on the next line after `|`",
        ),
        K::UnclosedQuote => (
            Code::YAML_SYNTAX,
            "the quote is never closed",
            "close it, or double a quote that belongs to the text",
        ),
        K::Indentation => (
            Code::YAML_SYNTAX,
            "this line belongs to nothing above it",
            "indent it as deep as the other keys of its item",
        ),
        K::UnknownAlias => (
            Code::YAML_ALIAS,
            "`*` begins an alias, and there is no anchor of this name",
            "put the value in quotes if the `*` belongs to it",
        ),
        K::AliasInItself => {
            (Code::YAML_ALIAS, "the alias stands inside its own anchor", "write the value out")
        }
        K::Tag => (
            Code::YAML_UNSUPPORTED,
            "tags are not used in rulebooks",
            "put the value in quotes if the `!` belongs to it",
        ),
        K::MergeKey => (Code::YAML_UNSUPPORTED, "merge keys are not used in rulebooks", "write the keys out"),
        K::Nul => (Code::NOT_TEXT, "the file holds a NUL character", "save it as UTF-8 text"),
    };
    (code, message.to_owned(), hint)
}
