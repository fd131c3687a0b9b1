//! FL1313: the suspected file runs.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::word::Word;
use crate::source::Span;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    if !site.subject.incident {
        return;
    }
    if let Some((file, span)) = executed(site).filter(|(file, _)| is_suspect(site, file)) {
        findings.add(
            Code::SAMPLE_RUNS,
            span,
            format!("`{file}` is the suspected file: this runs it, or makes it ready to run"),
            "look at it without running it: `sha256sum FILE`, `file FILE`, `strings FILE`; keep a copy",
        );
    }
}

/// The file that a command runs, or makes executable.
fn executed(site: &Site<'_>) -> Option<(String, Span)> {
    const TRACERS: [&str; 12] =
        ["sh", "bash", "python", "python3", "perl", "strace", "ltrace", "gdb", "ldd", "source", "node", "."];
    let command = site.command;
    let taken = |word: &Word| Some((word.as_str().to_owned(), command.span));
    match command.program.as_str() {
        "chmod" => {
            let mode = command.operand(0)?;
            let executable = mode.contains("+x")
                || mode.contains("+rx")
                || mode.len() <= 4
                    && mode.bytes().all(|b| b.is_ascii_digit())
                    && mode.bytes().any(|b| b % 2 == 1);
            command.operands.get(1).filter(|_| executable).and_then(taken)
        }
        "insmod" => command.operands.first().and_then(taken),
        name if TRACERS.contains(&name) => {
            command.operands.first().filter(|word| word.as_str().starts_with('/')).and_then(taken)
        }
        _ if command.name.as_str().starts_with('/') || command.name.as_str().starts_with("./") => {
            taken(&command.name)
        }
        _ => None,
    }
}

fn is_suspect(site: &Site<'_>, file: &str) -> bool {
    let same_name = |known: &String| {
        file.strip_prefix("./")
            .is_some_and(|name| !name.contains('/') && known.rsplit('/').next() == Some(name))
    };
    site.subject.files.contains(file)
        || site.subject.files.iter().any(same_name)
        || is_scratch(file) && !is_ours(site, file)
}

/// Folders into which anyone may drop a file.
fn is_scratch(file: &str) -> bool {
    ["/tmp/", "/var/tmp/", "/dev/shm/"].iter().any(|folder| file.starts_with(folder))
}

/// Whether the same script made the file.
fn is_ours(site: &Site<'_>, file: &str) -> bool {
    site.script.commands.iter().take(site.at).any(|one| {
        let writes = one.writes().any(|redirect| redirect.target.as_str() == file);
        let made = one.is(&["curl", "wget", "cp", "install", "tar", "mv", "cosign", "scp", "aws", "gsutil"])
            && one.arguments().any(|word| word.as_str() == file);
        writes || made
    })
}
