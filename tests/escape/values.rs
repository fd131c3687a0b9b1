//! The values that are tried: a list of hostile ones, and random ones made of hostile pieces.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// The hand-picked list.
pub(crate) fn hostile() -> Vec<String> {
    let mut values: Vec<String> = serde_json::from_str(include_str!("../render/hostile.json")).unwrap();
    values.push("a".repeat(4096));
    values.push("a".repeat(4097));
    values
}

/// `count` random rows of these pieces, the same in every run.
pub(crate) fn rows(pieces: &'static [&'static str], count: usize) -> Vec<Vec<&'static str>> {
    let mut runner = runner();
    let row = proptest::collection::vec(proptest::sample::select(pieces), 1..9);
    (0..count).map(|_| row.new_tree(&mut runner).unwrap().current()).collect()
}

fn runner() -> TestRunner {
    TestRunner::new(Config { rng_seed: RngSeed::Fixed(7), ..Config::default() })
}

/// The list and `count` random values, the same in every run.
pub(crate) fn all(count: usize) -> Vec<String> {
    let mut runner = runner();
    let piece = prop_oneof![
        4 => proptest::sample::select(vec![
            "'", "\"", "\\", "`", "$", "$(", ")", "(", "{", "}", "[", "]", "<", ">", "&", "|", ";", "!", "#", "*",
            "?", "~", "=", "-", "--", ",", ":", ": ", " #", " ", "  ", "/", "..", "%", "@", "^", "+", "\n", "\r",
            "\t", "\u{1b}", "\u{85}", "\u{2028}", "\u{202e}", "\u{200d}", "\u{feff}", "é", "😀", "a", "b", "x0",
            "and", "or", "in", "EOF", "\u{301}", "\\|", "```", "</", "-->", "]]>", "{{", "%}", "\u{e0041}",
            "::", "##", "error", "vso", "%0A", "\u{fffe}", "&#x1b;",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    let value = proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat());
    let random = (0..count).map(|_| value.new_tree(&mut runner).unwrap().current());
    hostile().into_iter().chain(random).collect()
}
