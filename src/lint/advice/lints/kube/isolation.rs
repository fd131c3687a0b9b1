//! FL1211: a network policy that claims to isolate and does not.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Object;
use crate::lint::advice::read::yaml;
use crate::source::yaml::Node;

pub(super) fn check(object: &Object<'_>, findings: &mut Findings) {
    if object.kind() != "NetworkPolicy" {
        return;
    }
    if !claims_isolation(object) {
        return;
    }
    let Some(spec) = object.root.get("spec") else { return };
    let hint =
        "leave the rule out: a policy that selects the pod and lists a direction without rules denies it";
    for key in ["ingress", "egress"] {
        for rule in spec.get(key).and_then(Node::items).unwrap_or_default() {
            if allows_all(rule) {
                let message = format!("this {key} rule allows everything, so the pod is not isolated");
                findings.add(Code::NO_ISOLATION, object.span(rule), message, hint);
            }
        }
    }
    let types: Vec<&str> = spec
        .get("policyTypes")
        .map(|list| yaml::texts(list).into_iter().map(|(text, _)| text).collect())
        .unwrap_or_default();
    let egress = types.contains(&"Egress") || types.is_empty() && spec.get("egress").is_some();
    if !egress {
        let place = spec.get("policyTypes").unwrap_or(spec);
        let message = "without `Egress` in `policyTypes` the pod may still send whatever it likes";
        findings.add(Code::NO_ISOLATION, object.span(place), message, "`policyTypes: [Ingress, Egress]`");
    }
}

fn claims_isolation(object: &Object<'_>) -> bool {
    let name = yaml::text_at(object.root, &["metadata", "name"]).unwrap_or_default().to_lowercase();
    let selects = yaml::at(object.root, &["spec", "podSelector"]).map(|selector| {
        yaml::mappings(selector).iter().flat_map(|(_, node)| node.entries().unwrap_or_default()).any(
            |(key, _)| {
                key.scalar().is_some_and(|key| {
                    ["quarantine", "isolat", "incident"]
                        .iter()
                        .any(|word| key.as_str().to_lowercase().contains(word))
                })
            },
        )
    });
    let named = ["quarantine", "isolat", "deny-all", "lockdown", "contain", "block-all"]
        .iter()
        .any(|word| name.contains(word));
    let named = named
        || object.snippet.isolates && ["deny", "block", "restrict"].iter().any(|word| name.contains(word));
    let one_way = ["ingress", "egress"].iter().any(|word| name.contains(word));
    (named && !one_way) || selects.unwrap_or(false)
}

/// `{}`, or a peer that is everyone, without ports.
fn allows_all(rule: &Node) -> bool {
    let Some(entries) = rule.entries() else { return rule.is_null() };
    if entries.is_empty() {
        return true;
    }
    let peers = rule.get("from").or_else(|| rule.get("to")).and_then(Node::items);
    let everyone = |peer: &Node| {
        yaml::text_at(peer, &["ipBlock", "cidr"]).is_some_and(|cidr| matches!(cidr, "0.0.0.0/0" | "::/0"))
            && yaml::at(peer, &["ipBlock", "except"]).is_none()
            || peer.entries().is_some_and(<[_]>::is_empty)
            || peer.entries().is_some_and(|entries| entries.len() == 1)
                && peer.get("namespaceSelector").and_then(Node::entries).is_some_and(<[_]>::is_empty)
    };
    rule.get("ports").is_none() && peers.is_some_and(|peers| peers.iter().any(everyone))
}
