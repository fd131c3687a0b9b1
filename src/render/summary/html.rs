//! One self-contained HTML file. The first screen says how much happened, how bad, when, and what to look at first.

use super::{chart, words};
use crate::render::html::{anchor, code, literal, one_strategy, page, prose};
use crate::render::words::REFERENCES;
use crate::report::Report;
use crate::report::summary::{Group, Summary, Timeline, Top};
use crate::value::Priority;

/// Added to the style sheet of reports.
const STYLE: &str = include_str!("summary.css");
/// Rows of the table of groups that are not folded away.
const OPEN_ROWS: usize = 50;
/// Rows of the table of gaps.
const MAX_GAPS: usize = 500;
/// Groups named on the first screen.
const FIRST: usize = 5;
/// Strategies stop before a page is this large.
const MAX_PAGE: usize = 16 * 1024 * 1024;

/// The whole page.
pub(super) fn render(summary: &Summary) -> String {
    let worst = summary.priorities.first().and_then(|(priority, _)| *priority);
    let body = [
        head(summary),
        first(summary),
        summary.timeline.as_ref().map(timeline).unwrap_or_default(),
        tops(summary),
        groups(summary),
        details(summary),
        gaps(summary),
        read(summary),
        footer(summary),
    ];
    page(worst, Summary::TITLE, STYLE, &contents(summary), &body.concat())
}

fn contents(summary: &Summary) -> String {
    let parts = [
        ("first", "Summary", true),
        ("timeline", words::TIMELINE, summary.timeline.is_some()),
        ("tops", words::TOPS, true),
        ("groups", words::GROUPS, true),
        ("details", words::DETAILS, summary.groups.iter().any(|group| group.report.is_some())),
        ("gaps", words::GAPS, !summary.gaps.is_empty()),
        ("read", words::LINES, true),
    ];
    let items = parts.iter().filter(|(_, _, there)| *there);
    let items: String =
        items.map(|(id, name, _)| format!("<li><a href=\"#{id}\">{name}</a></li>\n")).collect();
    format!("<nav aria-label=\"Contents\">\n<ul>\n{items}</ul>\n</nav>\n")
}

fn head(summary: &Summary) -> String {
    let badges = summary.priorities.iter().map(|(priority, count)| {
        format!(
            "<span class=\"{}\"><span class=\"badge\">{}</span> {}</span>\n",
            class(*priority),
            priority.map_or("No priority", Priority::as_str),
            words::number(*count)
        )
    });
    format!(
        "<header>\n<h1>{}</h1>\n<p class=\"rule\">{}</p>\n<p>{}</p>\n<p class=\"when\">{}</p>\n</header>\n",
        Summary::TITLE,
        words::headline(summary),
        words::origin(summary),
        badges.collect::<String>()
    )
}

fn class(priority: Option<Priority>) -> String {
    priority.map_or_else(String::new, |priority| format!("p-{}", priority.as_str().to_lowercase()))
}

fn first(summary: &Summary) -> String {
    let mut out = "<section class=\"summary\" id=\"first\">\n".to_owned();
    if let Some(why) = &summary.incomplete {
        out.push_str(&format!("<p class=\"tried\">Not read to its end: {}.</p>\n", literal(why)));
    }
    let items = words::first(summary, FIRST).into_iter().map(|(number, group)| {
        let target = if group.report.is_some() { format!("g{number}") } else { "groups".to_owned() };
        format!(
            "<li class=\"{}\"><span class=\"phase\">{}</span> <span><a href=\"#{target}\">{}</a> {}</span></li>\n",
            class(group.priority),
            words::counted(group.alerts, "alert"),
            literal(group.title.untrusted().0),
            key(group)
        )
    });
    let items: String = items.collect();
    if !items.is_empty() {
        out.push_str(&format!(
            "<div class=\"first\">\n<h3>Look at these first</h3>\n<ol>\n{items}</ol>\n</div>\n"
        ));
    }
    out.push_str("</section>\n");
    out
}

/// The values that a group's alerts have in common.
fn key(group: &Group) -> String {
    let values = group.key.iter().filter_map(|(_, value)| value.as_ref()).map(code);
    values.collect::<Vec<_>>().join(" ")
}

fn timeline(timeline: &Timeline) -> String {
    let rows = timeline.bars.iter().filter(|bar| bar.total() > 0).map(|bar| {
        let [worst, warn, rest] = bar.counts.map(words::number);
        let when = words::start(timeline, bar.start);
        format!("<tr><td>{when}</td><td>{worst}</td><td>{warn}</td><td>{rest}</td></tr>\n")
    });
    let ends = timeline.bars.first().zip(timeline.bars.last()).map(|(from, to)| {
        let (from, to) = (words::start(timeline, from.start), words::start(timeline, to.start));
        format!("<p class=\"ends\"><span>{from}</span><span>{to}</span></p>\n")
    });
    let head = "<tr><th>From (UTC)</th><th>Critical and worse</th><th>Error, warning</th><th>Other</th></tr>";
    section(
        "timeline",
        words::TIMELINE,
        &format!(
            "<figure class=\"card\">\n{}{}<figcaption>Alerts for each {}: <span class=\"key worst\">critical and \
             worse</span> <span class=\"key warn\">error, warning</span> <span class=\"key rest\">other</span>\
             </figcaption>\n</figure>\n<details>\n<summary>Numbers</summary>\n<div class=\"scroll\" tabindex=\"0\">\
             <table>\n<thead>{head}</thead>\n<tbody>\n{}</tbody>\n</table></div>\n</details>\n",
            chart::timeline(timeline),
            ends.unwrap_or_default(),
            words::width(timeline),
            rows.collect::<String>()
        ),
    )
}

fn tops(summary: &Summary) -> String {
    let cards = summary.tops.iter().filter(|top| !top.rows.is_empty()).map(top);
    section("tops", words::TOPS, &format!("<div class=\"cards\">\n{}</div>\n", cards.collect::<String>()))
}

fn top(top: &Top) -> String {
    let most = top.rows.first().map_or(1, |(_, count)| *count);
    let rows = top.rows.iter().map(|(name, count)| {
        format!(
            "<tr><td>{}{}</td><td class=\"n\">{}</td></tr>\n",
            code(name),
            chart::share(*count, most),
            words::number(*count)
        )
    });
    let more = u64::try_from(top.more).unwrap_or(u64::MAX);
    let others = if top.others > 0 {
        format!(
            "<tr><td>{} more</td><td class=\"n\">{}</td></tr>\n",
            words::number(more),
            words::number(top.others)
        )
    } else {
        String::new()
    };
    format!(
        "<table class=\"card\">\n<thead><tr><th>{}</th><th class=\"n\">Alerts</th></tr></thead>\n<tbody>\n{}{others}\
         </tbody>\n</table>\n",
        top.label,
        rows.collect::<String>()
    )
}

fn groups(summary: &Summary) -> String {
    let rows: Vec<String> =
        (1_usize..).zip(&summary.groups).map(|(number, group)| row(number, group)).collect();
    let (open, folded) = rows.split_at_checked(OPEN_ROWS).unwrap_or((&rows, &[]));
    let mut out = format!("<p>{}</p>\n{}", words::GROUPS_WHY, table(open));
    if !folded.is_empty() {
        let count = words::counted(u64::try_from(folded.len()).unwrap_or(u64::MAX), "more group");
        out.push_str(&format!("<details>\n<summary>{count}</summary>\n{}</details>\n", table(folded)));
    }
    if !summary.rest.is_empty() {
        let rest = summary.rest.iter().map(|rest| {
            let name = rest.mitigation.as_deref().map_or_else(|| "no mitigation".to_owned(), literal);
            format!("<li>{name}: {}</li>\n", words::counted(rest.alerts, "alert"))
        });
        out.push_str(&format!(
            "<div class=\"note\">\n<h3>Beyond the bound on groups</h3>\n<ul>\n{}</ul>\n</div>\n",
            rest.collect::<String>()
        ));
    }
    section("groups", words::GROUPS, &out)
}

fn table(rows: &[String]) -> String {
    format!(
        "<table class=\"card groups\">\n<thead><tr><th>Priority</th><th>What and where</th><th>Seen (UTC)</th>\
         <th class=\"n\">Alerts</th></tr></thead>\n<tbody>\n{}</tbody>\n</table>\n",
        rows.concat()
    )
}

fn row(number: usize, group: &Group) -> String {
    let title = literal(group.title.untrusted().0);
    let title = match group.report {
        Some(_) => format!("<a href=\"#g{number}\">{title}</a>"),
        None => title,
    };
    let seen = group.seen.as_ref().map_or_else(String::new, |(from, to)| {
        let short = |text: &str| text.trim_end_matches(" UTC").to_owned();
        if from == to {
            short(&from.human)
        } else {
            format!("{} –<br>{}", short(&from.human), short(&to.human))
        }
    });
    format!(
        "<tr class=\"{}\"><td><span class=\"level\">{}</span></td><td>{title}<br>{}</td><td class=\"seen\">{seen}</td>\
         <td class=\"n\">{}</td></tr>\n",
        class(group.priority),
        group.priority.map_or("–", Priority::as_str),
        key(group),
        words::number(group.alerts)
    )
}

fn details(summary: &Summary) -> String {
    let shown = (1_usize..).zip(&summary.groups).filter_map(|(n, g)| Some((n, g, g.report.as_deref()?)));
    let mut parts = String::new();
    let mut left_out = 0_u64;
    let mut done = 0_usize;
    for (number, group, report) in shown {
        let part = detail(summary, number, group, report);
        if left_out > 0 || parts.len().saturating_add(part.len()) > MAX_PAGE {
            left_out = left_out.saturating_add(1);
        } else {
            done = done.saturating_add(1);
            parts.push_str(&part);
        }
    }
    if parts.is_empty() {
        return String::new();
    }
    let mut out = format!("<p>{}</p>\n{parts}", words::DETAILS_WHY);
    if left_out > 0 {
        let count = words::counted(left_out, "group");
        out.push_str(&format!("<p class=\"note\">{count} left out: the page would be too large.</p>\n"));
    } else if let Some(more) = words::more(summary.groups.len(), done) {
        let count = words::counted(more, "further group");
        out.push_str(&format!(
            "<p class=\"note\">{count} without strategies here; <code>falconer report</code> shows them for one alert.</p>\n"
        ));
    }
    section("details", words::DETAILS, &out)
}

fn detail(summary: &Summary, number: usize, group: &Group, report: &Report) -> String {
    let rows = group.key.iter().map(|(label, value)| {
        let value = value.as_ref().map_or_else(|| "not in the alert".to_owned(), code);
        format!("<div><dt>{}</dt><dd>{value}</dd></div>\n", literal(label))
    });
    let places = words::places(summary, group)
        .map(|(input, line)| format!("{} line {}", input.map(code).unwrap_or_default(), words::number(line)));
    let text: String = report.summary.iter().map(prose).collect();
    let steps = (1_usize..).zip(&report.strategies);
    let steps: String =
        steps.map(|(step, strategy)| one_strategy(&format!("g{number}s{step}"), step, strategy)).collect();
    let links = report.references.iter().map(|url| format!("<li>{}</li>\n", anchor(url, &literal(url))));
    let links: String = links.collect();
    let links = if links.is_empty() { links } else { format!("<h4>{REFERENCES}</h4>\n<ul>\n{links}</ul>\n") };
    // The worst group stands open, the others wait for a click; on paper all are open.
    let open = if number == 1 { " open" } else { "" };
    format!(
        "<details class=\"group {}\" id=\"g{number}\"{open}>\n<summary><span class=\"level\">{}</span> {} \
         <span class=\"n\">{}</span></summary>\n<dl class=\"rows\">\n{}<div><dt>First at</dt><dd>{}</dd></div>\n</dl>\n\
         {text}{steps}{links}</details>\n",
        class(group.priority),
        group.priority.map_or("–", Priority::as_str),
        literal(group.title.untrusted().0),
        words::counted(group.alerts, "alert"),
        rows.collect::<String>(),
        places.collect::<Vec<_>>().join(", ")
    )
}

fn gaps(summary: &Summary) -> String {
    if summary.gaps.is_empty() {
        return String::new();
    }
    let rows = summary.gaps.iter().take(MAX_GAPS).map(|gap| {
        format!("<tr><td>{}</td><td class=\"n\">{}</td></tr>\n", code(&gap.rule), words::number(gap.alerts))
    });
    let mut out = format!(
        "<p>{}</p>\n<table class=\"card\">\n<thead><tr><th>Falco rule</th><th class=\"n\">Alerts</th></tr></thead>\n\
         <tbody>\n{}</tbody>\n</table>\n",
        words::GAPS_WHY,
        rows.collect::<String>()
    );
    if let Some(more) = words::more(summary.gaps.len(), MAX_GAPS) {
        let count = words::counted(more, "rule");
        out.push_str(&format!("<p class=\"note\">{count} not shown here; the JSON form holds them.</p>\n"));
    }
    if summary.further_gaps > 0 {
        let count = words::counted(summary.further_gaps, "alert");
        out.push_str(&format!(
            "<p class=\"note\">{count} of further rules, beyond the bound on names.</p>\n"
        ));
    }
    section("gaps", words::GAPS, &out)
}

fn read(summary: &Summary) -> String {
    let lines = words::lines(summary).into_iter().map(|line| format!("<li>{}</li>\n", literal(&line)));
    let mut out = format!("<ul>\n{}</ul>\n", lines.collect::<String>());
    if !summary.rejects.is_empty() {
        let rows = summary.rejects.iter().map(|(why, count)| {
            format!("<tr><td>{}</td><td class=\"n\">{}</td></tr>\n", literal(why), words::number(*count))
        });
        out.push_str(&format!(
            "<table class=\"card\">\n<thead><tr><th>Rejected because</th><th class=\"n\">Lines</th></tr></thead>\n\
             <tbody>\n{}</tbody>\n</table>\n",
            rows.collect::<String>()
        ));
    }
    section("read", words::LINES, &out)
}

fn footer(summary: &Summary) -> String {
    let lines = [("engine", &summary.engine), ("items", &summary.items)];
    let lines = lines.map(|(label, text)| format!("<div><dt>{label}</dt><dd>{}</dd></div>\n", literal(text)));
    format!("<footer>\n<dl>\n{}</dl>\n</footer>\n", lines.concat())
}

fn section(id: &str, heading: &str, content: &str) -> String {
    format!("<section id=\"{id}\">\n<h2>{heading}</h2>\n{content}</section>\n")
}
