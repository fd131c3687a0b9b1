//! Judges an archive by Sigma rules with rsigma, on one thread, and prints how often each rule matched.
//!
//! ```sh
//! judge_sigma RULES.yml ARCHIVE [json|line] [bloom] [ac] [write]
//! ```
//!
//! In: Sigma rules that name the fields of `output_fields`, and `rule`; an archive of one alert a line. Out: a line
//! for each rule that matched, its title and a count; with `write`, every match as rsigma's own JSON instead. Loading and judging are as rsigma documents them: a collection
//! compiled once into an `Engine`, which finds candidates by its index; `bloom` and `ac` turn on its pre-filters.
//!
//! `json`, the default, gives it `JsonEvent`, rsigma's own event, borrowing from a `serde_json::Value` of the fields.
//! `line` gives it an event that borrows from the line ([`event`]): faster, and nothing that rsigma brings.

mod event;

use event::LineEvent;
use rsigma_eval::event::JsonEvent;
use rsigma_eval::{Engine, EvaluationResult};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write, stdout};
use std::process::ExitCode;

/// What the rules can ask of an alert; the rest of it is skipped.
#[derive(Deserialize)]
struct Alert {
    rule: String,
    output_fields: Map<String, Value>,
}

/// How lines become events.
#[derive(Clone, Copy)]
enum Events {
    Json,
    Line,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [rules, archive, options @ ..] = args.as_slice() else {
        eprintln!("usage: judge_sigma RULES.yml ARCHIVE [json|line] [bloom] [ac] [write]");
        return ExitCode::from(2);
    };
    match run(rules, archive, options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("judge_sigma: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(rules: &str, archive: &str, options: &[String]) -> Result<(), Box<dyn Error>> {
    let mut engine = Engine::new();
    let (mut events, mut write) = (Events::Json, false);
    for option in options {
        match option.as_str() {
            "json" => events = Events::Json,
            "line" => events = Events::Line,
            "bloom" => engine.set_bloom_prefilter(true),
            "ac" => engine.set_cross_rule_ac(true),
            "write" => write = true,
            other => return Err(format!("no such option: {other}").into()),
        }
    }
    load(&mut engine, rules)?;
    let mut out = BufWriter::new(stdout().lock());
    if write {
        judge(&engine, archive, events, |result| {
            serde_json::to_writer(&mut out, &result)?;
            Ok(out.write_all(b"\n")?)
        })?;
    } else {
        let mut counts = BTreeMap::<String, u64>::new();
        judge(&engine, archive, events, |result| {
            *counts.entry(result.header.rule_title).or_default() += 1;
            Ok(())
        })?;
        for (title, count) in counts {
            writeln!(out, "{title} {count}")?;
        }
    }
    Ok(out.flush()?)
}

fn load(engine: &mut Engine, rules: &str) -> Result<(), Box<dyn Error>> {
    let collection = rsigma_parser::parse_sigma_yaml(&fs::read_to_string(rules)?)?;
    if let Some(error) = collection.errors().next() {
        return Err(format!("{rules}: {error}").into());
    }
    engine.add_collection(&collection)?;
    Ok(())
}

/// Every match goes to `found`, in the order of the archive.
fn judge(
    engine: &Engine,
    archive: &str,
    events: Events,
    mut found: impl FnMut(EvaluationResult) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut lines = BufReader::with_capacity(1 << 20, File::open(archive)?);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        // Looking at the UTF-8 of a line at once is faster than string by string.
        let text = std::str::from_utf8(&line)?;
        for result in matches(engine, text, events)? {
            found(result)?;
        }
        line.clear();
    }
    Ok(())
}

fn matches(engine: &Engine, line: &str, events: Events) -> serde_json::Result<Vec<EvaluationResult>> {
    match events {
        Events::Json => {
            let Alert { rule, mut output_fields } = serde_json::from_str(line)?;
            output_fields.insert("rule".to_owned(), Value::String(rule));
            let value = Value::Object(output_fields);
            Ok(engine.evaluate(&JsonEvent::borrow(&value)))
        }
        Events::Line => Ok(engine.evaluate(&serde_json::from_str::<LineEvent>(line)?)),
    }
}
