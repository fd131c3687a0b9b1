//! What judging costs beside reading, one thread, and that it does not follow the number of mitigations.
//!
//! `cargo bench --bench judging` prints nanoseconds an alert for rulebooks of 10 to 10,000 mitigations that give the
//! same findings: once where each names its rule, once where none does. Beside them: reading alone, the structural
//! skip, the built-in rulebook, and a report written for each alert. All run in turn.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    reason = "a bench prints its figures, and a rulebook it cannot load is a mistake in the bench"
)]

#[path = "support/alerts.rs"]
mod alerts;
#[path = "support/paired.rs"]
mod paired;

use alerts::{RULES, Shape};
use falconer::alert::Limits;
use falconer::{Engine, Format, Loader, Report};
use paired::{Contestant, best_times};
use serde::de::IgnoredAny;
use std::fmt::Write;

const ALERTS: usize = 2000;
const ROUNDS: usize = 21;
const SIZES: [usize; 4] = [10, 100, 1000, 10_000];

/// A condition that no alert of the generator meets; `n` makes it one of its own.
fn never(n: usize) -> String {
    match n % 6 {
        0 => format!("evt.type = execve and proc.name = prog-{n}"),
        1 => format!("evt.type in (open, openat, openat2) and fd.name startswith /opt/app-{n}/"),
        2 => format!("proc.cmdline contains \"host-{n}.example\" and not proc.pname in (systemd, cron)"),
        3 => format!("k8s.ns.name in (ns-{n}, team-{n}) and user.name != root and user.uid > 100"),
        4 => {
            format!("container.image.repository endswith /image-{n} or container.image.repository = gone-{n}")
        }
        _ => format!("fd.sport = {n} and fd.sip != 10.0.0.1 and evt.type = connect"),
    }
}

/// `count` mitigations: one for each rule of the generator, which all alerts of that rule match, and others.
fn rulebook(count: usize, named: bool) -> Engine {
    let mut text = String::new();
    for n in 0..count {
        let _ = writeln!(text, "- mitigation: m{n}\n  title: Number {n}\n  summary: x");
        let (rule, condition) = match RULES.get(n) {
            Some((rule, ..)) if named => ((*rule).to_owned(), "container.id exists".to_owned()),
            Some((rule, ..)) => (String::new(), format!("alert.rule = \"{rule}\" and container.id exists")),
            None => (format!("Rule {n}"), never(n)),
        };
        if named {
            let _ = writeln!(text, "  rule: {rule}");
        }
        let _ = writeln!(text, "  condition: '{condition}'");
    }
    let loaded = Loader::new().text("bench.yaml", &text).load();
    if loaded.has_errors() {
        panic!("{:?}", loaded.diagnostics);
    }
    Engine::new(loaded.book)
}

fn main() {
    let bytes = alerts::lines(Shape::Falco, 7, ALERTS);
    let lines: Vec<&[u8]> = bytes.split_inclusive(|&byte| byte == b'\n').collect();
    let limits = Limits::default();
    let builtin = Engine::new(Loader::new().builtin(true).load().book);
    let named = SIZES.map(|size| (format!("{size} mitigations, each with its rule"), rulebook(size, true)));
    let unnamed = SIZES.map(|size| (format!("{size} mitigations, none with a rule"), rulebook(size, false)));
    let engines: Vec<&(String, Engine)> = named.iter().chain(&unnamed).collect();
    let batches: Vec<_> = engines.iter().map(|(name, engine)| (name, engine.prepare())).collect();
    let builtin_batch = builtin.prepare();

    let mut reader = builtin_batch.reader(&limits);
    let mut contestants = vec![
        Contestant::new("structural skip (std, serde_json::IgnoredAny)", || {
            let skips = |text| serde_json::from_str::<IgnoredAny>(text).is_ok();
            lines.iter().filter(|line| std::str::from_utf8(line).is_ok_and(skips)).count()
        }),
        Contestant::new("read alone", || lines.iter().filter(|line| reader.read(line).is_ok()).count()),
    ];
    for (name, batch) in batches
        .iter()
        .map(|(name, batch)| (name.as_str(), batch))
        .chain([("read and judged: the built-in rulebook", &builtin_batch)])
    {
        let (mut reader, mut judge) = (batch.reader(&limits), batch.judge());
        let lines = &lines;
        contestants.push(Contestant::new(name, move || {
            let mut findings = 0;
            for line in lines {
                if let Ok(alert) = reader.read(line) {
                    findings += judge.of(&alert).evaluate().findings.len();
                }
            }
            assert!(findings >= lines.len(), "every alert has its finding: {findings}");
            findings
        }));
    }
    let few = lines.get(..100).unwrap_or(&lines);
    let mut reader = builtin_batch.reader(&limits);
    let mut judge = builtin_batch.judge();
    let engine = &builtin;
    contestants.push(Contestant::new("and a report for each of 100 (Markdown)", move || {
        let mut written = 0;
        for line in few {
            let Ok(read) = reader.read(line) else { continue };
            let evaluation = judge.of(&read).evaluate();
            if let Some(alert) = read.whole() {
                written += Report::new(engine, alert, &evaluation).render(Format::Md).len();
            }
        }
        written
    }));
    let times = best_times(&mut contestants, ROUNDS);
    let first = times.first().map_or(1.0, |time| time.as_secs_f64() / lines.len() as f64);
    for (contestant, time) in contestants.iter().zip(&times) {
        let count = if contestant.name.starts_with("and a report") { few.len() } else { lines.len() };
        let seconds = time.as_secs_f64() / count as f64;
        println!(
            "{:<48} {:9.0} ns an alert  {:6.2} × the skip",
            contestant.name,
            seconds * 1e9,
            seconds / first
        );
    }
}
