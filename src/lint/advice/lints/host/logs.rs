//! FL1308: logs and histories destroyed.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Command;
use crate::source::Span;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    for span in destroyed(site.command) {
        findings.add(
            Code::LOGS_DESTROYED,
            span,
            "destroys the record of what happened",
            "copy it away first and leave it as it is: `cp -a /var/log evidence/ && sha256sum evidence/log/*`",
        );
    }
}

fn destroyed(command: &Command) -> Vec<Span> {
    let mut found = Vec::new();
    match command.program.as_str() {
        "rm" | "shred" | "truncate" | "unlink" => {
            found.extend(
                command
                    .operands
                    .iter()
                    .filter(|word| {
                        is_record(word.as_str()) || word.substituted && word.as_str().contains("LogPath")
                    })
                    .map(|word| word.span()),
            );
        }
        "history" if command.flag(&["c"]).is_some() => found.push(command.span),
        "dmesg"
            if command
                .flags
                .iter()
                .any(|flag| matches!(flag.spelt.as_str(), "-C" | "-c" | "--clear" | "--read-clear")) =>
        {
            found.push(command.span);
        }
        "set"
            if command.operands.iter().any(|word| word.as_str() == "history")
                && command.arguments().any(|word| word.as_str() == "+o") =>
        {
            found.push(command.span);
        }
        "sed" if command.has(&["in-place"]) => {
            found.extend(
                command
                    .operands
                    .iter()
                    .skip(1)
                    .filter(|word| is_record(word.as_str()))
                    .map(|word| word.span()),
            );
        }
        "dd" => found.extend(
            command
                .operands
                .iter()
                .filter(|word| word.as_str().strip_prefix("of=").is_some_and(is_record))
                .map(|word| word.span()),
        ),
        "journalctl" => {
            found.extend(command.all(&["vacuum-size", "vacuum-time", "vacuum-files"]).map(|flag| flag.span))
        }
        "unset" if command.operand(0) == Some("HISTFILE") => found.push(command.span),
        "export"
            if command
                .operand(0)
                .is_some_and(|word| matches!(word, "HISTFILE=" | "HISTFILE=/dev/null" | "HISTSIZE=0")) =>
        {
            found.push(command.span)
        }
        "ln" if command.operand(0) == Some("/dev/null") && command.operand(1).is_some_and(is_record) => {
            found.push(command.span)
        }
        "wevtutil" if command.operand(0).is_some_and(|word| matches!(word, "cl" | "clear-log")) => {
            found.push(command.span)
        }
        "kubectl" | "oc"
            if command.path == "delete"
                && command.operand(0).is_some_and(|kind| matches!(kind, "events" | "event" | "ev")) =>
        {
            found.push(command.span)
        }
        "cp" if command.operand(0) == Some("/dev/null") && command.operand(1).is_some_and(is_record) => {
            found.push(command.span)
        }
        "find"
            if command.operand(0).is_some_and(is_record)
                && (command.flags.iter().any(|flag| flag.spelt == "-delete")
                    || command
                        .arguments()
                        .any(|word| matches!(word.as_str(), "rm" | "shred" | "truncate"))) =>
        {
            found.push(command.span)
        }
        _ => {}
    }
    // Only an empty output empties the file; a program that writes its log there is none of ours.
    let empties = matches!(command.program.as_str(), "" | ":" | "true")
        || command.is(&["cat"]) && command.operand(0) == Some("/dev/null")
        || command.is(&["echo", "printf"]) && command.operands.iter().all(|word| word.as_str().is_empty());
    let over = command.writes().filter(|redirect| matches!(redirect.operator.as_str(), ">" | ">|"));
    found.extend(
        over.filter(|redirect| empties && is_record(redirect.target.as_str()))
            .map(|redirect| redirect.target.span()),
    );
    found
}

/// Whether a path is a log or a shell's history.
fn is_record(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let log = path == "/var/log"
        || path.starts_with("/var/log/")
        || path.starts_with("/var/lib/docker/containers/") && path.ends_with(".log");
    let history = name.ends_with("_history") && name.starts_with('.');
    log || history || matches!(path, "/var/run/utmp")
}
