//! The tree of prose from pulldown-cmark's events, without recursion.

use super::{Block, CodePart, Inline, MAX_NESTING, ProseError, hole_of, is_plain_link};
use crate::source::ByteRange;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// How many elements may be open at once: those of [`MAX_NESTING`], and as many emphases.
const MAX_OPEN: usize = 4 * MAX_NESTING;

/// Reads all blocks.
pub(super) fn blocks(text: &str) -> Result<Vec<Block>, Vec<ProseError>> {
    let mut builder = Builder { text, errors: Vec::new(), open: vec![Open::Blocks(Vec::new())], skip: 0 };
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        builder.event(event, range);
    }
    builder.finish()
}

/// What is being read; the innermost last.
enum Open {
    /// Blocks of the whole text, of a quotation or of an item.
    Blocks(Vec<Block>),
    List(Option<u64>, Vec<Vec<Block>>),
    /// Inlines of a paragraph, of a tight item, or of an emphasis.
    Inlines(Vec<Inline>),
    Link(String, Vec<Inline>),
}

struct Builder<'t> {
    text: &'t str,
    errors: Vec<ProseError>,
    open: Vec<Open>,
    /// How many refused elements are open, whose content is passed over.
    skip: usize,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(end),
            _ if self.skip > 0 => {}
            Event::Text(text) => self.words(&text, &range),
            Event::Code(code) => self.inline(Inline::Code(code_parts(&code))),
            Event::SoftBreak => self.inline(Inline::SoftBreak),
            Event::HardBreak => self.inline(Inline::HardBreak),
            // What closes a tag was reported with what opened it.
            Event::InlineHtml(tag) if tag.starts_with("</") && !self.errors.is_empty() => {}
            Event::Html(_) | Event::InlineHtml(_) => {
                self.refuse(&range, "raw HTML is not possible in prose", "put code into backticks: `<pod>`");
            }
            Event::Rule => self.refuse(&range, "a rule is not possible in prose", "begin another paragraph"),
            _ => self.refuse(&range, "this markup is not possible in prose", "use plain words"),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if self.skip > 0 {
            self.skip = self.skip.saturating_add(1);
            return;
        }
        if let Some((message, hint)) = refused(&tag) {
            self.refuse(&range, message, hint);
            self.skip = 1;
            return;
        }
        match tag {
            Tag::List(start) => self.deepen(Open::List(start, Vec::new()), &range),
            Tag::BlockQuote(_) | Tag::Item => self.deepen(Open::Blocks(Vec::new()), &range),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.check_link(link_type, &dest_url, &title, &range);
                self.open.push(Open::Link(dest_url.to_string(), Vec::new()));
            }
            _ => self.open.push(Open::Inlines(Vec::new())),
        }
        if self.open.len() > MAX_OPEN && self.errors.is_empty() {
            self.refuse(&range, "emphasis stands too deep in emphasis", "use less of it");
        }
    }

    fn deepen(&mut self, open: Open, range: &Range<usize>) {
        // Each level of a list is a list and an item.
        let deep = self.open.iter().filter(|open| !matches!(open, Open::List(..))).count();
        if deep > MAX_NESTING {
            self.refuse(range, "lists and quotations stand too deep in one another", "use fewer levels");
            self.skip = 1;
        } else {
            self.close_tight();
            self.open.push(open);
        }
    }

    fn end(&mut self, end: TagEnd) {
        if self.skip > 0 {
            self.skip = self.skip.saturating_sub(1);
            return;
        }
        if matches!(end, TagEnd::Item | TagEnd::List(_) | TagEnd::BlockQuote(_)) {
            self.close_tight();
        }
        match (end, self.open.pop()) {
            (TagEnd::Paragraph, Some(Open::Inlines(inlines))) => self.block(Block::Paragraph(inlines)),
            (TagEnd::Emphasis, Some(Open::Inlines(inlines))) => self.inline(Inline::Emphasis(inlines)),
            (TagEnd::Strong, Some(Open::Inlines(inlines))) => self.inline(Inline::Strong(inlines)),
            (TagEnd::Link, Some(Open::Link(url, text))) => self.inline(Inline::Link { url, text }),
            (TagEnd::BlockQuote(_), Some(Open::Blocks(blocks))) => self.block(Block::Quote(blocks)),
            (TagEnd::List(_), Some(Open::List(start, items))) => self.block(Block::List { start, items }),
            (TagEnd::Item, Some(Open::Blocks(blocks))) => {
                if let Some(Open::List(_, items)) = self.open.last_mut() {
                    items.push(blocks);
                }
            }
            // pulldown-cmark's events are balanced.
            (_, Some(open)) => self.open.push(open),
            (_, None) => {}
        }
    }

    /// Items without blank lines hold inlines directly: they become a paragraph.
    fn close_tight(&mut self) {
        let above = self.open.len().checked_sub(2).and_then(|at| self.open.get(at));
        if matches!((above, self.open.last()), (Some(Open::Blocks(_)), Some(Open::Inlines(_))))
            && let Some(Open::Inlines(inlines)) = self.open.pop()
        {
            self.block(Block::Paragraph(inlines));
        }
    }

    fn block(&mut self, block: Block) {
        if let Some(Open::Blocks(blocks)) = self.open.last_mut() {
            blocks.push(block);
        }
    }

    fn inline(&mut self, inline: Inline) {
        if matches!(self.open.last(), Some(Open::Blocks(_))) {
            self.open.push(Open::Inlines(Vec::new()));
        }
        if let Some(Open::Inlines(inlines) | Open::Link(_, inlines)) = self.open.last_mut() {
            push(inlines, inline);
        }
    }

    /// The author's words, with holes among them.
    fn words(&mut self, text: &str, range: &Range<usize>) {
        self.check_ticks(range);
        let mut words = String::new();
        for c in text.chars() {
            match hole_of(c) {
                None => words.push(c),
                Some(hole) => {
                    self.flush(&mut words);
                    self.inline(Inline::Hole(hole));
                }
            }
        }
        self.flush(&mut words);
    }

    fn flush(&mut self, words: &mut String) {
        if !words.is_empty() {
            self.inline(Inline::Text(std::mem::take(words)));
        }
    }

    /// A backtick that is left in running text opened a code span that nothing closes.
    fn check_ticks(&mut self, range: &Range<usize>) {
        let source = self.text.get(range.clone()).unwrap_or("");
        let escaped =
            |at: usize| at.checked_sub(1).and_then(|at| self.text.as_bytes().get(at)) == Some(&b'\\');
        let tick = source.find('`').map(|at| range.start.saturating_add(at)).filter(|&at| !escaped(at));
        if let Some(at) = tick {
            let hint = "close the code span, or write `\\`` for the character";
            self.refuse(&(at..at.saturating_add(1)), "a backtick is not closed", hint);
        }
    }

    fn check_link(&mut self, kind: LinkType, url: &str, title: &str, range: &Range<usize>) {
        if url.chars().any(|c| hole_of(c).is_some()) {
            self.refuse(
                range,
                "a hole stands in the target of a link",
                "link to a fixed page; put the hole beside it",
            );
        } else if !is_plain_link(url) {
            self.refuse(range, "a link's target is no `https:` URL", "link to an `https:` page");
        } else if !title.is_empty() {
            self.refuse(range, "a link's title is not shown in every format", "say it in the text");
        } else if !matches!(kind, LinkType::Inline | LinkType::Autolink) {
            self.refuse(range, "links by reference are not possible in prose", "write `[text](https://…)`");
        }
    }

    fn refuse(&mut self, range: &Range<usize>, message: &str, hint: &str) {
        // Blocks reach over their line end, which is no part of the mistake, and which a block scalar has even where
        // its file ends without one.
        let length = self.text.get(range.clone()).map_or(range.len(), |piece| piece.trim_end().len());
        let range = ByteRange::new(range.start, range.start.saturating_add(length));
        self.errors.push(ProseError { range, message: message.to_owned(), hint: hint.to_owned() });
    }

    fn finish(mut self) -> Result<Vec<Block>, Vec<ProseError>> {
        self.close_tight();
        self.errors.sort();
        match self.open.into_iter().next() {
            Some(Open::Blocks(blocks)) if self.errors.is_empty() => Ok(blocks),
            _ => Err(self.errors),
        }
    }
}

/// What is wrong with an element, if it is none of the subset.
fn refused(tag: &Tag<'_>) -> Option<(&'static str, &'static str)> {
    match tag {
        Tag::Paragraph
        | Tag::List(_)
        | Tag::Item
        | Tag::BlockQuote(_)
        | Tag::Emphasis
        | Tag::Strong
        | Tag::Link { .. } => None,
        Tag::Heading { .. } => {
            Some(("a heading is not possible in prose", "the report brings the headings; use `**…**`"))
        }
        Tag::CodeBlock(_) => Some((
            "a code block is not possible in prose",
            "put commands into `examples`; indent text by less than four spaces",
        )),
        Tag::Image { .. } => Some(("an image is not possible in prose", "link to it")),
        Tag::HtmlBlock => Some(("raw HTML is not possible in prose", "put code into backticks: `<pod>`")),
        Tag::Table(_) => Some(("a table is not possible in prose", "use a list")),
        _ => Some(("this markup is not possible in prose", "use plain words")),
    }
}

/// Adds an inline; code joins code, words join words.
fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
        (Some(Inline::Code(parts)), Inline::Hole(hole)) => parts.push(CodePart::Hole(hole)),
        (Some(Inline::Code(parts)), Inline::Code(more)) => parts.extend(more),
        (Some(last @ Inline::Hole(_)), next @ (Inline::Hole(_) | Inline::Code(_))) => {
            let mut parts = Vec::new();
            for inline in [std::mem::replace(last, Inline::SoftBreak), next] {
                match inline {
                    Inline::Hole(hole) => parts.push(CodePart::Hole(hole)),
                    Inline::Code(more) => parts.extend(more),
                    _ => {}
                }
            }
            *last = Inline::Code(parts);
        }
        (_, inline) => inlines.push(inline),
    }
}

fn code_parts(code: &str) -> Vec<CodePart> {
    let mut parts = Vec::new();
    for c in code.chars() {
        match (hole_of(c), parts.last_mut()) {
            (Some(hole), _) => parts.push(CodePart::Hole(hole)),
            (None, Some(CodePart::Text(text))) => text.push(c),
            (None, _) => parts.push(CodePart::Text(c.into())),
        }
    }
    parts
}
