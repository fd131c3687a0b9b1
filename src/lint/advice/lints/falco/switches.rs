//! FL1707 and FL1709: rules switched off or made blind, and forms that Falco is giving up.

use super::conditions::SHIPPED;
use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Object;
use crate::lint::advice::read::falco::{Item, Rules};
use crate::lint::advice::read::yaml;
use crate::source::yaml::Node;

const HINT: &str = "except the one program: `exceptions` on image, parent and path";

pub(super) fn check(rules: &Rules<'_>, findings: &mut Findings) {
    for item in &rules.items {
        let span = |key: &str| item.node.get(key).map(|node| rules.documents.span(node));
        // A new rule may come switched off; one that is only switched off is a shipped one.
        if item.flag("enabled") == Some(false)
            && item.node.get("condition").is_none()
            && let Some(span) = span("enabled")
        {
            let message = format!(
                "`{}` is switched off for everyone, and nothing of its kind is seen any more",
                item.name
            );
            findings.add(Code::FALCO_RULE_OFF, span, message, HINT);
        }
        if let Some((key, message)) = blinded(item)
            && let Some(span) = span(key)
        {
            findings.add(Code::FALCO_RULE_OFF, span, message, HINT);
        }
        if let Some(span) = span("append") {
            findings.add(Code::FALCO_DEPRECATED, span, "`append` is deprecated", "`override: {KEY: append}`");
        }
    }
}

/// A shipped macro or list that is replaced by one that matches nothing, or a rule's condition that is.
fn blinded(item: &Item<'_>) -> Option<(&'static str, String)> {
    let never = item.condition.as_ref().is_some_and(|condition| is_never(condition.text.as_str()));
    match item.kind {
        // Macros whose name says so are there to be filled by users, and match nothing as shipped.
        "macro" if never && SHIPPED.contains(item.name) && !is_hook(item.name) => Some((
            "condition",
            format!("every rule that uses the macro `{}` is blind from now on", item.name),
        )),
        "rule" if never && item.override_of("condition") == Some("replace") => {
            Some(("condition", format!("`{}` matches nothing from now on", item.name)))
        }
        "list" => {
            let empty = item.node.get("items").and_then(Node::items).is_some_and(<[_]>::is_empty);
            let known = ["shell_binaries", "package_mgmt_binaries", "sensitive_file_names", "miner_domains"];
            (empty
                && (known.contains(&item.name)
                    || item.override_of("items") == Some("replace") && !is_hook(item.name)))
            .then(|| ("items", format!("rules that use the list `{}` match nothing from now on", item.name)))
        }
        _ => None,
    }
}

fn is_never(condition: &str) -> bool {
    let squeezed: String = condition.chars().filter(|c| !c.is_whitespace() && !"()".contains(*c)).collect();
    matches!(squeezed.as_str(), "never_true" | "evt.num=0" | "evt.num<0" | "notalways_true" | "evt.type=none")
}

/// A name under which users write what they allow.
fn is_hook(name: &str) -> bool {
    ["user_known", "user_", "allowed", "known", "exception", "never_true", "trusted", "expected", "white"]
        .iter()
        .any(|part| name.contains(part))
}

/// `rules: [{disable: {tag: …}}]` of falco.yaml.
pub(super) fn settings(object: &Object<'_>, findings: &mut Findings) {
    let nested = object.root.get("falco").and_then(|falco| falco.get("rules"));
    let entries = object.root.get("rules").or(nested).and_then(Node::items).unwrap_or_default();
    // First all off, then some on: a choice of rules.
    if entries.iter().any(|entry| entry.get("enable").is_some()) {
        return;
    }
    for entry in entries {
        let Some(disabled) = entry.get("disable") else { continue };
        let Some((what, node)) = ["tag", "rule"]
            .iter()
            .find_map(|key| Some((yaml::text_at(disabled, &[key])?, disabled.get(key)?)))
        else {
            continue;
        };
        findings.add(
            Code::FALCO_RULE_OFF,
            object.span(node),
            format!("`{what}` is switched off for everyone, and nothing of its kind is seen any more"),
            HINT,
        );
    }
}
