//! FL1707 and FL1709: rules switched off, and forms that Falco is giving up.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::read::falco::Rules;

pub(super) fn check(rules: &Rules<'_>, findings: &mut Findings) {
    for item in &rules.items {
        let span = |key: &str| item.node.get(key).map(|node| rules.documents.span(node));
        // A new rule may come switched off; one that is only switched off is a shipped one.
        if item.flag("enabled") == Some(false)
            && item.node.get("condition").is_none()
            && let Some(span) = span("enabled")
        {
            findings.add(
                Code::FALCO_RULE_OFF,
                span,
                format!(
                    "`{}` is switched off for everyone, and nothing of its kind is seen any more",
                    item.name
                ),
                "except the one program: `exceptions` on image, parent and path",
            );
        }
        if let Some(span) = span("append") {
            findings.add(Code::FALCO_DEPRECATED, span, "`append` is deprecated", "`override: {KEY: append}`");
        }
    }
}
