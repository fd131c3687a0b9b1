//! Holes in YAML: whole scalars and the inside of double-quoted ones.
//!
//! The text is read by a YAML parser with a plain word in each hole's place. A plain scalar that is exactly that
//! word may be replaced by a double-quoted one anywhere; so may the word inside a double-quoted scalar.

use super::{Findings, Marked, command_key};
use crate::escape::{CodePiece, Context, Quoting};
use granit_parser::{Event, Parser, ScalarStyle, Span};

/// A scalar that holds a hole.
pub(super) struct Scalar {
    /// Its decoded text, stand-ins inside.
    pub(super) text: String,
    /// How it is written.
    pub(super) style: ScalarStyle,
    /// Whether it is a key of a mapping.
    pub(super) is_key: bool,
    /// Whether it is written on one line.
    pub(super) one_line: bool,
    /// Whether it carries a tag.
    pub(super) tagged: bool,
    /// The keys that lead to it, outermost first; items of sequences count as `-`.
    pub(super) path: Vec<String>,
}

/// Finds the holes of a YAML text.
pub(super) fn find(pieces: &[CodePiece<'_>], findings: &mut Findings) {
    let marked = Marked::new(pieces, |_| "");
    let Some(scalars) = scalars(&marked.text, findings) else { return };
    for scalar in &scalars {
        for hole in marked.holes_in(&scalar.text) {
            place(scalar, marked.whole(&scalar.text) == Some(hole), hole, findings);
        }
    }
}

fn place(scalar: &Scalar, is_whole: bool, hole: usize, findings: &mut Findings) {
    if let Some((message, hint)) = common_mistake(scalar) {
        return findings.refuse(hole, message, hint);
    }
    if let Some((message, hint)) = scalar.path.iter().find_map(|key| command_key(key)) {
        return findings.refuse(hole, message, hint);
    }
    match scalar.style {
        ScalarStyle::Plain if is_whole => findings.accept(hole, Context::Yaml(Quoting::Whole)),
        ScalarStyle::Plain => {
            findings.refuse(
                hole,
                "the hole is a part of a plain scalar",
                "put double quotes around the scalar",
            );
        }
        ScalarStyle::DoubleQuoted if scalar.one_line => findings.accept(hole, Context::Yaml(Quoting::Inside)),
        ScalarStyle::DoubleQuoted => {
            findings.refuse(
                hole,
                "the hole stands in a scalar of several lines",
                "write the scalar on one line",
            );
        }
        ScalarStyle::SingleQuoted => {
            findings.refuse(
                hole,
                "the hole stands inside single quotes",
                "use double quotes, or none around the hole",
            );
        }
        ScalarStyle::Literal | ScalarStyle::Folded => {
            findings.refuse(hole, "the hole stands in a block scalar", "use a double-quoted scalar");
        }
    }
}

/// What is wrong in any kind of YAML.
pub(super) fn common_mistake(scalar: &Scalar) -> Option<(&'static str, &'static str)> {
    if scalar.is_key {
        Some(("the hole stands in a key", "a key is the author's own; put the hole in its value"))
    } else if scalar.tagged {
        Some(("the hole stands in a tagged scalar", "remove the tag"))
    } else {
        None
    }
}

/// All scalars of all documents, or `None` if the text is no YAML, which is then said of every hole.
pub(super) fn scalars(text: &str, findings: &mut Findings) -> Option<Vec<Scalar>> {
    let mut scalars = Vec::new();
    let mut walk = Walk::default();
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => walk.event(event, span, &mut scalars),
            Err(error) => {
                let message = format!("this is no YAML that values can be put in: {}", error.info());
                findings.refuse_all(
                    &message,
                    "write it so that it is valid YAML with a word in each hole's place",
                );
                return None;
            }
        }
    }
    Some(scalars)
}

/// Where in the document the events are.
#[derive(Default)]
struct Walk {
    open: Vec<Collection>,
}

enum Collection {
    Sequence,
    /// With the last key, while its value is still to come.
    Mapping(Option<String>),
}

impl Walk {
    fn event(&mut self, event: Event<'_>, span: Span, scalars: &mut Vec<Scalar>) {
        match event {
            Event::Scalar(text, style, _, tag) => {
                let is_key = matches!(self.open.last(), Some(Collection::Mapping(None)));
                scalars.push(Scalar {
                    text: text.to_string(),
                    style,
                    is_key,
                    one_line: span.start.line() == span.end.line(),
                    tagged: tag.is_some(),
                    path: self.path(),
                });
                self.node(&text);
            }
            Event::Alias(_) => self.node("*"),
            Event::SequenceStart(..) => self.open.push(Collection::Sequence),
            Event::MappingStart(..) => self.open.push(Collection::Mapping(None)),
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
                self.node("?");
            }
            _ => {}
        }
    }

    /// A node is complete: in a mapping it was a key or a value, in turn.
    fn node(&mut self, text: &str) {
        if let Some(Collection::Mapping(key)) = self.open.last_mut() {
            *key = if key.is_none() { Some(text.to_owned()) } else { None };
        }
    }

    fn path(&self) -> Vec<String> {
        let step = |collection: &Collection| match collection {
            Collection::Sequence => "-".to_owned(),
            Collection::Mapping(key) => key.clone().unwrap_or_default(),
        };
        self.open.iter().map(step).collect()
    }
}
