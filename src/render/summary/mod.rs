//! The summary of an archive as text: Markdown, one HTML file, or JSON.
//!
//! In: a [`Summary`]. Out: text. Decides only how much of a long table a format shows, and says what it leaves out; JSON
//! holds all of it. Values pass the same encoders as in a report of one alert.

mod chart;
mod html;
mod json;
mod md;
mod words;

pub use json::SCHEMA;

use crate::report::summary::Summary;

/// A format of summaries.
///
/// ```
/// use falconer::render::SummaryFormat;
/// assert_eq!(SummaryFormat::of_name("week.html"), Some(SummaryFormat::Html));
/// assert_eq!(SummaryFormat::of_name("week.pdf"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SummaryFormat {
    /// GitHub-flavoured Markdown.
    Md,
    /// One self-contained HTML file.
    Html,
    /// JSON of the schema [`SCHEMA`].
    Json,
}

impl SummaryFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Md, Self::Html, Self::Json];

    /// The ending of its files, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Md => "md",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// The format that a file's name asks for by its ending.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        Self::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(ending))
    }
}

impl Summary {
    /// The title, the same in every format.
    pub const TITLE: &'static str = "Falco Archive Report";

    /// The summary as text. The same summary gives the same bytes.
    #[must_use]
    pub fn render(&self, format: SummaryFormat) -> String {
        match format {
            SummaryFormat::Md => md::render(self),
            SummaryFormat::Html => html::render(self),
            SummaryFormat::Json => json::render(self),
        }
    }
}
