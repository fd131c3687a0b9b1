//! What is known of programs: who runs their arguments, who reads more than text in them.
//!
//! One table. A program that is not in it takes its words as they are; only the risk of an option is guarded.

use crate::escape::Demand;

/// What a program does with its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Takes words as they are.
    Plain,
    /// Runs or evaluates its arguments or input: no value may come near.
    Code,
    /// Runs the program that its operands name: `sudo`, `timeout`. With the options that take a value as the
    /// next word, and how many operands come before the program.
    Wrapper(&'static [&'static str], usize),
    /// Its first operand is a script or a format; the others are text.
    Script,
    /// kubectl: `type/name`, selectors; a command after `--` of `exec`, `debug`, `run`.
    Kube,
    /// Container engines: names; a command after the container of `exec`.
    Engine,
    /// Reads `file://`, `@file`, `a=b,c` or expressions in its words.
    Shorthand,
    /// `find`: patterns, and `-exec`.
    Find,
}

const CODE: &[&str] = &[
    // Shells, and what a shell evaluates.
    "sh",
    "bash",
    "dash",
    "ash",
    "zsh",
    "ksh",
    "mksh",
    "fish",
    "csh",
    "tcsh",
    "busybox",
    "eval",
    "source",
    ".",
    "trap",
    "alias",
    "unalias",
    "bind",
    "complete",
    "compgen",
    "enable",
    "set",
    "builtin",
    "coproc",
    // They give a variable a value, or evaluate a subscript.
    "declare",
    "typeset",
    "local",
    "export",
    "readonly",
    "let",
    "unset",
    "read",
    "mapfile",
    "readarray",
    "getopts",
    "for",
    "select",
    "case",
    "test",
    "[",
    // Interpreters of other languages.
    "python",
    "perl",
    "ruby",
    "node",
    "php",
    "lua",
    "tclsh",
    "osascript",
    "pwsh",
    "powershell",
    "psql",
    "mysql",
    "sqlite",
    "gdb",
    "vi",
    "vim",
    "view",
    "ex",
    "ed",
    "emacs",
    "less",
    "more",
    "expect",
    "bpftrace",
    "stap",
    // They hand words on to a shell or run what they read.
    "xargs",
    "parallel",
    "ssh",
    "watch",
    "su",
    "runuser",
    "script",
    "at",
    "batch",
    "flock",
    "systemd-run",
    "make",
    "echo",
    "scp",
];

const SCRIPT: &[&str] = &["sed", "awk", "gawk", "mawk", "jq", "yq", "printf"];

const SHORTHAND: &[&str] = &[
    "aws",
    "gcloud",
    "gsutil",
    "az",
    "gh",
    "curl",
    "wget",
    "git",
    "tar",
    "rsync",
    "nft",
    "iptables",
    "ip",
    "ss",
    "tcpdump",
    "systemctl",
    "journalctl",
    "pgrep",
    "pkill",
    "killall",
    "openssl",
    "dd",
];

/// Subcommands of cloud tools that run a command elsewhere.
pub(super) const REMOTE_CODE: &[&str] = &["send-command", "ssh", "run-command", "ssm", "codespace"];

/// Options of `exec` that take the next word as their value.
pub(super) const EXEC_VALUED: &[&str] = &[
    "-u",
    "--user",
    "-w",
    "--workdir",
    "-e",
    "--env",
    "--env-file",
    "--detach-keys",
    "--exec-id",
    "--timeout",
    "--cwd",
    "--fifo-dir",
];

/// Options of engines and kubectl before their subcommand that take the next word as their value.
pub(super) const GLOBAL_VALUED: &[&str] = &[
    "-n",
    "--namespace",
    "-H",
    "--host",
    "-a",
    "--address",
    "-r",
    "--runtime-endpoint",
    "--context",
    "-c",
    "--kubeconfig",
    "--cluster",
];

/// Options of `find` whose value is a pattern.
pub(super) const FIND_PATTERNS: &[&str] = &[
    "-name",
    "-iname",
    "-path",
    "-ipath",
    "-wholename",
    "-iwholename",
    "-regex",
    "-iregex",
    "-lname",
    "-ilname",
];

/// Options with which a wrapper hands its words to a shell or cuts them again.
pub(super) fn shell_options(wrapper: &str) -> &'static [&'static str] {
    match wrapper {
        "sudo" | "doas" => &["-s", "-i", "--shell", "--login"],
        "env" => &["-S", "--split-string", "-vS", "-iS"],
        _ => &[],
    }
}

/// What is known of the program of this name.
pub(super) fn kind(program: &str) -> Kind {
    let name = program.rsplit('/').next().unwrap_or(program);
    // `python3.12` is python.
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit() || (c == '.' && name.len() > 1));
    match stem {
        "sudo" | "doas" => Kind::Wrapper(
            &["-u", "-g", "-h", "-p", "-C", "-T", "-U", "-r", "-t", "-D", "-R", "--user", "--group"],
            0,
        ),
        "env" => Kind::Wrapper(&["-u", "-C", "--unset", "--chdir"], 0),
        "nice" => Kind::Wrapper(&["-n", "--adjustment"], 0),
        "ionice" => Kind::Wrapper(&["-c", "-n", "--class", "--classdata"], 0),
        "timeout" => Kind::Wrapper(&["-s", "-k", "--signal", "--kill-after"], 1),
        "chroot" => Kind::Wrapper(&[], 1),
        "nsenter" => Kind::Wrapper(&["-t", "--target", "-S", "-G", "--setuid", "--setgid"], 0),
        "strace" | "ltrace" => Kind::Wrapper(&["-e", "-o", "-p", "-s", "-u", "-P", "-E"], 0),
        "nohup" | "setsid" | "exec" | "command" | "stdbuf" | "unshare" => Kind::Wrapper(&[], 0),
        "kubectl" | "oc" => Kind::Kube,
        "docker" | "podman" | "nerdctl" | "crictl" | "ctr" => Kind::Engine,
        "find" => Kind::Find,
        _ if CODE.contains(&stem) || CODE.contains(&name) => Kind::Code,
        _ if SCRIPT.contains(&stem) => Kind::Script,
        _ if SHORTHAND.contains(&stem) => Kind::Shorthand,
        _ => Kind::Plain,
    }
}

/// What a program of this kind demands of a value; `glued` if literal text stands before it in its word.
pub(super) fn demand(kind: Kind, subcommand: Option<&str>, glued: bool) -> Demand {
    match (kind, glued) {
        (Kind::Kube, false) => Demand::Name,
        // `docker cp C:/any path` takes the path as it is.
        (Kind::Engine, true) if subcommand == Some("cp") => Demand::Nothing,
        (Kind::Kube | Kind::Engine | Kind::Shorthand, _) => Demand::Token,
        _ => Demand::Nothing,
    }
}
