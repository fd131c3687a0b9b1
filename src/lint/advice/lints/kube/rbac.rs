//! FL1208 and FL1209: rights to everything, for everyone, or to give oneself more.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::{Object, Site};
use crate::lint::advice::read::yaml;
use crate::source::yaml::Node;

/// Subjects that stand for anyone, or for who stands above every rule.
const EVERYONE: [&str; 5] = [
    "system:masters",
    "system:anonymous",
    "system:unauthenticated",
    "system:serviceaccounts",
    "system:authenticated",
];

const HINT: &str = "bind a Role of the one namespace, with the verbs that are used, to the one account";

/// `kubectl create clusterrolebinding`, `rolebinding`, `clusterrole`, `role`.
pub(super) fn command(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    if !command.is(&["kubectl", "oc"]) {
        return;
    }
    match command.path.as_str() {
        "create clusterrolebinding" | "create rolebinding" => {
            for flag in command.all(&["clusterrole"]).filter(|flag| flag.text() == "cluster-admin") {
                findings.add(
                    Code::ADMIN_BINDING,
                    flag.span,
                    "the binding gives every right in the cluster",
                    HINT,
                );
            }
            for flag in command.all(&["group", "user"]).filter(|flag| EVERYONE.contains(&flag.text())) {
                findings.add(
                    Code::ADMIN_BINDING,
                    flag.span,
                    format!("`{}` is not one account: the right goes to all of it", flag.text()),
                    HINT,
                );
            }
        }
        "create clusterrole" | "create role" => {
            for flag in command.all(&["verb", "resource"]) {
                if let Some(word) = flag.text().split(',').find(|word| is_broad(word)) {
                    findings.add(
                        Code::BROAD_ROLE,
                        flag.span,
                        broad(word),
                        "name the verbs and resources: `--verb=get,list --resource=pods`",
                    );
                }
            }
        }
        _ => {}
    }
}

pub(super) fn check(object: &Object<'_>, findings: &mut Findings) {
    match object.kind() {
        "ClusterRoleBinding" | "RoleBinding" => binding(object, findings),
        "ClusterRole" | "Role" => role(object, findings),
        _ => {}
    }
}

fn binding(object: &Object<'_>, findings: &mut Findings) {
    if let Some(name) =
        yaml::at(object.root, &["roleRef", "name"]).filter(|name| is_text(name, "cluster-admin"))
    {
        findings.add(
            Code::ADMIN_BINDING,
            object.span(name),
            "the binding gives every right in the cluster",
            HINT,
        );
    }
    for subject in object.root.get("subjects").and_then(Node::items).unwrap_or_default() {
        let Some(name) = subject.get("name") else { continue };
        if EVERYONE.iter().any(|everyone| is_text(name, everyone) && *everyone != "system:authenticated") {
            findings.add(
                Code::ADMIN_BINDING,
                object.span(name),
                "this subject is not one account: the right goes to all of it",
                HINT,
            );
        }
    }
}

fn role(object: &Object<'_>, findings: &mut Findings) {
    for rule in object.root.get("rules").and_then(Node::items).unwrap_or_default() {
        for key in ["verbs", "resources"] {
            let Some(list) = rule.get(key) else { continue };
            if let Some((word, node)) = yaml::texts(list).into_iter().find(|(word, _)| is_broad(word)) {
                findings.add(
                    Code::BROAD_ROLE,
                    object.span(node),
                    broad(word),
                    "name the verbs and resources that are used: `verbs: [get, list]`",
                );
                return;
            }
        }
    }
}

fn is_text(node: &Node, text: &str) -> bool {
    node.scalar().is_some_and(|own| own.as_str() == text)
}

fn is_broad(word: &str) -> bool {
    matches!(word, "*" | "escalate" | "bind" | "impersonate" | "nodes/proxy")
}

fn broad(word: &str) -> String {
    match word {
        "*" => "`*` gives verbs and resources that do not exist yet, too".to_owned(),
        "nodes/proxy" => "`nodes/proxy` runs commands in every pod of a node, past the audit log".to_owned(),
        _ => format!("`{word}` lets the account give itself more"),
    }
}
