//! The condition language against known answers, and what must hold for every text and tree.
//!
//! `tests/conditions/syntax/*.jsonl` holds one expression a line with its tree (`ast`, `operand`) or its refusal
//! (`error`), and the traps met. All files speak the Falco dialect, but `falconer.jsonl` and `operands.jsonl`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may panic; in integration tests clippy cannot tell helpers from other code"
)]

use falconer::syntax::condition::ast::{
    Arg, Compare, Constant, ConstantList, Dialect, Expr, ExprKind, Modifier, Operand, OperandKind, Operator,
    Quote, Rhs, Transformer,
};
use falconer::syntax::condition::{
    MAX_DEPTH, OperatorKind, ParseOptions, SyntaxError, SyntaxErrorKind, operand_to_json, parse,
    parse_operand, print, print_as, to_json,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::Path;

const FALCO: ParseOptions = ParseOptions { dialect: Dialect::Falco, max_depth: MAX_DEPTH };
const FALCONER: ParseOptions = ParseOptions { dialect: Dialect::Falconer, max_depth: MAX_DEPTH };

/// Every file of known answers: its topic and its lines.
fn known_answers() -> Vec<(String, Vec<Value>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conditions/syntax");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: &Path| -> Vec<Value> {
        let text = std::fs::read_to_string(path).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    files.iter().map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), read(path))).collect()
}

/// What we answer, in the form of the files.
fn answer(topic: &str, text: &str) -> Value {
    let refused = |error: SyntaxError| {
        let token = &text[error.range.range()];
        json!({ "expr": text, "error": {
            "code": error.code().code(), "at": error.range.start, "token": token,
            "message": error.message, "label": error.label, "hint": error.hint,
        } })
    };
    if topic == "operands" {
        let operand =
            parse_operand(text).map(|operand| json!({ "expr": text, "operand": operand_to_json(&operand) }));
        return operand.unwrap_or_else(refused);
    }
    match parse(text, if topic == "falconer" { FALCONER } else { FALCO }) {
        Ok(parsed) => {
            let mut answer = json!({ "expr": text, "ast": to_json(&parsed.expr) });
            let traps: Vec<Value> = parsed
                .traps
                .iter()
                .map(|trap| json!([trap.code().code(), &text[trap.range.range()], trap.message(text)]))
                .collect();
            if !traps.is_empty() {
                answer["traps"] = traps.into();
            }
            answer
        }
        Err(error) => refused(error),
    }
}

#[test]
fn known_answers_hold() {
    let mut wrong = String::new();
    let mut count = 0;
    for (topic, lines) in known_answers() {
        for expected in lines {
            let actual = answer(&topic, expected["expr"].as_str().unwrap());
            count += 1;
            if actual != expected {
                wrong += &format!("{topic}:\n  expected {expected}\n    actual {actual}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count > 800, "only {count} cases were read");
}

/// What Falco accepts means the same in our dialect.
#[test]
fn our_dialect_changes_nothing_that_falco_accepts() {
    for (_, lines) in known_answers() {
        for line in lines {
            let text = line["expr"].as_str().unwrap();
            if let Ok(falco) = parse(text, FALCO) {
                assert_eq!(parse(text, FALCONER), Ok(falco), "{text:?}");
            }
        }
    }
}

/// A nesting: what opens a level, and how many levels the limits 100 and 1000 allow around the innermost text.
#[test]
fn depth_is_counted_as_falco_counts() {
    let rows = [
        ("(", "a", ")", 19, 199),
        ("(", "a.b exists", ")", 18, 198),
        ("(", "a.b = x", ")", 18, 198),
        ("(", "a.b in (x)", ")", 18, 198),
        ("not(", "a", ")", 23, 248),
        ("not (", "a", ")", 19, 199),
        ("a and(", "a", ")", 31, 331),
        ("a or(", "a", ")", 47, 497),
        ("a or (", "a", ")", 19, 199),
        ("tolower(", "a.b", ") = x", 47, 497),
    ];
    let nested = |open: &str, inside: &str, close: &str, levels: usize| {
        let (close, rest) = close.split_at(1);
        format!("{}{inside}{}{rest}", open.repeat(levels), close.repeat(levels))
    };
    for (open, inside, close, at_100, at_1000) in rows {
        for (max_depth, most) in [(100, at_100), (1000, at_1000)] {
            let options = ParseOptions { dialect: Dialect::Falco, max_depth };
            assert!(parse(&nested(open, inside, close, most), options).is_ok(), "{open} {most} {max_depth}");
            let error = parse(&nested(open, inside, close, most + 1), options).unwrap_err();
            assert_eq!(error.kind, SyntaxErrorKind::TooDeep, "{open} {most} {max_depth}");
            // The place is the first character too deep.
            assert!(
                error.range.start > 0 && error.range.end == error.range.start + 1,
                "{open} {:?}",
                error.range
            );
            assert_eq!(error.to_string(), error.message);
        }
    }
    let right = |levels| format!("a.b = {}c.d{}", "tolower(".repeat(levels), ")".repeat(levels));
    let options = ParseOptions { dialect: Dialect::Falco, max_depth: 100 };
    assert!(parse(&right(45), options).is_ok() && parse(&right(46), options).is_err());
    assert!(parse(&format!("{}a", "not ".repeat(5000)), options).is_ok());
    assert!(parse(&format!("{}a", "a and ".repeat(5000)), options).is_ok());
}

/// Hostile texts of a quarter of a megabyte: test threads have stacks of 2 MiB.
#[test]
fn no_text_overflows_the_stack_or_takes_long() {
    let pieces = [
        "(",
        "not(",
        "a and(",
        "a or(",
        "a or (",
        "tolower(",
        "join((tolower(",
        "x.y = val(",
        "age(",
        "x.y in (",
        "x.y[",
        "x.y = '\\'",
        "\"\\\"",
        "x.y = oneof ",
        "not ",
        "a or ",
        "[",
        "'",
        "=",
    ];
    for piece in pieces {
        let text = piece.repeat(250_000 / piece.len());
        let started = std::time::Instant::now();
        for options in [FALCO, FALCONER] {
            let _ = parse(&text, options);
        }
        let _ = parse_operand(&text);
        // Quadratic time would be minutes; a slow machine and a debug build are not.
        assert!(started.elapsed().as_secs() < 20, "{piece:?} took {:?}", started.elapsed());
    }
}

/// Ranges lie on the text, on character boundaries, and nothing panics.
fn check_any(text: &str) {
    for options in [FALCO, FALCONER] {
        match parse(text, options) {
            Ok(parsed) => {
                assert!(text.get(parsed.expr.range.range()).is_some());
                assert!(parsed.traps.iter().all(|trap| text.get(trap.range.range()).is_some()));
                if options == FALCO {
                    let printed = print(&parsed.expr).expect("what was read can be written");
                    assert_eq!(to_json(&parse(&printed, FALCO).unwrap().expr), to_json(&parsed.expr));
                }
            }
            Err(error) => assert!(text.get(error.range.range()).is_some(), "{text:?} {error:?}"),
        }
    }
    let _ = parse_operand(text);
}

/// Words of the language in any order.
fn scrambled() -> impl Strategy<Value = String> {
    let words = [
        " ", " ", "and", "or", "not", "(", ")", "a", "x.y", "=", "==", "!=", "<", ">=", "in", "exists",
        "contains", "oneof", "'", "\"", "\\", ",", "[", "]", "1", "5s", "0x", "val(", "len(", "age(", "é",
        "\0", "\u{8}", "\u{b}",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..24).prop_map(|words| words.concat())
}

/// Known answers with one character taken away or doubled.
fn mutants() -> impl Strategy<Value = String> {
    let texts: Vec<String> = known_answers()
        .into_iter()
        .flat_map(|(_, lines)| lines)
        .map(|line| line["expr"].as_str().unwrap().to_owned())
        .collect();
    (prop::sample::select(texts), any::<prop::sample::Index>(), any::<bool>()).prop_map(
        |(text, at, double)| {
            let chars: Vec<char> = text.chars().collect();
            if chars.is_empty() {
                return text;
            }
            let at = at.index(chars.len());
            let middle = if double { vec![chars[at]; 2] } else { vec![] };
            chars[..at].iter().chain(&middle).chain(&chars[at + 1..]).collect()
        },
    )
}

fn constant(bytes: Vec<u8>, quote: Option<Quote>) -> Constant {
    Constant { bytes, quote, range: Default::default() }
}

fn any_constant() -> impl Strategy<Value = Constant> {
    let odd = prop::sample::select(vec![
        "", "\\", "a\\", "oneof", "val(", "\u{8}a", "\0", "a b", "é", "'\"", "and",
    ]);
    let bytes = prop_oneof![
        odd.prop_map(|text| text.as_bytes().to_vec()),
        "[a-z./*-]{1,6}".prop_map(String::into_bytes),
        any::<String>().prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..6),
    ];
    let quote = prop::sample::select(vec![None, Some(Quote::Single), Some(Quote::Double)]);
    (bytes, quote).prop_map(|(bytes, quote)| constant(bytes, quote))
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z][a-zA-Z0-9_]{0,4}",
        prop::sample::select(vec!["not", "and", "or", "in", "exists", "oneof", "val", "len"])
            .prop_map(str::to_owned),
    ]
}

fn number() -> impl Strategy<Value = Constant> {
    "([+-]?[0-9]{1,4}(\\.[0-9]{0,2})?([eE][+-][0-9])?|0[xX][0-9a-fA-F]{1,4})"
        .prop_map(|text| constant(text.into_bytes(), None))
}

fn field() -> impl Strategy<Value = Operand> {
    (name(), name(), prop::option::of(any_constant())).prop_map(|(first, second, argument)| Operand {
        kind: OperandKind::Field { name: format!("{first}.{second}"), argument },
        range: Default::default(),
    })
}

/// Fields and transformers, nested.
fn operand() -> impl Strategy<Value = Operand> {
    field().prop_recursive(3, 12, 3, |inner| {
        let item = prop_oneof![
            number().prop_map(Arg::Number),
            any_constant().prop_map(Arg::Text),
            inner.prop_map(Arg::Operand),
        ];
        let list =
            prop::collection::vec(item.clone(), 0..3).prop_map(|items| Arg::List(items, Default::default()));
        let known: Vec<_> = Transformer::ALL
            .iter()
            .copied()
            .filter(|transformer| !matches!(transformer, Transformer::Val | Transformer::Age))
            .collect();
        let args = prop::collection::vec(prop_oneof![item, list], 1..4);
        (prop::sample::select(known), args, prop::option::of(any_constant())).prop_map(
            |(transformer, args, argument)| Operand {
                kind: OperandKind::Call { transformer, args, argument },
                range: Default::default(),
            },
        )
    })
}

fn right_operand() -> impl Strategy<Value = Rhs> {
    let val = (field(), prop::option::of(any_constant())).prop_map(|(field, argument)| Operand {
        kind: OperandKind::Call { transformer: Transformer::Val, args: vec![Arg::Operand(field)], argument },
        range: Default::default(),
    });
    let call = operand().prop_filter("a bare field is text", |o| matches!(o.kind, OperandKind::Call { .. }));
    prop_oneof![val, call].prop_map(Rhs::Operand)
}

fn list_or_name() -> impl Strategy<Value = Rhs> {
    // After a modifier these are keywords, not names of lists.
    let list_name = name().prop_filter("keyword", |name| {
        let tail = |word| name.strip_prefix(word).map(|tail: &str| tail.chars().next());
        let keyword = ["and", "or", "not"].into_iter().find_map(tail);
        !matches!(keyword, Some(None | Some('_')))
    });
    prop_oneof![
        list_name.prop_map(|name| Rhs::Name(constant(name.into_bytes(), None))),
        prop::collection::vec(any_constant(), 0..3).prop_map(|items| Rhs::List(ConstantList {
            items,
            range: Default::default(),
            swallowed: None
        })),
    ]
}

fn comparison() -> impl Strategy<Value = ExprKind> {
    let of_kind = |kind| -> Vec<Operator> {
        Operator::ALL.iter().copied().filter(|op: &Operator| op.kind() == kind).collect()
    };
    let plain = prop_oneof![
        (
            prop::sample::select(of_kind(OperatorKind::Number)),
            prop_oneof![number().prop_map(Rhs::Value), right_operand()]
        ),
        (
            prop::sample::select(of_kind(OperatorKind::Text)),
            prop_oneof![any_constant().prop_map(Rhs::Value), right_operand()]
        ),
        (prop::sample::select(of_kind(OperatorKind::List)), prop_oneof![list_or_name(), right_operand()]),
    ]
    .prop_map(|(op, right)| (op, None, right));
    let modified = (
        prop::sample::select(of_kind(OperatorKind::Text)),
        prop::sample::select(Modifier::ALL.to_vec()).prop_map(Some),
        list_or_name(),
    );
    (operand(), prop_oneof![plain, modified]).prop_map(|(left, (op, modifier, right))| {
        ExprKind::Compare(Box::new(Compare { left, op, op_range: Default::default(), modifier, right }))
    })
}

/// Every tree that Falco's language can write.
fn tree() -> impl Strategy<Value = Expr> {
    let leaf =
        prop_oneof![name().prop_map(ExprKind::Macro), operand().prop_map(ExprKind::Exists), comparison()];
    let expr = |kind| Expr { kind, range: Default::default() };
    leaf.prop_map(expr).prop_recursive(4, 16, 3, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(ExprKind::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(ExprKind::Or),
            inner.prop_map(|child| ExprKind::Not(Box::new(child))),
        ]
        .prop_map(expr)
    })
}

proptest! {
    #[test]
    fn any_text_is_answered(text in prop_oneof![any::<String>(), scrambled(), mutants()]) {
        check_any(&text);
    }

    #[test]
    fn what_is_printed_reads_as_the_same_tree(tree in tree()) {
        let printed = print(&tree);
        prop_assert!(printed.is_some(), "{tree:?}");
        let printed = printed.unwrap_or_default();
        let read = parse(&printed, FALCO);
        prop_assert!(read.is_ok(), "{printed}: {read:?}");
        prop_assert_eq!(to_json(&read.unwrap().expr), to_json(&tree), "{}", printed);
    }
}

#[test]
fn what_has_no_spelling_is_not_printed() {
    let expr = |kind| Expr { kind, range: Default::default() };
    let a = || expr(ExprKind::Macro("a".to_owned()));
    for kind in [
        ExprKind::And(vec![]),
        ExprKind::Or(vec![a()]),
        ExprKind::Macro("a or b".to_owned()),
        ExprKind::Macro(String::new()),
    ] {
        assert_eq!(print(&expr(kind.clone())), None, "{kind:?}");
    }
    let ours = parse("age(x.y) < 1h", FALCONER).unwrap().expr;
    assert_eq!(print(&ours), None);
    assert_eq!(print_as(&ours, Dialect::Falconer).as_deref(), Some("age(x.y) < 1h"));
    let deep = (0..2_000).fold(a(), |inside, _| expr(ExprKind::Not(Box::new(inside))));
    assert_eq!(print(&deep), None);
}

/// Blanks before parentheses cost levels, so that the deepest trees are written without them.
#[test]
fn the_deepest_trees_have_a_spelling() {
    for (open, levels) in [("not(", 240), ("a and(", 320), ("a or(", 480)] {
        let text = format!("{}a{}", open.repeat(levels), ")".repeat(levels));
        let printed = print(&parse(&text, FALCO).unwrap().expr).expect(open);
        assert!(printed.matches(open).count() + 1 >= levels, "{printed}");
    }
}

/// Quotes only where they are needed.
#[test]
fn what_needs_no_quotes_is_printed_without() {
    for text in ["a.b[x] = c", "a.b > 5", "a.b in (c, 'd e')", "a and (b or c)", "a.b['[x'] exists"] {
        assert_eq!(print(&parse(text, FALCO).unwrap().expr).unwrap().replace('"', "'"), text);
    }
}

#[test]
fn traps_say_how_to_step_around_them() {
    for (text, hint) in [
        ("x.y in ('\\q')", "write a backslash as `\\\\`"),
        ("x.y = oneof", "write `oneof (a, b)` for the modifier"),
        ("x.y = 'a\\ b'", "for a space alone"),
        ("x.y = 'a\\' or b'", "put a space before the quote"),
    ] {
        let hints: Vec<_> = parse(text, FALCO).unwrap().traps.iter().map(|trap| trap.hint(text)).collect();
        assert!(matches!(hints.as_slice(), [only] if only.contains(hint)), "{text}: {hints:?}");
    }
}

/// A bare value ends in a backslash as it is; a quoted one needs the odd spelling with a space.
#[test]
fn values_that_end_in_a_backslash_have_a_spelling() {
    for (value, spelling) in [("C:\\", "x.y = C:\\"), ("C:\\a b\\", "x.y = \"C:\\\\a b\\ \"")] {
        let mut tree = parse("x.y = \"v\"", FALCO).unwrap().expr;
        if let ExprKind::Compare(compare) = &mut tree.kind {
            compare.right = Rhs::Value(constant(value.as_bytes().to_vec(), Some(Quote::Double)));
        }
        assert_eq!(print(&tree).as_deref(), Some(spelling));
    }
}

/// Every condition shown in the manual is what the manual says it is.
#[test]
fn the_manual_tells_the_truth() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/conditions.md");
    let manual = std::fs::read_to_string(path).unwrap();
    let mut block = None;
    let mut count = 0;
    for line in manual.lines() {
        if let Some(language) = line.strip_prefix("```") {
            block = Some(language).filter(|language| !language.is_empty());
            continue;
        }
        let Some(language) = block else { continue };
        let accepted = (parse(line, FALCO).is_ok(), parse(line, FALCONER).is_ok());
        let expected = match language {
            "falco" => (true, true),
            "falconer" => (false, true),
            _ => (false, false),
        };
        assert_eq!(accepted, expected, "{language}: {line}");
        if language == "refused" {
            assert!(parse(line, FALCONER).unwrap_err().hint.is_some(), "{line} has no hint");
        }
        count += 1;
    }
    assert!(count > 30, "{count}");
}
