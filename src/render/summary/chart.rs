//! Small charts as inline SVG: no script, no text inside, so that they scale to any width.

use super::words;
use crate::report::summary::Timeline;
use std::fmt::Write as _;

/// Units of a bar's width, the gap after it, and of the chart's height.
const BAR: usize = 8;
const GAP: usize = 2;
const HEIGHT: u64 = 100;
/// Classes of the three bands, worst first; the style sheet colours them.
const BANDS: [&str; 3] = ["worst", "warn", "rest"];

/// Alerts over time: one stacked bar for each step, worst at the bottom.
pub(super) fn timeline(timeline: &Timeline) -> String {
    let most = timeline.bars.iter().map(|bar| bar.total()).max().unwrap_or(0).max(1);
    let wide = timeline.bars.len().saturating_mul(BAR.saturating_add(GAP));
    let mut out = format!(
        "<svg class=\"timeline\" viewBox=\"0 0 {wide} {HEIGHT}\" preserveAspectRatio=\"none\" role=\"img\" \
         aria-label=\"Alerts for each {}; the table below has the numbers\">\n",
        words::width(timeline)
    );
    for (index, bar) in timeline.bars.iter().enumerate().filter(|(_, bar)| bar.total() > 0) {
        let x = index.saturating_mul(BAR.saturating_add(GAP));
        let when = words::start(timeline, bar.start);
        let _ = writeln!(out, "<g><title>{when}: {}</title>", words::counted(bar.total(), "alert"));
        let mut below = 0;
        for (band, count) in BANDS.into_iter().zip(bar.counts).filter(|(_, count)| *count > 0) {
            // Never thinner than a person can see.
            let height = count.saturating_mul(HEIGHT).div_ceil(most).max(2).min(HEIGHT.saturating_sub(below));
            below = below.saturating_add(height);
            let y = HEIGHT.saturating_sub(below);
            let _ = writeln!(
                out,
                "<rect class=\"{band}\" x=\"{x}\" y=\"{y}\" width=\"{BAR}\" height=\"{height}\"/>"
            );
        }
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

/// A bar that fills as much of its cell as `count` is of `most`.
pub(super) fn share(count: u64, most: u64) -> String {
    let part = count.saturating_mul(100).div_ceil(most.max(1));
    format!(
        "<svg class=\"share\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect width=\"{part}\" height=\"1\"/></svg>"
    )
}
