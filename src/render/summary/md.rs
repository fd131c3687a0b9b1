//! Markdown: tables for people, then the strategies of the first groups.

use super::words;
use crate::escape::{Encoded, MarkdownCell};
use crate::render::md::{Page, author_code, code, literal, one_strategy, prose};
use crate::render::words::REFERENCES;
use crate::report::summary::{Group, Summary, Timeline, Top};
use crate::report::{Report, Value};
use crate::value::Priority;

/// Groups named first.
const FIRST: usize = 5;
/// Rows of the table of groups.
const MAX_ROWS: usize = 200;
/// Rows of the table of gaps.
const MAX_GAPS: usize = 100;
/// A page stops before this many bytes.
const MAX_PAGE: usize = 16 * 1024 * 1024;
/// Characters of the longest bar.
const BAR: u64 = 24;

/// The whole page.
pub(super) fn render(summary: &Summary) -> String {
    let mut page = Page::default();
    page.block(&format!("# {}", Summary::TITLE));
    head(&mut page, summary);
    if let Some(timeline) = &summary.timeline {
        chart(&mut page, timeline);
    }
    tops(&mut page, summary);
    groups(&mut page, summary);
    details(&mut page, summary);
    gaps(&mut page, summary);
    read(&mut page, summary);
    page.block("---");
    page.block(&format!("engine {} · items {}", author_code(&summary.engine), author_code(&summary.items)));
    page.text
}

fn head(page: &mut Page, summary: &Summary) {
    page.block("## Summary");
    page.block(&format!("**{}.** {}", words::headline(summary), words::origin(summary)));
    let priorities = summary
        .priorities
        .iter()
        .map(|(priority, count)| format!("**{}** {}", priority_word(*priority), words::number(*count)));
    page.block(&priorities.collect::<Vec<_>>().join(" · "));
    if let Some(why) = &summary.incomplete {
        page.block(&format!("**Not read to its end:** {}.", literal(why)));
    }
    let first = words::first(summary, FIRST).into_iter().map(|(number, group)| {
        let key = group.key.iter().filter_map(|(_, value)| value.as_ref()).map(code);
        format!(
            "**Group {number}:** {}, {} {}",
            literal(group.title.untrusted().0),
            words::counted(group.alerts, "alert"),
            key.collect::<Vec<_>>().join(" ")
        )
    });
    let first: Vec<_> = first.collect();
    if !first.is_empty() {
        page.block(&format!("**{}**", words::FIRST));
        page.list(first.into_iter());
    }
}

fn priority_word(priority: Option<Priority>) -> &'static str {
    priority.map_or("without priority", Priority::as_str)
}

fn chart(page: &mut Page, timeline: &Timeline) {
    page.block(&format!("## {}", words::TIMELINE));
    page.block(&format!("Alerts (critical and worse) for each {}, UTC.", words::width(timeline)));
    let most = timeline.bars.iter().map(|bar| bar.total()).max().unwrap_or(0).max(1);
    let rows = timeline.bars.iter().filter(|bar| bar.total() > 0).map(|bar| {
        let length = bar.total().saturating_mul(BAR).div_ceil(most);
        let length = usize::try_from(length).unwrap_or(1);
        let worst = bar.counts.first().copied().unwrap_or_default();
        let worst = if worst > 0 { format!(" ({})", words::number(worst)) } else { String::new() };
        vec![
            words::start(timeline, bar.start),
            format!("{}{worst}", words::number(bar.total())),
            "█".repeat(length),
        ]
    });
    table(page, &["From", "Alerts", ""], rows);
}

fn tops(page: &mut Page, summary: &Summary) {
    page.block(&format!("## {}", words::TOPS));
    for top in summary.tops.iter().filter(|top| !top.rows.is_empty()) {
        let rows = top.rows.iter().map(|(name, count)| vec![cell(name), words::number(*count)]);
        table(page, &[top.label, "Alerts"], rows.chain(others(top)));
    }
}

fn others(top: &Top) -> Option<Vec<String>> {
    let more = u64::try_from(top.more).unwrap_or(u64::MAX);
    (top.others > 0).then(|| vec![format!("{} more", words::number(more)), words::number(top.others)])
}

fn groups(page: &mut Page, summary: &Summary) {
    page.block(&format!("## {}", words::GROUPS));
    page.block(words::GROUPS_WHY);
    let rows = (1_usize..).zip(&summary.groups).take(MAX_ROWS).map(|(number, group)| row(number, group));
    table(page, &["#", "Priority", "What", "Where", "Alerts", "First seen", "Last seen"], rows);
    if let Some(more) = words::more(summary.groups.len(), MAX_ROWS) {
        page.block(&format!("{} not shown here; the JSON form holds them.", words::counted(more, "group")));
    }
    if !summary.rest.is_empty() {
        page.block("Alerts of further groups, beyond the bound on groups:");
        page.list(summary.rest.iter().map(|rest| {
            let name = rest.mitigation.as_deref().map_or("no mitigation".to_owned(), author_code);
            format!("{name}: {}", words::counted(rest.alerts, "alert"))
        }));
    }
}

fn row(number: usize, group: &Group) -> Vec<String> {
    let key = group.key.iter().filter_map(|(_, value)| value.as_ref()).map(cell);
    let seen = |pick: fn(&(crate::report::Time, crate::report::Time)) -> &crate::report::Time| {
        group.seen.as_ref().map_or_else(String::new, |seen| pick(seen).human.clone())
    };
    vec![
        number.to_string(),
        priority_word(group.priority).to_owned(),
        title_cell(group),
        key.collect::<Vec<_>>().join(" "),
        words::number(group.alerts),
        seen(|seen| &seen.0),
        seen(|seen| &seen.1),
    ]
}

/// The title, author's words: escaped for prose, and for a cell.
fn title_cell(group: &Group) -> String {
    literal(group.title.untrusted().0).replace('|', "\\|")
}

fn details(page: &mut Page, summary: &Summary) {
    let shown = (1_usize..).zip(&summary.groups).filter_map(|(n, g)| Some((n, g, g.report.as_deref()?)));
    let shown: Vec<_> = shown.collect();
    if shown.is_empty() {
        return;
    }
    page.block(&format!("## {}", words::DETAILS));
    page.block(words::DETAILS_WHY);
    let all = shown.len();
    for (done, (number, group, report)) in shown.into_iter().enumerate() {
        let before = page.text.len();
        detail(page, summary, number, group, report);
        if page.text.len() > MAX_PAGE {
            page.text.truncate(before);
            let more = words::more(all, done).unwrap_or(0);
            page.block(&format!("{} left out: the page would be too large.", words::counted(more, "group")));
            return;
        }
    }
    if let Some(more) = words::more(summary.groups.len(), all) {
        page.block(&format!(
            "{} without strategies here; `falconer report` shows them for one alert.",
            words::counted(more, "further group")
        ));
    }
}

fn detail(page: &mut Page, summary: &Summary, number: usize, group: &Group, report: &Report) {
    page.block(&format!("### Group {number}: {}", literal(group.title.untrusted().0)));
    let key = group.key.iter().map(|(label, value)| {
        format!("{}: {}", literal(label), value.as_ref().map_or("not in the alert".to_owned(), code))
    });
    page.list(key.collect::<Vec<_>>().into_iter());
    let places = words::places(summary, group)
        .map(|(input, line)| format!("{} line {}", input.map(code).unwrap_or_default(), words::number(line)));
    page.block(&format!(
        "{}; first at {}.",
        words::counted(group.alerts, "alert"),
        places.collect::<Vec<_>>().join(", ")
    ));
    for part in &report.summary {
        page.block(&prose(part));
    }
    for (number, strategy) in (1_usize..).zip(&report.strategies) {
        one_strategy(page, "####", number, strategy);
    }
    if !report.references.is_empty() {
        page.block(&format!("**{REFERENCES}**"));
        page.list(report.references.iter().map(|url| crate::render::md::link(url)));
    }
}

fn gaps(page: &mut Page, summary: &Summary) {
    if summary.gaps.is_empty() {
        return;
    }
    page.block(&format!("## {}", words::GAPS));
    page.block(words::GAPS_WHY);
    let rows = summary.gaps.iter().take(MAX_GAPS);
    table(page, &["Falco rule", "Alerts"], rows.map(|gap| vec![cell(&gap.rule), words::number(gap.alerts)]));
    if let Some(more) = words::more(summary.gaps.len(), MAX_GAPS) {
        page.block(&format!("{} not shown here; the JSON form holds them.", words::counted(more, "rule")));
    }
    if summary.further_gaps > 0 {
        page.block(&format!(
            "{} of further rules, beyond the bound on names.",
            words::counted(summary.further_gaps, "alert")
        ));
    }
}

fn read(page: &mut Page, summary: &Summary) {
    page.block(&format!("## {}", words::LINES));
    page.list(words::lines(summary).into_iter().map(|line| literal(&line)));
    if !summary.rejects.is_empty() {
        let rows = summary.rejects.iter().map(|(why, count)| vec![literal(why), words::number(*count)]);
        table(page, &["Rejected because", "Lines"], rows);
    }
}

fn cell(value: &Value) -> String {
    Encoded::<MarkdownCell>::of(value.untrusted()).into_string()
}

fn table(page: &mut Page, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let heads: Vec<String> = heads.iter().map(|&head| head.to_owned()).collect();
    let rules: Vec<String> = heads.iter().map(|_| "---".to_owned()).collect();
    let mut lines = vec![line(&heads), line(&rules)];
    lines.extend(rows.map(|row| line(&row)));
    page.block(&lines.join("\n"));
}
