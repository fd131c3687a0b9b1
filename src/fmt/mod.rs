//! The canonical layout of rulebook files: the same values and comments, in one way of writing.
//!
//! In: a file's text. Out: its canonical text, or why it is left as it is. The layout is a library's; that nothing but layout changes
//! is ours to prove, so the events of a YAML parser (values, their kind, comments, anchors) are compared before and
//! after, and a text that would change is refused. Knows no rulebook: any YAML file can be laid out.

use crate::source::ByteRange;
use granit_parser::{Event, Parser, ScalarStyle, options};
use pretty_yaml::config::{FormatOptions, LanguageOptions, LayoutOptions, LineBreak};

/// Columns that flow collections may fill.
const WIDTH: usize = 120;
/// The deepest nesting that is laid out; the library follows it by recursion.
const MAX_DEPTH: usize = 64;
/// The largest text that is laid out, in bytes: a rulebook file's bound.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Why a text is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FmtError {
    /// It is no YAML, as the message says.
    Syntax {
        /// Where reading stopped.
        at: ByteRange,
        /// Why.
        message: String,
    },
    /// It nests deeper than the bound.
    TooDeep(ByteRange),
    /// It is larger than the bound.
    TooLarge,
    /// YAML, but of a kind that cannot be laid out.
    Unusual,
    /// The layout would change a value or lose a comment; here, in the text as it was.
    Unfaithful(ByteRange),
}

impl std::fmt::Display for FmtError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Syntax { message, .. } => write!(f, "not YAML: {message}"),
            Self::TooDeep(_) => write!(f, "nested more than {MAX_DEPTH} deep"),
            Self::TooLarge => write!(f, "larger than {MAX_BYTES} bytes"),
            Self::Unusual => f.write_str("unusual YAML that cannot be laid out"),
            Self::Unfaithful(_) => f.write_str("its canonical layout would change a value or a comment here"),
        }
    }
}

impl std::error::Error for FmtError {}

impl FmtError {
    /// Where in the text.
    #[must_use]
    pub fn at(&self) -> ByteRange {
        match self {
            Self::Syntax { at, .. } | Self::TooDeep(at) | Self::Unfaithful(at) => *at,
            Self::TooLarge | Self::Unusual => ByteRange::new(0, 0),
        }
    }
}

/// The canonical text: two blanks of indentation, sequences indented in mappings, double quotes where they need no
/// escape, one blank inside braces. Blank lines, comments, block scalars and the file's line ends stay.
///
/// ```
/// let text = "- list:   shells\n  items: [ bash,sh ] # two\n";
/// assert_eq!(falconer::fmt::canonical(text).unwrap(), "- list: shells\n  items: [bash, sh] # two\n");
/// ```
///
/// # Errors
/// [`FmtError`] where the text is no YAML within the bounds, or would not stay the same but for its layout.
pub fn canonical(text: &str) -> Result<String, FmtError> {
    let before = signs(text)?;
    if before.is_empty() {
        // Nothing but blanks: there is nothing to lay out.
        return Ok(text.to_owned());
    }
    let laid_out = pretty_yaml::format_text(text, &layout(text)).map_err(|_| FmtError::Unusual)?;
    let after = signs(&laid_out).map_err(|_| FmtError::Unfaithful(ByteRange::new(0, 0)))?;
    match before.iter().zip(&after).find(|(a, b)| a.what != b.what) {
        None if before.len() == after.len() => Ok(laid_out),
        Some((sign, _)) => Err(FmtError::Unfaithful(sign.at)),
        None => Err(FmtError::Unfaithful(before.last().map_or(ByteRange::new(0, 0), |sign| sign.at))),
    }
}

fn layout(text: &str) -> FormatOptions {
    let line_break = if text.contains("\r\n") { LineBreak::Crlf } else { LineBreak::Lf };
    FormatOptions {
        layout: LayoutOptions { print_width: WIDTH, indent_width: 2, line_break },
        // Blanks at the end of a line belong to the value inside a block scalar.
        language: LanguageOptions {
            trim_trailing_whitespaces: false,
            trailing_comma: false,
            ..LanguageOptions::default()
        },
    }
}

/// One thing that must be the same after as before, and where it stands.
struct Sign {
    what: What,
    at: ByteRange,
}

#[derive(PartialEq, Eq)]
enum What {
    Document,
    Sequence(usize),
    Mapping(usize),
    End,
    /// Value; whether it was plain, so that YAML may read it as something else than text; anchor; tag.
    Scalar(String, bool, usize, Option<String>),
    Alias(usize),
    Comment(String),
}

/// What the text says, without how it is laid out.
fn signs(text: &str) -> Result<Vec<Sign>, FmtError> {
    if text.len() > MAX_BYTES {
        return Err(FmtError::TooLarge);
    }
    let mut signs = Vec::new();
    let mut depth = 0_usize;
    for event in Parser::new_from_str_with_options(text, options! { emit_comments: true }) {
        let (event, span) = event.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
            FmtError::Syntax { at: ByteRange::new(at, at), message: error.info().to_owned() }
        })?;
        let bytes = span.byte_range().unwrap_or_default();
        let at = ByteRange::new(bytes.start, bytes.end);
        let tag = |tag: Option<&granit_parser::Tag>| tag.map(|tag| format!("{tag:?}"));
        let what = match event {
            Event::DocumentStart(..) => What::Document,
            Event::SequenceStart(_, anchor, _) => What::Sequence(anchor),
            Event::MappingStart(_, anchor, _) => What::Mapping(anchor),
            Event::SequenceEnd | Event::MappingEnd => What::End,
            Event::Scalar(value, style, anchor, of) => {
                What::Scalar(value.into_owned(), style == ScalarStyle::Plain, anchor, tag(of.as_deref()))
            }
            Event::Alias(anchor) => What::Alias(anchor),
            Event::Comment(text, _) => What::Comment(text.trim_end().to_owned()),
            _ => continue,
        };
        match what {
            What::Sequence(_) | What::Mapping(_) => depth = depth.saturating_add(1),
            What::End => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(FmtError::TooDeep(at));
        }
        signs.push(Sign { what, at });
    }
    Ok(signs)
}
