//! Encoders of the sinks that people look at. They never refuse: they show the visible form, cut with a mark.

mod csv;
mod html;
mod markdown;
mod terminal;

pub use csv::CsvCell;
pub(crate) use html::entities as html_entities;
pub use html::{HtmlAttribute, HtmlText};
pub use markdown::{MarkdownCell, MarkdownCode, MarkdownHeading};
pub use terminal::Terminal;
