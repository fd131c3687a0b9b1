//! Where every byte of a decoded scalar stood in the file.
//!
//! The raw text is decoded a second time, style by style, with places kept. The result counts only if it is
//! the parser's own text to the byte; otherwise the map is [`OffsetMap::Whole`], which underlines the scalar
//! as a whole: coarse, never wrong.

use super::super::OffsetMap;
use std::ops::Range;

/// The styles that are decoded differently.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    /// Literal and folded: what folding did is read off the parser's text.
    Block,
}

/// The map of a scalar that stood at `bytes` of `source` and was decoded to `text`.
pub(super) fn map(source: &str, bytes: Range<usize>, style: Style, text: &str) -> OffsetMap {
    let Some(raw) = source.get(bytes.clone()) else { return OffsetMap::Whole };
    let (raw, start) = match style {
        Style::Single | Style::Double => {
            (raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default(), bytes.start.saturating_add(1))
        }
        Style::Plain | Style::Block => (raw, bytes.start),
    };
    if raw == text {
        return OffsetMap::Identity { raw: clamp(start) };
    }
    let traced = match style {
        Style::Block => block(source, bytes, text),
        _ => flow(raw, start, style),
    };
    match traced {
        Some(trace) if trace.text == text => OffsetMap::Runs(trace.runs.into()),
        _ => OffsetMap::Whole,
    }
}

fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Bytes of the blanks that a text begins with.
fn leading(text: &str, blanks: &[char]) -> usize {
    text.len().saturating_sub(text.trim_start_matches(blanks).len())
}

/// Decoded text with the runs of its bytes.
#[derive(Default)]
struct Trace {
    text: String,
    runs: Vec<(u32, u32)>,
    /// Where the next byte would have to stand to continue the last run.
    next: usize,
}

impl Trace {
    fn push(&mut self, ch: char, raw: usize) {
        if self.runs.is_empty() || raw != self.next {
            self.runs.push((clamp(self.text.len()), clamp(raw)));
        }
        self.text.push(ch);
        self.next = raw.saturating_add(ch.len_utf8());
    }

    fn push_str(&mut self, text: &str, raw: usize) {
        for (at, ch) in text.char_indices() {
            self.push(ch, raw.saturating_add(at));
        }
    }
}

/// Plain and quoted scalars: lines are trimmed and joined, quotes have escapes.
fn flow(raw: &str, start: usize, style: Style) -> Option<Trace> {
    let mut trace = Trace::default();
    let mut at = 0;
    while let Some(rest) = raw.get(at..)
        && let Some(ch) = rest.chars().next()
    {
        let here = start.saturating_add(at);
        let read = match ch {
            ' ' | '\t' | '\n' | '\r' => blank(rest, here, &mut trace),
            '\'' if style == Style::Single => {
                trace.push('\'', here);
                2
            }
            '\\' if style == Style::Double => escape(rest, here, &mut trace)?,
            _ => {
                trace.push(ch, here);
                ch.len_utf8()
            }
        };
        at = at.saturating_add(read);
    }
    Some(trace)
}

/// Blanks: kept inside a line, folded where they hold a line end. Returns how much was read.
fn blank(rest: &str, here: usize, trace: &mut Trace) -> usize {
    let length = leading(rest, &[' ', '\t', '\n', '\r']);
    let run = rest.get(..length).unwrap_or_default();
    let breaks: Vec<usize> = run.match_indices('\n').map(|(at, _)| here.saturating_add(at)).collect();
    match breaks.split_first() {
        None => trace.push_str(run, here),
        Some((&only, [])) => trace.push(' ', only),
        Some((_, more)) => more.iter().for_each(|&at| trace.push('\n', at)),
    }
    length
}

/// One escape of a double-quoted scalar. Returns how much was read.
fn escape(rest: &str, here: usize, trace: &mut Trace) -> Option<usize> {
    let code = rest.chars().nth(1)?;
    let simple = |ch| Some((ch, code.len_utf8().saturating_add(1)));
    let (ch, length) = match code {
        '\n' | '\r' => {
            let read = joined_line(rest.get(1..)?, here.saturating_add(1), trace);
            return Some(read.saturating_add(1));
        }
        '0' => simple('\0'),
        'a' => simple('\x07'),
        'b' => simple('\x08'),
        't' | '\t' => simple('\t'),
        'n' => simple('\n'),
        'v' => simple('\x0b'),
        'f' => simple('\x0c'),
        'r' => simple('\r'),
        'e' => simple('\x1b'),
        'N' => simple('\u{85}'),
        '_' => simple('\u{a0}'),
        'L' => simple('\u{2028}'),
        'P' => simple('\u{2029}'),
        ' ' | '"' | '/' | '\\' => simple(code),
        'x' => hex(rest, 2),
        'u' => hex(rest, 4).or_else(|| surrogates(rest)),
        'U' => hex(rest, 8),
        _ => None,
    }?;
    trace.push(ch, here);
    // Whatever follows starts a new run, even if the lengths happen to agree.
    trace.next = usize::MAX;
    Some(length)
}

/// `\` at the end of a line: the break is dropped, and so is the next line's indentation; empty lines stay.
fn joined_line(rest: &str, here: usize, trace: &mut Trace) -> usize {
    let length = leading(rest, &[' ', '\t', '\n', '\r']);
    let run = rest.get(..length).unwrap_or_default();
    for (at, _) in run.match_indices('\n').skip(1) {
        trace.push('\n', here.saturating_add(at));
    }
    length
}

fn digits(rest: &str, from: usize, count: usize) -> Option<u32> {
    u32::from_str_radix(rest.get(from..from.checked_add(count)?)?, 16).ok()
}

fn hex(rest: &str, count: usize) -> Option<(char, usize)> {
    Some((char::from_u32(digits(rest, 2, count)?)?, count.checked_add(2)?))
}

/// `\ud83d\ude00`, as JSON writes it.
fn surrogates(rest: &str) -> Option<(char, usize)> {
    let (high, low) = (digits(rest, 2, 4)?, digits(rest, 8, 4)?);
    let pair = (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low);
    let code = 0x1_0000_u32.saturating_add((high & 0x3ff) << 10 | low & 0x3ff);
    (pair && rest.get(6..8) == Some("\\u")).then(|| char::from_u32(code)).flatten().map(|ch| (ch, 12))
}

/// Literal and folded scalars, line by line along the parser's text.
fn block(source: &str, bytes: Range<usize>, text: &str) -> Option<Trace> {
    let start = body_start(source, bytes.start)?;
    let body = source.get(start..bytes.end)?;
    let indent = indentation(body, text)?;
    let mut trace = Trace::default();
    let mut breaks = Vec::new();
    let mut at = start;
    for line in body.split_inclusive('\n') {
        let content = line.trim_end_matches('\n');
        let content = content.strip_suffix('\r').unwrap_or(content);
        let skip = leading(content, &[' ']).min(indent);
        let seen = content.get(skip..)?;
        if !seen.is_empty() {
            let rest = text.get(trace.text.len()..)?;
            if rest.trim_start_matches('\n').is_empty() {
                break;
            }
            separators(rest, seen, &breaks, &mut trace)?;
            trace.push_str(seen, at.saturating_add(skip));
            breaks.clear();
        }
        if content.len() < line.len() {
            breaks.push(at.saturating_add(content.len()));
        }
        at = at.saturating_add(line.len());
    }
    let rest = text.get(trace.text.len()..)?;
    // A file may end without the line end that the value has: it then stands on the last byte there is.
    let end = bytes.end.min(source.len().saturating_sub(1));
    for index in 0..rest.len() {
        trace.push('\n', breaks.get(index).copied().unwrap_or(end));
    }
    Some(trace)
}

/// What the parser made of the line ends before a line: one blank, or some line ends.
fn separators(rest: &str, line: &str, breaks: &[usize], trace: &mut Trace) -> Option<()> {
    if let ([only], Some(after)) = (breaks, rest.strip_prefix(' '))
        && after.starts_with(line)
        && !line.starts_with([' ', '\t'])
    {
        trace.push(' ', *only);
        return Some(());
    }
    let kept = leading(rest, &['\n']);
    for &at in breaks.get(breaks.len().checked_sub(kept)?..)? {
        trace.push('\n', at);
    }
    Some(())
}

/// Where the line after the block scalar's header starts: the parser's range leaves out leading empty lines.
fn body_start(source: &str, content: usize) -> Option<usize> {
    let mut start = source.get(..content)?.rfind('\n')?.saturating_add(1);
    while let Some(above) = source.get(..start.checked_sub(1)?)
        && let line = above.rfind('\n').map_or(0, |at| at.saturating_add(1))
        && above.get(line..)?.trim().is_empty()
    {
        start = line;
    }
    Some(start)
}

/// How many blanks the parser took off each line, told from the first visible line.
fn indentation(body: &str, text: &str) -> Option<usize> {
    let indent = |s: &str| {
        let line = s.lines().find(|line| !line.trim().is_empty())?;
        Some(leading(line, &[' ']))
    };
    indent(body)?.checked_sub(indent(text)?)
}
