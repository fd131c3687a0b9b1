//! Falco rules files inside advice: rules, macros, lists and exceptions, with their conditions parsed as Falco
//! parses them.
//!
//! In: documents. Out: [`Rules`]. The language is that of <https://falco.org/docs/concepts/rules/>.

use super::yaml::{self, Documents};
use crate::source::Text;
use crate::source::yaml::Node;
use crate::syntax::condition::ast::{Dialect, Expr, ExprKind, Operand, OperandKind, Rhs};
use crate::syntax::condition::{ParseOptions, SyntaxError, parse};
use std::collections::{BTreeMap, BTreeSet};

/// The items of one document.
#[derive(Debug)]
pub(in crate::lint::advice) struct Rules<'d> {
    /// Whether they stand in an answer to an incident, which is applied as it is. Documentation shows parts of rules.
    pub(in crate::lint::advice) applied: bool,
    /// The documents they stand in.
    pub(in crate::lint::advice) documents: &'d Documents,
    /// Items in order.
    pub(in crate::lint::advice) items: Vec<Item<'d>>,
    /// Whether each macro restricts the kinds of events, as far as that is known.
    macros: BTreeMap<&'d str, Option<bool>>,
    /// Macros of the report's other rules files.
    elsewhere: &'d BTreeSet<String>,
}

impl Rules<'_> {
    /// Whether a macro of this name stands in the report.
    pub(in crate::lint::advice) fn defines(&self, name: &str) -> bool {
        self.macros.contains_key(name) || self.elsewhere.contains(name)
    }
}

/// One item.
#[derive(Debug)]
pub(in crate::lint::advice) struct Item<'d> {
    /// `rule`, `macro` or `list`.
    pub(in crate::lint::advice) kind: &'static str,
    /// Its name.
    pub(in crate::lint::advice) name: &'d str,
    /// The node of its name.
    pub(in crate::lint::advice) at: &'d Node,
    /// The whole item.
    pub(in crate::lint::advice) node: &'d Node,
    /// Its condition.
    pub(in crate::lint::advice) condition: Option<Condition>,
}

/// A condition.
#[derive(Debug)]
pub(in crate::lint::advice) struct Condition {
    /// Its text, places in the file.
    pub(in crate::lint::advice) text: Text,
    /// Its tree, or why there is none.
    pub(in crate::lint::advice) tree: Result<Expr, Box<SyntaxError>>,
}

const KINDS: [&str; 3] = ["rule", "macro", "list"];

/// Whether a node is a Falco rules file.
pub(in crate::lint::advice) fn is_rules(node: &Node) -> bool {
    let Some(items) = node.items() else { return false };
    let known = |item: &Node| {
        KINDS.iter().any(|kind| item.get(kind).is_some_and(|name| name.scalar().is_some()))
            // Falco Talon's rules name actions for alerts, and have no condition.
            && !(item.get("actions").is_some() && item.get("condition").is_none())
            && [
                "condition",
                "items",
                "desc",
                "description",
                "output",
                "exceptions",
                "override",
                "enabled",
                "append",
                "priority",
            ]
            .iter()
            .any(|key| item.get(key).is_some())
    };
    items.iter().any(known)
}

/// Reads the items of a rules file.
pub(in crate::lint::advice) fn read<'d>(
    documents: &'d Documents,
    root: &'d Node,
    applied: bool,
    elsewhere: &'d BTreeSet<String>,
) -> Rules<'d> {
    // A rule that stands alone is read as well: what else is wrong with it shows.
    let nodes = root.items().unwrap_or_else(|| std::slice::from_ref(root));
    let items = nodes.iter().filter_map(|node| {
        let (kind, at) = KINDS.iter().find_map(|kind| Some((*kind, node.get(kind)?)))?;
        let name = at.scalar()?.as_str();
        let condition = node.get("condition").and_then(|value| condition(documents, value));
        Some(Item { kind, name, at, node, condition })
    });
    let items: Vec<Item<'_>> = items.collect();
    let macros = macros(&items);
    Rules { applied, documents, items, macros, elsewhere }
}

fn condition(documents: &Documents, node: &Node) -> Option<Condition> {
    let text = documents.scalar(node).filter(|text| !text.as_str().trim().is_empty())?;
    let options = ParseOptions { dialect: Dialect::Falco, ..ParseOptions::default() };
    let tree = parse(text.as_str(), options).map(|parsed| parsed.expr).map_err(Box::new);
    Some(Condition { text, tree })
}

impl Item<'_> {
    /// Whether it changes an earlier item rather than defining one.
    pub(in crate::lint::advice) fn is_change(&self) -> bool {
        self.node.get("override").is_some() || self.flag("append") == Some(true)
    }

    /// A boolean key.
    pub(in crate::lint::advice) fn flag(&self, key: &str) -> Option<bool> {
        match yaml::text_at(self.node, &[key])? {
            "true" | "True" | "yes" => Some(true),
            "false" | "False" | "no" => Some(false),
            _ => None,
        }
    }

    /// What `override` says of a key.
    pub(in crate::lint::advice) fn override_of(&self, key: &str) -> Option<&str> {
        yaml::text_at(self.node, &["override", key])
    }
}

/// Every check and macro of a condition, outermost first; `negated` where an odd number of `not` stand before it.
pub(in crate::lint::advice) fn leaves(expr: &Expr) -> Vec<(&Expr, bool)> {
    let mut found = Vec::new();
    let mut open = vec![(expr, false)];
    while let Some((expr, negated)) = open.pop() {
        match &expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                open.extend(parts.iter().rev().map(|part| (part, negated)))
            }
            ExprKind::Not(inner) => open.push((inner, !negated)),
            _ => found.push((expr, negated)),
        }
    }
    found
}

/// The fields that a check names, with their places in the condition.
pub(in crate::lint::advice) fn fields(leaf: &Expr) -> Vec<&Operand> {
    let mut open: Vec<&Operand> = match &leaf.kind {
        ExprKind::Exists(operand) => vec![operand],
        ExprKind::Compare(compare) => match &compare.right {
            Rhs::Operand(right) => vec![&compare.left, right],
            _ => vec![&compare.left],
        },
        _ => Vec::new(),
    };
    let mut found = Vec::new();
    while let Some(operand) = open.pop() {
        match &operand.kind {
            OperandKind::Field { .. } => found.push(operand),
            OperandKind::Call { args, .. } => {
                use crate::syntax::condition::ast::Arg;
                open.extend(args.iter().filter_map(|arg| match arg {
                    Arg::Operand(operand) => Some(operand),
                    _ => None,
                }));
            }
        }
    }
    found
}

/// Whether a condition restricts the kinds of events it looks at; `None` where a macro that is not defined before
/// may do so.
pub(in crate::lint::advice) fn restricts_events(expr: &Expr, rules: &Rules<'_>) -> Option<bool> {
    restricted(expr, &rules.macros, 0)
}

/// What is known of each macro, in order: as in Falco, a macro names only those before it, so that each is looked at
/// once.
fn macros<'d>(items: &[Item<'d>]) -> BTreeMap<&'d str, Option<bool>> {
    let mut known = BTreeMap::new();
    for item in items.iter().filter(|item| item.kind == "macro") {
        let tree = item.condition.as_ref().and_then(|condition| condition.tree.as_ref().ok());
        let answer = tree.and_then(|tree| restricted(tree, &known, 0));
        known.insert(item.name, answer);
    }
    known
}

/// Macros of the shipped rules that say nothing of the kind of event.
const NO_EVENT: [&str; 4] = ["container", "interactive", "never_true", "always_true"];

fn restricted(expr: &Expr, macros: &BTreeMap<&str, Option<bool>>, depth: usize) -> Option<bool> {
    if depth > 64 {
        return None;
    }
    let below = |part: &Expr| restricted(part, macros, depth.saturating_add(1));
    match &expr.kind {
        ExprKind::And(parts) => {
            let answers: Vec<_> = parts.iter().map(below).collect();
            if answers.contains(&Some(true)) {
                Some(true)
            } else if answers.contains(&None) {
                None
            } else {
                Some(false)
            }
        }
        ExprKind::Or(parts) => {
            let answers: Vec<_> = parts.iter().map(below).collect();
            if answers.contains(&None) {
                None
            } else {
                Some(answers.iter().all(|answer| *answer == Some(true)))
            }
        }
        ExprKind::Not(_) | ExprKind::Exists(_) => Some(false),
        ExprKind::Macro(name) => match macros.get(name.as_str()) {
            Some(answer) => *answer,
            None if NO_EVENT.contains(&name.as_str()) => Some(false),
            None => None,
        },
        ExprKind::Compare(compare) => match &compare.left.kind {
            OperandKind::Field { name, .. } => Some(matches!(name.as_str(), "evt.type" | "syscall.type")),
            OperandKind::Call { .. } => Some(false),
        },
    }
}
