//! Conditions against alerts: cases as data in `tests/conditions/eval*.yaml`.
//!
//! A group gives fields and says which conditions hold, which fail, and which are errors. A new case costs no
//! Rust.

#[path = "support/json_fields.rs"]
mod json_fields;

use falconer::check::condition::{ListDef, MacroDef, Names, check};
use falconer::diag::Severity;
use falconer::eval::{trace, verdict};
use falconer::source::{FileId, Text};
use falconer::syntax::condition::ast::{Dialect, Expr};
use falconer::syntax::condition::{ParseOptions, parse};
use json_fields::JsonFields;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    #[serde(default)]
    name: String,
    #[serde(default)]
    dialect: String,
    #[serde(default)]
    fields: Map<String, Value>,
    #[serde(default)]
    alert: Map<String, Value>,
    #[serde(default)]
    lists: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    macros: BTreeMap<String, String>,
    /// Names of the warnings that every condition of the group gives; `None` looks at none.
    warnings: Option<BTreeSet<String>>,
    #[serde(default)]
    holds: Vec<String>,
    #[serde(default)]
    fails: Vec<String>,
    #[serde(default)]
    errors: BTreeMap<String, Vec<String>>,
}

struct Book<'a> {
    lists: &'a BTreeMap<String, Vec<String>>,
    macros: BTreeMap<&'a str, (Text, Expr)>,
}

impl Names for Book<'_> {
    fn list(&self, name: &str) -> Option<ListDef<'_>> {
        let items = self.lists.get(name)?;
        Some(ListDef { items: items.iter().map(String::as_str).collect() })
    }

    fn macro_(&self, name: &str) -> Option<MacroDef<'_>> {
        self.macros.get(name).map(|(text, expr)| MacroDef { text, expr })
    }
}

impl Group {
    fn dialect(&self) -> Dialect {
        if self.dialect == "falco" { Dialect::Falco } else { Dialect::Falconer }
    }

    fn parse(&self, condition: &str) -> Option<(Text, Expr)> {
        let options = ParseOptions { dialect: self.dialect(), ..ParseOptions::default() };
        let parsed = parse(condition, options).ok()?;
        Some((Text::whole_file(FileId(0), condition), parsed.expr))
    }

    fn book(&self) -> Book<'_> {
        let macros = self.macros.iter().filter_map(|(name, text)| Some((name.as_str(), self.parse(text)?)));
        Book { lists: &self.lists, macros: macros.collect() }
    }

    /// The verdict, or the names of the errors.
    fn run(&self, condition: &str) -> Result<bool, Vec<&'static str>> {
        let Some((text, expr)) = self.parse(condition) else { return Err(vec!["condition-syntax"]) };
        let mut diagnostics = Vec::new();
        let checked = check(&text, &expr, self.dialect(), &self.book(), &mut diagnostics);
        let names = |severity| {
            let of_severity = diagnostics.iter().filter(move |d| d.severity == severity);
            of_severity.map(|d| d.code.name()).collect::<Vec<_>>()
        };
        let errors = names(Severity::Error);
        let Some(checked) = checked else {
            assert!(!errors.is_empty(), "{condition}: refused without an error");
            return Err(errors);
        };
        assert_eq!(errors, Vec::<&str>::new(), "{condition}: accepted with errors");
        let fields = JsonFields::new(&self.fields, &self.alert);
        let holds = verdict(&checked, &fields);
        assert_eq!(trace(&checked, &fields).verdict, holds, "{condition}: the trace tells otherwise");
        if let Some(wanted) = &self.warnings {
            let found: BTreeSet<_> = names(Severity::Warning).into_iter().map(str::to_owned).collect();
            assert_eq!(&found, wanted, "{condition}: warnings");
        }
        Ok(holds)
    }
}

#[test]
fn conditions_mean_what_falco_means() {
    let mut wrong = Vec::new();
    let mut cases = 0;
    for entry in std::fs::read_dir("tests/conditions").expect("the folder of cases") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        if !name.starts_with("eval") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a file of cases");
        let groups: Vec<Group> = yaml_serde::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        for group in groups {
            let holds = group.holds.iter().map(|c| (c, Ok(true)));
            let fails = group.fails.iter().map(|c| (c, Ok(false)));
            let errors = group.errors.iter().flat_map(|(error, conditions)| {
                conditions.iter().map(move |condition| (condition, Err(error.as_str())))
            });
            for (condition, wanted) in holds.chain(fails).chain(errors) {
                cases += 1;
                let found = group.run(condition);
                let right = match (&found, wanted) {
                    (Ok(found), Ok(wanted)) => *found == wanted,
                    // One mistake, one diagnostic.
                    (Err(found), Err(wanted)) => found.as_slice() == [wanted],
                    _ => false,
                };
                if !right {
                    wrong.push(format!(
                        "{name}, {}: `{condition}`: {wanted:?} expected, {found:?} found",
                        group.name
                    ));
                }
            }
        }
    }
    assert!(cases > 300, "only {cases} cases were found");
    assert!(wrong.is_empty(), "{} of {cases} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
