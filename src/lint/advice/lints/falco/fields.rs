//! FL1704 and FL1709: fields that Falco does not have, or will not have for long, in conditions, outputs and
//! exceptions.

use crate::diag::Code;
use crate::fields;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::read::falco::{self, Item, Rules};
use crate::lint::advice::read::yaml;
use crate::source::Span;
use crate::source::yaml::Node;
use crate::syntax::condition::ast::OperandKind;
use crate::syntax::falco_rules::output;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Strangers told of one item. More of them are no slips: the text is something else.
const MOST: usize = 8;

/// The first parts of all fields, `proc` of `proc.name`. Others are those of plugins that we do not know.
static CLASSES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| fields::all().iter().filter_map(|field| field.name.split('.').next()).collect());

pub(super) fn check(rules: &Rules<'_>, findings: &mut Findings) {
    for item in &rules.items {
        let mut named = Vec::new();
        in_condition(item, &mut named);
        in_output(rules, item, &mut named);
        in_exceptions(rules, item, &mut named);
        for (name, span) in named.iter().filter(|(name, _)| is_stranger(name)).take(MOST) {
            let hint = match fields::nearest(name, |_| true) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`falconer fields` lists what there is".to_owned(),
            };
            findings.add(Code::FALCO_FIELD, *span, format!("Falco has no field `{name}`"), hint);
        }
        for (name, span) in named.iter().filter(|(name, _)| is_old(name)).take(MOST) {
            findings.add(
                Code::FALCO_DEPRECATED,
                *span,
                format!("`{name}` is deprecated: events are seen when they are over"),
                "leave the check out",
            );
        }
    }
}

fn is_stranger(name: &str) -> bool {
    let class = name.split('.').next().unwrap_or_default();
    CLASSES.contains(class) && fields::resolve(name).is_none()
}

fn is_old(name: &str) -> bool {
    name == "evt.dir" || name.starts_with("evt.latency")
}

fn in_condition(item: &Item<'_>, named: &mut Vec<(String, Span)>) {
    let Some(condition) = &item.condition else { return };
    let Ok(tree) = &condition.tree else { return };
    for operand in falco::leaves(tree).into_iter().flat_map(|(leaf, _)| falco::fields(leaf)) {
        if let OperandKind::Field { name, .. } = &operand.kind {
            named.push((name.clone(), condition.text.span_at(operand.range)));
        }
    }
}

fn in_output(rules: &Rules<'_>, item: &Item<'_>, named: &mut Vec<(String, Span)>) {
    let Some(output) = item.node.get("output").and_then(|node| rules.documents.scalar(node)) else { return };
    // `%container.info` is no field: Falco writes other text in its place.
    let printed = output::fields(output.as_str()).filter(|field| field.name != "container.info");
    named.extend(printed.map(|field| (field.name.to_owned(), output.span_at(field.range))));
}

fn field_at(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

fn in_exceptions(rules: &Rules<'_>, item: &Item<'_>, named: &mut Vec<(String, Span)>) {
    for exception in item.node.get("exceptions").and_then(Node::items).unwrap_or_default() {
        let fields = exception.get("fields").map(yaml::texts).unwrap_or_default();
        named.extend(
            fields.into_iter().map(|(name, node)| (field_at(name, 0).to_owned(), rules.documents.span(node))),
        );
    }
}
