//! FL1210: a secret written into a manifest.

use super::shape::containers;
use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Object;
use crate::lint::advice::read::yaml;
use crate::source::yaml::Node;

pub(super) fn check(object: &Object<'_>, findings: &mut Findings) {
    for container in containers(object) {
        for variable in container.get("env").and_then(Node::items).unwrap_or_default() {
            let name = yaml::text_at(variable, &["name"]).unwrap_or_default();
            if let Some(value) = variable.get("value") {
                judge(object, name, value, findings);
            }
        }
    }
    if object.kind() == "ConfigMap" {
        for (key, value) in object.root.get("data").and_then(Node::entries).unwrap_or_default() {
            judge(object, key.scalar().map_or("", |text| text.as_str()), value, findings);
        }
    }
}

fn judge(object: &Object<'_>, name: &str, value: &Node, findings: &mut Findings) {
    let text = value.scalar().map_or("", |text| text.as_str());
    if is_secret_name(name) && is_literal(text) {
        findings.add(
            Code::SECRET_IN_MANIFEST,
            object.span(value),
            format!("the value of `{name}` is readable by whoever may read the object"),
            "`valueFrom: {secretKeyRef: {name: …, key: …}}`, or a volume of the Secret",
        );
    }
}

fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let secret = [
        "PASSWORD",
        "PASSWD",
        "SECRET_KEY",
        "API_KEY",
        "APIKEY",
        "ACCESS_KEY",
        "PRIVATE_KEY",
        "AUTH_TOKEN",
        "API_TOKEN",
    ];
    let about = [
        "_FILE",
        "_PATH",
        "_NAME",
        "_POLICY",
        "_URL",
        "_REF",
        "_KEY_ID",
        "_LENGTH",
        "_ENABLED",
        "ALLOW_EMPTY",
    ];
    secret.iter().any(|part| name.contains(part)) && !about.iter().any(|part| name.contains(part))
}

/// A value that is one, and no stand-in for it.
fn is_literal(text: &str) -> bool {
    let stand_in = ["$", "<", "{{", "YOUR", "CHANGE", "EXAMPLE", "REPLACE", "xxx", "***", "..."];
    text.len() >= 4
        && !text.contains('\n')
        && !stand_in.iter().any(|part| text.to_uppercase().contains(&part.to_uppercase()))
}
