//! A failed expectation for people: its line as it is written, and only what differs.

use crate::cli::shell::{BAD, GOOD, Shell, path_text, visible};
use crate::source::{Sources, Span};
use crate::suite::{Difference, Failure};
use std::path::Path;

/// The expectation's line, as it is written.
pub(super) fn place(span: Span, sources: &Sources) -> String {
    let Some(file) = sources.get(span.file) else { return String::new() };
    let line = file.location(span.bytes.start).line;
    let index = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
    let text = visible(file.text().lines().nth(index).unwrap_or_default().trim());
    format!("{}:{line}: {text}", path_text(Path::new(file.name())))
}

/// Only what differs: what was expected, and what came.
pub(super) fn lines(failure: &Failure, shell: &Shell) -> Vec<String> {
    let minus = |text: &str| shell.paint(BAD, format_args!("- {text}"));
    let plus = |text: &str| shell.paint(GOOD, format_args!("+ {text}"));
    match &failure.what {
        Difference::Match { expected: true } => vec!["the mitigation does not match".to_owned()],
        Difference::Match { expected: false } => vec!["the mitigation matches".to_owned()],
        Difference::Names { key, expected, actual } => {
            let missing =
                expected.iter().filter(|name| !actual.contains(name)).map(|name| minus(&visible(name)));
            let surplus =
                actual.iter().filter(|name| !expected.contains(name)).map(|name| plus(&visible(name)));
            let mut lines = vec![format!("`{key}` differs (- expected, + came)")];
            lines.extend(missing.chain(surplus));
            if lines.len() == 1 {
                lines = vec![format!("`{key}` come in another order: {}", visible(&actual.join(", ")))];
            }
            lines
        }
        Difference::Lacks(text) => vec![format!("the report does not hold `{}`", visible(text))],
        Difference::Contains { text, line } => {
            vec![format!("the report holds `{}`:", visible(text)), plus(&visible(line))]
        }
        Difference::NoAlert(reason) => vec![format!("the alert is none: {}", visible(reason))],
    }
}
