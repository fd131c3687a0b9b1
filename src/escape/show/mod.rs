//! Encoders of the sinks that people look at. They never refuse: they show the visible form.

mod csv;
mod excerpt;
mod github;
mod html;
mod markdown;
mod terminal;
mod xml;

pub use csv::CsvCell;
pub use excerpt::{Excerpt, MAX_EXCERPT};
pub use github::{GithubMessage, GithubProperty};
pub(crate) use html::entities as html_entities;
pub use html::{HtmlAttribute, HtmlText};
pub use markdown::{MarkdownCell, MarkdownCode, MarkdownHeading};
pub use terminal::Terminal;
pub use xml::{XmlAttribute, XmlText};
