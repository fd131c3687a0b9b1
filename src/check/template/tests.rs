//! Templates checked against a small site: what is found, and where it points.

use super::{Bindings, HoleValue, Piece, Site, Template, check_code, check_prose};
use crate::check::condition::{ListDef, MacroDef, Names, check_operand};
use crate::diag::Diagnostic;
use crate::escape::{Context, Lang};
use crate::fields::Shape;
use crate::source::{Sources, Text};
use crate::syntax::condition::ast::Dialect;
use crate::syntax::condition::parse_operand;

/// A site with one var and no lists and macros.
struct OneVar;

impl Names for OneVar {
    fn list(&self, _: &str) -> Option<ListDef<'_>> {
        None
    }

    fn macro_(&self, _: &str) -> Option<MacroDef<'_>> {
        None
    }
}

impl Site for OneVar {
    fn var(&self, name: &str) -> Option<&str> {
        (name == "case_id").then_some("case-1")
    }

    fn vars(&self) -> Vec<&str> {
        vec!["case_id"]
    }
}

fn text(value: &str) -> Text {
    Text::whole_file(Sources::default().add("test", value.to_owned()), value)
}

/// The parameter `file`, bound to `proc.exepath`, and `open`, bound to nothing.
fn bindings() -> Bindings {
    let operand = text("proc.exepath");
    let parsed = parse_operand(operand.as_str()).unwrap();
    let file = check_operand(&operand, &parsed, Dialect::Falconer, &mut Vec::new());
    Bindings::from([("file".to_owned(), file), ("open".to_owned(), None)])
}

/// The first mistake as `code at "text": message`, or nothing.
fn first(source: &str, out: &[Diagnostic]) -> String {
    let mut out = out.to_vec();
    crate::diag::settle(&mut out);
    out.first().map_or(String::new(), |found| {
        let place = source.get(found.primary.span.bytes.range()).unwrap();
        format!("{} at {place:?}: {}", found.code.name(), found.message)
    })
}

fn prose(source: &str) -> (Option<Template>, String) {
    let mut out = Vec::new();
    let template = check_prose(&text(source), &bindings(), &OneVar, &mut out);
    let found = first(source, &out);
    (template, found)
}

fn code(lang: Lang, source: &str) -> (Option<Template>, String) {
    let mut out = Vec::new();
    let template = check_code(&text(source), lang, &bindings(), &OneVar, &mut out);
    let found = first(source, &out);
    (template, found)
}

#[test]
fn good_prose_has_its_holes_resolved() {
    let (template, found) = prose(
        "{{ proc.name }} ran {{ file }} for `{{ case_id }}`.\n{% if proc.pid exists %}\nPid {{ proc.pid }}.\n{% endif %}\n",
    );
    assert_eq!(found, "");
    let pieces = template.unwrap().pieces;
    let names: Vec<&str> = pieces
        .iter()
        .filter_map(|p| if let Piece::Hole(hole) = p { Some(hole.name.as_str()) } else { None })
        .collect();
    assert_eq!(names, ["proc.name", "proc.exepath", "case_id"]);
    assert!(matches!(&pieces[3], Piece::Text(text) if text == " for `"));
    assert!(
        matches!(&pieces[4], Piece::Hole(hole) if matches!(&hole.value, HoleValue::Var(v) if v == "case-1"))
    );
    let Piece::If { branches, .. } = &pieces[6] else { panic!("{pieces:?}") };
    assert!(
        matches!(&branches[0].1[0], Piece::Text(text) if text == "Pid "),
        "a directive alone takes its line along"
    );
}

#[test]
fn good_code_has_contexts_and_shapes() {
    let (template, found) =
        code(Lang::Sh, "kubectl get pod {{ k8s.pod.name }} {{ k8s.pod.name | upper }} --x={{ case_id }}");
    assert_eq!(found, "");
    let holes: Vec<_> = template
        .unwrap()
        .pieces
        .into_iter()
        .filter_map(|piece| if let Piece::Hole(hole) = piece { Some(hole) } else { None })
        .collect();
    let shapes: Vec<_> = holes.iter().map(|hole| hole.shape).collect();
    assert_eq!(
        shapes,
        [Some(Shape::DnsSubdomain), None, None],
        "a filter that changes the value drops its shape"
    );
    assert!(holes.iter().all(|hole| matches!(hole.context, Context::Shell(_))));
}

#[test]
fn mistakes_of_prose_point_at_their_place() {
    for (source, expected) in [
        ("{{ proc.name", "template-syntax at \"{{\": the hole is not closed"),
        ("{{ }}", "template-syntax at \"{{ }}\": the hole is empty"),
        ("a {{.State}}", "template-syntax at \"{{.State}}\": `{{ .State }}` is no hole"),
        ("{{ proc.nmae }}", "unknown-field at \"proc.nmae\""),
        ("{{ 5 }}", "template-syntax at \"5\""),
        ("{{ proc.name x }}", "template-syntax at \"x\""),
        ("{{ fiel }}", "unknown-hole-name at \"fiel\": there is no parameter and no var `fiel`"),
        ("{{ proc.pid | durtion }}", "unknown-filter at \"durtion\""),
        ("{{ proc.name | duration }}", "filter-type at \"duration\""),
        ("{{ proc.name | default }}", "filter-arguments at \"default\""),
        ("{{ proc.name | upper(\"x\") }}", "filter-arguments at \"upper(\\\"x\\\")\""),
        ("{% if proc.name = %}x{% endif %}", "condition-syntax at"),
        (
            "{% if proc.name exists %}x",
            "template-syntax at \"{% if proc.name exists %}\": `{% if %}` is not closed",
        ),
        ("x{% endif %}", "template-syntax at \"{% endif %}\""),
        ("{% for x %}", "template-syntax at \"{% for x %}\": `{% for %}` is no directive"),
        (
            "{% if proc.name exists %}a{% else %}b{% elif proc.pid exists %}c{% endif %}",
            "template-syntax at \"{% elif",
        ),
        ("{% if", "template-syntax at \"{%\": the directive is not closed"),
        ("see <b>x</b>", "prose-markup at \"<b>\": raw HTML"),
        ("{{ file }} then\n\n# Title\n", "prose-markup at \"# Title"),
        ("[x]({{ file }})", "prose-markup at \"[x]({{ file }})\": a hole stands in the target"),
        ("[x](http://example.com)", "prose-markup at \"[x](http://example.com)\""),
        ("an `open tick {{ file }}", "prose-markup at \"`\": a backtick is not closed"),
        (
            "{% if proc.pid exists %}a{% elif proc.name exists %}![i](https://x.example){% endif %}",
            "prose-markup at \"![i]",
        ),
        ("bad \u{f0000} mark", "prose-markup at"),
    ] {
        let (_, found) = prose(source);
        let expected = if expected.starts_with("condition-syntax") { "template-syntax at" } else { expected };
        assert!(found.starts_with(expected), "{source:?}: {found}");
    }
}

#[test]
fn mistakes_of_code_point_at_their_hole() {
    for (source, expected) in [
        ("echo \"{{ proc.name }}\"", "unsafe-hole at \"{{ proc.name }}\""),
        (
            "{% if proc.name exists %}x{% endif %}",
            "template-syntax at \"{% if proc.name exists %}\": `{% if %}` is for prose only",
        ),
        ("docker inspect --format '{{.State.Paused}}' {{ container.id }}", ""),
        ("docker inspect --format '{{ State.Paused }}' x", "unsafe-hole at \"{{ State.Paused }}\""),
        ("docker inspect --format '{{ not closed' x", "template-syntax at \"{{\""),
        ("printf '%s' '{{ \"{{\" }}' {{ case_id }}", ""),
        ("cat {{ open }}", ""),
    ] {
        let (_, found) = code(Lang::Sh, source);
        assert!(
            found.starts_with(expected) && expected.is_empty() == found.is_empty(),
            "{source:?}: {found}"
        );
    }
    assert!(code(Lang::Sh, "cat {{ open }}").0.is_none(), "an unbound parameter leaves no template");
    assert!(code(Lang::Other, "FROM {{ container.image.repository }}").1.starts_with("unsafe-hole"));
    assert!(code(Lang::Other, "FROM scratch").0.is_some());
}

#[test]
fn bounds_hold_at_the_limit() {
    use crate::syntax::prose::MAX_HOLES;
    use crate::syntax::template::{MAX_NESTING, MAX_SOURCE};
    let holes = |count: usize| "{{ case_id }}".repeat(count);
    assert_eq!(prose(&holes(MAX_HOLES)).1, "");
    assert!(prose(&holes(MAX_HOLES + 1)).1.starts_with("template-too-large"));
    let nested = |depth: usize| {
        format!("{}x{}", "{% if proc.pid exists %}".repeat(depth), "{% endif %}".repeat(depth))
    };
    assert_eq!(prose(&nested(MAX_NESTING)).1, "");
    assert!(prose(&nested(MAX_NESTING + 1)).1.starts_with("template-too-large"));
    assert_eq!(prose(&"x".repeat(MAX_SOURCE)).1, "");
    assert!(prose(&"x".repeat(MAX_SOURCE + 1)).1.starts_with("template-too-large"));
}
