//! An embedder's own names may be circular, which a book's never are: checking says so and ends.

use falconer::check::condition::{ListDef, MacroDef, Names, check};
use falconer::source::{Sources, Text};
use falconer::syntax::condition::ast::{Dialect, Expr};
use falconer::syntax::condition::{ParseOptions, parse};

/// One macro, `a`, that stands for whatever uses it.
struct Circle {
    text: Text,
    expr: Expr,
}

impl Names for Circle {
    fn list(&self, _: &str) -> Option<ListDef<'_>> {
        None
    }

    fn macro_(&self, name: &str) -> Option<MacroDef<'_>> {
        (name == "a").then_some(MacroDef { text: &self.text, expr: &self.expr })
    }
}

#[test]
fn a_circle_of_macros_is_reported() {
    let condition = "a or proc.name = bash";
    let mut sources = Sources::default();
    let text = Text::whole_file(sources.add("<condition>", condition), condition);
    let parsed = parse(condition, ParseOptions::default());
    assert!(parsed.is_ok(), "the condition has no syntax error");
    let Ok(parsed) = parsed else { return };
    let names = Circle { text: text.clone(), expr: parsed.expr };

    let mut found = Vec::new();
    assert!(check(&text, &names.expr, Dialect::default(), &names, &mut found).is_none());
    let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code.code()).collect();
    assert_eq!(codes, ["FL0160"]);
}
