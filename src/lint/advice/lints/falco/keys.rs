//! FL1702 and FL1703: rules that Falco does not load, since a key is missing, unknown or badly valued.

use crate::diag::{Code, Severity, did_you_mean};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Object;
use crate::lint::advice::read::falco::{Item, Rules};
use crate::source::yaml::Node;
use crate::syntax::falco_rules::keys::{LIST, MACRO, PRIORITIES, RULE};

/// Sources of Falco and its plugins.
const SOURCES: [&str; 14] = [
    "syscall",
    "k8s_audit",
    "aws_cloudtrail",
    "okta",
    "github",
    "gcp_auditlog",
    "aws_eks_audit",
    "azure_platformlogs",
    "keycloak",
    "journald",
    "nomad",
    "gitlab",
    "kafka",
    "docker",
];

pub(super) fn check(rules: &Rules<'_>, findings: &mut Findings) {
    for item in &rules.items {
        unknown(rules, item, findings);
        if item.kind == "rule" {
            missing(rules, item, findings);
            values(rules, item, findings);
        }
    }
}

/// A rule that stands alone, as a mapping instead of an entry of a sequence.
pub(super) fn lone_rule(object: &Object<'_>, findings: &mut Findings) {
    let Some(name) = object.root.get("rule").filter(|node| node.scalar().is_some()) else { return };
    if object.root.get("condition").is_none() || object.root.get("mitigation").is_some() {
        return;
    }
    findings.add(
        Code::FALCO_KEY_MISSING,
        object.span(name),
        "a rules file is a sequence, and this rule is no entry of one",
        "begin the rule with a dash: `- rule: NAME`, with `desc`, `condition`, `output` and `priority`",
    );
}

fn unknown(rules: &Rules<'_>, item: &Item<'_>, findings: &mut Findings) {
    let known: &[&str] = match item.kind {
        "rule" => &RULE,
        "macro" => &MACRO,
        _ => &LIST,
    };
    for (key, _) in item.node.entries().unwrap_or_default() {
        let Some(name) = key.scalar().map(|text| text.as_str()) else { continue };
        if known.contains(&name) || name.starts_with('x') {
            continue;
        }
        let hint = match (name, did_you_mean(name, known.iter().copied())) {
            ("description", _) => "write `desc`".to_owned(),
            ("severity" | "level", _) => "write `priority`".to_owned(),
            ("message", _) => "write `output`".to_owned(),
            (_, Some(near)) => format!("did you mean `{near}`?"),
            (_, None) => format!("a {} has `{}`", item.kind, known.join("`, `")),
        };
        findings.add(
            Code::FALCO_KEY_UNKNOWN,
            rules.documents.span(key),
            format!("a {} has no key `{name}`", item.kind),
            hint,
        );
    }
}

fn missing(rules: &Rules<'_>, item: &Item<'_>, findings: &mut Findings) {
    let changes = item.is_change()
        || item.flag("enabled").is_some() && item.node.get("condition").is_none()
        || item.node.get("exceptions").is_some() && item.node.get("condition").is_none();
    if changes {
        return;
    }
    let needed = ["desc", "condition", "output", "priority"];
    let missing: Vec<&str> = needed.into_iter().filter(|key| item.node.get(key).is_none()).collect();
    let shown = item.node.entries().map_or(0, <[_]>::len) > 2;
    if !missing.is_empty() && (rules.applied || shown) {
        let severity = if rules.applied { Severity::Error } else { Severity::Note };
        findings.add_as(
            severity,
            Code::FALCO_KEY_MISSING,
            rules.documents.span(item.at),
            format!("the rule has no `{}`, and Falco does not load it", missing.join("`, no `")),
            "a rule has `rule`, `desc`, `condition`, `output` and `priority`; a change of one says `override`",
        );
    }
}

fn values(rules: &Rules<'_>, item: &Item<'_>, findings: &mut Findings) {
    let text = |key: &str| item.node.get(key).and_then(|node: &Node| Some((node, node.scalar()?.as_str())));
    if let Some((node, priority)) = text("priority")
        && !PRIORITIES.contains(&priority.to_lowercase().as_str())
        && !priority.starts_with('x')
        && !priority.is_empty()
    {
        let hint = match did_you_mean(&priority.to_lowercase(), PRIORITIES) {
            Some(near) => format!("did you mean `{}`?", near.to_uppercase()),
            None => "EMERGENCY, ALERT, CRITICAL, ERROR, WARNING, NOTICE, INFORMATIONAL or DEBUG".to_owned(),
        };
        findings.add(
            Code::FALCO_KEY_UNKNOWN,
            rules.documents.span(node),
            format!("`{priority}` is no priority"),
            hint,
        );
    }
    if let Some((node, source)) = text("source")
        && (matches!(
            source,
            "container" | "containers" | "host" | "kernel" | "syscalls" | "k8s" | "kubernetes" | "process"
        ) || did_you_mean(source, SOURCES).is_some() && !SOURCES.contains(&source))
    {
        findings.add(
            Code::FALCO_KEY_UNKNOWN,
            rules.documents.span(node),
            format!("`{source}` is no source of events, so the rule is never asked"),
            "`syscall` (also what happens in containers), `k8s_audit`, `aws_cloudtrail`, or the source of another plugin",
        );
    }
}
