//! What an item says, key by key, as plain data: places and layout left out.

use crate::source::Text;
use crate::syntax::rulebook::items::{
    AnalysisRow, Example, Expect, Item, ItemKind, Mitigation, Strategy, StrategyUse, Test,
};
use crate::syntax::rulebook::keys::PHASES;
use serde_json::{Map, Value, json};

/// A key of an item and its value, if it has one. Items of one kind have the same keys in the same order.
pub(super) type Content = Vec<(&'static str, Option<Value>)>;

/// What an item says.
pub(super) fn content(item: &Item) -> Content {
    match &item.kind {
        ItemKind::RequiredVersion => Vec::new(),
        ItemKind::List(list) => vec![("items", list.items.as_deref().and_then(texts))],
        ItemKind::Macro(one) => vec![("condition", text(&one.condition))],
        ItemKind::Var(var) => vec![("value", text(&var.value)), ("desc", text(&var.desc))],
        ItemKind::Strategy(one) => strategy(one),
        ItemKind::Mitigation(one) => mitigation(one),
    }
}

fn strategy(one: &Strategy) -> Content {
    let phase = one.phase.and_then(|(phase, _)| PHASES.get(phase as usize));
    vec![
        ("title", text(&one.title)),
        ("params", texts(&one.params)),
        ("phase", phase.map(|&word| word.into())),
        ("condition", text(&one.condition)),
        ("text", text(&one.text)),
        ("cost", text(&one.cost)),
        ("examples", all(&one.examples, example)),
        ("verify", all(&one.verify, example)),
        ("rollback", all(&one.rollback, example)),
        ("mitigates", texts(&one.mitigates)),
        ("references", texts(&one.references)),
    ]
}

fn mitigation(one: &Mitigation) -> Content {
    vec![
        ("title", text(&one.title)),
        ("rule", texts(&one.rules)),
        ("condition", text(&one.condition)),
        ("desc", text(&one.desc)),
        ("priority", text(&one.priority)),
        ("urgent", one.urgent.map(Value::from)),
        ("fallback", one.fallback.map(Value::from)),
        ("tags", texts(&one.tags)),
        ("group_by", texts(&one.group_by)),
        ("summary", text(&one.summary)),
        ("analysis", all(&one.analysis, analysis_row)),
        ("strategies", all(&one.strategies, strategy_use)),
        ("conclusion", text(&one.conclusion)),
        ("recommendations", texts(&one.recommendations)),
        ("references", texts(&one.references)),
        ("tests", all(&one.tests, test)),
    ]
}

fn word(text: &Text) -> Value {
    // A block's last line end is layout.
    text.as_str().trim_end().into()
}

fn text(text: &Option<Text>) -> Option<Value> {
    text.as_ref().map(word)
}

fn texts(texts: &[Text]) -> Option<Value> {
    all(texts, word)
}

fn all<T>(items: &[T], value: impl Fn(&T) -> Value) -> Option<Value> {
    (!items.is_empty()).then(|| items.iter().map(value).collect())
}

/// A mapping of the keys that have a value.
fn mapping(pairs: impl IntoIterator<Item = (&'static str, Option<Value>)>) -> Value {
    let pairs = pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(pairs.collect::<Map<_, _>>())
}

fn example(one: &Example) -> Value {
    let allow = |allow: &crate::syntax::rulebook::items::Allow| {
        mapping([
            ("lint", Some(word(&allow.lint))),
            ("reason", text(&allow.reason)),
            ("until", text(&allow.until)),
        ])
    };
    mapping([
        ("title", text(&one.title)),
        ("lang", Some(word(&one.lang))),
        ("code", Some(word(&one.code))),
        ("condition", text(&one.condition)),
        ("allow", all(&one.allow, allow)),
    ])
}

fn analysis_row(row: &AnalysisRow) -> Value {
    match row {
        AnalysisRow::Field(field) => word(field),
        AnalysisRow::Labelled { label, text: prose, condition } => mapping([
            ("label", Some(word(label))),
            ("text", Some(word(prose))),
            ("condition", text(condition)),
        ]),
    }
}

fn strategy_use(one: &StrategyUse) -> Value {
    match one {
        StrategyUse::Named { name, with } => {
            let bound: Map<String, Value> =
                with.iter().map(|(param, field)| (param.as_str().to_owned(), word(field))).collect();
            mapping([
                ("use", Some(word(name))),
                ("with", (!bound.is_empty()).then_some(Value::Object(bound))),
            ])
        }
        StrategyUse::InPlace { name, strategy: one } => {
            let head = std::iter::once(("strategy", Some(word(name))));
            mapping(head.chain(strategy(one)))
        }
    }
}

fn test(one: &Test) -> Value {
    json!({ "test": word(&one.name), "alert": one.alert, "expect": expect(&one.expect) })
}

fn expect(one: &Expect) -> Value {
    // An empty list is an expectation, too.
    let names =
        |names: &Option<(Vec<Text>, _)>| names.as_ref().map(|(names, _)| names.iter().map(word).collect());
    mapping([
        ("match", one.match_.map(|(matches, _)| matches.into())),
        ("strategies", names(&one.strategies)),
        ("withheld", names(&one.withheld)),
        ("report_contains", texts(&one.report_contains)),
        ("report_lacks", texts(&one.report_lacks)),
    ])
}
