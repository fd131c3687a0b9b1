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
fn step(script: &str, folder: &Path, variables: &[(String, String)], path: &str) -> Output {
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder);
    bash.env_clear().env("PATH", path).stdin(Stdio::null());
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

/// Runs the action's script with these inputs; `path` says where it finds `falconer`.
fn act(folder: &Path, inputs: &[(&str, &str)], path: &str) -> Output {
    let action = yaml(ACTION);
    let script = at(action["runs"]["steps"].as_sequence().unwrap().last().unwrap(), "run");
    step(script, folder, &variables(&action, inputs), path)
}

/// A rulebook that stands alone: without the built-in one beneath it, a run takes no time.
const ALONE: &str = "- mitigation: till-touched
  rule: Till touched
  condition: proc.name != till-agent
  summary: The till was touched.
  references:
    - https://falco.org/docs/
  tests:
    - test: by a shell
      alert: { output_fields: { proc.name: sh } }
      expect: { match: true }
    - test: by its own program
      alert: { output_fields: { proc.name: till-agent } }
      expect: { match: false }
";

/// What breaks the rulebook's layout, the rulebook, and one of its tests.
const BROKEN: [(&str, &str); 3] =
    [("  summary:", "  summary:  "), ("  rule: ", "  ruel: "), ("match: false", "match: true")];

/// A folder as `falconer init` makes it, but with that rulebook.
fn alone(name: &str) -> PathBuf {
    let folder = begun(name);
    fs::write(folder.join("rules/example.yaml"), ALONE).unwrap();
    folder
}

#[test]
fn the_action_passes_what_is_right_and_annotates_what_is_wrong() {
    let folder = alone("action");
    let act = |more: &[(&str, &str)]| {
        let inputs = [("args", "--strict\n--no-builtin"), ("test-args", "--no-builtin")];
        act(&folder, &[more, &inputs].concat(), &search_path(true))
    };
    let output = act(&[]);
    assert!(output.status.success() && text(&output).contains("2 tests passed"), "{}", text(&output));
    for (from, to) in BROKEN {
        fs::write(folder.join("rules/example.yaml"), ALONE.replace(from, to)).unwrap();
        let output = act(&[]);
        assert_eq!(output.status.code(), Some(1), "{to}: {}", text(&output));
    }
    fs::write(folder.join("rules/example.yaml"), ALONE).unwrap();
    fs::write(folder.join("rules/wrong.yaml"), "- macro: typo\n  condition: prco.name = sh\n").unwrap();
    let output = act(&[]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("::error file=rules/wrong.yaml,line=2,"), "{}", text(&output));
    let output = act(&[("format", "short")]);
    assert!(text(&output).contains("rules/wrong.yaml:2:14: "), "{}", text(&output));
    // One a line, blank lines aside; what is in another file is not looked at.
    let output = act(&[("paths", "\nrules/example.yaml\n"), ("test-args", "--coverage\n--no-builtin\n")]);
    assert!(output.status.success() && text(&output).contains("coverage 100 %"), "{}", text(&output));
}

#[test]
fn no_input_of_the_action_is_code() {
    let folder = fresh("action-hostile");
    // Stands for falconer and tells its arguments, one in each pair of brackets.
    let program = folder.join("falconer");
    fs::write(&program, "#!/bin/sh\nprintf '[%s]' \"$@\"\n").unwrap();
    fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.display());
    for value in [
        "two words",
        "$(touch pwned)",
        "`touch pwned`",
        "x; touch pwned",
        "x\"; touch pwned; \"",
        "x'; touch pwned; '",
        "x && touch pwned #",
        "*",
        "--config=evil.toml",
        "-",
        " ",
        "\\n",
        "${IFS}touch${IFS}pwned",
        "a[$(touch pwned)]",
    ] {
        let inputs = ["paths", "args", "test-args", "format"].map(|input| (input, value));
        let output = act(&folder, &inputs, &path);
        let words = [
            format!("[check][--format={value}][{value}][--][{value}]"),
            format!("[fmt][--check][--][{value}]"),
            format!("[test][--format={value}][{value}][--][{value}]"),
        ];
        // The program's name is not among its arguments, so each run begins with its command.
        assert_eq!(text(&output), words.concat(), "{value}");
        assert!(!folder.join("pwned").exists(), "{value}");
    }
    let lines = act(&folder, &[("paths", "a b\n\n c\nd"), ("args", ""), ("test-args", "\n")], &path);
    assert_eq!(
        text(&lines),
        "[check][--format=github][--][a b][ c][d][fmt][--check][--][a b][ c][d][test][--format=github][--][a b][ c][d]"
    );
    for nothing in ["", "\n\n"] {
        let output = act(&folder, &[("paths", nothing)], &path);
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
fn run_hook(hook: &Value, folder: &Path) -> Output {
    let files = regex::Regex::new(at(hook, "files")).unwrap();
    assert!(files.is_match("rules/a/b.yaml") && files.is_match("rules/b.yml"), "{files}");
    assert!(!files.is_match("README.md") && !files.is_match("other/rules/b.yaml"), "{files}");
    let mut words: Vec<String> = at(hook, "entry").split(' ').map(str::to_owned).collect();
    words.extend(list(&hook["args"]));
    words.push(match hook["pass_filenames"].as_bool() {
        Some(false) => "--no-builtin".to_owned(),
        _ => "rules/example.yaml".to_owned(),
    });
    assert_eq!(words.remove(0), "falconer");
    Command::new(env!("CARGO_BIN_EXE_falconer")).args(&words).current_dir(folder).output().unwrap()
}

/// The hooks pass what is right, and each stops a commit that breaks what it looks after.
fn hooks_hold(hooks: &[Value], language: &str, folder: &Path) {
    let ids: Vec<&str> = hooks.iter().map(|hook| at(hook, "id")).collect();
    assert_eq!(ids, ["falconer-fmt", "falconer-check", "falconer-test"]);
    let rules = folder.join("rules/example.yaml");
    for (hook, (from, to)) in hooks.iter().zip(BROKEN) {
        assert_eq!((at(hook, "language"), at(hook, "name").is_empty()), (language, false));
        let output = run_hook(hook, folder);
        assert!(output.status.success(), "{hook:?}: {}", text(&output));
        assert_eq!(fs::read_to_string(&rules).unwrap(), ALONE);
        let broken = ALONE.replace(from, to);
        fs::write(&rules, &broken).unwrap();
        let stops = !run_hook(hook, folder).status.success();
        // A formatter stops a commit by changing a file.
        assert!(stops || fs::read_to_string(&rules).unwrap() != broken, "{hook:?}");
        fs::write(&rules, ALONE).unwrap();
    }
}

#[test]
fn the_hooks_of_this_repository_hold() {
    hooks_hold(yaml(HOOKS).as_sequence().unwrap(), "rust", &alone("hooks"));
}

#[test]
fn the_hooks_that_init_writes_hold() {
    let folder = alone("hooks-of-init");
    let config = yaml(&fs::read_to_string(folder.join(".pre-commit-config.yaml")).unwrap());
    assert_eq!(at(&config["repos"][0], "repo"), "local");
    hooks_hold(config["repos"][0]["hooks"].as_sequence().unwrap(), "system", &folder);
}

/// Runs the script that `init` writes, from the folder above.
fn script(folder: &Path, args: &[&str]) -> Output {
    let mut sh = Command::new("sh");
    sh.arg(folder.file_name().map(Path::new).unwrap().join("ci.sh")).args(args);
    sh.current_dir(folder.parent().unwrap())
        .env("PATH", search_path(true))
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn the_script_that_init_writes_says_all_that_is_wrong() {
    let folder = alone("script");
    let output = script(&folder, &["--no-builtin"]);
    assert!(output.status.success(), "{}", text(&output));
    let broken = ALONE.replace("match: false", "match:  true");
    fs::write(folder.join("rules/example.yaml"), broken).unwrap();
    fs::write(folder.join("rules/doubt.yaml"), "- macro: doubt\n  condition: evt.type = openn\n").unwrap();
    let output = script(&folder, &["--no-builtin", "--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    for told in ["file=rules/doubt.yaml,line=2", "rules/example.yaml\n", "1 failed"] {
        assert!(text(&output).contains(told), "{told}:\n{}", text(&output));
    }
}

/// Actions are pinned to a commit, nothing may write, and no expression stands in a script.
fn workflow_holds(workflow: &str) -> Vec<Value> {
    let parsed = yaml(workflow);
    assert!(parsed["permissions"].as_mapping().unwrap().is_empty());
    // Without its comments.
    let said = yaml_serde::to_string(&parsed).unwrap();
    for forbidden in ["secrets", "token", "write", "pull_request_target"] {
        assert!(!said.contains(forbidden), "{forbidden}: {said}");
    }
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
    let workflow = fs::read_to_string(folder.join(".github/workflows/rulebook.yml")).unwrap();
    let steps = workflow_holds(&workflow);
    let scripts: Vec<&Value> = steps.iter().filter(|step| step["run"].is_string()).collect();
    assert_eq!(scripts.len(), 2);
    let variables = |step: &Value| -> Vec<(String, String)> {
        let pairs = step["env"].as_mapping().into_iter().flat_map(|env| env.iter());
        pairs.map(|(name, value)| (name.as_str().unwrap().into(), value.as_str().unwrap().into())).collect()
    };
    assert_eq!(at(scripts[1], "run"), "sh ci.sh --format github");
    // As it is written, the built-in rulebook beneath.
    let output = script(&folder, &["--format", "github"]);
    assert!(output.status.success(), "{}", text(&output));
    let install = scripts[0];
    assert!(at(&install["env"], "FALCONER_TAG") == concat!("v", env!("CARGO_PKG_VERSION")));
    let install = |path: &str| step(at(install, "run"), &folder, &variables(install), path);
    assert!(install(&search_path(true)).status.success());
    let output = install(&search_path(false));
    assert!(!output.status.success());
    assert!(text(&output).contains("say in the workflow where Falconer is cloned from"), "{}", text(&output));
}
