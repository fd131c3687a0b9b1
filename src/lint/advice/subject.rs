//! What a report is about: whether it answers an incident, and the containers, files and peers of its alert.
//!
//! In: the report's prose. Out: a [`Subject`] that lints on wrong objects ask (an image that is a container's name,
//! a sample that is run, a peer that is scanned).

use super::markdown::Document;
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
        for word in line.split(|c: char| c.is_whitespace() || "`*\"'(),;|<>".contains(c)) {
            let word = word.trim_matches(['.', ':', '=']);
            if about_container && is_random_name(word) || labelled && is_name_or_id(word) {
                self.containers.insert(word.to_owned());
            }
            if about_file && is_suspect_path(word) {
                self.files.insert(word.to_owned());
            }
            if about_peer && let Some(address) = address(word) {
                self.peers.insert(address);
            }
        }
    }
}

fn is_incident(report: &str, document: &Document) -> bool {
    let headings = document.blocks.iter().map(|block| block.heading.as_str());
    let words = [
        "alert",
        "incident",
        "mitigation",
        "remediation",
        "containment",
        "compromise",
        "triage",
        "response",
        "eradicat",
        "investigat",
    ];
    let title = report.lines().find(|line| line.starts_with('#')).unwrap_or_default();
    let named = |text: &str| {
        let text = text.to_lowercase();
        words.iter().any(|word| text.contains(word))
    };
    if named(title) || headings.into_iter().any(named) {
        return true;
    }
    let lower = report.get(..report.len().min(20_000)).unwrap_or(report).to_lowercase();
    lower.contains("falco") && lower.contains("alert")
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
