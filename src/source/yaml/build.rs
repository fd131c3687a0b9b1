//! The parser's events to trees, without recursion, within the bounds.

use super::super::{ByteRange, FileId, Span, Text};
use super::offsets::{self, Style};
use super::{MAX_DEPTH, MAX_EXPANSION, MAX_NODES, Node, NodeKind, Part, YamlError, YamlErrorKind};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, options};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Small files may use an alias or two whatever their size.
const EXPANSION_FLOOR: usize = 1_000;

pub(super) fn documents(file: FileId, source: &str) -> Result<Vec<Node>, YamlError> {
    let mut documents = Vec::new();
    let mut take = |part| match part {
        Part::Item(node) | Part::Document(node) => documents.push(node),
    };
    read(Builder::new(file, source, false, &mut take))?;
    Ok(documents)
}

pub(super) fn parts(file: FileId, source: &str, take: &mut dyn FnMut(Part)) -> Result<(), YamlError> {
    read(Builder::new(file, source, true, take))
}

fn read(mut builder: Builder<'_>) -> Result<(), YamlError> {
    let (file, source) = (builder.file, builder.source);
    if let Some(at) = source.find('\0') {
        return Err(error(file, at..at.saturating_add(1), YamlErrorKind::Nul));
    }
    let options = options! { emit_comments: false };
    for event in Parser::new_from_str_with_options(source, options) {
        let (event, span) = event.map_err(|e| builder.scan_error(&e))?;
        let bytes = span.byte_range().unwrap_or_default();
        if let Some(tag) = span.tag_span().and_then(|tag| tag.byte_range()) {
            return Err(error(file, tag, YamlErrorKind::Tag));
        }
        builder.event(event, bytes)?;
    }
    Ok(())
}

fn error(file: FileId, bytes: std::ops::Range<usize>, kind: YamlErrorKind) -> YamlError {
    YamlError { span: Span { file, bytes: ByteRange::new(bytes.start, bytes.end) }, kind }
}

/// A collection that is not closed yet.
struct Open {
    start: usize,
    anchor: usize,
    kind: OpenKind,
    /// Nodes and depth of what it holds so far.
    size: Size,
}

enum OpenKind {
    Sequence(Vec<Node>),
    /// A document whose items are given away one by one.
    Items,
    Mapping(Vec<(Node, Node)>, Option<Node>),
}

/// How large a finished node is.
#[derive(Clone, Copy)]
struct Size {
    nodes: usize,
    depth: usize,
}

/// Keys met before: the items of a file spell the same few again and again.
struct Keys([Option<Arc<str>>; Keys::SLOTS]);

impl Default for Keys {
    fn default() -> Self {
        Self([const { None }; Self::SLOTS])
    }
}

impl Keys {
    const SLOTS: usize = 64;

    /// The key, made anew only if the last one in its slot was another.
    fn shared(&mut self, key: &str) -> Arc<str> {
        let ends = [key.bytes().next(), key.bytes().last()].map(|byte| usize::from(byte.unwrap_or(0)));
        let slot = ends.into_iter().fold(key.len(), |sum, byte| sum.wrapping_mul(7).wrapping_add(byte));
        match self.0.get_mut(slot % Self::SLOTS) {
            Some(Some(known)) if **known == *key => Arc::clone(known),
            Some(other) => Arc::clone(other.insert(key.into())),
            None => key.into(),
        }
    }
}

struct Builder<'a> {
    file: FileId,
    source: &'a str,
    /// Whether the items of a document are wanted one by one.
    by_item: bool,
    take: &'a mut dyn FnMut(Part),
    keys: Keys,
    open: Vec<Open>,
    anchors: BTreeMap<usize, (Node, Size)>,
    /// Nodes written in the file.
    written: usize,
    /// Nodes that aliases added.
    expanded: usize,
}

impl<'a> Builder<'a> {
    fn new(file: FileId, source: &'a str, by_item: bool, take: &'a mut dyn FnMut(Part)) -> Self {
        Self {
            file,
            source,
            by_item,
            take,
            keys: Keys::default(),
            open: Vec::new(),
            anchors: BTreeMap::new(),
            written: 0,
            expanded: 0,
        }
    }

    fn event(&mut self, event: Event<'_>, bytes: std::ops::Range<usize>) -> Result<(), YamlError> {
        match event {
            Event::Scalar(text, style, anchor, _) => self.scalar(&text, style, anchor, bytes),
            Event::SequenceStart(_, anchor, _) => {
                let is_document = self.by_item && self.open.is_empty();
                let kind = if is_document { OpenKind::Items } else { OpenKind::Sequence(Vec::new()) };
                self.begin(anchor, bytes, kind)
            }
            Event::MappingStart(_, anchor, _) => {
                self.begin(anchor, bytes, OpenKind::Mapping(Vec::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(bytes),
            Event::Alias(target) => self.alias(target, bytes),
            Event::DocumentStart(..) => {
                self.anchors.clear();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        bytes: std::ops::Range<usize>,
    ) -> Result<(), YamlError> {
        self.count(&bytes)?;
        let plain = style == ScalarStyle::Plain;
        // The parser writes `~` for a value that is not there.
        let text = if plain && bytes.is_empty() { "" } else { text };
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        let map = offsets::map(self.source, bytes.clone(), style, text);
        let shown = self.trimmed(bytes);
        let is_key = matches!(self.open.last(), Some(Open { kind: OpenKind::Mapping(_, None), .. }));
        let value = if is_key { self.keys.shared(text) } else { text.into() };
        let text = Text::new(value, shown, map);
        let node = Node { span: shown, kind: NodeKind::Scalar { text, plain } };
        self.finish(node, anchor, Size { nodes: 1, depth: 0 })
    }

    /// A block scalar's range reaches to the next token: what is shown ends with its last visible character.
    fn trimmed(&self, bytes: std::ops::Range<usize>) -> Span {
        let seen = self.source.get(bytes.clone()).map_or(0, |s| s.trim_end().len());
        let end = if seen == 0 { bytes.end } else { bytes.start.saturating_add(seen) };
        Span { file: self.file, bytes: ByteRange::new(bytes.start, end) }
    }

    fn begin(
        &mut self,
        anchor: usize,
        bytes: std::ops::Range<usize>,
        kind: OpenKind,
    ) -> Result<(), YamlError> {
        self.count(&bytes)?;
        if self.open.len() >= MAX_DEPTH {
            return Err(error(self.file, bytes, YamlErrorKind::TooDeep));
        }
        self.open.push(Open { start: bytes.start, anchor, kind, size: Size { nodes: 1, depth: 1 } });
        Ok(())
    }

    fn end(&mut self, bytes: std::ops::Range<usize>) -> Result<(), YamlError> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let (kind, last) = match open.kind {
            OpenKind::Items => return Ok(()),
            OpenKind::Sequence(items) => {
                let last = items.last().map(|node| node.span.bytes.end);
                (NodeKind::Sequence(items), last)
            }
            OpenKind::Mapping(entries, _) => {
                let last = entries.last().map(|(key, value)| key.span.bytes.end.max(value.span.bytes.end));
                (NodeKind::Mapping(entries), last)
            }
        };
        // A flow collection ends with its bracket; a block one with the last thing in it.
        let end = if bytes.is_empty() { last.map_or(bytes.end, |end| end as usize) } else { bytes.end };
        let span = Span { file: self.file, bytes: ByteRange::new(open.start, end.max(open.start)) };
        self.finish(Node { span, kind }, open.anchor, open.size)
    }

    fn alias(&mut self, target: usize, bytes: std::ops::Range<usize>) -> Result<(), YamlError> {
        self.count(&bytes)?;
        let Some((node, size)) = self.anchors.get(&target).cloned() else {
            return Err(error(self.file, bytes, YamlErrorKind::AliasInItself));
        };
        self.expanded = self.expanded.saturating_add(size.nodes);
        let allowed = self.written.saturating_mul(MAX_EXPANSION).max(EXPANSION_FLOOR);
        if self.expanded > allowed {
            return Err(error(self.file, bytes, YamlErrorKind::TooMuchExpansion));
        }
        if self.open.len().saturating_add(size.depth) > MAX_DEPTH {
            return Err(error(self.file, bytes, YamlErrorKind::TooDeep));
        }
        self.finish(node, 0, size)
    }

    fn count(&mut self, bytes: &std::ops::Range<usize>) -> Result<(), YamlError> {
        self.written = self.written.saturating_add(1);
        if self.written > MAX_NODES {
            return Err(error(self.file, bytes.clone(), YamlErrorKind::TooManyNodes));
        }
        Ok(())
    }

    /// Puts a finished node where it belongs.
    fn finish(&mut self, node: Node, anchor: usize, size: Size) -> Result<(), YamlError> {
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), size));
        }
        let Some(parent) = self.open.last_mut() else {
            if !node.is_null() {
                (self.take)(Part::Document(node));
            }
            return Ok(());
        };
        parent.size.nodes = parent.size.nodes.saturating_add(size.nodes);
        parent.size.depth = parent.size.depth.max(size.depth.saturating_add(1));
        match &mut parent.kind {
            OpenKind::Sequence(items) => items.push(node),
            OpenKind::Items => (self.take)(Part::Item(node)),
            OpenKind::Mapping(entries, key) => match key.take() {
                Some(key) => entries.push((key, node)),
                None if node.plain() == Some("<<") => {
                    return Err(YamlError { span: node.span, kind: YamlErrorKind::MergeKey });
                }
                None => *key = Some(node),
            },
        }
        Ok(())
    }

    /// The parser's error in kinds that can be explained to an author.
    fn scan_error(&self, e: &ScanError) -> YamlError {
        let at = e.marker().byte_offset().unwrap_or(self.source.len()).min(self.source.len());
        let end = self
            .source
            .get(at..)
            .and_then(|s| s.chars().next())
            .map_or(at, |c| at.saturating_add(c.len_utf8()));
        let before = self.source.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
        let kind = match e.kind() {
            _ if before.ends_with("}}") => YamlErrorKind::HoleAtStart,
            ErrorKind::MappingValueNotAllowed => YamlErrorKind::ColonInValue,
            ErrorKind::UnexpectedCharacter { character } => YamlErrorKind::ReservedStart(*character),
            ErrorKind::UnclosedQuotedScalar => YamlErrorKind::UnclosedQuote,
            ErrorKind::UnclosedFlowCollection { open } => YamlErrorKind::UnclosedBracket(*open),
            ErrorKind::UnknownAnchor => YamlErrorKind::UnknownAlias,
            ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => {
                YamlErrorKind::Indentation
            }
            ErrorKind::RecursionLimitExceeded => YamlErrorKind::TooDeep,
            _ => YamlErrorKind::Syntax(e.info()),
        };
        error(self.file, at..end, kind)
    }
}
