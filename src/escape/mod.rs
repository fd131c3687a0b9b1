//! Escaping: encoders, one type per sink, and finders of contexts, one per language.
//!
//! In: literal text around holes (at load), values of alerts (at render). Out: a [`Context`] per hole, and
//! encoded text or a [`Refusal`]. Nothing else in the crate turns an alert's value into text for a reader, and
//! there is no way to switch escaping off.
//!
//! Two kinds of sinks. Those that people look at ([`MarkdownCode`], [`HtmlText`], [`Terminal`], …) show the
//! *visible form* of a value: every byte that could hide, move or colour text is written out as `\u{…}`. Those
//! that programs read ([`ShWord`], [`YamlScalar`], …) are exact: the program gets the value byte for byte, or
//! the example is withheld.

mod exact;
mod find;
mod shape;
mod show;
mod value;
mod visible;

pub use exact::{BashWord, FalcoItem, FalcoValue, JsonNumber, JsonString, Ndjson, ShWord, YamlScalar};
pub use shape::{Demand, fits};
pub use show::{
    CsvCell, Excerpt, GithubMessage, GithubProperty, HtmlAttribute, HtmlText, MAX_EXCERPT, MarkdownCell,
    MarkdownCode, MarkdownHeading, Terminal, XmlAttribute, XmlText,
};
pub use value::{Encoded, Untrusted};
pub use visible::{MAX_SHOWN, visible, visible_line};
pub(crate) use {exact::json_screen, show::html_entities, visible::begins_command, visible::is_hidden};

use crate::fields::Shape;
use std::sync::Arc;

/// The language of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// POSIX shell.
    Sh,
    /// bash: may use `$'…'`.
    Bash,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
    /// A Falco rules file.
    Falco,
    /// Anything else: no holes.
    Other,
}

impl Lang {
    /// The language of a fence's word.
    #[must_use]
    pub fn of_word(word: &str) -> Self {
        match word {
            "sh" => Self::Sh,
            "bash" => Self::Bash,
            "yaml" => Self::Yaml,
            "json" => Self::Json,
            "falco" => Self::Falco,
            _ => Self::Other,
        }
    }
}

/// A part of an example's code, as the finders see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePiece<'a> {
    /// The author's text.
    Text(&'a str),
    /// A hole.
    Hole,
}

/// Where a hole stands in its language, decided at load.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Context {
    /// Running text or a code span of prose: the tree of [`crate::syntax::prose`] tells which.
    Prose,
    /// A word of a shell command, or a part of one.
    Shell(ShellPlace),
    /// YAML.
    Yaml(Quoting),
    /// JSON.
    Json(Quoting),
    /// A Falco rules file.
    Falco {
        /// Where in it.
        place: FalcoPlace,
        /// The lists that the same example defines: Falco splices a list wherever its name stands as a word.
        lists: Arc<[String]>,
    },
}

/// A word of a shell command, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShellPlace {
    /// Whether the shell is bash, so that `$'…'` may write control characters.
    pub bash: bool,
    /// Whether the value begins a word that the program could take for an option.
    pub option_risk: bool,
    /// What the program demands of the value.
    pub demand: Demand,
}

/// Whether the hole is the scalar or stands between the author's quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    /// The hole is the whole scalar: the encoder writes the quotes.
    Whole,
    /// Inside the author's double quotes.
    Inside,
}

/// A place in a Falco rules file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FalcoPlace {
    /// A constant of a condition that is a block scalar.
    Condition,
    /// An item of a list or of an exception's values.
    Item,
}

/// Why a hole may not stand where it does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContextError {
    /// Which hole, counted from 0.
    pub hole: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: String,
}

/// Why a value may not enter its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// For a reader, as the end of a sentence: "begins with `-` and would be read as an option".
    pub reason: String,
}

impl Refusal {
    /// A refusal for this reason.
    #[must_use]
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Refusal {}

/// Finds the context of every hole of an example.
///
/// ```
/// use falconer::escape::{CodePiece::{Hole, Text}, Lang, contexts};
/// assert!(contexts(Lang::Sh, &[Text("kubectl get pod "), Hole]).is_ok());
/// assert!(contexts(Lang::Sh, &[Text("echo \""), Hole, Text("\"")]).is_err());
/// ```
///
/// # Errors
/// One [`ContextError`] per hole that stands where no value can be safe, in the order of the holes.
pub fn contexts(lang: Lang, pieces: &[CodePiece<'_>]) -> Result<Vec<Context>, Vec<ContextError>> {
    find::contexts(lang, pieces)
}

/// Encodes a value for the place that [`contexts`] found.
///
/// Values of prose travel to the renderers as they are and meet their encoder there, so asking for
/// [`Context::Prose`] gives the visible form.
///
/// ```
/// use falconer::escape::{CodePiece::{Hole, Text}, Lang, contexts, encode};
/// let contexts = contexts(Lang::Sh, &[Text("sha256sum -- "), Hole]).unwrap();
/// assert_eq!(encode(&contexts[0], "it's; rm -rf /", None).unwrap(), r"'it'\''s; rm -rf /'");
/// assert!(encode(&contexts[0], "two\nlines", None).is_err());
/// ```
///
/// # Errors
/// A [`Refusal`] when the value has no exact form in that place, or not the shape the place demands.
pub fn encode(context: &Context, value: &str, shape: Option<Shape>) -> Result<String, Refusal> {
    let untrusted = Untrusted(value);
    if let Context::Prose = context {
        return Ok(visible_line(value));
    }
    exact::bounded(value)?;
    if let Some(shape) = shape {
        shape::require(value, shape)?;
    }
    match context {
        Context::Prose => Ok(visible_line(value)),
        Context::Shell(place) => encode_word(*place, untrusted, shape),
        Context::Yaml(Quoting::Whole) => Ok(Encoded::<YamlScalar>::exact(untrusted)?.into_string()),
        Context::Yaml(Quoting::Inside) => Ok(Encoded::<YamlScalar>::exact(untrusted)?.body().to_owned()),
        Context::Json(Quoting::Whole) if shape == Some(Shape::Digits) => {
            Ok(Encoded::<JsonNumber>::exact(untrusted)?.into_string())
        }
        Context::Json(Quoting::Whole) => Ok(Encoded::<JsonString>::exact(untrusted)?.into_string()),
        Context::Json(Quoting::Inside) => Ok(Encoded::<JsonString>::exact(untrusted)?.body().to_owned()),
        Context::Falco { place: FalcoPlace::Condition, lists } => {
            Ok(Encoded::<FalcoValue>::exact(untrusted, lists)?.into_string())
        }
        Context::Falco { place: FalcoPlace::Item, lists } => {
            Ok(Encoded::<FalcoItem>::exact(untrusted, lists)?.into_string())
        }
    }
}

fn encode_word(place: ShellPlace, value: Untrusted<'_>, shape: Option<Shape>) -> Result<String, Refusal> {
    if value.0.is_empty() {
        return Err(Refusal::new("is empty"));
    }
    if place.option_risk && value.0.starts_with(['-', '+']) {
        return Err(Refusal::new("begins with `-` or `+` and would be read as an option"));
    }
    place.demand.require(value.0, shape)?;
    if place.bash {
        Ok(Encoded::<BashWord>::exact(value)?.into_string())
    } else {
        Ok(Encoded::<ShWord>::exact(value)?.into_string())
    }
}
