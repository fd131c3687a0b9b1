//! The comparison with other tools (`benches/peers/`), as far as nothing need be installed: rules written twice mean
//! the same, the scripts parse, and what they install is pinned.
//!
//! Three judges say of each alert which rules match: the engine, reading the rulebook; [`sigma`], a reader of as much
//! of Sigma as is written; and [`twin`], which goes by neither text.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "../benches/support/alerts.rs"]
mod alerts;
#[path = "../benches/support/twins.rs"]
mod twins;

use falconer::{Alert, Engine, Loader};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use twins::{How, Test, Twin};

/// Each kind of rule several times.
const RULES: usize = 60;

/// What one comparison says of a field's value; `None` is no value.
fn holds(how: How, value: Option<&Value>, wanted: &str) -> bool {
    let Some(value) = value else { return false };
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match how {
        How::Is => text == wanted,
        How::StartsWith => text.starts_with(wanted),
        How::EndsWith => text.ends_with(wanted),
        How::Contains => text.contains(wanted),
        How::Above => value.as_i64().is_some_and(|number| number > wanted.parse().unwrap()),
        How::Exists => true,
    }
}

fn field<'a>(alert: &'a Value, name: &str) -> Option<&'a Value> {
    if name == "rule" { alert.get("rule") } else { alert["output_fields"].get(name) }
}

mod twin {
    use super::*;

    fn test(Test { field: name, how, values }: &Test, alert: &Value) -> bool {
        let value = field(alert, name);
        if *how == How::Exists {
            value.is_some()
        } else {
            values.iter().any(|wanted| holds(*how, value, wanted))
        }
    }

    pub(super) fn matches(Twin { rule, all, any, none, .. }: &Twin, alert: &Value) -> bool {
        rule.as_ref().is_none_or(|rule| alert["rule"] == json!(rule))
            && all.iter().all(|one| test(one, alert))
            && (any.is_empty() || any.iter().any(|one| test(one, alert)))
            && !none.iter().any(|one| test(one, alert))
    }
}

mod sigma {
    use super::*;
    use yaml_serde::Value as Yaml;

    pub(super) fn rules(text: &str) -> Vec<Yaml> {
        text.split("---\n").map(|document| yaml_serde::from_str(document).unwrap()).collect()
    }

    /// `proc.name|startswith|cased: [a, b]`
    fn entry(key: &str, wanted: &Yaml, alert: &Value) -> bool {
        let (name, modifiers) = key.split_once('|').unwrap_or((key, ""));
        let value = field(alert, name);
        let how = match modifiers {
            "exists" => return value.is_some() == wanted.as_bool().unwrap(),
            "gt" => How::Above,
            // A number is compared as one; texts never without regard to case.
            "" if wanted.is_number() => How::Is,
            "cased" => How::Is,
            "startswith|cased" => How::StartsWith,
            "endswith|cased" => How::EndsWith,
            "contains|cased" => How::Contains,
            other => panic!("`{other}` is not read here"),
        };
        let text = |wanted: &Yaml| match wanted.as_str() {
            Some(text) => {
                assert!(!text.contains(['*', '?', '\\']), "a wildcard or an escape: {text}");
                text.to_owned()
            }
            None => wanted.as_i64().unwrap().to_string(),
        };
        match wanted.as_sequence() {
            Some(several) => several.iter().any(|wanted| holds(how, value, &text(wanted))),
            None => holds(how, value, &text(wanted)),
        }
    }

    /// A map holds if all of it does, a list if one of it does.
    fn selection(selection: &Yaml, alert: &Value) -> bool {
        match (selection.as_mapping(), selection.as_sequence()) {
            (Some(map), _) => map.iter().all(|(key, wanted)| entry(key.as_str().unwrap(), wanted, alert)),
            (_, Some(maps)) => maps.iter().any(|map| self::selection(map, alert)),
            _ => panic!("neither a map nor a list: {selection:?}"),
        }
    }

    pub(super) fn matches(rule: &Yaml, alert: &Value) -> bool {
        let detection = &rule["detection"];
        let parts = detection["condition"].as_str().unwrap().split(" and ");
        parts.into_iter().all(|part| match part.strip_prefix("not ") {
            Some(name) => !selection(&detection[name], alert),
            None => selection(&detection[part], alert),
        })
    }
}

/// An alert that a rule matches, and with it each alert that lacks one of its fields or has another value there.
fn made_for(twin: &Twin) -> Vec<Value> {
    let mut fields = Map::new();
    for Test { field, how, values } in twin.all.iter().chain(&twin.any) {
        let wanted = values.first().map_or("", String::as_str);
        let value = match (how, wanted.parse::<i64>()) {
            (How::Above, Ok(number)) => json!(number + 1),
            (How::Is, Ok(number)) => json!(number),
            (How::Is, _) => json!(wanted),
            (How::StartsWith, _) => json!(format!("{wanted}-")),
            (How::EndsWith, _) => json!(format!("-{wanted}")),
            _ => json!(format!("-{wanted}-")),
        };
        fields.insert((*field).to_owned(), value);
    }
    let rule = twin.rule.as_deref().unwrap_or("Another rule");
    let alert = json!({ "rule": rule, "output_fields": fields });
    let mut alerts = vec![alert.clone(), json!({ "rule": "Third rule", "output_fields": fields })];
    let excluding = twin.none.iter().map(|test| (test.field, json!(test.values[0])));
    let changes = fields.keys().map(|name| (name.as_str(), json!("UPPER"))).chain(excluding);
    for (name, value) in changes {
        let mut changed = alert.clone();
        changed["output_fields"][name] = value;
        alerts.push(changed);
        let mut without = alert.clone();
        without["output_fields"].as_object_mut().unwrap().remove(name);
        alerts.push(without);
    }
    alerts
}

#[test]
fn both_texts_mean_what_the_rule_means() {
    let twins = twins::twins(RULES);
    let loaded = Loader::new().text("twins.yaml", twins::rulebook(&twins)).load();
    assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
    let engine = Engine::new(loaded.book);
    let sigma = sigma::rules(&twins::sigma(&twins));
    assert_eq!(sigma.len(), RULES);

    let generated = alerts::lines(alerts::Shape::Falco, 5, 3000);
    let generated = generated.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let generated = generated.map(|line| serde_json::from_slice(line).unwrap());
    let mut found = BTreeMap::<usize, usize>::new();
    for alert in generated.chain(twins.iter().flat_map(made_for)) {
        let expected: Vec<usize> = (0..RULES).filter(|&at| twin::matches(&twins[at], &alert)).collect();
        let by_sigma: Vec<usize> = (0..RULES).filter(|&at| sigma::matches(&sigma[at], &alert)).collect();
        assert_eq!(by_sigma, expected, "as Sigma rules: {alert}");
        let findings = engine.evaluate(&Alert::parse(alert.to_string().as_bytes()).unwrap()).findings;
        let mut names: Vec<String> =
            findings.iter().map(|finding| engine.mitigation(finding).unwrap().name.clone()).collect();
        let mut expected_names: Vec<&str> = expected.iter().map(|&at| twins[at].name.as_str()).collect();
        names.sort();
        expected_names.sort_unstable();
        assert_eq!(names, expected_names, "as mitigations: {alert}");
        for at in expected {
            *found.entry(at).or_default() += 1;
        }
    }
    assert_eq!(found.len(), RULES, "each rule matches what was made for it");
}

#[test]
fn ten_rules_find_something_in_the_archive_and_the_others_nothing() {
    let twins = twins::twins(RULES);
    let lines = alerts::lines(alerts::Shape::Falco, 1, 3000);
    let alerts: Vec<Value> =
        String::from_utf8(lines).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (at, twin) in twins.iter().enumerate() {
        let count = alerts.iter().filter(|alert| twin::matches(twin, alert)).count();
        assert_eq!(count > 0, at < 10, "{}: {count}", twin.name);
    }
}

#[test]
fn a_selection_names_no_field_twice() {
    for twin in twins::twins(RULES) {
        let mut fields: Vec<&str> = twin.all.iter().map(|test| test.field).collect();
        fields.sort_unstable();
        assert!(fields.windows(2).all(|pair| pair[0] != pair[1]), "{twin:?}: a YAML map would lose one");
    }
}

fn peers() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(peers().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn whatever_is_installed_is_pinned() {
    let requirements = read("requirements.txt");
    let code = requirements.lines().filter(|line| !line.starts_with('#'));
    let (hashes, packages): (Vec<&str>, Vec<&str>) =
        code.partition(|line| line.starts_with("    --hash=sha256:"));
    assert!(!hashes.is_empty() && packages.iter().all(|line| line.contains("==")), "{packages:?}");

    let install = read("install.sh");
    assert!(install.contains("cargo install --quiet --locked --version"));
    assert!(install.contains("cargo build --quiet --locked"), "rsigma, by its lock file");
    assert!(install.contains("--require-hashes"));
}

// Bash 4 and the tools of Linux, as the scripts need.
#[cfg(target_os = "linux")]
mod scripts {
    use super::*;
    use std::process::{Command, Output};

    fn bash(args: &[&str]) -> Output {
        Command::new("bash").args(args).current_dir(peers()).output().unwrap()
    }

    #[test]
    fn all_parse_and_share_their_beginning() {
        for entry in std::fs::read_dir(peers()).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if !name.ends_with(".sh") {
                continue;
            }
            let output = bash(&["-n", &name]);
            assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
            let beginning = if name == "lib.sh" { "set -euo pipefail" } else { "/lib.sh\"\n" };
            assert!(read(&name).contains(beginning), "{name}: no `{beginning}`");
        }
    }

    #[test]
    fn a_wrong_count_is_named() {
        for script in ["run.sh", "select.sh", "whole.sh", "judge.sh"] {
            let output = bash(&[script, "many"]);
            let message = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{message}");
            assert_eq!(message, format!("{script}: `many` is no count; usage: {script} [ALERTS] [ROUNDS]\n"));
        }
    }

    #[test]
    fn the_least_of_a_contest_counts_and_what_fails_stops_it() {
        let contest = r#"
            source lib.sh
            make_work
            turns=0
            # What is timed runs in this shell, so it can count.
            one() { turns=$((turns + 1)); }
            contest 3 one
            echo "$turns $(least 0.20 0.10) $(least 0.05 '') $(ratio 3 2) $(ratio 1 0) ${#cpu[@]}"
            two() { echo 'as it was told' >&2; false; }
            contest 1 two
            echo 'not reached'
        "#;
        let output = bash(&["-c", contest, "contest"]);
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "4 0.10 0.05 1.50 - 1\n");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "as it was told\ncontest: `two` failed\n");
        assert_eq!(output.status.code(), Some(1));
    }
}
