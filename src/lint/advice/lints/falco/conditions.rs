//! FL1701, FL1704, FL1708 and FL1711: conditions that Falco refuses, or that match everything.

use crate::diag::{Code, Diagnostic, Severity, did_you_mean};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::read::falco::{self, Condition, Item, Rules};
use crate::source::Text;
use crate::syntax::condition::ast::{Expr, ExprKind, OperandKind};
use std::collections::BTreeSet;
use std::sync::LazyLock;

pub(super) fn check(rules: &Rules<'_>, findings: &mut Findings) {
    for item in &rules.items {
        not_a_string(rules, item, findings);
        let Some(condition) = &item.condition else { continue };
        if item.is_change() && item.override_of("condition") != Some("replace") {
            appended(condition, findings);
            continue;
        }
        match &condition.tree {
            Err(error) => {
                let span = condition.text.span_at(error.range);
                let mut diagnostic = Diagnostic::new(Code::FALCO_CONDITION, span, error.message.clone())
                    .label(error.label.clone());
                diagnostic.hint = error.hint.clone().or_else(|| function_hint(condition));
                findings.push(diagnostic);
            }
            Ok(tree) => {
                macros(rules, item, condition, tree, findings);
                everything(rules, item, condition, tree, findings);
            }
        }
    }
}

fn function_hint(condition: &Condition) -> Option<String> {
    let text = condition.text.as_str();
    let time = text.contains("now(") || text.contains("duration(");
    time.then(|| "Falco has no function of time and no arithmetic; a container's age is `container.duration`, in nanoseconds".to_owned())
}

fn not_a_string(rules: &Rules<'_>, item: &Item<'_>, findings: &mut Findings) {
    if let Some(node) = item.node.get("condition").filter(|node| node.scalar().is_none()) {
        findings.add(
            Code::FALCO_CONDITION,
            rules.documents.span(node),
            "a condition is one text, and this is a mapping or sequence",
            "write one expression: `condition: spawned_process and container and proc.name = nc`",
        );
    }
}

/// A condition that is appended goes on from the one before.
fn appended(condition: &Condition, findings: &mut Findings) {
    let text = condition.text.as_str().trim_start();
    let first = text.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    if !matches!(first, "and" | "or") && !text.is_empty() {
        findings.add(
            Code::APPENDED_CONDITION,
            condition.text.span(),
            "an appended condition is put behind the other as it is, so it must begin with `and` or `or`",
            format!("`and not ({})`", text.trim_end()),
        );
    }
}

/// Macros that come with Falco.
pub(super) static SHIPPED: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| include_str!("macros.tsv").lines().filter(|line| !line.starts_with('#')).collect());

/// A macro that neither stands here nor comes with Falco. Where rules are applied as they are, none defines it.
fn macros(rules: &Rules<'_>, item: &Item<'_>, condition: &Condition, tree: &Expr, findings: &mut Findings) {
    if !rules.applied || source(item) != "syscall" || uses_other_source(tree) {
        return;
    }
    let unknown = falco::leaves(tree).into_iter().find_map(|(leaf, _)| match &leaf.kind {
        ExprKind::Macro(name) if !SHIPPED.contains(name.as_str()) && !rules.defines(name) => {
            Some((name, leaf.range))
        }
        _ => None,
    });
    if let Some((name, range)) = unknown {
        let hint = match did_you_mean(name, SHIPPED.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("define it before: `- macro: {name}` with its `condition`"),
        };
        findings.add_as(
            Severity::Warning,
            Code::FALCO_CONDITION,
            condition.text.span_at(range),
            format!("no macro `{name}` stands before this rule, and Falco brings none of that name"),
            hint,
        );
    }
}

fn source<'d>(item: &Item<'d>) -> &'d str {
    item.node.get("source").and_then(|node| node.scalar()).map_or("syscall", Text::as_str)
}

fn everything(
    rules: &Rules<'_>,
    item: &Item<'_>,
    condition: &Condition,
    tree: &Expr,
    findings: &mut Findings,
) {
    if item.kind != "rule" || source(item) != "syscall" {
        return;
    }
    if falco::restricts_events(tree, rules) == Some(false) && !uses_other_source(tree) {
        let mut diagnostic = Diagnostic::new(Code::FALCO_EVERY_EVENT, condition.text.span(), "nothing says which events: the rule looks at every one, and is loud and slow")
            .hint("begin with the kind of event: `spawned_process and container and …`, or `evt.type in (open, openat)`");
        diagnostic.severity = Severity::Warning;
        findings.push(diagnostic);
    }
}

/// Fields of plugins: their events have no kind of this sort.
fn uses_other_source(tree: &Expr) -> bool {
    falco::leaves(tree).into_iter().flat_map(|(leaf, _)| falco::fields(leaf)).any(|operand| {
        match &operand.kind {
            OperandKind::Field { name, .. } => {
                ["ka.", "ct.", "jevt.", "json.", "okta.", "github.", "gcp.", "al."]
                    .iter()
                    .any(|prefix| name.starts_with(prefix))
            }
            OperandKind::Call { .. } => false,
        }
    })
}
