//! What would change in a file, as a unified difference.

use super::shell::visible;
use similar::TextDiff;

/// The difference under the file's name, already in visible form; empty if there is none.
pub(super) fn unified(name: &str, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let text = diff.unified_diff().context_radius(3).header(name, name).to_string();
    text.lines().map(|line| visible(line) + "\n").collect()
}
