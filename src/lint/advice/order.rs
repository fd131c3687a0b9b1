//! The order of steps: evidence before destruction, label before policy, disabling before deleting.
//!
//! In: snippets in the order of a report, or with the phases of a rulebook. Out: findings. Each command is sorted by
//! what it does to which object; a destruction is judged by what came before it.

mod action;

use super::findings::Findings;
use super::read::command::Command;
use super::read::yaml;
use super::snippet::Snippet;
use super::subject::Subject;
use crate::diag::{Code, Severity};
use crate::source::Span;
use crate::syntax::rulebook::items::Phase;
use action::{Action, Target};
use std::collections::BTreeSet;

/// So many objects of a report are told apart.
const MAX_TARGETS: usize = 1_000;

/// Judges the steps of a report in the order of its text.
pub(super) fn report(snippets: &[Snippet], subject: &Subject, findings: &mut Findings) {
    let mut evidence: BTreeSet<Target> = BTreeSet::new();
    let mut labelled = false;
    let mut told: BTreeSet<Target> = BTreeSet::new();
    let commands = || snippets.iter().flat_map(|one| &one.scripts).flat_map(|script| &script.commands);
    let labels_later = commands().any(|one| action::of(one) == Action::Labels);
    for snippet in snippets {
        for command in snippet.scripts.iter().flat_map(|script| &script.commands) {
            everywhere(command, subject.incident, findings);
            if snippet.counter || !subject.incident {
                continue;
            }
            match action::of_report(command, subject) {
                Action::Evidence(target) if evidence.len() < MAX_TARGETS => {
                    evidence.insert(target);
                }
                Action::Destroys(target) => {
                    let kept = evidence.iter().any(|kept| kept.covers(&target));
                    if !kept && told.len() < MAX_TARGETS && told.insert(target.clone()) {
                        findings.add(
                            Code::DESTROYS_FIRST,
                            command.span,
                            lost(command, &target),
                            target.keep(),
                        );
                    }
                }
                Action::Restarts if evidence.is_empty() => {
                    findings.add(
                        Code::REBOOT_FIRST,
                        command.span,
                        "a reboot loses memory, sockets and every deleted file that still runs",
                        "first `cp /proc/PID/exe evidence/`, `ss -tunap`, and a picture of memory; `kill -STOP PID` holds a process meanwhile",
                    );
                }
                Action::Labels => labelled = true,
                Action::Evidence(_) | Action::Restarts | Action::Nothing => {}
            }
        }
        if !snippet.counter && subject.incident && !labelled {
            policies(snippet, labels_later, findings);
        }
    }
}

/// Judges one example of a rulebook by its phase.
pub(super) fn example(snippet: &Snippet, findings: &mut Findings) {
    let early =
        matches!(snippet.phase, Some(Phase::Triage | Phase::Preserve | Phase::Contain | Phase::Investigate));
    for command in snippet.scripts.iter().flat_map(|script| &script.commands) {
        everywhere(command, true, findings);
        match action::of(command) {
            Action::Destroys(target) if early => {
                findings.add(
                    Code::DESTROYS_FIRST,
                    command.span,
                    lost(command, &target),
                    "make it a strategy of the phase `eradicate`, with `after evidence` in its title",
                );
            }
            Action::Restarts if early => {
                findings.add(
                    Code::REBOOT_FIRST,
                    command.span,
                    "a reboot loses memory, sockets and deleted files that still run",
                    "make it a strategy of the phase `recover`",
                );
            }
            _ => {}
        }
    }
}

fn lost(command: &Command, target: &Target) -> String {
    format!("`{}` destroys {} before anything of it was kept", command.title(), target.loses())
}

/// What is wrong in any order.
fn everywhere(command: &Command, incident: bool, findings: &mut Findings) {
    if !command.is(&["kubectl", "oc", "crictl"]) && !command.is_engine() {
        return;
    }
    if let Some(span) = forced(command) {
        findings.add(
            Code::FORCED_DELETE,
            span,
            "the object is gone from the API at once, and its processes may go on",
            "`kubectl delete pod NAME -n NAMESPACE` waits until they have ended",
        );
    }
    if let Some((severity, message)) = bulk(command, incident) {
        findings.add_as(
            severity,
            Code::BULK_DELETE,
            command.span,
            message,
            "name the one object: `kubectl delete pod NAME -n NAMESPACE`, `docker rm NAME`",
        );
    }
    drain(command, findings);
}

fn forced(command: &Command) -> Option<Span> {
    let deletes = command.is(&["kubectl", "oc"]) && command.path == "delete";
    let now = command.flag(&["grace-period"]).filter(|flag| flag.text() == "0");
    now.filter(|_| deletes && command.has(&["force"])).map(|flag| flag.span)
}

fn bulk(command: &Command, incident: bool) -> Option<(Severity, &'static str)> {
    let kube = command.is(&["kubectl", "oc"]) && command.path == "delete";
    let kind = command.operand(0).unwrap_or_default();
    let harmless = matches!(kind, "events" | "jobs" | "job" | "networkpolicy" | "netpol");
    let pods = matches!(kind, "pod" | "pods" | "po" | "deployment" | "deployments" | "deploy");
    let everywhere = command.has(&["all-namespaces"]) && command.flag(&["selector"]).is_none();
    if kube && (command.has(&["all"]) || everywhere) && !harmless && (incident || pods) {
        return Some((
            Severity::Error,
            "deletes every object of the kind, the ones that nobody looked at too",
        ));
    }
    if kube
        && incident
        && matches!(kind.split('/').next(), Some("ns" | "namespace" | "namespaces"))
        && (command.operands.len() > 1 || kind.contains('/'))
    {
        return Some((Severity::Error, "deletes everything in the namespace, evidence and secrets too"));
    }
    if kube
        && command.from_xargs
        && incident
        && command.flag(&["selector"]).is_none()
        && matches!(kind, "pod" | "pods" | "po" | "" | "deploy" | "deployment")
    {
        return Some((Severity::Error, "deletes whatever the pipe holds"));
    }
    let piped = command.from_xargs
        && command.is_engine()
        && matches!(command.path.as_str(), "rm" | "stop" | "kill")
        && command.operands.is_empty();
    if piped && incident {
        return Some((Severity::Error, "takes whatever the pipe holds"));
    }
    if command.is(&["crictl"])
        && incident
        && command.has(&["all", "a"])
        && matches!(command.path.as_str(), "rm" | "rmp")
    {
        return Some((Severity::Error, "takes every one of the node"));
    }
    let prune = command.is_engine()
        && matches!(
            command.path.as_str(),
            "system prune" | "container prune" | "volume prune" | "image prune"
        )
        && incident;
    if prune {
        return Some((
            Severity::Error,
            "deletes every stopped container and unused image: evidence among them",
        ));
    }
    let all_containers = command.is_engine()
        && matches!(command.path.as_str(), "rm" | "stop" | "kill")
        && command.operands.iter().any(|word| {
            let text = word.as_str();
            word.substituted
                && [" ps", "container ls", "container list"].iter().any(|list| text.contains(list))
                && !text.contains("--filter")
                && !text.contains("-f ")
        });
    (all_containers && incident).then_some((Severity::Error, "takes every container of the host"))
}

fn drain(command: &Command, findings: &mut Findings) {
    if !command.is(&["kubectl", "oc"]) || command.path != "drain" {
        return;
    }
    let hint =
        "`kubectl cordon NODE` keeps new pods away and touches none; drain later with `--ignore-daemonsets`";
    if let Some(flag) = command.flag(&["disable-eviction"]).filter(|flag| flag.is_on()) {
        findings.add_as(
            Severity::Error,
            Code::DRAIN,
            flag.span,
            "deletes pods past their disruption budgets",
            hint,
        );
    } else if let Some(flag) = command.flag(&["delete-emptydir-data"]).filter(|flag| flag.is_on()) {
        findings.add(Code::DRAIN, flag.span, "destroys what the pods' `emptyDir` volumes hold", hint);
    } else if !command.has(&["ignore-daemonsets"]) {
        findings.add(
            Code::DRAIN,
            command.span,
            "cannot finish on a node that runs a DaemonSet, such as Falco's own",
            hint,
        );
    }
}

/// A quarantine policy that selects a label which nothing was given yet.
fn policies(snippet: &Snippet, labels_later: bool, findings: &mut Findings) {
    for documents in &snippet.documents {
        for root in
            documents.roots.iter().filter(|root| yaml::text_at(root, &["kind"]) == Some("NetworkPolicy"))
        {
            let Some(selector) = yaml::at(root, &["spec", "podSelector", "matchLabels"]) else { continue };
            let entries = selector.entries().unwrap_or_default();
            let invented = |key: &str| {
                ["quarantine", "isolat", "incident", "compromised"]
                    .iter()
                    .any(|word| key.to_lowercase().contains(word))
            };
            if let Some((key, _)) =
                entries.iter().find(|(key, _)| key.scalar().is_some_and(|key| invented(key.as_str())))
            {
                let message = if labels_later {
                    "the policy comes before the label that it selects, so for a while nothing is isolated"
                } else {
                    "no step gives a pod the label that this policy selects"
                };
                findings.add(Code::POLICY_BEFORE_LABEL, documents.span(key), message, "label first: `kubectl label pod NAME -n NAMESPACE quarantine=CASE --overwrite`, then take away the labels that other policies select");
            }
        }
    }
}
