//! Overrides: what an item does to an earlier one of its name, key by key, as Falco's loader does.

use crate::source::Text;
use crate::syntax::condition::MAX_SOURCE;
use crate::syntax::rulebook::items::{
    Item, ItemKind, List, Macro, Mitigation, Override, OverrideKind, Strategy, Var,
};

/// Applies every line of the new item's `override:` to the old one.
pub(super) fn apply(old: &mut Item, new: &Item) {
    for line in &new.overrides {
        match (&mut old.kind, &new.kind) {
            (ItemKind::List(old), ItemKind::List(new)) => list(old, new, line),
            (ItemKind::Macro(old), ItemKind::Macro(new)) => {
                text(&mut old.condition, &new.condition, line.how)
            }
            (ItemKind::Var(old), ItemKind::Var(new)) => var(old, new, line),
            (ItemKind::Strategy(old), ItemKind::Strategy(new)) => strategy(old, new, line),
            (ItemKind::Mitigation(old), ItemKind::Mitigation(new)) => mitigation(old, new, line),
            _ => {}
        }
    }
}

/// Whether an item says nothing but its name, so that only its `enabled:` can be meant.
pub(super) fn is_bare(item: &Item) -> bool {
    match &item.kind {
        ItemKind::RequiredVersion => false,
        ItemKind::List(list) => *list == List::default(),
        ItemKind::Macro(one) => *one == Macro::default(),
        ItemKind::Var(var) => *var == Var::default(),
        ItemKind::Strategy(strategy) => *strategy == Strategy::default(),
        ItemKind::Mitigation(mitigation) => *mitigation == Mitigation::default(),
    }
}

fn list(old: &mut List, new: &List, line: &Override) {
    match (&mut old.items, &new.items) {
        (Some(old), Some(new)) => many(old, new, line.how),
        (old, new) => old.clone_from(new),
    }
}

fn var(old: &mut Var, new: &Var, line: &Override) {
    match line.key.as_str() {
        "value" => text(&mut old.value, &new.value, line.how),
        "desc" => text(&mut old.desc, &new.desc, line.how),
        _ => {}
    }
}

fn strategy(old: &mut Strategy, new: &Strategy, line: &Override) {
    let how = line.how;
    match line.key.as_str() {
        "title" => text(&mut old.title, &new.title, how),
        "params" => many(&mut old.params, &new.params, how),
        "phase" => old.phase = new.phase,
        "condition" => text(&mut old.condition, &new.condition, how),
        "text" => text(&mut old.text, &new.text, how),
        "cost" => text(&mut old.cost, &new.cost, how),
        "examples" => many(&mut old.examples, &new.examples, how),
        "verify" => many(&mut old.verify, &new.verify, how),
        "rollback" => many(&mut old.rollback, &new.rollback, how),
        "mitigates" => many(&mut old.mitigates, &new.mitigates, how),
        "references" => many(&mut old.references, &new.references, how),
        _ => {}
    }
}

fn mitigation(old: &mut Mitigation, new: &Mitigation, line: &Override) {
    let how = line.how;
    match line.key.as_str() {
        "title" => text(&mut old.title, &new.title, how),
        "rule" => many(&mut old.rules, &new.rules, how),
        "condition" => text(&mut old.condition, &new.condition, how),
        "desc" => text(&mut old.desc, &new.desc, how),
        "priority" => old.priority.clone_from(&new.priority),
        "urgent" => old.urgent = new.urgent,
        "fallback" => old.fallback = new.fallback,
        "tags" => many(&mut old.tags, &new.tags, how),
        "group_by" => many(&mut old.group_by, &new.group_by, how),
        "summary" => text(&mut old.summary, &new.summary, how),
        "analysis" => many(&mut old.analysis, &new.analysis, how),
        "strategies" => many(&mut old.strategies, &new.strategies, how),
        "conclusion" => text(&mut old.conclusion, &new.conclusion, how),
        "recommendations" => many(&mut old.recommendations, &new.recommendations, how),
        "references" => many(&mut old.references, &new.references, how),
        "tests" => many(&mut old.tests, &new.tests, how),
        _ => {}
    }
}

/// Texts are joined by one blank, as Falco joins conditions and outputs.
fn text(old: &mut Option<Text>, new: &Option<Text>, how: OverrideKind) {
    *old = match (how, old.as_ref(), new) {
        // It is refused as too long already, and joining goes over all of it each time.
        (OverrideKind::Append, Some(old), _) if old.as_str().len() > MAX_SOURCE => return,
        (OverrideKind::Append, Some(old), Some(new)) => Some(old.append(" ", new)),
        _ => new.clone(),
    };
}

fn many<T: Clone>(old: &mut Vec<T>, new: &[T], how: OverrideKind) {
    if how == OverrideKind::Replace {
        old.clear();
    }
    old.extend_from_slice(new);
}
