//! The files that run Falconer elsewhere: the action, the hooks, and what `falconer init` writes. Each is parsed, its
//! commands run as its host runs them, and held to what it promises: no token, nothing unpinned, no input that is code.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use yaml_serde::Value;

const ACTION: &str = include_str!("../action.yml");
const HOOKS: &str = include_str!("../.pre-commit-hooks.yaml");

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// A folder of this test's own.
fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ci-files").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The same, as `falconer init` makes it.
fn begun(name: &str) -> PathBuf {
    let folder = fresh(name);
    let output =
        Command::new(env!("CARGO_BIN_EXE_falconer")).arg("init").current_dir(&folder).output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    folder
}

/// The search path of a machine that has Falconer, or has not.
fn search_path(with_falconer: bool) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_falconer")).parent().unwrap();
    if with_falconer { format!("{}:/usr/bin:/bin", binary.display()) } else { "/usr/bin:/bin".to_owned() }
}

/// Runs a step as GitHub's runner does where `shell: bash` is asked for.
fn step(script: &str, folder: &Path, variables: &[(String, String)], with_falconer: bool) -> Output {
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder);
    bash.env_clear().env("PATH", search_path(with_falconer)).stdin(Stdio::null());
    bash.envs(variables.iter().map(|(name, value)| (name, value))).output().unwrap()
}

fn yaml(text: &str) -> Value {
    yaml_serde::from_str(text).unwrap()
}

fn at<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no `{key}` in {value:?}"))
}

fn list(value: &Value) -> Vec<String> {
    value.as_sequence().into_iter().flatten().map(|item| item.as_str().unwrap().to_owned()).collect()
}

/// The variables of the action's last step, with these inputs and the defaults of the others.
fn variables(action: &Value, inputs: &[(&str, &str)]) -> Vec<(String, String)> {
    let step = action["runs"]["steps"].as_sequence().unwrap().last().unwrap();
    let pairs = step["env"].as_mapping().unwrap().iter();
    let filled = pairs.map(|(name, value)| {
        let value = value.as_str().unwrap();
        let input = value.strip_prefix("${{ inputs.").and_then(|rest| rest.strip_suffix(" }}")).unwrap();
        let given = inputs.iter().find(|(name, _)| *name == input).map(|(_, value)| *value);
        (
            name.as_str().unwrap().to_owned(),
            given.unwrap_or_else(|| at(&action["inputs"][input], "default")).to_owned(),
        )
    });
    filled.collect()
}

fn act(folder: &Path, inputs: &[(&str, &str)]) -> Output {
    let action = yaml(ACTION);
    let script = at(action["runs"]["steps"].as_sequence().unwrap().last().unwrap(), "run");
    step(script, folder, &variables(&action, inputs), true)
}

const MISTAKE: &str = "- macro: typo\n  condition: prco.name = sh\n";

#[test]
fn the_action_passes_what_is_right_and_annotates_what_is_wrong() {
    let folder = begun("action");
    let output = act(&folder, &[]);
    assert!(output.status.success(), "{}", text(&output));

    fs::write(folder.join("rules/wrong.yaml"), MISTAKE).unwrap();
    let output = act(&folder, &[]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("::error file=rules/wrong.yaml,line=2,"), "{}", text(&output));
    let output = act(&folder, &[("format", "short")]);
    assert!(text(&output).contains("rules/wrong.yaml:2:14: "), "{}", text(&output));
    // One a line, blank lines aside; what is in another file is not looked at.
    let output =
        act(&folder, &[("paths", "\nrules/example.yaml\n"), ("test-args", "--coverage\n--min\n50\n")]);
    assert!(output.status.success() && text(&output).contains("coverage "), "{}", text(&output));
    let output = act(&folder, &[("paths", "rules/example.yaml"), ("test-args", "--min\n100")]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
}

#[test]
fn the_action_sees_a_layout_that_is_not_canonical_and_a_test_that_fails() {
    let folder = begun("action-others");
    let rules = folder.join("rules/example.yaml");
    let written = fs::read_to_string(&rules).unwrap();
    for (from, to) in [("  title:", "  title:  "), ("match: false", "match: true")] {
        fs::write(&rules, written.replace(from, to)).unwrap();
        let output = act(&folder, &[]);
        assert_eq!(output.status.code(), Some(1), "{to}: {}", text(&output));
    }
}

#[test]
fn no_input_of_the_action_is_code() {
    let folder = begun("action-hostile");
    fs::create_dir(folder.join("two words")).unwrap();
    fs::copy(folder.join("rules/example.yaml"), folder.join("two words/$(touch pwned).yaml")).unwrap();
    let harmless = act(&folder, &[("paths", "two words")]);
    assert!(harmless.status.success(), "{}", text(&harmless));
    for value in [
        "$(touch pwned)",
        "`touch pwned`",
        "x; touch pwned",
        "x\"; touch pwned; \"",
        "x'; touch pwned; '",
        "x\ntouch pwned",
        "x && touch pwned #",
        "*",
        "--help",
        "-",
        "${IFS}touch${IFS}pwned",
        "a[$(touch pwned)]",
    ] {
        for input in ["paths", "args", "test-args", "format"] {
            let output = act(&folder, &[(input, value)]);
            assert!(!folder.join("pwned").exists(), "{input}: {value}");
            // Help is an answer, where options may stand.
            let helped = value == "--help" && input.ends_with("args");
            assert!(helped || !output.status.success(), "{input}: {value}: {}", text(&output));
        }
    }
    for nothing in ["", "\n\n"] {
        let output = act(&folder, &[("paths", nothing)]);
        assert_eq!(output.status.code(), Some(2), "nothing checked is never green: {}", text(&output));
    }
}

#[test]
fn the_action_hands_inputs_over_as_variables_and_asks_for_no_token() {
    let action = yaml(ACTION);
    assert!(!ACTION.contains("token }}") && !ACTION.contains("secrets."));
    for step in action["runs"]["steps"].as_sequence().unwrap() {
        assert_eq!(at(step, "shell"), "bash");
        assert!(!at(step, "run").contains("${{"), "an expression in a script is code: {step:?}");
    }
    for (name, input) in action["inputs"].as_mapping().unwrap() {
        assert!(!at(input, "description").is_empty() && input["default"].is_string(), "{name:?}");
        assert!(
            ACTION.contains(&format!("${{{{ inputs.{} }}}}", name.as_str().unwrap())),
            "{name:?} is not used"
        );
    }
}

/// Runs a hook as pre-commit does: the entry's words, its arguments, then the files unless it wants none.
fn hook(hook: &Value, folder: &Path) -> Output {
    let mut words: Vec<String> = at(hook, "entry").split(' ').map(str::to_owned).collect();
    assert_eq!(words.remove(0), "falconer");
    words.extend(list(&hook["args"]));
    if hook["pass_filenames"].as_bool() != Some(false) {
        words.push("rules/example.yaml".to_owned());
    }
    let files = regex::Regex::new(at(hook, "files")).unwrap();
    assert!(files.is_match("rules/a/b.yaml") && files.is_match("rules/b.yml"), "{files}");
    assert!(!files.is_match("README.md") && !files.is_match("other/rules/b.yaml"), "{files}");
    Command::new(env!("CARGO_BIN_EXE_falconer")).args(&words).current_dir(folder).output().unwrap()
}

/// The hooks pass what `init` wrote, and each stops a commit that breaks what it looks after.
fn hooks_hold(hooks: &[Value], language: &str, name: &str) {
    let folder = begun(name);
    let rules = folder.join("rules/example.yaml");
    let written = fs::read_to_string(&rules).unwrap();
    let ids: Vec<&str> = hooks.iter().map(|hook| at(hook, "id")).collect();
    assert_eq!(ids, ["falconer-fmt", "falconer-check", "falconer-test"]);
    let broken = [("  title:", "  title:  "), ("  rule: ", "  ruel: "), ("match: false", "match: true")];
    for (one, (from, to)) in hooks.iter().zip(broken) {
        assert_eq!((at(one, "language"), at(one, "name").is_empty()), (language, false));
        fs::write(&rules, &written).unwrap();
        let output = hook(one, &folder);
        assert!(output.status.success(), "{one:?}: {}", text(&output));
        assert_eq!(fs::read_to_string(&rules).unwrap(), written);
        let changed = written.replace(from, to);
        fs::write(&rules, &changed).unwrap();
        let stops = !hook(one, &folder).status.success();
        // A formatter stops a commit by changing a file.
        assert!(stops || fs::read_to_string(&rules).unwrap() != changed, "{one:?}");
    }
}

#[test]
fn the_hooks_of_this_repository_hold() {
    hooks_hold(yaml(HOOKS).as_sequence().unwrap(), "rust", "hooks");
}

#[test]
fn the_hooks_that_init_writes_hold() {
    let folder = begun("hooks-of-init");
    let config = yaml(&fs::read_to_string(folder.join(".pre-commit-config.yaml")).unwrap());
    assert_eq!(at(&config["repos"][0], "repo"), "local");
    hooks_hold(config["repos"][0]["hooks"].as_sequence().unwrap(), "system", "hooks-of-init-run");
}

#[test]
fn the_script_that_init_writes_passes_and_says_all_that_is_wrong() {
    let folder = begun("script");
    let run = |args: &[&str]| {
        let mut sh = Command::new("sh");
        sh.arg("script/ci.sh").args(args).current_dir(folder.parent().unwrap());
        sh.env("PATH", search_path(true)).stdin(Stdio::null()).output().unwrap()
    };
    let output = run(&[]);
    assert!(output.status.success(), "{}", text(&output));
    let rules = folder.join("rules/example.yaml");
    let broken = fs::read_to_string(&rules).unwrap().replace("match: false", "match:  true");
    fs::write(&rules, broken).unwrap();
    fs::write(folder.join("rules/doubt.yaml"), "- macro: unused\n  condition: evt.type = openn\n").unwrap();
    let output = run(&["--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    for told in ["file=rules/doubt.yaml,line=2", "rules/example.yaml\n", "1 failed"] {
        assert!(text(&output).contains(told), "{told}:\n{}", text(&output));
    }
}

/// Actions are pinned to a commit, nothing may write, and no expression stands in a script.
fn workflow_holds(workflow: &str) -> Vec<Value> {
    let parsed = yaml(workflow);
    assert!(parsed["permissions"].as_mapping().unwrap().is_empty());
    assert!(
        !workflow.contains("secrets.")
            && !workflow.contains("write")
            && !workflow.contains("pull_request_target:")
    );
    let job = &parsed["jobs"]["rulebook"];
    let permissions = job["permissions"].as_mapping().unwrap();
    assert!(permissions.len() == 1 && at(&job["permissions"], "contents") == "read");
    let steps = job["steps"].as_sequence().unwrap().clone();
    for step in &steps {
        let pinned = |uses: &str| {
            let commit = uses.split_once('@').unwrap().1;
            commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit())
        };
        assert!(step["uses"].as_str().is_none_or(pinned), "{step:?}");
        assert!(step["run"].as_str().is_none_or(|run| !run.contains("${{")), "{step:?}");
    }
    steps
}

#[test]
fn the_workflow_that_init_writes_runs_where_falconer_is_and_says_what_it_needs_where_not() {
    let folder = begun("workflow");
    let workflow = fs::read_to_string(folder.join(".github/workflows/rulebook.yml"))
        .unwrap()
        // Said in a comment only.
        .replace("never pull_request_target: what", "");
    let steps = workflow_holds(&workflow);
    let scripts: Vec<&Value> = steps.iter().filter(|step| step["run"].is_string()).collect();
    assert_eq!(scripts.len(), 2);
    let variables = |step: &Value| -> Vec<(String, String)> {
        let pairs = step["env"].as_mapping().into_iter().flat_map(|env| env.iter());
        pairs.map(|(name, value)| (name.as_str().unwrap().into(), value.as_str().unwrap().into())).collect()
    };
    for script in &scripts {
        let output = step(at(script, "run"), &folder, &variables(script), true);
        assert!(output.status.success(), "{script:?}: {}", text(&output));
    }
    let install = scripts[0];
    assert!(at(&install["env"], "FALCONER_TAG") == concat!("v", env!("CARGO_PKG_VERSION")));
    let output = step(at(install, "run"), &folder, &variables(install), false);
    assert!(!output.status.success());
    assert!(text(&output).contains("say in the workflow where Falconer is cloned from"), "{}", text(&output));
}
