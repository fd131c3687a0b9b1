//! FL1311: doors opened: sudo without a password, root and passwords over SSH, empty passwords.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Command;
use crate::lint::advice::read::word::Word;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    if command.inside {
        return;
    }
    if command.is(&["echo", "printf", "sed"]) && is_written(site) {
        for word in command.arguments().filter(|word| opens(word)) {
            tell(word, findings);
        }
    }
    if let Some(word) = empty_password(command) {
        tell(word, findings);
    }
}

/// Whether what the command prints ends in a file.
fn is_written(site: &Site<'_>) -> bool {
    let (command, own) = (site.command, site.command.pipeline.0);
    let fed = |one: &Command| one.pipeline.0 == own && one.is(&["tee", "visudo"]);
    command.writes().next().is_some()
        || command.is(&["sed"]) && command.has(&["in-place"])
        || site.script.commands.iter().any(fed)
}

fn tell(word: &Word, findings: &mut Findings) {
    findings.add(
        Code::DOOR_OPENED,
        word.span(),
        format!("`{}` lets people in who need not show who they are", word.as_str().trim()),
        "one command for one account in sudoers; for SSH `PermitRootLogin no` and `PasswordAuthentication no`",
    );
}

/// A line of sudoers or sshd_config that opens a door.
fn opens(word: &Word) -> bool {
    let text = word.as_str().to_ascii_lowercase();
    let text = text
        .rsplit('/')
        .find(|part| part.contains("permit") || part.contains("nopasswd") || part.contains("password"))
        .unwrap_or(&text);
    let squeezed: Vec<&str> = text.split_whitespace().collect();
    let line = squeezed.join(" ");
    line.contains("nopasswd: all")
        || line.contains("nopasswd:all")
        || line.contains("permitrootlogin yes")
        || line.contains("passwordauthentication yes")
        || line.contains("permitemptypasswords yes")
}

fn empty_password(command: &Command) -> Option<&Word> {
    match command.program.as_str() {
        "passwd" if command.flag(&["delete"]).is_some() => command.operands.first(),
        "usermod" | "useradd" => command
            .flag(&["password"])
            .and_then(|flag| flag.value.as_ref())
            .filter(|value| value.as_str().is_empty()),
        _ => None,
    }
}
