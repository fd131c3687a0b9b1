//! FL1705 and FL1706: exceptions that Falco refuses, or that let too much through.

use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::read::falco::{Item, Rules};
use crate::lint::advice::read::yaml;
use crate::source::yaml::Node;
use crate::syntax::condition::ast::{Dialect, Expr, ExprKind, OperandKind, Operator, Rhs};
use crate::syntax::condition::{ParseOptions, parse};

/// Fields that whoever is watched may set, or that say too little.
const SPOOFABLE: [&str; 8] = [
    "proc.name",
    "proc.cmdline",
    "proc.pname",
    "proc.args",
    "proc.pcmdline",
    "user.name",
    "proc.exe",
    "thread.name",
];

/// How deep a condition is looked into.
const MAX_DEPTH: usize = 64;

const HINT: &str = "name the actor, the action and the target together: `[container.image.repository, proc.pname, proc.exepath]`";

pub(super) fn check(rules: &Rules<'_>, findings: &mut Findings) {
    for item in rules.items.iter().filter(|item| item.kind == "rule") {
        for exception in item.node.get("exceptions").and_then(Node::items).unwrap_or_default() {
            form(rules, item, exception, findings);
            breadth(rules, exception, findings);
        }
        if item.node.get("exceptions").is_some() && item.node.get("condition").is_none() && !item.is_change()
        {
            findings.add(
                Code::FALCO_EXCEPTION,
                rules.documents.span(item.at),
                "exceptions for a rule that is defined elsewhere, without saying that they are added to it",
                "add `override: {exceptions: append}`",
            );
        }
        appended(rules, item, findings);
    }
}

fn form(rules: &Rules<'_>, item: &Item<'_>, exception: &Node, findings: &mut Findings) {
    let Some(name) = exception.get("name") else {
        return findings.add(
            Code::FALCO_EXCEPTION,
            rules.documents.span(exception),
            "an exception without a `name`",
            "give it one",
        );
    };
    let Some(fields) = exception.get("fields") else {
        // No rule that Falco ships has named exceptions, so values alone name nothing.
        if exception.get("values").is_some() && item.node.get("condition").is_none() {
            let severity = if rules.applied { Severity::Error } else { Severity::Note };
            findings.add_as(
                severity,
                Code::FALCO_EXCEPTION,
                rules.documents.span(name),
                "values for an exception that the rule does not have: Falco's own rules have none",
                "the first time, bring `name`, `fields`, `comps` and `values`",
            );
        }
        return;
    };
    let width = fields.items().map_or(1, <[_]>::len);
    if let Some(comps) = exception.get("comps").and_then(Node::items)
        && comps.len() != width
    {
        let message = format!("{} comparisons for {width} fields", comps.len());
        return findings.add(
            Code::FALCO_EXCEPTION,
            rules.documents.span(name),
            message,
            "one of `comps` for each of `fields`",
        );
    }
    for value in exception.get("values").and_then(Node::items).unwrap_or_default() {
        let length = value.items().map(<[_]>::len);
        if length.is_some_and(|length| length != width) && width > 1 {
            let message = format!("{} values for {width} fields", length.unwrap_or(0));
            findings.add(
                Code::FALCO_EXCEPTION,
                rules.documents.span(value),
                message,
                "one value for each of `fields`",
            );
        }
    }
}

fn breadth(rules: &Rules<'_>, exception: &Node, findings: &mut Findings) {
    let Some(fields) = exception.get("fields") else { return };
    let names = yaml::texts(fields);
    let comps: Vec<&str> = exception
        .get("comps")
        .map(yaml::texts)
        .unwrap_or_default()
        .into_iter()
        .map(|(text, _)| text)
        .collect();
    let firm = names.iter().enumerate().any(|(at, (name, _))| {
        let loose = comps
            .get(at)
            .is_some_and(|comp| matches!(*comp, "contains" | "icontains" | "glob" | "endswith" | "regex"));
        !SPOOFABLE.contains(name) && !loose
    });
    if !firm && !names.is_empty() {
        findings.add(
            Code::FALCO_BROAD_EXCEPTION,
            rules.documents.span(fields),
            "any program may take this name, so anyone is let through",
            HINT,
        );
    }
}

/// `and not proc.name = bash` appended to a rule: the same in another form.
fn appended(rules: &Rules<'_>, item: &Item<'_>, findings: &mut Findings) {
    let appends = item.override_of("condition") == Some("append") || item.flag("append") == Some(true);
    let Some(condition) = item.condition.as_ref().filter(|_| appends) else { return };
    let Some(rest) =
        condition.text.as_str().trim().strip_prefix("and").filter(|rest| rest.starts_with([' ', '\n', '(']))
    else {
        return;
    };
    let options = ParseOptions { dialect: Dialect::Falco, ..ParseOptions::default() };
    let Ok(parsed) = parse(rest, options) else { return };
    let parts = match &parsed.expr.kind {
        ExprKind::And(parts) => parts.as_slice(),
        _ => std::slice::from_ref(&parsed.expr),
    };
    let lets_through = |part: &Expr| match &part.kind {
        ExprKind::Not(inner) => by_name_alone(inner, 0),
        ExprKind::Compare(compare) => compare.op == Operator::Ne && names_spoofable(&compare.left.kind),
        _ => false,
    };
    if parts.iter().any(lets_through) {
        findings.add(
            Code::FALCO_BROAD_EXCEPTION,
            rules.documents.span(item.node.get("condition").unwrap_or(item.node)),
            "any program may take this name, so anyone is let through",
            HINT,
        );
    }
}

/// Whether names that anyone may take are enough to make a condition true.
fn by_name_alone(expr: &Expr, depth: usize) -> bool {
    let deeper = |part: &Expr| depth < MAX_DEPTH && by_name_alone(part, depth.saturating_add(1));
    match &expr.kind {
        ExprKind::And(parts) => parts.iter().all(deeper),
        ExprKind::Or(parts) => parts.iter().any(deeper),
        ExprKind::Compare(compare) => {
            let exact = matches!(
                compare.op,
                Operator::Eq | Operator::EqEq | Operator::In | Operator::Contains | Operator::StartsWith
            );
            exact && !matches!(compare.right, Rhs::Operand(_)) && names_spoofable(&compare.left.kind)
        }
        _ => false,
    }
}

fn names_spoofable(operand: &OperandKind) -> bool {
    matches!(operand, OperandKind::Field { name, .. } if SPOOFABLE.contains(&name.as_str()))
}
