//! Which language a piece of code is in: by the word behind its fence, and by its first lines.
//!
//! In: that word and the text. Out: a [`Kind`]. A word that nobody knows decides nothing; the text does.

use super::facts;
use super::read::{dockerfile, transcript, unwrap, yaml};

/// The language of a snippet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Shell commands.
    Shell,
    /// YAML or JSON.
    Data,
    /// A Dockerfile.
    Dockerfile,
    /// Anything else.
    Other,
}

const SHELLS: [&str; 20] = [
    "sh",
    "bash",
    "shell",
    "zsh",
    "console",
    "shell-session",
    "shellsession",
    "sh-session",
    "bash-session",
    "bashsession",
    "terminal",
    "ksh",
    "dash",
    "ash",
    "fish",
    "shellscript",
    "cmd",
    "commandline",
    "command",
    "cli",
];
/// Languages that no lint reads. Their code may begin as a command does (`export`, `test`, `set`) and is none.
const PROGRAMS: [&str; 46] = [
    "javascript",
    "js",
    "jsx",
    "typescript",
    "ts",
    "tsx",
    "python",
    "py",
    "go",
    "golang",
    "rust",
    "rs",
    "java",
    "kotlin",
    "c",
    "cpp",
    "csharp",
    "ruby",
    "php",
    "perl",
    "lua",
    "hcl",
    "terraform",
    "tf",
    "rego",
    "cel",
    "powershell",
    "pwsh",
    "ps1",
    "posh",
    "bat",
    "batch",
    "toml",
    "ini",
    "conf",
    "nginx",
    "sql",
    "kql",
    "spl",
    "promql",
    "log",
    "logs",
    "output",
    "mermaid",
    "html",
    "xml",
];
const DATA: [&str; 9] = ["yaml", "yml", "json", "jsonc", "json5", "falco", "ansible", "helm", "jsonl"];

pub(super) fn block_kind(lang: &str, text: &str) -> Kind {
    match lang {
        lang if SHELLS.contains(&lang) => {
            if misnamed(text) {
                Kind::Data
            } else {
                Kind::Shell
            }
        }
        "yaml" | "yml" if starts_as_command(text) => Kind::Shell,
        lang if DATA.contains(&lang) => Kind::Data,
        "compose" | "docker-compose" | "k8s" | "kubernetes" | "manifest" if !starts_as_command(text) => {
            Kind::Data
        }
        "dockerfile" | "docker" | "containerfile" => {
            if dockerfile::looks_like(text) || !starts_as_command(text) {
                Kind::Dockerfile
            } else {
                Kind::Shell
            }
        }
        lang if PROGRAMS.contains(&lang) => Kind::Other,
        _ => sniff(text),
    }
}

/// Whether a fence that says shell holds a manifest.
pub(super) fn misnamed(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| {
        line.starts_with("apiVersion:") || line.starts_with("kind:") || line.starts_with("- rule:")
    })
}

/// Whether a text begins with a command that is known.
pub(super) fn starts_as_command(text: &str) -> bool {
    let typed = transcript::typed(text, false);
    let first = typed.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(is_command_line)
}

fn sniff(text: &str) -> Kind {
    if dockerfile::looks_like(text) {
        Kind::Dockerfile
    } else if starts_as_command(text) || is_root_session(text) {
        Kind::Shell
    } else if is_powershell(text) {
        Kind::Other
    } else if yaml::looks_like(text) && is_known_data(text) || is_json(text) {
        Kind::Data
    } else if mostly_commands(text) {
        Kind::Shell
    } else {
        Kind::Other
    }
}

/// Whether a fence that names no shell holds nothing but what root typed: `# setenforce 0`.
pub(super) fn roots_session(lang: &str, text: &str) -> bool {
    !SHELLS.contains(&lang) && is_root_session(text)
}

fn is_root_session(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    lines.peek().is_some() && lines.all(|line| line.strip_prefix("# ").is_some_and(is_command_line))
}

/// A script whose first line is of a program that is not known, while most others are.
fn mostly_commands(text: &str) -> bool {
    let typed = transcript::typed(text, false);
    let lines = || typed.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines().filter(|line| is_command_line(line)).count() * 2 > lines().count()
}

/// `Get-Process`, `PS C:\\>`: no lint reads it.
fn is_powershell(text: &str) -> bool {
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .unwrap_or_default();
    let verb =
        ["Get-", "Set-", "Stop-", "Start-", "Remove-", "New-", "Invoke-", "Import-", "Select-", "Out-"];
    first.starts_with("PS C:") || first.starts_with("PS>") || verb.iter().any(|verb| first.starts_with(verb))
}

/// Values one after the other, as alerts are printed; or a part of a document, or one with comments.
pub(super) fn is_other_json(lang: &str, text: &str) -> bool {
    let is_value = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let values = || serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    let line_by_line = || {
        let mut lines =
            text.lines().map(|line| line.trim().trim_end_matches(',')).filter(|line| !line.is_empty());
        lines.all(is_value)
    };
    // Members of a list that is left out.
    let members = || is_value(&format!("[{}]", text.trim().trim_end_matches(',')));
    let json = text.trim_start().starts_with(['{', '[']);
    json && (values().all(|value| value.is_ok()) || text.contains("//") || line_by_line() || members())
        || lang.starts_with("json") && !is_json(text)
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.trim_end().ends_with('}') && text.contains('"')
}

/// Keys by which a manifest or a Falco rule is known without a fence that says so.
fn is_known_data(text: &str) -> bool {
    let keys = [
        "apiVersion:",
        "- rule:",
        "- macro:",
        "- list:",
        "services:",
        "securityContext:",
        "spec:",
        "containers:",
    ];
    text.lines().any(|line| keys.iter().any(|key| line.trim_end() == *key || line.starts_with(key)))
}

/// Inline code is a command if its first word is a known program and an argument follows.
pub(super) fn inline_kind(text: &str) -> Kind {
    if is_command_line(text.trim()) { Kind::Shell } else { Kind::Other }
}

fn is_command_line(line: &str) -> bool {
    let line = line.strip_prefix("$ ").unwrap_or(line);
    let mut words = line.split_whitespace();
    let mut first = words.next();
    while first.is_some_and(|word| {
        matches!(word, "sudo" | "env" | "time" | "nohup" | "!" | "if" | "for" | "while" | "exec")
            || unwrap::is_assignment(word)
    }) {
        first = words.next();
    }
    let Some(program) = first else { return false };
    if program == ">" {
        return words.next().is_some();
    }
    let name = program.rsplit('/').next().unwrap_or(program);
    let known = facts::program(name).is_some() || KNOWN.contains(&name);
    let argument = words.next();
    // "history of …", "kill the process": a program's name may be a word of English.
    let english = argument.is_some_and(|word| {
        matches!(word, "the" | "a" | "an" | "of" | "is" | "and" | "or" | "that" | "this" | "for")
    });
    known && argument.is_some() && !english || NEEDS_NONE.contains(&name) && argument.is_none()
}

/// Programs that lints know though they have no flags of note.
const KNOWN: [&str; 104] = [
    "echo",
    "cat",
    "export",
    "source",
    "eval",
    "mkdir",
    "touch",
    "ps",
    "ls",
    "ss",
    "lsof",
    "strace",
    "ltrace",
    "gdb",
    "id",
    "last",
    "cd",
    "sha256sum",
    "insmod",
    "modprobe",
    "rmmod",
    "aa-disable",
    "aa-teardown",
    "aa-complain",
    "oc",
    "gsutil",
    "az",
    "test",
    "vi",
    "vim",
    "nano",
    "emacs",
    "setfacl",
    "getfacl",
    "getenforce",
    "sestatus",
    "semanage",
    "ausearch",
    "aureport",
    "bpftool",
    "bpftrace",
    "userdel",
    "groupdel",
    "chattr",
    "lsattr",
    "ip",
    "tc",
    "umount",
    "stat",
    "file",
    "strings",
    "head",
    "tail",
    "wc",
    "netstat",
    "tcpdump",
    "conntrack",
    "dmesg",
    "umask",
    "setcap",
    "getcap",
    "firewall-cmd",
    "debugfs",
    "lsmod",
    "lsblk",
    "df",
    "du",
    "uname",
    "hostname",
    "dpkg",
    "debsums",
    "rpm",
    "dnf",
    "snap",
    "pstree",
    "gcore",
    "avml",
    "volatility",
    "loginctl",
    "timedatectl",
    "hostnamectl",
    "md5sum",
    "shasum",
    "gpg",
    "mkfs",
    "wipefs",
    "ansible",
    "ansible-playbook",
    "buildah",
    "eksctl",
    "argocd",
    "istioctl",
    "calicoctl",
    "cilium",
    "etcdctl",
    "crontab",
    "wevtutil",
    "unset",
    "printf",
    "set",
    "ssh-keyscan",
    "ssh-keygen",
    "ssh-copy-id",
    "sshpass",
];

/// Programs that do something by themselves.
const NEEDS_NONE: [&str; 4] = ["reboot", "poweroff", "halt", "aa-teardown"];
