//! FL1601 to FL1604: flags and subcommands by the facts.

use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::lints::engine::update;
use crate::lint::advice::markdown::Form;
use crate::lint::advice::read::command::{Command, Mistake};
use crate::source::{Span, Text};

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    if !command.mistakes.is_empty() && shows_failure(site.snippet.text.as_str()) {
        return;
    }
    for mistake in &command.mistakes {
        // Inline code may name an option or a thing: `docker run -v`, the `docker daemon`.
        let alone = command.operands.is_empty() && command.flags.is_empty();
        let names = matches!(mistake, Mistake::NoValue { .. }) || alone;
        if site.snippet.form != Form::Inline || !names {
            tell(site, mistake, findings);
        }
    }
}

/// Whether the snippet goes on with what the tool says to such a command.
fn shows_failure(text: &str) -> bool {
    [
        "unknown flag",
        "flag provided but not defined",
        "unknown shorthand flag",
        "unknown command",
        "is not a docker command",
    ]
    .iter()
    .any(|answer| text.contains(answer))
}

fn whole(text: &Text) -> Span {
    text.span()
}

fn tell(site: &Site<'_>, mistake: &Mistake, findings: &mut Findings) {
    let command = site.command;
    let title = command.title();
    match mistake {
        Mistake::UnknownFlag { spelt, near, surely } => {
            if update::tells(&command.path, spelt.as_str()) {
                return;
            }
            let severity = if *surely { Severity::Error } else { Severity::Warning };
            let message = format!("`{title}` has no flag `{}`", spelt.as_str());
            findings.add_as(
                severity,
                Code::UNKNOWN_FLAG,
                whole(spelt),
                message,
                flag_hint(command, spelt.as_str(), near.as_deref()),
            );
        }
        Mistake::UnknownSubcommand { word, group, near } => {
            if is_plugin(&command.program, word.as_str()) || site.subject.plugins.contains(word.as_str()) {
                return;
            }
            let program = if group.is_empty() {
                command.program.clone()
            } else {
                format!("{} {group}", command.program)
            };
            let message = format!("`{program}` has no command `{}`", word.as_str());
            findings.add(
                Code::UNKNOWN_SUBCOMMAND,
                whole(word),
                message,
                subcommand_hint(&command.program, word.as_str(), near.as_deref()),
            );
        }
        Mistake::NoValue { spelt } => {
            findings.add(
                Code::NO_VALUE,
                whole(spelt),
                format!("`{}` needs a value", spelt.as_str()),
                format!("`{}=VALUE`", spelt.as_str()),
            );
        }
        Mistake::Deprecated { spelt } => {
            findings.add(
                Code::DEPRECATED_FLAG,
                whole(spelt),
                format!("`{}` of `{title}` is deprecated", spelt.as_str()),
                deprecated_hint(command, spelt.as_str()),
            );
        }
    }
}

/// What is meant by flags that people invent, where the nearest spelling is not it.
const INVENTED: [(&str, &str); 12] = [
    ("--apparmor-profile", "`--security-opt apparmor=NAME`, with the profile loaded beforehand"),
    ("--apparmor", "`--security-opt apparmor=NAME`, with the profile loaded beforehand"),
    ("--seccomp-profile", "`--security-opt seccomp=FILE`"),
    ("--seccomp", "`--security-opt seccomp=FILE`"),
    ("--selinux", "`--security-opt label=type:TYPE`"),
    ("--no-new-privileges", "`--security-opt no-new-privileges`"),
    ("--readonly", "`--read-only`"),
    ("--drop-capabilities", "`--cap-drop ALL`"),
    ("--cap-remove", "`--cap-drop NAME`"),
    ("--limit-memory", "`--memory 512m`"),
    ("--isolate", "`docker network disconnect NETWORK CONTAINER`"),
    ("--pause", "`docker pause CONTAINER`"),
];

fn flag_hint(command: &Command, spelt: &str, near: Option<&str>) -> String {
    let invented = INVENTED.iter().find(|(flag, _)| *flag == spelt && command.is_engine());
    match (invented, near) {
        (Some((_, right)), _) => format!("use {right}"),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => format!("`{} --help` lists its flags", command.title()),
    }
}

fn subcommand_hint(program: &str, word: &str, near: Option<&str>) -> String {
    match (program, word) {
        ("crictl", "pause") => "freeze with `ctr -n k8s.io task pause ID`".to_owned(),
        ("crictl", "unpause") => "thaw with `ctr -n k8s.io task resume ID`".to_owned(),
        ("crictl", "cp" | "diff" | "export") => format!("`nerdctl -n k8s.io {word}` does that"),
        ("docker", "quarantine" | "isolate") => {
            "`docker network disconnect NETWORK CONTAINER`, `docker pause CONTAINER`".to_owned()
        }
        ("kubectl", "quarantine" | "isolate") => {
            "label the pod, then apply a NetworkPolicy that denies that label's traffic".to_owned()
        }
        ("kubectl", "restart") => "`kubectl rollout restart deployment/NAME`, after evidence".to_owned(),
        (_, _) => match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("`{program} --help` lists its commands"),
        },
    }
}

fn deprecated_hint(command: &Command, spelt: &str) -> String {
    match (command.program.as_str(), spelt) {
        ("falco", _) => "add fields with `append_output` in falco.yaml".to_owned(),
        _ => format!("`{} --help` names what takes its place", command.title()),
    }
}

/// Widely used plugins, which are subcommands where they are installed.
fn is_plugin(program: &str, word: &str) -> bool {
    const DOCKER: [&str; 24] = [
        "compose",
        "buildx",
        "scout",
        "model",
        "mcp",
        "sandbox",
        "desktop",
        "init",
        "debug",
        "offload",
        "extension",
        "ai",
        "scan",
        "sbom",
        "dev",
        "feedback",
        "cloud",
        "pass",
        "agent",
        "harmonia",
        "app",
        "machine",
        "trust",
        "builder",
    ];
    const KUBECTL: [&str; 40] = [
        "krew",
        "neat",
        "ctx",
        "ns",
        "tree",
        "who-can",
        "sniff",
        "trace",
        "node-shell",
        "access-matrix",
        "rbac-lookup",
        "stern",
        "argo",
        "cert-manager",
        "hns",
        "minio",
        "oidc-login",
        "df-pv",
        "images",
        "ice",
        "ktop",
        "popeye",
        "score",
        "slice",
        "view-secret",
        "capture",
        "gadget",
        "kyverno",
        "cilium",
        "calico",
        "view-allocations",
        "example",
        "alpha",
        "kustomize",
        "plugin",
        "completion",
        "options",
        "convert",
        "konnect",
        "kubescape",
    ];
    match program {
        "docker" | "nerdctl" | "podman" => DOCKER.contains(&word),
        "kubectl" => KUBECTL.contains(&word),
        "falcoctl" | "trivy" | "cosign" | "gh" => {
            matches!(word, "completion" | "plugin" | "help" | "env" | "dockerfile" | "copilot" | "skill")
        }
        _ => word == "help",
    }
}
