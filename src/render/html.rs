//! One self-contained HTML file: no script, nothing fetched, readable on a phone, in the dark and on paper.
//!
//! The first screen answers what happened, how bad it is and what to do first. The content security policy lets
//! nothing in but the one style sheet, so that even a hole in the escaping could not run or load anything.

use super::words;
use crate::escape::{Encoded, HtmlText, html_entities, visible};
use crate::report::{Code, Example, Facts, Filling, Prose, Reason, Report, Row, RowContent, Strategy, Value};
use crate::syntax::prose::{Block, Inline};
use crate::value::Priority;

const STYLE: &str = include_str!("report.css");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The whole page.
pub(super) fn render(report: &Report) -> String {
    let title = format!("{}: {}", Report::TITLE, value_text(&report.facts.rule));
    let body = [
        head(report),
        summary(report),
        analysis(report),
        strategies(report),
        endings(report),
        footer(report),
    ];
    page(report.facts.priority, &title, "", &contents(report), &body.concat())
}

/// The frame around a page's contents and body, both finished HTML like the title; its colour follows the priority.
/// `style` adds to the common style sheet.
pub(super) fn page(
    priority: Option<Priority>,
    title: &str,
    style: &str,
    contents: &str,
    body: &str,
) -> String {
    let class = priority
        .map_or_else(String::new, |priority| format!(" class=\"p-{}\"", priority.as_str().to_lowercase()));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"{class}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>\n{STYLE}{style}</style>\n</head>\n<body>\n\
         <div class=\"sheet\">\n{contents}<main>\n{body}</main>\n</div>\n</body>\n</html>\n"
    )
}

/// The column of links beside a wide page.
fn contents(report: &Report) -> String {
    let mut items = vec![entry("summary", words::SUMMARY)];
    if has_analysis(report) {
        items.push(entry("analysis", words::ANALYSIS));
    }
    let steps = (1_usize..).zip(&report.strategies).map(|(number, strategy)| {
        format!("<li><a href=\"#s{number}\">{number}. {}</a></li>\n", inline_title(&strategy.title))
    });
    let steps: String = steps.collect();
    let nested = if steps.is_empty() { steps } else { format!("<ul>\n{steps}</ul>") };
    items.push(format!("<li><a href=\"#strategies\">{}</a>{nested}</li>\n", words::STRATEGIES));
    if report.conclusion.is_some() {
        items.push(entry("conclusion", words::CONCLUSION));
    }
    if !report.recommendations.is_empty() {
        items.push(entry("recommendations", words::RECOMMENDATIONS));
    }
    if !report.references.is_empty() {
        items.push(entry("references", words::REFERENCES));
    }
    format!("<nav aria-label=\"Contents\">\n<ul>\n{}</ul>\n</nav>\n", items.concat())
}

fn entry(id: &str, heading: &str) -> String {
    format!("<li><a href=\"#{id}\">{heading}</a></li>\n")
}

fn head(report: &Report) -> String {
    let facts = &report.facts;
    let mut when = String::new();
    if let Some(priority) = facts.priority {
        when.push_str(&format!("<span class=\"badge\">{priority}</span>\n"));
    }
    if let Some(own) = &facts.own_priority {
        when.push_str(&format!("<span>the alert's own priority {}</span>\n", code(own)));
    }
    if let Some(time) = &facts.time {
        when.push_str(&format!("<time datetime=\"{}\">{}</time>\n", time.exact, time.human));
    }
    format!(
        "<header>\n<h1>{}</h1>\n<p class=\"rule\">{}</p>\n<p class=\"when\">{when}</p>\n{}</header>\n",
        Report::TITLE,
        value_text(&facts.rule),
        places(facts)
    )
}

fn places(facts: &Facts) -> String {
    let cells: String = facts.places.iter().map(|(label, values)| fact(label, values)).collect();
    if cells.is_empty() { cells } else { format!("<dl class=\"facts\">\n{cells}</dl>\n") }
}

fn fact(label: &str, values: &[Value]) -> String {
    let long = values.iter().map(|value| value.untrusted().0.len()).sum::<usize>() > 24;
    let class = if long { " class=\"long\"" } else { "" };
    let values: Vec<_> = values.iter().map(code).collect();
    format!("<div{class}><dt>{label}</dt><dd>{}</dd></div>\n", values.join(" "))
}

fn summary(report: &Report) -> String {
    let mut out = format!("<section class=\"summary\" id=\"summary\">\n<h2>{}</h2>\n", words::SUMMARY);
    if report.findings.is_empty() {
        out.push_str(&format!("<p class=\"lede\">{}</p>\n", words::NOTHING_MATCHED));
    }
    for (index, part) in report.summary.iter().enumerate() {
        let class = if index == 0 { " class=\"lede\"" } else { "" };
        out.push_str(&format!("<div{class}>\n{}</div>\n", prose(part)));
    }
    if let Some(result) = &report.tried {
        out.push_str(&format!("<p class=\"tried\">{} {}.</p>\n", words::TRIED, code(result)));
    }
    let steps = report.first_steps().map(|(number, strategy)| {
        format!(
            "<li><span class=\"phase\">{}</span> <a href=\"#s{number}\">{}</a></li>\n",
            words::capital(words::phase(strategy.phase)),
            inline_title(&strategy.title)
        )
    });
    let steps: String = steps.collect();
    if !steps.is_empty() {
        out.push_str(&format!(
            "<div class=\"first\">\n<h3>{}</h3>\n<ol>\n{steps}</ol>\n</div>\n",
            words::FIRST_STEPS
        ));
    }
    out.push_str("</section>\n");
    out
}

fn has_analysis(report: &Report) -> bool {
    !rows(report).is_empty() || !report.missing.is_empty()
}

/// The author's rows, then what no one needs on the first screen.
fn rows(report: &Report) -> String {
    let mut rows: String = report.analysis.iter().map(row).collect();
    if let Some(source) = &report.facts.source {
        rows.push_str(&format!("<div><dt>Source</dt><dd>{}</dd></div>\n", code(source)));
    }
    if !report.facts.tags.is_empty() {
        let tags: Vec<_> = report.facts.tags.iter().map(code).collect();
        rows.push_str(&format!("<div><dt>Tags</dt><dd>{}</dd></div>\n", tags.join(" ")));
    }
    rows
}

fn analysis(report: &Report) -> String {
    if !has_analysis(report) {
        return String::new();
    }
    let mut out = format!("<section id=\"analysis\">\n<h2>{}</h2>\n", words::ANALYSIS);
    let rows = rows(report);
    if !rows.is_empty() {
        out.push_str(&format!("<dl class=\"rows\">\n{rows}</dl>\n"));
    }
    if !report.missing.is_empty() {
        let fields: Vec<_> = report.missing.iter().map(|field| author_code(field)).collect();
        out.push_str(&format!(
            "<div class=\"note\">\n<h3>{}</h3>\n<p>{}</p>\n<p>{}</p>\n</div>\n",
            words::MISSING,
            words_with_code(words::MISSING_WHY),
            fields.join(" ")
        ));
    }
    out.push_str("</section>\n");
    out
}

fn row(row: &Row) -> String {
    let content = match &row.content {
        RowContent::Decoded { decoded, raw: None } => code(decoded),
        RowContent::Decoded { decoded, raw: Some(raw) } => {
            format!("{} <span class=\"raw\">raw {}</span>", code(decoded), code(raw))
        }
        RowContent::Prose(text) => prose(text),
    };
    format!("<div><dt>{}</dt><dd>{content}</dd></div>\n", literal(&row.label))
}

fn strategies(report: &Report) -> String {
    let mut out = format!("<section id=\"strategies\">\n<h2>{}</h2>\n", words::STRATEGIES);
    if report.strategies.is_empty() {
        out.push_str(&format!("<p>{}</p>\n", words::NO_STRATEGIES));
    }
    for (number, strategy) in (1_usize..).zip(&report.strategies) {
        out.push_str(&one_strategy(&format!("s{number}"), number, strategy));
    }
    let withheld: String = report
        .withheld()
        .map(|entry| {
            let number = entry.number;
            format!("<li><a href=\"#s{number}\">Strategy {number}</a>: {}</li>\n", reasons(entry.reasons))
        })
        .collect();
    if !withheld.is_empty() {
        out.push_str(&format!(
            "<div class=\"note\">\n<h3>{}</h3>\n<p>{}</p>\n<ul>\n{withheld}</ul>\n</div>\n",
            words::WITHHELD,
            words::WITHHELD_WHY
        ));
    }
    out.push_str("</section>\n");
    out
}

/// One strategy; `id` is what links lead to.
pub(super) fn one_strategy(id: &str, number: usize, strategy: &Strategy) -> String {
    let mut out = format!(
        "<article class=\"strategy\" id=\"{id}\">\n<h3><span class=\"number\">{number}.</span> \
         <span>{}</span></h3>\n<p class=\"phase\">Phase: {}</p>\n",
        inline_title(&strategy.title),
        words::phase(strategy.phase)
    );
    if let Some(purpose) = &strategy.purpose {
        out.push_str(&prose(purpose));
    }
    out.extend(strategy.examples.iter().map(example));
    for (label, examples) in [(words::VERIFY, &strategy.verify), (words::ROLLBACK, &strategy.rollback)] {
        if !examples.is_empty() {
            out.push_str(&format!("<h4>{label}</h4>\n"));
        }
        out.extend(examples.iter().map(example));
    }
    if let Some(cost) = &strategy.cost {
        out.push_str(&format!("<div class=\"cost\">\n<h4>{}</h4>\n{}</div>\n", words::COST, prose(cost)));
    }
    out.push_str(&strategy_sources(strategy));
    out.push_str("</article>\n");
    out
}

fn strategy_sources(strategy: &Strategy) -> String {
    let ids = strategy.mitigates.iter().map(|id| match words::mitigation_page(id) {
        Some(url) => anchor(&url, &literal(id)),
        None => literal(id),
    });
    let ids: Vec<_> = ids.collect();
    let links: Vec<_> = strategy.references.iter().map(|url| anchor(url, &literal(url))).collect();
    let mut out = String::new();
    for (label, parts) in [(words::MITIGATES, ids), (words::REFERENCES, links)] {
        if !parts.is_empty() {
            out.push_str(&format!("<p class=\"meta\">{label}: {}</p>\n", parts.join(", ")));
        }
    }
    out
}

fn example(example: &Example) -> String {
    let title = example.title.as_ref();
    let caption =
        title.map_or_else(String::new, |title| format!("<figcaption>{}</figcaption>\n", inline_title(title)));
    match &example.code {
        Code::Shown(code) => {
            let code = code.trim_end_matches('\n');
            // A scrolling region must be reachable by keyboard.
            format!(
                "<figure>\n{caption}<pre tabindex=\"0\"><code>{}</code></pre>\n</figure>\n",
                shown_code(code)
            )
        }
        Code::Withheld(why) => {
            format!(
                "<figure>\n{caption}<p class=\"withheld\"><strong>Withheld.</strong> {}</p>\n</figure>\n",
                reasons(why)
            )
        }
    }
}

fn reasons(reasons: &[Reason]) -> String {
    let each = reasons.iter().map(|r| format!("{} {}", author_code(&r.field), words_with_code(&r.why)));
    each.collect::<Vec<_>>().join("; ")
}

/// Everything after the strategies but the footer.
fn endings(report: &Report) -> String {
    let mut out = String::new();
    if let Some(conclusion) = &report.conclusion {
        out.push_str(&section("conclusion", words::CONCLUSION, &prose(conclusion)));
    }
    let list = |items: String| format!("<ul>\n{items}</ul>\n");
    if !report.recommendations.is_empty() {
        let items = report.recommendations.iter().map(|item| format!("<li>{}</li>\n", prose(item)));
        out.push_str(&section("recommendations", words::RECOMMENDATIONS, &list(items.collect())));
    }
    if !report.references.is_empty() {
        let items = report.references.iter().map(|url| format!("<li>{}</li>\n", anchor(url, &literal(url))));
        out.push_str(&section("references", words::REFERENCES, &list(items.collect())));
    }
    if !report.left_out.is_empty() {
        let items = report.left_out.iter().map(|part| format!("<li>{}</li>\n", literal(part)));
        out.push_str(&section("left-out", words::LEFT_OUT, &list(items.collect())));
    }
    out
}

fn section(id: &str, heading: &str, content: &str) -> String {
    format!("<section id=\"{id}\">\n<h2>{heading}</h2>\n{content}</section>\n")
}

fn footer(report: &Report) -> String {
    let lines = words::footer(report)
        .map(|(label, content)| format!("<div><dt>{label}</dt><dd>{}</dd></div>\n", literal(content)));
    format!("<footer>\n<dl>\n{}</dl>\n</footer>\n", lines.concat())
}

/// A value as running text.
fn value_text(value: &Value) -> String {
    Encoded::<HtmlText>::of(value.untrusted()).into_string()
}

/// A value as code.
pub(super) fn code(value: &Value) -> String {
    format!("<code>{}</code>", value_text(value))
}

/// The author's words.
pub(super) fn literal(text: &str) -> String {
    html_entities(&visible(text))
}

fn author_code(text: &str) -> String {
    format!("<code>{}</code>", literal(text))
}

/// An example's code, line ends and tabs as they are.
fn shown_code(code: &str) -> String {
    let tabbed: Vec<_> = code.split('\t').map(literal).collect();
    tabbed.join("\t")
}

/// Our own words, in which backticks mark code.
fn words_with_code(text: &str) -> String {
    let parts = text
        .split('`')
        .enumerate()
        .map(|(index, part)| if index % 2 == 1 { author_code(part) } else { literal(part) });
    parts.collect()
}

/// A link of the rulebook's; the target is `https:` and nothing else.
pub(super) fn anchor(url: &str, content: &str) -> String {
    if url.starts_with("https://") {
        format!("<a href=\"{}\" rel=\"noreferrer noopener\">{content}</a>", literal(url))
    } else {
        content.to_owned()
    }
}

pub(super) fn prose(prose: &Prose) -> String {
    blocks(&prose.blocks, prose)
}

fn blocks(blocks: &[Block], holes: &Prose) -> String {
    blocks.iter().map(|block| one_block(block, holes)).collect()
}

fn one_block(block: &Block, holes: &Prose) -> String {
    match block {
        Block::Paragraph(content) => format!("<p>{}</p>\n", inlines(content, holes)),
        Block::Quote(inner) => format!("<blockquote>\n{}</blockquote>\n", blocks(inner, holes)),
        Block::List { start, items } => {
            let items: String =
                items.iter().map(|item| format!("<li>{}</li>\n", blocks(item, holes))).collect();
            match start {
                Some(first) => format!("<ol start=\"{first}\">\n{items}</ol>\n"),
                None => format!("<ul>\n{items}</ul>\n"),
            }
        }
    }
}

/// Prose without its paragraphs, where only running text may stand. A link inside would nest in another.
fn inline_title(title: &Prose) -> String {
    let paragraphs = title.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(content) => Some(without_links(content, title)),
        _ => None,
    });
    paragraphs.collect::<Vec<_>>().join(" ")
}

fn without_links(content: &[Inline], holes: &Prose) -> String {
    let each = content.iter().map(|inline| match inline {
        Inline::Link { text, .. } => without_links(text, holes),
        Inline::HardBreak => " ".to_owned(),
        other => inlines(std::slice::from_ref(other), holes),
    });
    each.collect()
}

fn inlines(content: &[Inline], holes: &Prose) -> String {
    let mut out = String::new();
    for inline in content {
        match inline {
            Inline::Text(text) => out.push_str(&literal(text)),
            Inline::Code(parts) => out.push_str(&code(&holes.code_span(parts))),
            Inline::Hole(hole) => out.push_str(&match holes.filling(*hole) {
                Filling::Value(value) => code(value),
                Filling::Absent => literal(Filling::PLACEHOLDER),
            }),
            Inline::Emphasis(inner) => out.push_str(&format!("<em>{}</em>", inlines(inner, holes))),
            Inline::Strong(inner) => out.push_str(&format!("<strong>{}</strong>", inlines(inner, holes))),
            Inline::Link { url, text } => out.push_str(&anchor(url, &without_links(text, holes))),
            Inline::SoftBreak => out.push('\n'),
            Inline::HardBreak => out.push_str("<br>\n"),
        }
    }
    out
}
