//! What a report is about: whether it answers an incident, and the containers, files and peers of its alert.
//!
//! In: the report's prose. Out: a [`Subject`] that lints on wrong objects ask (an image that is a container's name,
//! a sample that is run, a peer that is scanned).

use super::markdown::Document;
use crate::lint::rulebook::falco_rules;
use std::collections::BTreeSet;

/// The subject of a report.
#[derive(Debug, Default)]
pub(super) struct Subject {
    /// Whether the report answers an alert or an incident.
    pub(super) incident: bool,
    /// Names and ids of containers.
    pub(super) containers: BTreeSet<String>,
    /// Files that the alert is about.
    pub(super) files: BTreeSet<String>,
    /// Addresses that the alert is about.
    pub(super) peers: BTreeSet<String>,
    /// Whether the alert carries fields of Kubernetes.
    pub(super) kubernetes: bool,
    /// Subcommands that the report itself installs, or names as plugins.
    pub(super) plugins: BTreeSet<String>,
    /// Macros that any of its Falco rules files defines.
    pub(super) macros: BTreeSet<String>,
}

/// Labels behind which a container's name or id stands.
const CONTAINER_LABELS: [&str; 6] =
    ["container.name", "container.id", "container name", "container id", "container_name", "container_id"];

impl Subject {
    /// Finds the subject of a report.
    pub(super) fn of_report(report: &str, document: &Document) -> Self {
        let mut subject = Self { incident: is_incident(report, document), ..Self::default() };
        let mut fenced = false;
        for line in report.lines() {
            subject.plugins.extend(plugins(line));
            if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
                fenced = !fenced;
            } else if !fenced {
                subject.line(line);
            }
        }
        subject
    }

    fn line(&mut self, line: &str) {
        if line.len() > 4_000 {
            return;
        }
        let lower = line.to_lowercase();
        let about_container = lower.contains("container");
        let labelled = CONTAINER_LABELS.iter().any(|label| lower.contains(label));
        let about_file = ["exe", "binary", "file", "process", "path", "ran ", "script", "dropped"]
            .iter()
            .any(|word| lower.contains(word));
        let about_peer =
            ["connect", "peer", "remote", "address", "fd.", "server", " ip", "destination", "->", "attacker"]
                .iter()
                .any(|word| lower.contains(word));
        self.kubernetes |= ["k8s.pod.name", "k8s.ns.name", "pod name:", "**pod:**", "**pod**:"]
            .iter()
            .any(|label| lower.contains(label))
            && !["<na>", "null", "none", "missing", "absent", "not "].iter().any(|word| lower.contains(word));
        if let Some(name) = quoted_after(line, &lower, "container") {
            self.containers.insert(name.to_owned());
        }
        for word in line.split(|c: char| c.is_whitespace() || "`*\"'(),;|<>".contains(c)) {
            let word = word.trim_matches(['.', ':', '=']);
            if about_container && is_random_name(word) || labelled && is_name_or_id(word) {
                self.containers.insert(word.to_owned());
            }
            // `file=/tmp/x`, as Falco prints it.
            let path = word.find("=/").and_then(|at| word.get(at.saturating_add(1)..)).unwrap_or(word);
            if about_file && is_suspect_path(path) {
                self.files.insert(path.to_owned());
            }
            if about_peer && let Some(address) = address(word) {
                self.peers.insert(address);
            }
        }
    }
}

/// Words of a title or heading under which an incident is answered.
const ANSWERS: [&str; 22] = [
    "alert",
    "incident",
    "mitigation",
    "mitigate",
    "remediation",
    "containment",
    "compromise",
    "triage",
    "eradicat",
    "investigat",
    "forensic",
    "playbook",
    "runbook",
    "countermeasure",
    "immediate action",
    "immediate response",
    "immediate step",
    "recommended action",
    "response plan",
    "response step",
    "response guide",
    "quarantine",
];

/// Names of alert fields; a report that answers an alert lists some of them with their values.
const FIELDS: [&str; 12] = [
    "proc.name",
    "proc.cmdline",
    "proc.exepath",
    "proc.pname",
    "fd.name",
    "user.name",
    "container.id",
    "container.name",
    "k8s.pod.name",
    "k8s.ns.name",
    "evt.type",
    "output_fields",
];

/// So much of a report is searched for what it answers.
const OPENING: usize = 3_000;

/// Whether a report answers an alert or an incident: its title names a rule of Falco's, or its headings say so, or
/// it opens with an alert.
fn is_incident(report: &str, document: &Document) -> bool {
    let (title, opening) = opening(report);
    let named = |text: &str| ANSWERS.iter().any(|word| text.contains(word));
    if named(&title) || title.contains("response") || names_a_rule(&title) {
        return true;
    }
    let mut headings = document.blocks.iter().map(|block| block.heading.to_lowercase());
    let fields = FIELDS.iter().filter(|field| opening.contains(*field)).count();
    let tells =
        ["alert", "triggered", "detected", "rule:", "priority"].iter().any(|word| opening.contains(word));
    // Headings of documentation hold such words, too, but nothing is told of an alert first.
    let mut labels =
        opening.lines().filter(|line| line.starts_with("**") && line.trim_end_matches(':').ends_with("**"));
    (headings.any(|heading| named(&heading)) || labels.any(named))
        && (tells || fields > 0 || opening.contains("incident"))
        || tells && fields >= 3
        || ["rule:", "rule**:", "alert:"].iter().any(|label| opening.contains(label))
            && names_a_rule(&opening)
}

/// The title of a report and the prose it opens with, in lower case.
fn opening(report: &str) -> (String, String) {
    let (mut title, mut prose, mut fenced) = (String::new(), String::new(), false);
    for line in report.lines() {
        let body = line.trim_start();
        if body.starts_with("```") || body.starts_with("~~~") {
            fenced = !fenced;
        } else if !fenced && prose.len() < OPENING {
            if title.is_empty() && body.starts_with('#') {
                title = body.to_lowercase();
            }
            prose.extend(body.chars().take(OPENING).flat_map(char::to_lowercase));
            prose.push('\n');
        }
    }
    (title, prose)
}

/// Whether a text, in lower case, holds the name of a rule that Falco or one of its plugins ships.
fn names_a_rule(text: &str) -> bool {
    falco_rules::names().any(|name| text.contains(&name.to_lowercase()))
}

/// The name in "container `disk-tool`" or "**Container:** `disk-tool`"; one that may as well be an image's is left out.
fn quoted_after<'l>(line: &'l str, lower: &str, word: &str) -> Option<&'l str> {
    let at = lower.find(word)?.checked_add(word.len())?;
    let rest = line.get(at..).filter(|_| lower.len() == line.len())?;
    let rest = rest.trim_start_matches(" name").trim_start_matches(['*', ':', ' ']);
    let name = rest.strip_prefix('`')?.split('`').next()?;
    let plain = name.len() > 3 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    // A name of one word is often that of its image: `redis`, `nginx`.
    (plain && name.contains(['-', '_'])).then_some(name)
}

/// `kubectl-gs`, `kubectl krew install gs`, `trivy plugin install NAME`: the plugins that a line speaks of.
fn plugins(line: &str) -> impl Iterator<Item = String> {
    let named = |(_, after): (usize, &str)| {
        let name: String =
            after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_').collect();
        (!name.is_empty()).then_some(name)
    };
    ["kubectl-", "docker-", "trivy-plugin-", "krew install ", "plugin install ", "extension install "]
        .into_iter()
        .flat_map(move |mark| {
            let after = line
                .match_indices(mark)
                .map(|(at, _)| (at, line.get(at.saturating_add(mark.len())..).unwrap_or_default()));
            after.filter_map(named).collect::<Vec<_>>()
        })
}

/// docker's random names: `modest_brahmagupta`.
fn is_random_name(word: &str) -> bool {
    word.split_once('_').is_some_and(|(first, second)| {
        let second = second.trim_end_matches(|c: char| c.is_ascii_digit());
        let plain = |part: &str| part.len() > 2 && part.bytes().all(|b| b.is_ascii_lowercase());
        plain(first) && plain(second)
    })
}

fn is_name_or_id(word: &str) -> bool {
    let hex = (12..=64).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_hexdigit());
    hex || is_random_name(word)
}

/// A file that can only be the alert's: an absolute path outside of the documentation's usual ones.
fn is_suspect_path(word: &str) -> bool {
    let system = [
        "/etc/",
        "/usr/",
        "/var/run",
        "/run/",
        "/var/log",
        "/proc",
        "/sys",
        "/dev/null",
        "/var/lib",
        "/root/.ssh",
        "/bin/sh",
        "/bin/bash",
    ];
    word.len() > 5
        && word.starts_with('/')
        && word.matches('/').count() >= 2
        && !word.ends_with('/')
        && !word.contains("..")
        && !system.iter().any(|prefix| word.starts_with(prefix) && *prefix != word || word == *prefix)
}

/// The address in a word such as `203.0.113.9:4444`.
fn address(word: &str) -> Option<String> {
    let host = word.rsplit("->").next().unwrap_or(word);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let ip: std::net::Ipv4Addr = host.parse().ok()?;
    let own = ip.is_private() || ip.is_loopback() || ip.is_unspecified() || ip.is_link_local();
    (!own).then(|| host.to_owned())
}
