//! Markdown to blocks of code, each with what the prose around it says of it.
//!
//! In: a report. Out: [`Block`]s in order, fenced, indented and inline, whose texts know their places; the
//! headings and sentences around them, from which [`super::polarity`] tells advice from what is shown as wrong.

use super::MAX_BLOCKS;
use super::place::Builder;
use super::polarity;
use crate::source::Text;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// So much of a heading is read.
const LONGEST_HEADING: usize = 300;
/// So many bytes on either side of inline code are read for what they say of it.
const WINDOW: usize = 400;

/// A piece of code in a report.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// The fence's first word in lower case, or nothing.
    pub(super) lang: String,
    /// Everything behind the fence.
    pub(super) info: String,
    /// The code.
    pub(super) text: Text,
    /// How it is written.
    pub(super) form: Form,
    /// Whether it is shown as wrong, or as something that happened.
    pub(super) counter: bool,
    /// The comment before it that asks for silence.
    pub(super) comment: Option<Text>,
    /// The heading it stands under.
    pub(super) heading: String,
    /// The sentence before it.
    pub(super) before: String,
}

/// How a block is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Between fences, or indented.
    Block,
    /// Between back-ticks within a sentence.
    Inline,
}

/// A report in its parts.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// Its code.
    pub(super) blocks: Vec<Block>,
    /// Comments that ask for silence but stand before no block.
    pub(super) stray: Vec<Text>,
    /// Whether a bound left something out.
    pub(super) cut: bool,
}

/// Reads a report.
pub(super) fn read(text: &Text) -> Document {
    let source = text.as_str();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_TASKLISTS;
    let mut reader =
        Reader { text, source, state: State::default(), out: Document::default(), held: Vec::new() };
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        if reader.out.blocks.len() >= MAX_BLOCKS {
            reader.out.cut = true;
            break;
        }
        reader.event(event, range);
    }
    reader.settle("", false);
    reader.out
}

#[derive(Default)]
struct State {
    /// The headings that are open, by level.
    headings: Vec<(u8, String)>,
    heading: Option<(u8, String)>,
    /// Prose since the last block or heading.
    prose: String,
    /// The paragraph, cell or item that is being read.
    paragraph: String,
    code: Option<Code>,
    comment: Option<Text>,
    metadata: bool,
}

/// A block that is being read.
struct Code {
    info: String,
    pieces: Vec<(Range<usize>, String)>,
    range: Range<usize>,
}

/// Blocks whose sentence is not over yet.
struct Held {
    at: usize,
    /// Where in the paragraph inline code stands.
    from: Option<usize>,
}

struct Reader<'t> {
    text: &'t Text,
    source: &'t str,
    state: State,
    out: Document,
    held: Vec<Held>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => self.state.metadata = true,
            Event::End(TagEnd::MetadataBlock(_)) => self.state.metadata = false,
            _ if self.state.metadata => {}
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.state.code = Some(Code { info, pieces: Vec::new(), range });
            }
            Event::End(TagEnd::CodeBlock) => self.end_block(),
            Event::Start(Tag::Heading { level, .. }) => {
                self.settle("", false);
                self.state.heading = Some((level as u8, String::new()));
                self.state.prose.clear();
            }
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Text(words) => self.words(&words, range),
            Event::Code(code) => self.inline(&code, range),
            Event::SoftBreak | Event::HardBreak => self.say(" "),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, range),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::BlockQuote(_)
                | TagEnd::TableHead
                | TagEnd::TableRow,
            ) => self.end_paragraph(),
            Event::Start(Tag::Paragraph | Tag::Item | Tag::List(_)) => self.end_paragraph(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str, range: Range<usize>) {
        match &mut self.state.code {
            Some(code) => code.pieces.push((range, words.to_owned())),
            None => self.say(words),
        }
    }

    fn say(&mut self, words: &str) {
        match &mut self.state.heading {
            Some((_, heading)) if heading.len() < LONGEST_HEADING => heading.push_str(words),
            Some(_) => {}
            None => self.state.paragraph.push_str(words),
        }
    }

    fn end_heading(&mut self) {
        if let Some((level, heading)) = self.state.heading.take() {
            self.state.headings.retain(|(open, _)| *open < level);
            self.state.headings.push((level, heading));
        }
    }

    fn heading_text(&self) -> String {
        self.state.headings.last().map(|(_, heading)| heading.clone()).unwrap_or_default()
    }

    /// A paragraph is over: inline code in it knows its whole sentence now.
    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.state.paragraph);
        if paragraph.trim().is_empty() {
            return;
        }
        let heading = self.heading_text();
        for held in self.held.iter().filter_map(|held| Some((held.at, held.from?))) {
            if let Some(block) = self.out.blocks.get_mut(held.0) {
                let (near, at) = window(&paragraph, held.1);
                block.before = polarity::sentence_around(near, at).to_owned();
                block.counter = !polarity::inline_is_advice(near, at, &heading);
            }
        }
        self.held.retain(|held| held.from.is_none());
        if !self.state.prose.is_empty() {
            self.state.prose.push('\n');
        }
        self.state.prose.push_str(paragraph.trim());
    }

    /// Decides the blocks that waited for the prose after them.
    fn settle(&mut self, after: &str, leads_to_block: bool) {
        self.end_paragraph();
        for held in std::mem::take(&mut self.held) {
            if let Some(block) = self.out.blocks.get_mut(held.at).filter(|_| held.from.is_none()) {
                let contrast = !leads_to_block || polarity::has_contrast(after);
                block.counter = polarity::is_marked(&block.info, block.text.as_str())
                    || polarity::forbids(&block.before)
                    || (polarity::warns(&block.before) && contrast)
                    || polarity::heading_warns(&block.heading);
            }
        }
    }

    fn end_block(&mut self) {
        let Some(code) = self.state.code.take() else { return };
        self.end_paragraph();
        let prose = std::mem::take(&mut self.state.prose);
        self.settle(&prose, true);
        let mut builder = Builder::new(self.text);
        for (range, words) in &code.pieces {
            if self.source.get(range.clone()) == Some(words) {
                builder.push(words, range.start);
            } else {
                builder.replaced(words, range.clone());
            }
        }
        let lang = code.info.split([' ', ',', '{', '\t']).find(|word| !word.is_empty()).unwrap_or_default();
        let block = Block {
            lang: lang.trim_start_matches('.').trim_end_matches('}').to_ascii_lowercase(),
            text: builder.finish(code.range),
            form: Form::Block,
            counter: false,
            comment: self.state.comment.take(),
            heading: self.heading_text(),
            before: polarity::last_sentence(&prose).to_owned(),
            info: code.info,
        };
        self.held.push(Held { at: self.out.blocks.len(), from: None });
        self.out.blocks.push(block);
    }

    fn inline(&mut self, code: &str, range: Range<usize>) {
        let from = self.state.paragraph.len();
        let in_heading = self.state.heading.is_some();
        self.say("`");
        self.say(code);
        self.say("`");
        if in_heading {
            return;
        }
        let raw = self.source.get(range.clone()).unwrap_or_default();
        let start = raw.find(code).map(|at| range.start.saturating_add(at));
        let mut builder = Builder::new(self.text);
        match start {
            Some(at) => builder.push(code, at),
            None => builder.replaced(code, range.clone()),
        }
        self.held.push(Held { at: self.out.blocks.len(), from: Some(from) });
        self.out.blocks.push(Block {
            lang: String::new(),
            info: String::new(),
            text: builder.finish(range),
            form: Form::Inline,
            counter: false,
            comment: None,
            heading: self.heading_text(),
            before: String::new(),
        });
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        if !html.contains("falconer-allow") {
            return;
        }
        let mut builder = Builder::new(self.text);
        builder.push(html, range.start);
        let comment = builder.finish(range);
        if let Some(stray) = self.state.comment.replace(comment) {
            self.out.stray.push(stray);
        }
    }
}

/// The surroundings of a place in a paragraph that matter: so many bytes on either side.
fn window(paragraph: &str, at: usize) -> (&str, usize) {
    let start = (0..=at.saturating_sub(WINDOW)).rev().find(|&at| paragraph.is_char_boundary(at)).unwrap_or(0);
    let end = (at.saturating_add(WINDOW).min(paragraph.len())..=paragraph.len())
        .find(|&at| paragraph.is_char_boundary(at));
    (paragraph.get(start..end.unwrap_or(paragraph.len())).unwrap_or(paragraph), at.saturating_sub(start))
}

#[cfg(test)]
mod tests;
