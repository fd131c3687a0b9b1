//! Any text is a condition or a clear refusal, in both dialects; what prints parses to the same tree; what Falco
//! accepts means the same in our dialect; what type-checks evaluates.

use falconer::Alert;
use falconer::check::condition::{NoNames, check};
use falconer::eval::{trace, verdict};
use falconer::source::{FileId, Text};
use falconer::syntax::condition::ast::Dialect;
use falconer::syntax::condition::{ParseOptions, parse, print_as, to_json};

const ALERT: &[u8] = br#"{"rule":"r","priority":"Notice","time":"2026-01-01T00:00:00Z","tags":["a"],"output_fields":{
    "proc.name":"bash","proc.pid":7,"fd.sip":"10.0.0.1","fd.sport":443,"proc.aname[2]":"sh","evt.time":1,"x.y":[1,"a"]}}"#;

/// Holds for every input.
pub(crate) fn holds(text: &str) {
    let mut trees = Vec::new();
    for dialect in [Dialect::Falco, Dialect::Falconer] {
        let options = ParseOptions { dialect, ..ParseOptions::default() };
        let Ok(parsed) = parse(text, options) else {
            trees.push(None);
            continue;
        };
        let tree = to_json(&parsed.expr);
        if let Some(printed) = print_as(&parsed.expr, dialect) {
            let again = parse(&printed, options).unwrap_or_else(|error| panic!("{printed:?}: {error:?}"));
            assert_eq!(to_json(&again.expr), tree, "{printed:?}");
        }
        let mut problems = Vec::new();
        let source = Text::whole_file(FileId(0), text);
        if let Some(condition) = check(&source, &parsed.expr, dialect, &NoNames, &mut problems) {
            let alert = Alert::parse(ALERT).unwrap();
            assert_eq!(trace(&condition, &alert).verdict, verdict(&condition, &alert));
        }
        trees.push(Some(tree));
    }
    if trees[0].is_some() {
        assert_eq!(trees[0], trees[1]);
    }
}
