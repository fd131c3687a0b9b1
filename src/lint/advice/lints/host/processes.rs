//! FL1316 and FL1317: processes killed that others depend on, or by a pattern that matches more than meant.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Command;

/// Programs on which every container of a host depends.
const PARENTS: [&str; 12] = [
    "containerd-shim",
    "containerd-shim-runc-v2",
    "containerd",
    "dockerd",
    "docker",
    "kubelet",
    "crio",
    "conmon",
    "runc",
    "systemd",
    "containerd.service",
    "init",
];

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    // Inside a container there is none of them: who looks for one there has misread the alert.
    if command.inside && !command.is(&["rm", "pkill", "killall"]) {
        return;
    }
    if let Some(what) = runtime_parent(site) {
        findings.add(
            Code::RUNTIME_KILLED,
            command.span,
            format!("`{what}` holds containers up; without it they die or can no longer be managed"),
            "act on the one container: `docker pause NAME`, `ctr -n k8s.io task pause ID`, or on the one process: `kill -STOP PID`",
        );
    } else if let Some(pattern) = broad_pattern(command).filter(|_| !command.inside) {
        findings.add(
            Code::BROAD_KILL,
            command.span,
            format!(
                "`{pattern}` reaches every process of that name or account, those of other containers too"
            ),
            "look first (`pgrep -a NAME`), then stop the one: `kill -STOP PID`",
        );
    }
}

fn runtime_parent(site: &Site<'_>) -> Option<String> {
    let command = site.command;
    match command.program.as_str() {
        "pkill" | "killall" if !reloads(command) => command
            .operands
            .iter()
            .map(|word| word.as_str())
            .find(|name| PARENTS.contains(name))
            .map(str::to_owned),
        "kill" if !reloads(command) => {
            if command.operands.iter().any(|word| word.as_str() == "1") {
                return Some("1".to_owned());
            }
            let found = site
                .script
                .commands
                .iter()
                .filter(|one| one.parent == Some(site.at) && one.is(&["pgrep", "pidof"]));
            found
                .flat_map(|one| &one.operands)
                .map(|word| word.as_str())
                .find(|name| PARENTS.contains(name))
                .map(str::to_owned)
        }
        "systemctl" | "service" => {
            let stops = command
                .operands
                .iter()
                .any(|word| matches!(word.as_str(), "stop" | "disable" | "kill" | "mask"));
            let name = command
                .operands
                .iter()
                .map(|word| word.as_str().trim_end_matches(".service"))
                .find(|name| matches!(*name, "containerd" | "docker" | "kubelet" | "crio"));
            name.filter(|_| stops).map(str::to_owned)
        }
        "rm" => {
            let name = |word: &str| word.rsplit('/').next().unwrap_or(word).to_owned();
            command
                .operands
                .iter()
                .map(|word| name(word.as_str()))
                .find(|name| name.starts_with("containerd-shim"))
        }
        _ => None,
    }
}

/// Signals that end nothing.
fn reloads(command: &Command) -> bool {
    let named = |signal: &str| {
        matches!(
            signal.trim_start_matches("SIG"),
            "HUP" | "1" | "USR1" | "USR2" | "0" | "STOP" | "CONT" | "19" | "18"
        )
    };
    command.value(&["signal"]).is_some_and(named)
        || command.flags.iter().any(|flag| named(flag.spelt.trim_start_matches('-')))
}

fn broad_pattern(command: &Command) -> Option<String> {
    if reloads(command) || command.flag(&["parent", "pidfile", "session", "terminal", "list-name"]).is_some()
    {
        return None;
    }
    if command.is(&["pkill", "killall"])
        && command.operands.is_empty()
        && let Some(user) = command.value(&["euid", "uid", "user"])
    {
        return Some(format!("{} -u {user}", command.program));
    }
    let name = command.operands.first().filter(|word| word.is_literal())?.as_str();
    let general = [
        "sh", "bash", "java", "python", "python3", "node", "nginx", "ssh", "sshd", "perl", "php", "ruby",
        "php-fpm", "httpd", "apache2", "postgres", "mysqld",
    ];
    match command.program.as_str() {
        "pkill" if general.contains(&name) || command.has(&["full"]) && name.len() <= 4 => {
            Some(format!("pkill {name}"))
        }
        "killall" if general.contains(&name) => Some(format!("killall {name}")),
        _ => None,
    }
}
