//! Words and numbers that the formats share.

use crate::report::summary::{Group, Summary, Timeline};
use jiff::Timestamp;
use std::collections::BTreeSet;

pub(super) const FIRST: &str = "Look at these first";
pub(super) const TIMELINE: &str = "Timeline";
pub(super) const TOPS: &str = "What Fired Most";
pub(super) const GROUPS: &str = "Groups";
pub(super) const DETAILS: &str = "What to Do";
pub(super) const GAPS: &str = "Coverage Gaps";
pub(super) const LINES: &str = "What Was Read";

/// Said over the groups.
pub(super) const GROUPS_WHY: &str = "Alerts with the same leading mitigation and the same values of the fields it groups by, worst and most \
     frequent first.";
/// Said over the strategies.
pub(super) const DETAILS_WHY: &str =
    "Commands carry the values of each group's first alert; check that they fit the others.";
/// Said over the gaps.
pub(super) const GAPS_WHY: &str =
    "These Falco rules have no mitigation of their own; a fallback stood in, or nothing.";

/// `1234567` as `1,234,567`, whatever the locale.
pub(super) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len().saturating_sub(index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 alert`, `2 alerts`.
pub(super) fn counted(count: u64, one: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {one}{plural}", number(count))
}

/// How much there is.
pub(super) fn headline(summary: &Summary) -> String {
    format!("{} in {}", counted(summary.totals.alerts, "alert"), counted(groups(summary), "group"))
}

/// From where, in what time.
pub(super) fn origin(summary: &Summary) -> String {
    let inputs = counted(u64::try_from(summary.inputs.len()).unwrap_or(u64::MAX), "input");
    match &summary.period {
        Some((from, to)) => format!("From {inputs}, between {} and {}.", from.human, to.human),
        None => format!("From {inputs}."),
    }
}

/// The first groups to look at: the worst of each mitigation, so that a noisy one hides no other.
pub(super) fn first(summary: &Summary, most: usize) -> Vec<(usize, &Group)> {
    let mut seen = BTreeSet::new();
    let numbered = (1_usize..).zip(&summary.groups);
    numbered.filter(|(_, group)| seen.insert(group.mitigation.as_deref())).take(most).collect()
}

fn groups(summary: &Summary) -> u64 {
    u64::try_from(summary.groups.len()).unwrap_or(u64::MAX)
}

/// What became of the lines, one sentence each; zeros are left out but for rejects.
pub(super) fn lines(summary: &Summary) -> Vec<String> {
    let totals = &summary.totals;
    let mut out = vec![format!(
        "{}: {}, {}, {}, {}.",
        counted(totals.lines, "line"),
        counted(totals.alerts, "alert"),
        counted(totals.logs, "log line"),
        format_args!("{} blank", number(totals.blank)),
        counted(totals.rejects, "reject"),
    )];
    out.push(format!(
        "Of the alerts, {} by a mitigation, {} only by a fallback, {} by nothing{}.",
        format_args!("{} {} answered", number(totals.answered), are(totals.answered)),
        number(totals.fallback),
        number(totals.unanswered),
        match totals.skipped {
            0 => String::new(),
            skipped => format!("; {} {} left out by filters", number(skipped), are(skipped)),
        }
    ));
    if summary.without_time > 0 {
        out.push(format!("{} without a readable time.", counted(summary.without_time, "alert")));
    }
    if let Some(why) = &summary.incomplete {
        out.push(format!("The archive was not read to its end: {why}."));
    }
    out
}

fn are(count: u64) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// Where the first alerts of a group stand: input and line.
pub(super) fn places<'a>(
    summary: &'a Summary,
    group: &'a Group,
) -> impl Iterator<Item = (Option<&'a crate::report::Value>, u64)> {
    group.examples.iter().map(|place| (summary.inputs.get(place.input), place.line))
}

/// A bar's beginning, as exactly as its width asks.
pub(super) fn start(timeline: &Timeline, at: Timestamp) -> String {
    let form = match timeline.width {
        0..60 => "%Y-%m-%d %H:%M:%S",
        60..86_400 => "%Y-%m-%d %H:%M",
        _ => "%Y-%m-%d",
    };
    at.strftime(form).to_string()
}

/// How long a bar is.
pub(super) fn width(timeline: &Timeline) -> String {
    match timeline.width {
        1 => "second".to_owned(),
        seconds @ 2..60 => format!("{seconds} seconds"),
        60 => "minute".to_owned(),
        seconds @ 61..3_600 => format!("{} minutes", seconds / 60),
        3_600 => "hour".to_owned(),
        seconds @ 3_601..86_400 => format!("{} hours", seconds / 3_600),
        86_400 => "day".to_owned(),
        604_800 => "week".to_owned(),
        seconds => format!("{} weeks", seconds / 604_800),
    }
}

/// How many rows a table does not show, if any.
pub(super) fn more(all: usize, shown: usize) -> Option<u64> {
    all.checked_sub(shown).filter(|more| *more > 0).and_then(|more| u64::try_from(more).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
        assert_eq!([counted(1, "alert"), counted(2, "alert")], ["1 alert", "2 alerts"]);
    }
}
