//! Text for a terminal: wrapped, with colour if asked for, and the same words without.
//!
//! Values pass the terminal's encoder, whether or not the output is one: pipes end on terminals. Colour sequences
//! are the only control characters here, and they are literals of this file.

use super::words;
use crate::escape::{Encoded, Terminal as TerminalSink, visible};
use crate::report::{Code, Example, Filling, Prose, Report, Row, RowContent, Strategy, Value};
use crate::syntax::prose::{Block, Inline};
use crate::value::Priority;

/// Whether to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Color {
    /// Plain text.
    #[default]
    Never,
    /// ANSI colour sequences.
    Always,
}

/// What the terminal can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// Columns; prose is wrapped to between 40 and 100 of them, code never.
    pub columns: usize,
    /// Whether to colour.
    pub color: Color,
}

impl Default for Terminal {
    fn default() -> Self {
        Self { columns: 80, color: Color::Never }
    }
}

/// The whole report.
#[must_use]
pub fn render(report: &Report, terminal: &Terminal) -> String {
    let mut screen = Screen { out: String::new(), terminal: *terminal };
    head(&mut screen, report);
    analysis(&mut screen, report);
    strategies(&mut screen, report);
    if let Some(conclusion) = &report.conclusion {
        screen.section(words::CONCLUSION);
        screen.prose("", conclusion);
    }
    if !report.recommendations.is_empty() {
        screen.section(words::RECOMMENDATIONS);
        for item in &report.recommendations {
            screen.item("- ", "", item);
        }
    }
    if !report.references.is_empty() {
        screen.section(words::REFERENCES);
        for url in &report.references {
            screen.line(&format!("- {}", visible(url)));
        }
    }
    if !report.left_out.is_empty() {
        screen.section(words::LEFT_OUT);
        for part in &report.left_out {
            screen.wrapped("- ", "  ", part);
        }
    }
    screen.gap();
    for (label, content) in words::footer(report) {
        let line = format!("{label:<7} {}", visible(content));
        screen.line(&screen.styled(Style::Dim, &line));
    }
    screen.out
}

/// How a piece of text looks.
#[derive(Clone, Copy)]
enum Style {
    Title,
    Heading,
    Label,
    Code,
    Dim,
    Bad,
    Warn,
    Fine,
}

impl Style {
    fn sequence(self) -> &'static str {
        match self {
            Self::Title => "\x1b[1m",
            Self::Heading => "\x1b[1;36m",
            Self::Label => "\x1b[1m",
            Self::Code => "\x1b[32m",
            Self::Dim => "\x1b[2m",
            Self::Bad => "\x1b[1;31m",
            Self::Warn => "\x1b[1;33m",
            Self::Fine => "\x1b[1;34m",
        }
    }
}

fn priority_style(priority: Priority) -> Style {
    match priority {
        Priority::Emergency | Priority::Alert | Priority::Critical | Priority::Error => Style::Bad,
        Priority::Warning => Style::Warn,
        Priority::Notice | Priority::Informational | Priority::Debug => Style::Fine,
    }
}

struct Screen {
    out: String,
    terminal: Terminal,
}

impl Screen {
    fn columns(&self) -> usize {
        self.terminal.columns.clamp(40, 100)
    }

    fn styled(&self, style: Style, text: &str) -> String {
        match self.terminal.color {
            Color::Never => text.to_owned(),
            Color::Always => format!("{}{text}\x1b[0m", style.sequence()),
        }
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn section(&mut self, heading: &str) {
        self.gap();
        self.line(&self.styled(Style::Heading, &heading.to_uppercase()));
        self.gap();
    }

    /// Text in lines, the first after `first`, the others after `rest`.
    fn wrapped(&mut self, first: &str, rest: &str, text: &str) {
        let mut prefix = first;
        for paragraph_line in text.split('\n') {
            let room = |prefix: &str| self.columns().saturating_sub(width(prefix));
            for line in wrap(paragraph_line, room(prefix), room(rest)) {
                self.line(format!("{prefix}{line}").trim_end());
                prefix = rest;
            }
        }
    }

    fn prose(&mut self, indent: &str, prose: &Prose) {
        self.blocks(indent, indent, &prose.blocks, prose);
    }

    /// Prose behind a mark such as `- `, indented to stand under it.
    fn item(&mut self, mark: &str, indent: &str, prose: &Prose) {
        let rest = format!("{indent}{}", " ".repeat(width(mark)));
        self.blocks(&format!("{indent}{mark}"), &rest, &prose.blocks, prose);
    }

    fn blocks(&mut self, first: &str, rest: &str, blocks: &[Block], holes: &Prose) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.gap();
            }
            self.block(if index == 0 { first } else { rest }, rest, block, holes);
        }
    }

    fn block(&mut self, first: &str, rest: &str, block: &Block, holes: &Prose) {
        match block {
            Block::Paragraph(inlines) => self.wrapped(first, rest, &running(inlines, holes)),
            Block::Quote(inner) => {
                self.blocks(&format!("{first}| "), &format!("{rest}| "), inner, holes);
            }
            Block::List { start, items } => {
                for (index, item) in items.iter().enumerate() {
                    let mark = match start {
                        Some(n) => {
                            format!("{}. ", n.saturating_add(u64::try_from(index).unwrap_or(u64::MAX)))
                        }
                        None => "- ".to_owned(),
                    };
                    let lead = if index == 0 { first } else { rest };
                    let under = format!("{rest}{}", " ".repeat(width(&mark)));
                    self.blocks(&format!("{lead}{mark}"), &under, item, holes);
                }
            }
        }
    }
}

fn head(screen: &mut Screen, report: &Report) {
    let facts = &report.facts;
    let title = screen.styled(Style::Title, Report::TITLE);
    match facts.priority {
        Some(priority) => {
            let word = priority.as_str().to_uppercase();
            screen.line(&format!("{title}  {}", screen.styled(priority_style(priority), &word)));
        }
        None => screen.line(&title),
    }
    screen.gap();
    let mut rows = vec![("Rule", value(&facts.rule))];
    if let Some(own) = &facts.own_priority {
        rows.push(("Own priority", value(own)));
    }
    if let Some(time) = &facts.time {
        rows.push(("Time", time.human.clone()));
    }
    rows.extend(facts.places.iter().map(|(label, values)| (*label, joined(values))));
    rows.extend(facts.source.iter().map(|source| ("Source", value(source))));
    if !facts.tags.is_empty() {
        rows.push(("Tags", joined(&facts.tags)));
    }
    let widest = rows.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
    for (label, content) in rows {
        let pad = " ".repeat(widest.saturating_sub(width(label)));
        let styled = screen.styled(Style::Label, label);
        let under = " ".repeat(widest.saturating_add(2));
        screen.wrapped(&format!("{styled}{pad}  "), &under, &content);
    }
    summary(screen, report);
}

fn summary(screen: &mut Screen, report: &Report) {
    screen.section(words::SUMMARY);
    if report.findings.is_empty() {
        screen.wrapped("", "", words::NOTHING_MATCHED);
    }
    for part in &report.summary {
        screen.prose("", part);
        screen.gap();
    }
    if let Some(result) = &report.tried {
        screen.wrapped("", "", &format!("{} {}.", words::TRIED, quoted(&value(result))));
    }
    let mut steps = report.first_steps().peekable();
    if steps.peek().is_some() {
        screen.gap();
        screen.line(&screen.styled(Style::Label, &format!("{}:", words::FIRST_STEPS)));
    }
    for (number, strategy) in steps {
        let phase = words::phase(strategy.phase);
        let mark = format!("  {number:>2}. {phase:<9} ");
        screen.item(&mark, "", &strategy.title);
    }
}

fn analysis(screen: &mut Screen, report: &Report) {
    if report.analysis.is_empty() && report.missing.is_empty() {
        return;
    }
    screen.section(words::ANALYSIS);
    for row in &report.analysis {
        one_row(screen, row);
    }
    if !report.missing.is_empty() {
        screen.gap();
        let fields: Vec<_> = report.missing.iter().map(|field| visible(field)).collect();
        let label = screen.styled(Style::Label, &format!("{}:", words::MISSING));
        screen.wrapped(&format!("{label} "), "  ", &fields.join(", "));
        screen.wrapped("  ", "  ", words::MISSING_WHY);
    }
}

fn one_row(screen: &mut Screen, row: &Row) {
    let label = screen.styled(Style::Label, &format!("{}:", visible(&row.label)));
    match &row.content {
        RowContent::Decoded { decoded, raw } => {
            let raw = raw.as_ref().map_or_else(String::new, |raw| format!(" (raw {})", value(raw)));
            screen.wrapped(&format!("{label} "), "  ", &format!("{}{raw}", value(decoded)));
        }
        RowContent::Prose(prose) => screen.blocks(&format!("{label} "), "  ", &prose.blocks, prose),
    }
}

fn strategies(screen: &mut Screen, report: &Report) {
    screen.section(words::STRATEGIES);
    if report.strategies.is_empty() {
        screen.wrapped("", "", words::NO_STRATEGIES);
    }
    for (number, strategy) in (1_usize..).zip(&report.strategies) {
        screen.gap();
        one_strategy(screen, number, strategy);
    }
    let mut withheld = report.withheld().peekable();
    if withheld.peek().is_some() {
        screen.gap();
        screen.line(&screen.styled(Style::Label, &format!("{}:", words::WITHHELD)));
        screen.wrapped("  ", "  ", words::WITHHELD_WHY);
    }
    for entry in withheld {
        let reasons: Vec<_> = entry.reasons.iter().map(words::reason).collect();
        let text = format!("strategy {}: {}", entry.number, visible(&reasons.join("; ")));
        screen.wrapped("  - ", "    ", &text);
    }
}

fn one_strategy(screen: &mut Screen, number: usize, strategy: &Strategy) {
    let mark = screen.styled(Style::Heading, &format!("{number}."));
    screen.item(&format!("{mark} "), "", &strategy.title);
    let phase = format!("phase: {}", words::phase(strategy.phase));
    screen.line(&format!("   {}", screen.styled(Style::Dim, &phase)));
    if let Some(purpose) = &strategy.purpose {
        screen.prose("   ", purpose);
    }
    for example in &strategy.examples {
        one_example(screen, example);
    }
    for (label, examples) in [(words::VERIFY, &strategy.verify), (words::ROLLBACK, &strategy.rollback)] {
        if !examples.is_empty() {
            screen.gap();
            screen.line(&format!("   {}", screen.styled(Style::Label, &format!("{label}:"))));
        }
        for example in examples {
            one_example(screen, example);
        }
    }
    if let Some(cost) = &strategy.cost {
        screen.gap();
        let label = screen.styled(Style::Label, &format!("{}:", words::COST));
        screen.blocks(&format!("   {label} "), "   ", &cost.blocks, cost);
    }
    if !strategy.mitigates.is_empty() {
        let ids = visible(&strategy.mitigates.join(", "));
        screen.wrapped("   ", "   ", &format!("{}: {ids}", words::MITIGATES));
    }
    for url in &strategy.references {
        screen.line(&format!("   See {}", visible(url)));
    }
}

fn one_example(screen: &mut Screen, example: &Example) {
    screen.gap();
    if let Some(title) = &example.title {
        screen.prose("   ", title);
    }
    match &example.code {
        Code::Shown(code) => {
            for line in code.trim_end_matches('\n').split('\n') {
                let line = screen.styled(Style::Code, &visible(line));
                screen.line(format!("       {line}").trim_end());
            }
        }
        Code::Withheld(reasons) => {
            let reasons: Vec<_> = reasons.iter().map(words::reason).collect();
            let label = screen.styled(Style::Warn, "Withheld:");
            screen.wrapped(&format!("     {label} "), "     ", &visible(&reasons.join("; ")));
        }
    }
}

/// A value, as a terminal may show it.
fn value(value: &Value) -> String {
    Encoded::<TerminalSink>::of(value.untrusted()).into_string()
}

fn joined(values: &[Value]) -> String {
    values.iter().map(value).collect::<Vec<_>>().join(", ")
}

fn running(inlines: &[Inline], holes: &Prose) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(text),
            Inline::Code(parts) => out.push_str(&quoted(&value(&holes.code_span(parts)))),
            Inline::Hole(hole) => match holes.filling(*hole) {
                Filling::Value(text) => out.push_str(&quoted(&value(text))),
                Filling::Absent => out.push_str(Filling::PLACEHOLDER),
            },
            Inline::Emphasis(inner) | Inline::Strong(inner) => out.push_str(&running(inner, holes)),
            Inline::Link { url, text } => {
                out.push_str(&format!("{} <{}>", running(text, holes), visible(url)));
            }
            Inline::SoftBreak => out.push(' '),
            Inline::HardBreak => out.push('\n'),
        }
    }
    // As one, for without the marks of emphasis two texts may make a command of a CI log.
    visible(&out)
}

/// Marked off from the author's words, so that a value cannot pass for one of them.
fn quoted(text: &str) -> String {
    format!("`{text}`")
}

/// Columns of a text, our own colour sequences not counted. Wide characters count as one: such lines run over.
fn width(text: &str) -> usize {
    let mut columns = 0_usize;
    let mut in_sequence = false;
    for c in text.chars() {
        match c {
            '\x1b' => in_sequence = true,
            'm' if in_sequence => in_sequence = false,
            _ if in_sequence => {}
            _ => columns = columns.saturating_add(1),
        }
    }
    columns
}

/// Lines of at most `first`, then `rest` columns, broken at spaces; a longer word stays whole, so that it can
/// be copied.
fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split(' ') {
        let columns = if lines.is_empty() { first } else { rest };
        if !line.is_empty() && width(&line).saturating_add(width(word)) >= columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}
