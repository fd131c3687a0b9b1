#[path = "support/json_fields.rs"]
mod json_fields;
use falconer::check::condition::{NoNames, check};
use falconer::diag::Severity;
use falconer::source::{Sources, Text};
use falconer::syntax::condition::{ParseOptions, ast::Dialect, parse};
use json_fields::JsonFields;
use serde_json::{Map, Value};

#[test]
fn oracle() {
    let path = std::env::var("ORACLE").unwrap();
    let mut bad = 0;
    let mut n = 0;
    let mut q = 0;
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let c: Value = serde_json::from_str(line).unwrap();
        let expr = c["expr"].as_str().unwrap();
        let quirk = c.get("quirk").is_some_and(|q| !q.is_null() && q != &Value::Bool(false));
        let mut s = Sources::default();
        let id = s.add("c", expr.to_owned());
        let text = Text::whole_file(id, expr);
        let got = match parse(expr, ParseOptions { dialect: Dialect::Falco, max_depth: 1000 }) {
            Err(_) => "syntax".to_owned(),
            Ok(p) => {
                let mut out = vec![];
                let cond = check(&text, &p.expr, Dialect::Falco, &NoNames, &mut out);
                let errs: Vec<_> = out.iter().filter(|d| d.severity == Severity::Error).collect();
                match cond {
                    None => match errs[0].code.name() {
                        "operator-type" => "op_type",
                        "bad-number" => "bad_number",
                        "bad-bool" => "bad_bool",
                        "bad-port" => "bad_port",
                        "bad-address" => "bad_ip",
                        "bad-network" => "bad_net",
                        "bad-hex" => "bad_hex",
                        "bad-regex" => "bad_regex",
                        "constant-with-nul" => "bad_value",
                        "constant-too-long" => "value_too_long",
                        "unknown-field" => "unknown_field",
                        "field-argument" => "argument_missing",
                        "compared-types" => "rhs_field_type",
                        "field-on-the-right" => "rhs_field_not_allowed",
                        "transformer-type" => "transformer_type",
                        "transformer-arguments" => "transformer_args",
                        "unknown-event" => "bad_event_type",
                        o => o,
                    }
                    .to_owned(),
                    Some(c2) => {
                        assert!(errs.is_empty());
                        let f = JsonFields::new(c["fields"].as_object().unwrap(), &Map::new());
                        let v = falconer::eval::verdict(&c2, &f);
                        let t = falconer::eval::trace(&c2, &f);
                        assert_eq!(t.verdict, v);
                        v.to_string()
                    }
                }
            }
        };
        let want = match c.get("error").and_then(Value::as_str) {
            Some(e) => e.to_owned(),
            None => c["verdict"].to_string(),
        };
        n += 1;
        if got != want {
            if quirk {
                q += 1;
                println!("QUIRK {} want {want} got {got} | {expr}", c["id"]);
            } else {
                bad += 1;
                println!("BAD {} want {want} got {got} | {expr} | {}", c["id"], c["fields"]);
            }
        }
    }
    println!("{n} cases, {bad} bad, {q} quirks differ");
    assert_eq!(bad, 0);
}
