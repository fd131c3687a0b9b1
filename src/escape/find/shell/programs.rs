//! What is known of programs: who runs their arguments, who reads more than text in them.
//!
//! Tables. A program that stands in none of them is trusted with plain words only: [`Kind::Words`] is the rule, and
//! [`Kind::Plain`] the exception for programs that are known to take any text as it is.

use super::wrappers::{self, Wrapper};
use crate::escape::Demand;

/// What a program does with its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Takes words as they are.
    Plain,
    /// Not known, or known to read `file://`, `@file`, `a=b,c` or expressions in its words.
    Words,
    /// The same; its first operand is a command of its own.
    Subcommands,
    /// Runs or evaluates its arguments or input: no value may come near.
    Code,
    /// Runs the program that its operands name: `sudo`, `timeout`.
    Wrapper(&'static Wrapper),
    /// Its first operand is a script or a format; the others are text.
    Script,
    /// kubectl: `type/name`, selectors; a command after `--` of `exec`, `debug`, `run`.
    Kube,
    /// Container engines: names; a command after the container of `exec`.
    Engine,
    /// `find`: patterns, and `-exec`.
    Find,
    /// `tee`: its operands are files that it writes.
    Writes,
    /// `kill`: process ids, of which 0 and negative ones are groups.
    Kill,
    /// `rsync`, `git`: paths, in which `host:path` and `ext::command` mean more.
    Paths,
}

/// They evaluate what they are given: shells, what a shell evaluates, what gives a variable a value, interpreters of
/// other languages, programs that run a program, installers, and those that take a pattern for what to kill.
#[rustfmt::skip]
const CODE: &[&str] = &[
    "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "csh", "tcsh", "yash", "rbash", "busybox",
    "toybox", "eval", "source", ".", "trap", "alias", "unalias", "bind", "complete", "compgen", "enable",
    "set", "builtin", "coproc", "fc", "history", "jobs", "declare", "typeset", "local", "export", "readonly",
    "let", "unset", "read", "mapfile", "readarray", "getopts", "for", "select", "case", "test", "[", "exit",
    "return", "shift", "break", "continue", "ulimit", "umask", "wait", "python", "perl", "ruby", "node",
    "deno", "bun", "php", "lua", "tclsh", "wish", "osascript", "pwsh", "powershell", "java", "jshell",
    "groovy", "scala", "R", "Rscript", "psql", "mysql", "mariadb", "sqlite", "mongo", "mongosh", "redis-cli",
    "gdb", "lldb", "gdbserver", "radare2", "r2", "vi", "vim", "nvim", "view", "ex", "ed", "emacs", "nano",
    "less", "more", "most", "man", "expect", "bpftrace", "stap", "dtrace", "perf", "m4", "bc", "dc", "yq",
    "xargs", "parallel", "ssh", "watch", "su", "runuser", "script", "at", "batch", "flock", "systemd-run",
    "make", "echo", "scp", "sftp", "ftp", "lftp", "mosh", "rsh", "rlogin", "nc", "ncat", "netcat", "socat",
    "telnet", "tmux", "screen", "crontab", "entr", "chrt", "taskset", "numactl", "prlimit", "setpriv",
    "capsh", "firejail", "bwrap", "fakeroot", "gosu", "su-exec", "tini", "dumb-init", "setarch", "proot",
    "runcon", "sg", "newgrp", "pkexec", "machinectl", "lxc", "lxc-attach", "virsh", "vagrant", "valgrind",
    "chronic", "start-stop-daemon", "cgexec", "torsocks", "proxychains", "proxychains4", "faketime", "ldd",
    "insmod", "modprobe", "mount", "apt", "apt-get", "yum", "dnf", "apk", "zypper", "pacman", "pip", "pipx",
    "npm", "npx", "yarn", "pnpm", "gem", "go", "cargo", "gcc", "cc", "clang", "ld", "ansible",
    "ansible-playbook", "terraform", "mail", "mailx", "mutt", "pkill", "killall",
];

/// They take any text after `--` as the name of a file or as text.
#[rustfmt::skip]
const AS_IS: &[&str] = &[
    "ls", "cat", "head", "tail", "tac", "nl", "wc", "cut", "uniq", "comm", "cmp", "diff", "tr", "stat",
    "file", "strings", "xxd", "od", "hexdump", "sha1sum", "sha224sum", "sha256sum", "sha384sum", "sha512sum",
    "md5sum", "b2sum", "b3sum", "cksum", "shasum", "cp", "mv", "rm", "rmdir", "mkdir", "touch", "ln",
    "shred", "truncate", "mktemp", "install", "chmod", "chown", "chgrp", "chattr", "lsattr", "getfattr",
    "setfattr", "getfacl", "getcap", "readlink", "realpath", "basename", "dirname", "du", "df", "lsof",
    "fuser", "grep", "egrep", "fgrep", "zcat", "gzip", "gunzip", "bzip2", "xz", "zstd", "sort", "ps",
    "pstree", "id", "getent", "last", "lastb", "lastlog", "who", "w", "lsns", "findmnt", "mountpoint",
    "type", "cd", "true", "false", "ausearch", "dpkg", "rpm", "debsums", "sync", "which", "sleep",
];

const SUBCOMMANDS: &[&str] = &[
    "git",
    "gh",
    "aws",
    "gcloud",
    "gsutil",
    "az",
    "ip",
    "systemctl",
    "loginctl",
    "helm",
    "openssl",
    "falcoctl",
];

/// Words of other programs after which a command follows, here or elsewhere.
const COMMAND_FOLLOWS: &[&str] =
    &["send-command", "ssh", "run-command", "ssm", "codespace", "exec", "shell", "eval", "enter"];

/// Whether a command follows this word of a program that is in no table of its own.
pub(super) fn command_follows(program: &str, word: &str) -> bool {
    // `gh run view` reads a run; other programs run what comes after the word.
    COMMAND_FOLLOWS.contains(&word) || (word == "run" && base_name(program) != "gh")
}

/// A program's name without its folder.
pub(super) fn base_name(program: &str) -> &str {
    program.rsplit('/').next().unwrap_or(program)
}

/// What is known of the program of this name.
pub(super) fn kind(program: &str) -> Kind {
    let name = base_name(program);
    // `python3.12` is python.
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    if let Some(wrapper) = wrappers::of(name) {
        return Kind::Wrapper(wrapper);
    }
    match name {
        "kubectl" | "oc" => Kind::Kube,
        "docker" | "podman" | "nerdctl" | "crictl" | "ctr" => Kind::Engine,
        "find" => Kind::Find,
        "tee" => Kind::Writes,
        "kill" => Kind::Kill,
        "rsync" => Kind::Paths,
        "sed" | "awk" | "gawk" | "mawk" | "jq" | "printf" => Kind::Script,
        _ if CODE.contains(&stem) || CODE.contains(&name) => Kind::Code,
        _ if AS_IS.contains(&name) => Kind::Plain,
        _ if SUBCOMMANDS.contains(&name) => Kind::Subcommands,
        _ => Kind::Words,
    }
}

/// What a program of this kind demands of a value; `glued` if literal text stands before it in its word.
pub(super) fn demand(kind: Kind, subcommand: Option<&str>, glued: bool) -> Demand {
    match (kind, glued) {
        (Kind::Kube, false) => Demand::Name,
        // `docker cp C:/any path` takes the path as it is, and `container:path` in one value as two.
        (Kind::Engine, true) if subcommand == Some("cp") => Demand::Nothing,
        (Kind::Engine, false) if subcommand == Some("cp") => Demand::Path,
        (Kind::Paths, _) => Demand::Path,
        (Kind::Kill, _) => Demand::Pid,
        (Kind::Plain | Kind::Script, _) => Demand::Nothing,
        _ => Demand::Token,
    }
}
