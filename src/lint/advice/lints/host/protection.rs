//! FL1305 and FL1307: mandatory access control, auditing or monitoring switched off.

use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Command;

/// Services by which responders see.
const WATCHERS: [&str; 34] = [
    "falco",
    "falco-bpf",
    "falco-kmod",
    "falco-modern-bpf",
    "falco-custom",
    "auditd",
    "rsyslog",
    "syslog",
    "syslog-ng",
    "systemd-journald",
    "journald",
    "osqueryd",
    "wazuh-agent",
    "crowdstrike",
    "falcon-sensor",
    "fluent-bit",
    "filebeat",
    "auditbeat",
    "audit",
    "osquery",
    "wazuh",
    "ossec",
    "sysmon",
    "fluentd",
    "td-agent",
    "vector",
    "promtail",
    "datadog-agent",
    "amazon-cloudwatch-agent",
    "sysdig-agent",
    "dragent",
    "tetragon",
    "tracee",
    "mdatp",
];

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    if site.command.inside {
        return;
    }
    if let Some(what) = access_control_off(site.command) {
        findings.add(
            Code::ACCESS_CONTROL_OFF,
            site.command.span,
            format!("switches {what} off for every process"),
            "leave it on; see what it refused with `ausearch -m avc` or `journalctl -k | grep apparmor`, and allow that one thing",
        );
    }
    if let Some(what) = blinds(site.command) {
        let severity = if site.snippet.incident { Severity::Error } else { Severity::Warning };
        findings.add_as(
            severity,
            Code::MONITORING_OFF,
            site.command.span,
            format!("stops {what}: from now on nobody sees what happens"),
            "leave it running; tune the one rule that is too loud, or restart it: `systemctl restart falco`",
        );
    }
}

fn access_control_off(command: &Command) -> Option<&'static str> {
    let first = command.operand(0).unwrap_or_default();
    match command.program.as_str() {
        "setenforce" if matches!(first, "0" | "Permissive" | "permissive") => Some("SELinux"),
        "semanage" if first == "permissive" => Some("SELinux for a whole domain"),
        "grubby" | "grub2-mkconfig"
            if command.arguments().any(|word| {
                ["selinux=0", "apparmor=0", "enforcing=0"].iter().any(|off| word.as_str().contains(off))
            }) =>
        {
            Some("mandatory access control")
        }
        "aa-teardown" => Some("AppArmor"),
        "aa-disable" | "aa-complain" => Some("an AppArmor profile"),
        "apparmor_parser" if command.flag(&["R", "remove"]).is_some() => Some("an AppArmor profile"),
        "systemctl" | "service" if stops(command) && names(command, &["apparmor"]).is_some() => {
            Some("AppArmor")
        }
        "sed"
            if command.arguments().any(|word| {
                word.as_str().contains("SELINUX=disabled") || word.as_str().contains("/SELINUX=permissive")
            }) && command.has(&["in-place"]) =>
        {
            Some("SELinux")
        }
        "echo" if first.contains("SELINUX=disabled") && command.writes().next().is_some() => Some("SELinux"),
        "echo"
            if first == "0"
                && command.writes().any(|one| one.target.as_str().ends_with("selinux/enforce")) =>
        {
            Some("SELinux")
        }
        _ => None,
    }
}

fn blinds(command: &Command) -> Option<String> {
    match command.program.as_str() {
        "systemctl" | "service" | "rc-service" if stops(command) => {
            names(command, &WATCHERS).map(|name| format!("`{name}`"))
        }
        "rmmod" if names(command, &["falco"]).is_some() => Some("Falco's driver".to_owned()),
        "modprobe" if command.flag(&["r", "remove"]).is_some() && mentions(command, "falco") => {
            Some("Falco's driver".to_owned())
        }
        "pkill" | "killall" => {
            let name =
                command.operands.iter().map(|word| word.as_str()).find(|name| WATCHERS.contains(name))?;
            let gentle = |signal: &str| {
                ["HUP", "USR1", "USR2"].iter().any(|name| signal.ends_with(name)) || signal == "1"
            };
            let reloads = command.value(&["signal"]).is_some_and(gentle)
                || command.flags.iter().any(|flag| gentle(flag.spelt.trim_start_matches('-')));
            (!reloads).then(|| format!("`{name}`"))
        }
        "auditctl" if command.value(&["e"]) == Some("0") || command.flag(&["D"]).is_some() => {
            Some("auditing".to_owned())
        }
        "helm"
            if command.operand(0).is_some_and(|word| matches!(word, "uninstall" | "delete"))
                && names(command, &["falco"]).is_some() =>
        {
            Some("Falco".to_owned())
        }
        "kubectl" | "oc" if command.path == "delete" => {
            let workload = command.operand(0).is_some_and(|kind| {
                matches!(
                    kind.split('/').next(),
                    Some("ds" | "daemonset" | "daemonsets" | "ns" | "namespace" | "deployment" | "deploy")
                )
            });
            let falco = command.operands.iter().any(|word| word.as_str().rsplit('/').next() == Some("falco"));
            (workload && falco).then(|| "Falco".to_owned())
        }
        "kubectl" | "oc" if matches!(command.path.as_str(), "scale" | "patch") => {
            let falco =
                command.operands.iter().any(|word| matches!(word.as_str().rsplit('/').next(), Some("falco")));
            let away = command.value(&["replicas"]) == Some("0")
                || command.value(&["patch"]).is_some_and(|patch| patch.contains("nodeSelector"));
            (falco && away).then(|| "Falco".to_owned())
        }

        "apt-get" | "apt" | "yum" | "dnf"
            if command.operand(0).is_some_and(|word| matches!(word, "remove" | "purge" | "erase")) =>
        {
            names(command, &["falco", "auditd", "rsyslog", "audit"]).map(|name| format!("`{name}`"))
        }
        "docker" | "podman" if matches!(command.path.as_str(), "stop" | "rm" | "kill") => {
            names(command, &["falco"]).map(|name| format!("`{name}`"))
        }
        _ => None,
    }
}

fn mentions(command: &Command, word: &str) -> bool {
    command.arguments().any(|one| one.as_str() == word)
}

fn stops(command: &Command) -> bool {
    command.operands.iter().any(|word| matches!(word.as_str(), "stop" | "disable" | "mask" | "kill"))
}

fn names(command: &Command, services: &[&str]) -> Option<String> {
    let name = |word: &str| word.trim_end_matches(".service").to_owned();
    command.operands.iter().map(|word| name(word.as_str())).find(|name| services.contains(&name.as_str()))
}
