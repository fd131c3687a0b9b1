//! `tests/render/contexts.yaml`: where holes may stand, as data.

use falconer::escape::{CodePiece, Context, Demand, FalcoPlace, Lang, Quoting, contexts};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    lang: String,
    code: String,
    #[serde(default)]
    holes: Vec<String>,
    #[serde(default)]
    errors: Vec<String>,
}

/// An author's code with its holes.
pub(crate) fn pieces(code: &str) -> Vec<CodePiece<'_>> {
    let mut pieces = Vec::new();
    for (at, text) in code.split('◇').enumerate() {
        if at > 0 {
            pieces.push(CodePiece::Hole);
        }
        pieces.push(CodePiece::Text(text));
    }
    pieces
}

fn describe(context: &Context) -> String {
    match context {
        Context::Shell(place) => {
            let demand = match place.demand {
                Demand::Nothing => "",
                Demand::Name => " name",
                Demand::Token => " token",
                Demand::Path => " path",
                Demand::Pid => " pid",
                Demand::FileName => " file",
            };
            let (bash, option) =
                (if place.bash { "bash " } else { "" }, if place.option_risk { " option" } else { "" });
            format!("{bash}word{option}{demand}")
        }
        Context::Yaml(Quoting::Whole) | Context::Json(Quoting::Whole) => "whole".into(),
        Context::Yaml(Quoting::Inside) | Context::Json(Quoting::Inside) => "inside".into(),
        Context::Falco { place: FalcoPlace::Condition, .. } => "condition".into(),
        Context::Falco { place: FalcoPlace::Item, .. } => "item".into(),
        other => format!("{other:?}"),
    }
}

#[test]
fn every_case_is_found_as_written() {
    let cases: Vec<Case> = yaml_serde::from_str(include_str!("../render/contexts.yaml")).unwrap();
    let mut wrong = Vec::new();
    for Case { lang, code, holes, errors } in &cases {
        match contexts(Lang::of_word(lang), &pieces(code)) {
            Ok(found) => {
                let found: Vec<String> = found.iter().map(describe).collect();
                if &found != holes {
                    wrong
                        .push(format!("{lang}: {code:?}: found {found:?}, expected {holes:?} or {errors:?}"));
                }
            }
            Err(found) => {
                let right = found.len() == errors.len()
                    && errors.iter().zip(&found).all(|(part, e)| e.message.contains(part));
                if !right {
                    wrong.push(format!("{lang}: {code:?}: {found:?}, expected {errors:?} or {holes:?}"));
                }
                assert!(found.iter().all(|e| !e.hint.is_empty()), "{code:?}");
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
