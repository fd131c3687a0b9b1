//! FL1607 and FL1609: values that were never filled in; commands that act in whatever namespace is current.

use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::markdown::Form;
use crate::lint::advice::read::command::Command;
use crate::lint::advice::read::word::Word;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    for word in command.arguments().chain(std::iter::once(&command.name)) {
        if word.placeholder || is_stand_in(word.as_str()) {
            findings.add_as(
                Severity::Note,
                Code::PLACEHOLDER,
                word.span(),
                format!("`{}` was never filled in", word.as_str()),
                "write the value, and say where it comes from",
            );
        }
    }
    if site.snippet.form == Form::Inline {
        return;
    }
    if let Some(word) = empty_value(command) {
        findings.add(
            Code::PLACEHOLDER,
            word.span(),
            "a value is missing here, so the command does something else",
            "write the value",
        );
    }
    nothing_named(command, findings);
    namespace(site, findings);
}

fn is_stand_in(text: &str) -> bool {
    let upper = text
        .strip_prefix("YOUR_")
        .or_else(|| text.strip_prefix("YOUR-"))
        .or_else(|| text.strip_prefix("INSERT_"));
    upper.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_uppercase() || b"_-".contains(&b)))
        || matches!(text, "CHANGEME" | "CHANGE_ME" | "XXX")
}

/// `-n ''`, or a flag that took the next flag for its value: what an empty hole leaves behind.
fn empty_value(command: &Command) -> Option<&Word> {
    const NEEDED: [&str; 7] =
        ["namespace", "container", "selector", "name", "user-name", "instance-ids", "bucket"];
    command
        .all(&NEEDED)
        .filter_map(|flag| flag.value.as_ref())
        .find(|value| value.as_str().is_empty() || value.as_str().starts_with("--") && !value.quoted)
}

/// `kubectl delete pod -n shop`: the name is missing.
fn nothing_named(command: &Command, findings: &mut Findings) {
    let deletes = command.runs(&["kubectl", "oc"], &["delete", "describe", "label", "annotate"]);
    let one =
        command.operands.len() == 1 && command.operand(0).is_some_and(|kind| !kind.contains(['/', ',']));
    let selects =
        command.flag(&["all", "selector", "field-selector", "filename", "kustomize", "raw"]).is_some();
    if deletes && command.path == "delete" && one && !selects && !command.from_xargs {
        findings.add(
            Code::PLACEHOLDER,
            command.span,
            "no object is named, so kubectl refuses this",
            "name it: `kubectl delete pod NAME -n NAMESPACE`",
        );
    }
    let needs_object = command.is_engine()
        && matches!(
            command.path.as_str(),
            "stop"
                | "kill"
                | "rm"
                | "pause"
                | "inspect"
                | "logs"
                | "exec"
                | "top"
                | "diff"
                | "commit"
                | "export"
        );
    if needs_object
        && command.operands.is_empty()
        && !command.from_xargs
        && command.mistakes.is_empty()
        && !command.has(&["help", "latest", "all"])
    {
        findings.add(
            Code::PLACEHOLDER,
            command.span,
            format!("`{}` names no container", command.title()),
            "name the container",
        );
    }
}

/// Changes in whatever namespace happens to be current.
fn namespace(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    if !command.is(&["kubectl"]) || !site.subject.incident && !site.snippet.own {
        return;
    }
    let changes =
        matches!(command.path.as_str(), "delete" | "label" | "patch" | "scale" | "exec" | "annotate" | "cp");
    let kind = command.operand(0).unwrap_or_default().split(['/', ' ']).next().unwrap_or_default();
    let cluster_wide = [
        "node",
        "nodes",
        "no",
        "ns",
        "namespace",
        "namespaces",
        "pv",
        "crd",
        "clusterrole",
        "clusterrolebinding",
        "clusterrolebindings",
        "psp",
        "validatingwebhookconfiguration",
        "mutatingwebhookconfiguration",
        "apiservice",
        "csr",
        "storageclass",
    ];
    let said = command.flag(&["namespace", "all-namespaces", "filename", "context"]).is_some();
    let inside_operand = command.path == "cp"
        && command
            .operands
            .iter()
            .any(|word| word.as_str().split_once(':').is_some_and(|(pod, _)| pod.contains('/')));
    if changes && !said && !inside_operand && !cluster_wide.contains(&kind) && !command.operands.is_empty() {
        findings.add(
            Code::NO_NAMESPACE,
            command.span,
            "acts in whatever namespace is current",
            "say which: `-n NAMESPACE`",
        );
    }
}
