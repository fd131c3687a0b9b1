//! Reports as text: one file per format.
//!
//! In: a [`Report`]. Out: Markdown, HTML, JSON or lines for a terminal. Decides nothing about content; never sees
//! a rulebook or an alert. Every value of the alert passes its sink's encoder of [`crate::escape`].

mod html;
mod json;
mod md;
mod summary;
mod term;
mod words;

pub use json::SCHEMA;
pub use summary::{SCHEMA as SUMMARY_SCHEMA, SummaryFormat};
pub use term::{Color, Terminal, render as to_terminal};

use crate::report::Report;
use std::fmt;

/// A format of reports.
///
/// ```
/// use falconer::render::Format;
/// assert_eq!(Format::parse("html"), Some(Format::Html));
/// assert_eq!(Format::parse("docx"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// GitHub-flavoured Markdown.
    Md,
    /// One self-contained HTML file.
    Html,
    /// JSON of the schema [`SCHEMA`].
    Json,
    /// Text for a terminal, without colour, 80 columns.
    Term,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 4] = [Self::Md, Self::Html, Self::Json, Self::Term];

    /// The format of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Md => "md",
            Self::Html => "html",
            Self::Json => "json",
            Self::Term => "term",
        }
    }

    /// The ending of its files, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Term => "txt",
            other => other.as_str(),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Report {
    /// The report as text. The same report gives the same bytes, whatever the clock, locale or environment.
    #[must_use]
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Md => md::render(self),
            Format::Html => html::render(self),
            Format::Json => json::render(self),
            Format::Term => term::render(self, &Terminal::default()),
        }
    }
}
