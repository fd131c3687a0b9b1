//! `falconer parse`: the tree of a condition, or why there is none.
//!
//! In: one condition, or a file with one JSON object a line. Out: an indented tree for people, the tree as JSON for
//! programs (its form is documented at [`to_json`]). Names are not looked up and types not checked here.

use super::diagnostics;
use super::exit::{CliError, Exit};
use super::input;
use super::shell::{Shell, visible, visible_json};
use crate::source::{Sources, Text};
use crate::syntax::condition::ast::{Dialect, Expr, ExprKind};
use crate::syntax::condition::{MAX_DEPTH, ParseOptions, SyntaxError, parse, print_as, to_json};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Print the tree of a condition
///
/// Reads syntax alone: fields, macros and lists may be unknown. With `--dialect falco` a condition is accepted if
/// and only if Falco's own parser accepts it, and has the same tree.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer parse 'proc.name = bash and not user.name = root'
  falconer parse --dialect falco --json 'fd.name startswith /etc'
  falconer parse --batch conditions.jsonl

A line of the batch is {\"expr\": CONDITION}, perhaps with \"max_depth\"; its answer is {\"accept\": true, \"ast\": TREE}
or {\"accept\": false, \"error\": {\"line\": 1, \"column\": 1, \"message\": TEXT}}.")]
pub(super) struct Args {
    /// The condition
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    condition: Option<String>,

    /// The language it is written in
    #[arg(long, value_name = "DIALECT", default_value = "falconer", value_parser = dialect)]
    dialect: Dialect,

    /// Print the tree as JSON
    #[arg(long)]
    json: bool,

    /// Answer each line of this file, `-` for standard input
    #[arg(long, value_name = "FILE")]
    batch: Option<PathBuf>,
}

/// A batch is held in memory.
const MAX_BATCH: u64 = 256 * 1024 * 1024;

pub(super) fn dialect(name: &str) -> Result<Dialect, String> {
    match name {
        "falco" => Ok(Dialect::Falco),
        "falconer" => Ok(Dialect::Falconer),
        _ => Err("one of falco, falconer".to_owned()),
    }
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    match (&args.batch, &args.condition) {
        (Some(path), _) => batch(&input::read(path, MAX_BATCH)?, args.dialect, shell),
        (None, Some(condition)) => one(condition, args, shell),
        (None, None) => Err(CliError::new("no condition was given")),
    }
}

/// One condition, with diagnostics on stderr.
fn one(condition: &str, args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let mut sources = Sources::default();
    let file = sources.add("<condition>", condition.to_owned());
    let text = Text::whole_file(file, condition);
    let options = ParseOptions { dialect: args.dialect, ..ParseOptions::default() };
    match parse(condition, options) {
        Ok(parsed) => {
            for trap in &parsed.traps {
                let piece = visible(condition.get(trap.range.range()).unwrap_or_default());
                let (message, hint) = (visible(&trap.message(condition)), visible(&trap.hint(condition)));
                shell.warn(format_args!("`{piece}`: {message}\n  {hint}"));
            }
            if args.json {
                shell.print(visible_json(&to_json(&parsed.expr).to_string()) + "\n")?;
            } else {
                shell.print(visible_tree(&parsed.expr, condition))?;
            }
            Ok(Exit::Fine)
        }
        Err(error) => {
            if args.json {
                shell.print(visible_json(&refusal(&error, condition).to_string()) + "\n")?;
            }
            diagnostics::complain(&[error.diagnostic(&text)], &sources, shell);
            Ok(Exit::Problems)
        }
    }
}

/// A line of a batch; other keys are no affair of ours.
#[derive(Deserialize)]
struct Line {
    expr: String,
    max_depth: Option<usize>,
}

/// Answers line by line. A refused condition is an answer; a line that holds none is an error.
fn batch(input: &input::Input, dialect: Dialect, shell: &mut Shell) -> Result<Exit, CliError> {
    let mut answered = false;
    for (number, line) in (1_usize..).zip(input.bytes.split(|&byte| byte == b'\n')) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let line: Line = serde_json::from_slice(line).map_err(|_| {
            CliError::new(format!("line {number} of `{}` is no condition", input.name))
                .hint("write one JSON object a line: {\"expr\": \"proc.name = bash\"}")
        })?;
        let options = ParseOptions { dialect, max_depth: line.max_depth.unwrap_or(MAX_DEPTH) };
        let answer = match parse(&line.expr, options) {
            Ok(parsed) => json!({ "accept": true, "ast": to_json(&parsed.expr) }),
            Err(error) => refusal(&error, &line.expr),
        };
        shell.print(visible_json(&answer.to_string()) + "\n")?;
        answered = true;
    }
    if answered { Ok(Exit::Fine) } else { Err(CliError::new(format!("`{}` holds no condition", input.name))) }
}

fn refusal(error: &SyntaxError, condition: &str) -> Value {
    let mut sources = Sources::default();
    let file = sources.add("<condition>", condition.to_owned());
    let place = sources.get(file).map(|source| source.location(error.range.start));
    json!({
        "accept": false,
        "error": {
            "line": place.map(|at| at.line),
            "column": place.map(|at| at.column),
            "message": error.message,
        },
    })
}

/// The tree, one node a line, children indented.
fn visible_tree(expr: &Expr, condition: &str) -> String {
    let mut out = String::new();
    // Children are pushed in reverse, so that the first comes off first.
    let mut rest = vec![(expr, 0_usize)];
    while let Some((expr, depth)) = rest.pop() {
        let inside = depth.saturating_add(1);
        let line = match &expr.kind {
            ExprKind::And(children) | ExprKind::Or(children) => {
                rest.extend(children.iter().rev().map(|child| (child, inside)));
                if matches!(expr.kind, ExprKind::And(_)) { "and".to_owned() } else { "or".to_owned() }
            }
            ExprKind::Not(child) => {
                rest.push((child.as_ref(), inside));
                "not".to_owned()
            }
            ExprKind::Macro(name) => format!("macro {name}"),
            _ => print_as(expr, Dialect::Falconer)
                .unwrap_or_else(|| condition.get(expr.range.range()).unwrap_or_default().to_owned()),
        };
        out.push_str(&"  ".repeat(depth));
        out.push_str(&visible(&line));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_shows_what_was_understood() {
        let condition = "a and not(x.y existsand b) or proc.duration<5s";
        let parsed = parse(condition, ParseOptions::default()).unwrap();
        let tree = "or\n  and\n    macro a\n    not\n      and\n        x.y exists\n        macro b\n  proc.duration < 5s\n";
        assert_eq!(visible_tree(&parsed.expr, condition), tree);
    }

    #[test]
    fn a_refusal_has_a_place_in_characters() {
        let condition = "é.b = x\n AND é";
        let error = parse("x.y = é AND b", ParseOptions::default()).unwrap_err();
        assert_eq!(refusal(&error, "x.y = é AND b").pointer("/error/column"), Some(&json!(9)));
        let error = parse(condition, ParseOptions::default()).unwrap_err();
        assert_eq!(refusal(&error, condition).pointer("/error/line"), Some(&json!(1)));
    }
}
