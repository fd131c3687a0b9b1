//! FL1605: text that is no shell; a variable without quotes where something is destroyed.

use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Command;
use crate::lint::advice::snippet::{Kind, Snippet};

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    if !destroys(site.command) {
        return;
    }
    for word in &site.command.operands {
        if let Some(var) = word.vars.iter().find(|var| !var.quoted && !is_own(&var.name, site)) {
            let severity = if site.command.is_engine() { Severity::Warning } else { Severity::Error };
            findings.add_as(
                severity,
                Code::UNREADABLE_SHELL,
                word.span(),
                format!("`${}` is split into several words, and an empty one names nothing", var.name),
                format!("`\"${{{}:?}}\"`", var.name),
            );
        }
    }
}

fn destroys(command: &Command) -> bool {
    command.is(&["rm", "shred", "truncate", "dd", "mkfs"])
        || command.is_engine()
            && matches!(command.path.as_str(), "rm" | "rmi" | "kill" | "stop" | "volume rm")
}

/// A loop's own variable, or one that the script sets from a literal: it holds what is seen.
fn is_own(name: &str, site: &Site<'_>) -> bool {
    let given = |word: &str| word.strip_prefix(name).is_some_and(|rest| rest.starts_with('='));
    let mut assignments = site.script.commands.iter().flat_map(|one| &one.assignments);
    assignments.any(|word| given(word.as_str()))
}

/// Text that no shell reads. Only fences that say shell are judged, and never transcripts.
pub(super) fn broken(snippet: &Snippet, findings: &mut Findings) {
    let says_shell = matches!(snippet.lang.as_str(), "sh" | "bash" | "shell" | "zsh");
    if snippet.kind != Kind::Shell || !says_shell || is_output(snippet.text.as_str()) {
        return;
    }
    for script in &snippet.scripts {
        let text = snippet.text.as_str();
        if let Some(span) = script.broken.filter(|_| is_unclosed(text) || is_unended(text)) {
            let what =
                if is_unclosed(text) { "a quote or bracket is never closed" } else { "a block never ends" };
            findings.add(
                Code::UNREADABLE_SHELL,
                span,
                format!("no shell reads this: {what}"),
                "close it, and try it: `bash -n FILE`",
            );
        }
    }
}

/// Fences hold synopses, outputs and fragments that a grammar refuses and a reader understands. What nobody can run
/// is a quote that never ends.
fn is_unclosed(text: &str) -> bool {
    let (mut single, mut double) = (false, false);
    let mut chars = text.chars().peekable();
    let mut comment = false;
    let mut before = ' ';
    while let Some(ch) = chars.next() {
        match ch {
            '\n' => comment = false,
            _ if comment => {}
            '\\' if !single => {
                chars.next();
            }
            '\'' if !double => single = !single,
            '"' if !single => double = !double,
            '#' if !single && !double && before.is_whitespace() => comment = true,
            _ => {}
        }
        before = ch;
    }
    single || double
}

/// `if … ` without `fi`, a loop without `done`.
fn is_unended(text: &str) -> bool {
    if text.contains("...") || text.contains('\u{2026}') {
        return false;
    }
    let starts = |words: &[&str]| {
        let pieces =
            text.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(|line| line.split(';'));
        pieces
            .filter(|piece| piece.split_whitespace().next().is_some_and(|word| words.contains(&word)))
            .count()
    };
    starts(&["if"]) > starts(&["fi"]) || starts(&["for", "while", "until"]) > starts(&["done"])
}

fn is_output(text: &str) -> bool {
    let printed = |line: &str| {
        let line = line.trim_start();
        let lower = line.to_ascii_lowercase();
        line.starts_with('#') && lower.contains("output")
            || line.len() > 10
                && line.bytes().take(4).all(|b| b.is_ascii_digit())
                && line.get(4..5) == Some("-")
    };
    text.contains("<<")
        || text.lines().any(printed)
        || text.lines().any(|line| line.trim_start().starts_with(['$', '>', '|']) && line.contains(' '))
}
