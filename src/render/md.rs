//! GitHub-flavoured Markdown.
//!
//! Values are inline code, always; the author's words are escaped where Markdown would read them as markup.

use super::words;
use crate::escape::{Encoded, MarkdownCode, MarkdownHeading, Untrusted};
use crate::report::{Code, Example, Facts, Filling, Prose, Reason, Report, Row, RowContent, Strategy, Value};
use crate::syntax::prose::{Block, Inline};

/// The whole report.
pub(super) fn render(report: &Report) -> String {
    let mut page = Page::default();
    page.block(&format!("# {}", Report::TITLE));
    summary(&mut page, report);
    analysis(&mut page, report);
    strategies(&mut page, report);
    if let Some(conclusion) = &report.conclusion {
        page.block(&format!("## {}", words::CONCLUSION));
        page.block(&prose(conclusion));
    }
    if !report.recommendations.is_empty() {
        page.block(&format!("## {}", words::RECOMMENDATIONS));
        page.list(report.recommendations.iter().map(|item| indented(&prose(item), "  ")));
    }
    if !report.references.is_empty() {
        page.block(&format!("## {}", words::REFERENCES));
        page.list(report.references.iter().map(|url| link(url)));
    }
    if !report.left_out.is_empty() {
        page.block(&format!("## {}", words::LEFT_OUT));
        page.list(report.left_out.iter().map(|part| literal(part)));
    }
    footer(&mut page, report);
    page.text
}

/// Prose alone, for formats that carry Markdown inside.
pub(super) fn prose(prose: &Prose) -> String {
    blocks(&prose.blocks, prose)
}

/// Blocks with one blank line between.
#[derive(Default)]
pub(super) struct Page {
    pub(super) text: String,
}

impl Page {
    pub(super) fn block(&mut self, block: &str) {
        let block = block.trim_end_matches('\n');
        if block.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(block);
        self.text.push('\n');
    }

    pub(super) fn list(&mut self, items: impl Iterator<Item = String>) {
        let items: Vec<_> = items.map(|item| format!("- {item}")).collect();
        self.block(&items.join("\n"));
    }
}

fn summary(page: &mut Page, report: &Report) {
    page.block(&format!("## {}", words::SUMMARY));
    page.block(&facts(&report.facts));
    if report.findings.is_empty() {
        page.block(words::NOTHING_MATCHED);
    }
    for part in &report.summary {
        page.block(&prose(part));
    }
    if let Some(result) = &report.tried {
        page.block(&format!("{} {}.", words::TRIED, code(result)));
    }
    let steps = report.first_steps().map(|(number, strategy)| {
        format!(
            "- **{number} · {}:** {}",
            words::capital(words::phase(strategy.phase)),
            heading(&strategy.title)
        )
    });
    let steps: Vec<_> = steps.collect();
    if !steps.is_empty() {
        page.block(&format!("**{}**", words::FIRST_STEPS));
        page.block(&steps.join("\n"));
    }
}

/// What happened to whom: priority, rule and time on one line, places on the next, then source and tags.
fn facts(facts: &Facts) -> String {
    let mut first = Vec::new();
    first.extend(facts.priority.map(|priority| format!("**{priority}**")));
    first.extend(facts.own_priority.as_ref().map(|own| format!("the alert's own priority {}", code(own))));
    first.push(format!("rule {}", code(&facts.rule)));
    first.extend(facts.time.as_ref().map(|time| time.human.clone()));
    let places =
        facts.places.iter().map(|(label, values)| format!("{} {}", label.to_lowercase(), codes(values)));
    let mut last = Vec::new();
    last.extend(facts.source.as_ref().map(|source| format!("source {}", code(source))));
    if !facts.tags.is_empty() {
        last.push(format!("tags {}", codes(&facts.tags)));
    }
    let lines = [first, places.collect(), last].map(|parts| parts.join(" · "));
    // A backslash at a line's end is a line break.
    lines.iter().filter(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join("\\\n")
}

fn codes(values: &[Value]) -> String {
    values.iter().map(code).collect::<Vec<_>>().join(", ")
}

fn analysis(page: &mut Page, report: &Report) {
    if report.analysis.is_empty() && report.missing.is_empty() {
        return;
    }
    page.block(&format!("## {}", words::ANALYSIS));
    if !report.analysis.is_empty() {
        page.list(report.analysis.iter().map(row));
    }
    if !report.missing.is_empty() {
        page.block(&format!("### {}", words::MISSING));
        page.block(words::MISSING_WHY);
        page.list(report.missing.iter().map(|field| author_code(field)));
    }
}

fn row(row: &Row) -> String {
    let content = match &row.content {
        RowContent::Decoded { decoded, raw: None } => code(decoded),
        RowContent::Decoded { decoded, raw: Some(raw) } => format!("{} (raw {})", code(decoded), code(raw)),
        RowContent::Prose(text) => indented(&prose(text), "  "),
    };
    format!("**{}:** {content}", literal(&row.label))
}

fn strategies(page: &mut Page, report: &Report) {
    page.block(&format!("## {}", words::STRATEGIES));
    if report.strategies.is_empty() {
        page.block(words::NO_STRATEGIES);
    }
    for (number, strategy) in (1_usize..).zip(&report.strategies) {
        one_strategy(page, "###", number, strategy);
    }
    let withheld = report.withheld().map(|withheld| {
        let reasons: Vec<_> = withheld.reasons.iter().map(reason).collect();
        format!(
            "strategy {} ({}): {}",
            withheld.number,
            heading(&withheld.strategy.title),
            reasons.join("; ")
        )
    });
    let withheld: Vec<_> = withheld.collect();
    if !withheld.is_empty() {
        page.block(&format!("### {}", words::WITHHELD));
        page.block(words::WITHHELD_WHY);
        page.list(withheld.into_iter());
    }
}

/// One strategy under a heading of this level.
pub(super) fn one_strategy(page: &mut Page, level: &str, number: usize, strategy: &Strategy) {
    page.block(&format!("{level} {number}. {}", heading(&strategy.title)));
    page.block(&format!("**Phase:** {}", words::phase(strategy.phase)));
    if let Some(purpose) = &strategy.purpose {
        page.block(&prose(purpose));
    }
    for example in &strategy.examples {
        one_example(page, example);
    }
    for (label, examples) in [(words::VERIFY, &strategy.verify), (words::ROLLBACK, &strategy.rollback)] {
        if !examples.is_empty() {
            page.block(&format!("**{label}**"));
        }
        for example in examples {
            one_example(page, example);
        }
    }
    if let Some(cost) = &strategy.cost {
        page.block(&format!("**{}:** {}", words::COST, prose(cost)));
    }
    if !strategy.mitigates.is_empty() {
        let ids: Vec<_> = strategy.mitigates.iter().map(|id| mitigation(id)).collect();
        page.block(&format!("**{}:** {}", words::MITIGATES, ids.join(", ")));
    }
    if !strategy.references.is_empty() {
        let links: Vec<_> = strategy.references.iter().map(|url| link(url)).collect();
        page.block(&format!("**{}:** {}", words::REFERENCES, links.join(", ")));
    }
}

fn one_example(page: &mut Page, example: &Example) {
    if let Some(title) = &example.title {
        page.block(&prose(title));
    }
    match &example.code {
        Code::Shown(code) => page.block(&fence(&example.lang, code)),
        Code::Withheld(reasons) => {
            let reasons: Vec<_> = reasons.iter().map(reason).collect();
            page.block(&format!("> **Withheld:** {}.", reasons.join("; ")));
        }
    }
}

/// Why an example is withheld. The words are ours, backticks and all; the field's name is the author's.
fn reason(reason: &Reason) -> String {
    format!("{} {}", author_code(&reason.field), reason.why)
}

fn footer(page: &mut Page, report: &Report) {
    page.block("---");
    let lines = words::footer(report).map(|(label, content)| format!("{label} {}", author_code(content)));
    page.block(&lines.join(" · "));
}

/// A value, as inline code.
pub(super) fn code(value: &Value) -> String {
    Encoded::<MarkdownCode>::of(value.untrusted()).into_string()
}

/// Words of the rulebook, as inline code.
pub(super) fn author_code(text: &str) -> String {
    Encoded::<MarkdownCode>::of(Untrusted(text)).into_string()
}

fn mitigation(id: &str) -> String {
    words::mitigation_page(id).map_or_else(|| literal(id), |url| format!("[{}]({url})", literal(id)))
}

/// A link that shows its target.
pub(super) fn link(url: &str) -> String {
    format!("<{}>", target(url))
}

/// A link's target, without what would end it. Only `https:` links come this far.
fn target(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            ' ' | '<' | '>' | '(' | ')' | '"' | '\'' | '`' | '\\' | '|' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A fence longer than any run of backticks in the code.
fn fence(lang: &str, code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest.saturating_add(1).max(3));
    format!("{marks}{lang}\n{}\n{marks}", code.trim_end_matches('\n'))
}

fn blocks(blocks: &[Block], holes: &Prose) -> String {
    blocks.iter().map(|block| one_block(block, holes)).collect::<Vec<_>>().join("\n\n")
}

fn one_block(block: &Block, holes: &Prose) -> String {
    match block {
        Block::Paragraph(inlines) => line_start(&running(inlines, holes)),
        Block::Quote(inner) => {
            format!("> {}", blocks(inner, holes).replace('\n', "\n> "))
        }
        Block::List { start, items } => {
            let items = items.iter().enumerate().map(|(index, item)| {
                let mark = match start {
                    Some(first) => {
                        format!("{}. ", first.saturating_add(u64::try_from(index).unwrap_or(u64::MAX)))
                    }
                    None => "- ".to_owned(),
                };
                let inner = indented(&blocks(item, holes), &" ".repeat(mark.len()));
                format!("{mark}{inner}")
            });
            items.collect::<Vec<_>>().join("\n")
        }
    }
}

/// Later lines moved under the first; blank ones stay blank.
fn indented(text: &str, by: &str) -> String {
    text.replace('\n', &format!("\n{by}")).replace(&format!("\n{by}\n"), "\n\n")
}

/// Prose on one line, for headings: paragraphs only, their line ends as spaces.
fn heading(title: &Prose) -> String {
    let paragraphs = title.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(inlines) => Some(inlines_with(inlines, title, " ", |value| {
            Encoded::<MarkdownHeading>::of(value).into_string()
        })),
        _ => None,
    });
    let text = paragraphs.collect::<Vec<_>>().join(" ");
    // Marks at its end would close the heading and vanish.
    text.strip_suffix('#').map_or(text.clone(), |rest| format!("{rest}\\#"))
}

fn running(inlines: &[Inline], holes: &Prose) -> String {
    inlines_with(inlines, holes, "\\\n", |value| Encoded::<MarkdownCode>::of(value).into_string())
}

fn inlines_with(
    inlines: &[Inline],
    holes: &Prose,
    hard_break: &str,
    encode: fn(Untrusted<'_>) -> String,
) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(&literal(text)),
            Inline::Code(parts) => out.push_str(&encode(holes.code_span(parts).untrusted())),
            Inline::Hole(hole) => match holes.filling(*hole) {
                Filling::Value(value) => out.push_str(&encode(value.untrusted())),
                Filling::Absent => out.push_str(Filling::PLACEHOLDER),
            },
            Inline::Emphasis(inner) => {
                out.push_str(&format!("*{}*", inlines_with(inner, holes, hard_break, encode)))
            }
            Inline::Strong(inner) => {
                out.push_str(&format!("**{}**", inlines_with(inner, holes, hard_break, encode)))
            }
            Inline::Link { url, text } => {
                out.push_str(&format!(
                    "[{}]({})",
                    inlines_with(text, holes, hard_break, encode),
                    target(url)
                ));
            }
            // Where the author's YAML broke a line says nothing.
            Inline::SoftBreak => out.push(' '),
            Inline::HardBreak => out.push_str(hard_break),
        }
    }
    out
}

/// The author's words, with a backslash where Markdown would read markup.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            // Inside a word an underscore is only itself.
            '_' => !(previous.is_alphanumeric() && next.is_alphanumeric()),
            '&' => next.is_alphanumeric() || next == '#',
            // A link may follow, which this would make an image.
            '!' => characters.peek().is_none(),
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(c);
        previous = c;
    }
    out
}

/// A paragraph none of whose lines begins like another block.
fn line_start(text: &str) -> String {
    text.split('\n').map(one_line_start).collect::<Vec<_>>().join("\n")
}

fn one_line_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits).unwrap_or((line, ""));
    if !number.is_empty() && rest.starts_with(['.', ')']) {
        return format!("{number}\\{rest}");
    }
    if line.starts_with(['#', '-', '+', '>', '=', '|', ':']) {
        return format!("\\{line}");
    }
    line.trim_start().to_owned()
}
