//! FL1303, FL1304 and FL1309: files that anyone may write, programs that run as their owner, deletions that reach
//! further than meant.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Command;
use crate::lint::advice::read::word::Word;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    match site.command.program.as_str() {
        "chmod" => mode(site.command, findings),
        "rm" => delete(site.command, findings),
        "mkdir" | "install" => {
            if let Some(mode) = site.command.flag(&["mode", "m"]).and_then(|flag| flag.value.as_ref()) {
                judge_mode(site.command, mode, findings);
            }
        }
        "umask" => {
            if let Some(word) =
                site.command.operands.first().filter(|word| matches!(word.as_str(), "0" | "000" | "0000"))
            {
                world_writable(site.command, word, findings);
            }
        }
        "setfacl" => {
            let others = |word: &&Word| {
                word.as_str().split(',').any(|entry| {
                    let entry = entry.trim_start_matches("d:").trim_start_matches("default:");
                    ["o:", "o::", "other:", "other::"]
                        .iter()
                        .any(|who| entry.strip_prefix(who).is_some_and(|rights| rights.contains('w')))
                })
            };
            if let Some(word) = site.command.arguments().find(others) {
                world_writable(site.command, word, findings);
            }
        }
        "setcap" => capability(site.command, findings),
        "dd" | "mkfs" | "wipefs" | "shred" => disk(site.command, findings),
        name if name.starts_with("mkfs.") => disk(site.command, findings),
        _ => {}
    }
}

fn mode(command: &Command, findings: &mut Findings) {
    // `chmod -R a+w`, `chmod -w`: what looks like a flag may be the mode.
    if let Some(mode) = command.operands.first() {
        judge_mode(command, mode, findings);
    }
}

fn world_writable(command: &Command, word: &Word, findings: &mut Findings) {
    findings.add(
        Code::WORLD_WRITABLE,
        word.span(),
        format!("`{} {}` lets every account change the file", command.program, word.as_str()),
        "give the owner what it needs: `chmod 640 FILE`, `chmod 750 FOLDER`",
    );
}

/// `setcap cap_sys_admin+ep FILE`.
fn capability(command: &Command, findings: &mut Findings) {
    const MUCH: [&str; 8] = [
        "cap_sys_admin",
        "cap_setuid",
        "cap_setgid",
        "cap_dac_override",
        "cap_dac_read_search",
        "cap_sys_ptrace",
        "cap_sys_module",
        "all",
    ];
    let gives = |word: &&Word| {
        let text = word.as_str();
        text.contains(['+', '='])
            && text.contains(['e', 'p'])
            && text.split(['+', '=']).next().unwrap_or_default().split(',').any(|name| MUCH.contains(&name))
    };
    if let Some(word) = command.operands.iter().find(gives) {
        findings.add(
            Code::SETUID_ADDED,
            word.span(),
            format!("`{}` gives the program that right, whoever starts it", word.as_str()),
            "take it away: `setcap -r FILE`; give one narrow capability where a program needs it",
        );
    }
}

/// A disk that is written over.
fn disk(command: &Command, findings: &mut Findings) {
    let raw = |path: &str| {
        ["/dev/sd", "/dev/nvme", "/dev/vd", "/dev/xvd", "/dev/dm-", "/dev/mapper/"]
            .iter()
            .any(|disk| path.starts_with(disk))
    };
    let written = |word: &&Word| match command.program.as_str() {
        "dd" => word.as_str().strip_prefix("of=").is_some_and(raw),
        _ => raw(word.as_str()),
    };
    if let Some(word) = command.operands.iter().find(written) {
        findings.add(
            Code::DELETES_TOO_MUCH,
            word.span(),
            format!("`{}` writes over a whole disk", command.program),
            "take an image of it first, and write to another: `dd if=/dev/sda of=/evidence/sda.img`",
        );
    }
}

fn judge_mode(command: &Command, mode: &Word, findings: &mut Findings) {
    if !mode.is_literal() {
        return;
    }
    if is_world_writable(mode.as_str()) {
        world_writable(command, mode, findings);
    }
    if adds_s_bit(mode.as_str()) {
        findings.add(
            Code::SETUID_ADDED,
            mode.span(),
            format!("`chmod {}` makes the program run with its owner's rights, whoever starts it", mode.as_str()),
            "take the bit away: `chmod u-s,g-s FILE`; give one capability with `setcap` where a program needs it",
        );
    }
}

fn octal(mode: &str) -> Option<u32> {
    if matches!(mode.len(), 3..=5) { u32::from_str_radix(mode, 8).ok() } else { None }
}

fn is_world_writable(mode: &str) -> bool {
    if let Some(bits) = octal(mode) {
        // The sticky bit keeps others from deleting: `/tmp` is 1777.
        return bits & 0o002 != 0 && bits & 0o1000 == 0;
    }
    let sticky = mode.split(',').any(|part| part.starts_with('+') && part.contains('t'));
    mode.split(',').any(|part| {
        let Some((who, what)) = part.split_once(['+', '=']) else { return false };
        what.contains('w') && (who.contains('o') || who.contains('a')) && !sticky && !what.contains('t')
    })
}

fn adds_s_bit(mode: &str) -> bool {
    if let Some(bits) = octal(mode) {
        return bits & 0o6000 != 0 && mode.len() >= 4 && bits & 0o111 != 0 && bits & 0o4000 != 0;
    }
    mode.split(',').any(|part| {
        part.split_once(['+', '=']).is_some_and(|(who, what)| what.contains('s') && !who.contains('o'))
    })
}

fn delete(command: &Command, findings: &mut Findings) {
    if !command.has(&["recursive"]) {
        return;
    }
    for word in &command.operands {
        if let Some(what) = reach(word) {
            findings.add(
                Code::DELETES_TOO_MUCH,
                word.span(),
                format!("`rm -r {}` {what}", word.as_str()),
                "name the one file, and let an empty variable stop the script: `rm -- \"${FOLDER:?}/file\"`",
            );
        }
    }
}

/// Why a recursive deletion of this operand reaches too far.
fn reach(word: &Word) -> Option<&'static str> {
    let text = word.as_str();
    if word.is_literal() {
        let bare = text.trim_end_matches('*').trim_end_matches('/');
        let whole = matches!(
            bare,
            "" | "~"
                | "/root"
                | "/home"
                | "/etc"
                | "/usr"
                | "/var"
                | "/bin"
                | "/lib"
                | "/boot"
                | "/opt"
                | "/srv"
        );
        return (whole && text.starts_with(['/', '~'])).then_some("deletes more than any clean-up needs");
    }
    let [var] = word.vars.as_slice() else { return None };
    if word.substituted || var.guarded {
        return None;
    }
    if var.name == "HOME" && text.len() <= "${HOME}/*".len() {
        return Some("deletes a home folder");
    }
    let leads =
        text.starts_with(&format!("${}", var.name)) || text.starts_with(&format!("${{{}}}", var.name));
    let rest =
        text.trim_start_matches(['$', '{']).trim_start_matches(var.name.as_str()).trim_start_matches('}');
    (leads && rest.starts_with('/')).then_some("deletes from the root if the variable is empty")
}
