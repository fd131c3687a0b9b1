//! FL1506 and FL1507: policies that give everything, or give it to everyone.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::{Object, Site};
use crate::lint::advice::read::yaml;
use crate::source::yaml::Node;

const HINT: &str = "name the actions and the resources that are used: `\"Action\": \"s3:GetObject\"`, `\"Resource\": \"arn:aws:s3:::bucket/*\"`";

pub(super) fn command(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let attaches = command.is(&["aws"]) && command.path.starts_with("iam attach-");
    if attaches
        && let Some(flag) = command.flag(&["policy-arn"]).filter(|flag| {
            matches!(
                flag.text().rsplit('/').next(),
                Some("AdministratorAccess" | "PowerUserAccess" | "IAMFullAccess")
            )
        })
    {
        findings.add(Code::ADMIN_POLICY, flag.span, "the policy gives every right in the account", HINT);
    }
    let binds = command.is(&["gcloud"]) && command.path.ends_with("add-iam-policy-binding");
    if binds
        && let Some(flag) =
            command.flag(&["role"]).filter(|flag| matches!(flag.text(), "roles/owner" | "roles/editor"))
    {
        findings.add(
            Code::ADMIN_POLICY,
            flag.span,
            format!("`{}` gives nearly every right in the project", flag.text()),
            "bind the predefined role for the one task",
        );
    }
}

pub(super) fn check(object: &Object<'_>, findings: &mut Findings) {
    let Some(statements) = object.root.get("Statement") else { return };
    let list: Vec<&Node> =
        statements.items().map_or_else(|| vec![statements], |items| items.iter().collect());
    for statement in list {
        if yaml::text_at(statement, &["Effect"]) != Some("Allow") {
            continue;
        }
        let every = |key: &str| {
            statement.get(key).and_then(|node| {
                yaml::texts(node).into_iter().find(|(text, _)| *text == "*").map(|(_, node)| node)
            })
        };
        if let (Some(action), Some(_)) = (every("Action"), every("Resource")) {
            findings.add(Code::ADMIN_POLICY, object.span(action), "every action on every resource", HINT);
        }
        let principal = statement.get("Principal");
        let everyone = every("Principal").or_else(|| {
            let aws = principal?.get("AWS")?;
            yaml::texts(aws).into_iter().find(|(text, _)| *text == "*").map(|(_, node)| node)
        });
        if let Some(node) = everyone.filter(|_| statement.get("Condition").is_none()) {
            let message = "the principal `*` is everyone, also outside of the account";
            findings.add(
                Code::PUBLIC_STORAGE,
                object.span(node),
                message,
                "name the account or role: `\"AWS\": \"arn:aws:iam::111122223333:role/reader\"`",
            );
        }
    }
}
