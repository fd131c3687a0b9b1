//! A compact binary form of YAML trees: what `build.rs` writes for the built-in rulebook and the loader reads.
//!
//! A tree is stored without the text that its file already holds: a scalar that was decoded unchanged is
//! only a place in the file. Numbers are LEB128. The reader bounds depth and trusts no length, so that a
//! damaged form gives `None`, never a panic.

use super::yaml::{MAX_DEPTH, Node, NodeKind};
use super::{ByteRange, FileId, OffsetMap, Span, Text};

const PLAIN: u8 = 1;
const SCALAR: u8 = 0;
const SEQUENCE: u8 = 1;
const MAPPING: u8 = 2;
const IDENTITY: u8 = 0;
const RUNS: u8 = 1;
const WHOLE: u8 = 2;

/// Appends the form of `node` to `out`.
pub fn write(node: &Node, out: &mut Vec<u8>) {
    match &node.kind {
        NodeKind::Scalar { text, plain } => {
            let map = match text.map() {
                OffsetMap::Identity { .. } => IDENTITY,
                OffsetMap::Runs(_) => RUNS,
                OffsetMap::Whole => WHOLE,
            };
            out.push(SCALAR | if *plain { PLAIN << 2 } else { 0 } | map << 3);
            range(node.span.bytes, out);
            scalar(text, out);
        }
        NodeKind::Sequence(items) => {
            out.push(SEQUENCE);
            range(node.span.bytes, out);
            number(items.len(), out);
            items.iter().for_each(|item| write(item, out));
        }
        NodeKind::Mapping(entries) => {
            out.push(MAPPING);
            range(node.span.bytes, out);
            number(entries.len(), out);
            for (key, value) in entries {
                write(key, out);
                write(value, out);
            }
        }
    }
}

fn scalar(text: &Text, out: &mut Vec<u8>) {
    number(text.as_str().len(), out);
    match text.map() {
        OffsetMap::Identity { raw } => number(*raw as usize, out),
        OffsetMap::Runs(runs) => {
            out.extend_from_slice(text.as_str().as_bytes());
            number(runs.len(), out);
            for &(decoded, raw) in runs.iter() {
                number(decoded as usize, out);
                number(raw as usize, out);
            }
        }
        OffsetMap::Whole => out.extend_from_slice(text.as_str().as_bytes()),
    }
}

fn range(bytes: ByteRange, out: &mut Vec<u8>) {
    number(bytes.start as usize, out);
    number(bytes.end.saturating_sub(bytes.start) as usize, out);
}

fn number(mut n: usize, out: &mut Vec<u8>) {
    loop {
        let low = u8::try_from(n & 0x7f).unwrap_or(0);
        n >>= 7;
        if n == 0 {
            return out.push(low);
        }
        out.push(low | 0x80);
    }
}

/// The tree that starts at the front of `form`, of a file with this id and text.
#[must_use]
pub fn read(form: &[u8], file: FileId, source: &str) -> Option<Node> {
    Reader { form, file, source }.node(0)
}

struct Reader<'a> {
    form: &'a [u8],
    file: FileId,
    source: &'a str,
}

impl Reader<'_> {
    fn node(&mut self, depth: usize) -> Option<Node> {
        if depth > MAX_DEPTH {
            return None;
        }
        let head = self.byte()?;
        let span = self.span()?;
        let length = self.number()?;
        let kind = match head & 3 {
            SCALAR => {
                let text = self.scalar(head >> 3, length, span)?;
                NodeKind::Scalar { text, plain: head >> 2 & 1 == PLAIN }
            }
            SEQUENCE => NodeKind::Sequence(
                (0..length).map(|_| self.node(depth.saturating_add(1))).collect::<Option<_>>()?,
            ),
            MAPPING => {
                let entry =
                    |_| Some((self.node(depth.saturating_add(1))?, self.node(depth.saturating_add(1))?));
                NodeKind::Mapping((0..length).map(entry).collect::<Option<_>>()?)
            }
            _ => return None,
        };
        Some(Node { span, kind })
    }

    fn scalar(&mut self, map: u8, length: usize, span: Span) -> Option<Text> {
        if map == IDENTITY {
            let raw = self.number()?;
            let value = self.source.get(raw..raw.checked_add(length)?)?;
            return Some(Text::new(value, span, OffsetMap::Identity { raw: u32::try_from(raw).ok()? }));
        }
        let (value, rest) = self.form.split_at_checked(length)?;
        self.form = rest;
        let value = std::str::from_utf8(value).ok()?;
        if map == WHOLE {
            return Some(Text::new(value, span, OffsetMap::Whole));
        }
        let count = self.number()?;
        let runs = (0..count).map(|_| Some((self.small()?, self.small()?))).collect::<Option<Vec<_>>>()?;
        Some(Text::new(value, span, OffsetMap::Runs(runs.into())))
    }

    fn span(&mut self) -> Option<Span> {
        let (start, length) = (self.small()?, self.small()?);
        Some(Span { file: self.file, bytes: ByteRange { start, end: start.checked_add(length)? } })
    }

    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.form.split_first()?;
        self.form = rest;
        Some(first)
    }

    fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    fn number(&mut self) -> Option<usize> {
        let mut n = 0usize;
        for shift in (0..=28).step_by(7) {
            let byte = self.byte()?;
            n |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(n);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FileId, yaml};
    use super::*;

    const FILE: &str = "- a: plain\n  b: 'it''s'\n  c: |\n    x\n      y\n  d: [1, {k: \"q\\n\"}, ~]\n";

    #[test]
    fn a_tree_survives() {
        let tree = yaml::parse(FileId(3), FILE).unwrap().remove(0);
        let mut form = Vec::new();
        write(&tree, &mut form);
        assert_eq!(read(&form, FileId(3), FILE), Some(tree));
    }

    #[test]
    fn a_damaged_form_is_refused() {
        let tree = yaml::parse(FileId(0), FILE).unwrap().remove(0);
        let mut form = Vec::new();
        write(&tree, &mut form);
        for length in 0..form.len() {
            assert_eq!(read(&form[..length], FileId(0), FILE), None, "cut at {length}");
        }
        for at in 0..form.len() {
            let mut bad = form.clone();
            bad[at] ^= 0x55;
            let _ = read(&bad, FileId(0), FILE);
        }
    }
}
