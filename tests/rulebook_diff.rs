//! What two rulebooks make of an archive: what the fast judge counts is what judging each alert by both says, for
//! any number of workers and any size of reads.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../benches/support/alerts.rs"]
mod alerts;

use alerts::Shape;
use falconer::alert::Alert;
use falconer::archive::{DiffJudge, DiffTally, Event, Inputs, Options, run};
use falconer::{Engine, Loader};
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

const OLD: &str = "
- mitigation: by-user
  title: Root
  condition: user.uid = 0
  strategies:
    - {strategy: in-pod, title: In a pod, phase: triage, condition: k8s.pod.name exists}
- mitigation: high-pid
  title: High
  condition: proc.pid > 30000
- mitigation: rest
  title: The rest
  fallback: true
  condition: alert.rule exists
";

/// Asks for other fields than the old one, ancestors among them.
const NEW: &str = "
- mitigation: by-user
  title: Root
  condition: user.uid = 0
  strategies:
    - {strategy: in-pod, title: In a pod, phase: triage, condition: k8s.ns.name startswith s}
- mitigation: by-parent
  title: Parent
  condition: proc.pname in (sh, bash, runc, node) or proc.aname[2] exists
- mitigation: high-pid
  title: High
  condition: proc.pid > 20000
- mitigation: rest
  title: The rest
  fallback: true
  condition: alert.rule exists
";

fn engine(text: &str) -> Engine {
    let loaded = Loader::new().text("a.yaml", text).load();
    assert!(
        !loaded.has_errors() && loaded.book.check_all().iter().all(|found| found.code.code() != "FL0101")
    );
    Engine::new(loaded.book)
}

/// The mitigations that match, each with the strategies it shows.
fn shown(engine: &Engine, alert: &Alert<'_>) -> BTreeMap<String, Vec<String>> {
    let evaluation = engine.evaluate(alert);
    let of = |finding: &falconer::Finding| {
        let mitigation = engine.mitigation(finding).unwrap();
        let names = finding.strategies.iter().filter_map(|&at| mitigation.strategies.get(at));
        (mitigation.name.clone(), names.map(|strategy| strategy.name.clone()).collect())
    };
    evaluation.findings.iter().map(of).collect()
}

/// Counts of gained, lost and changed by mitigation, and how many alerts differ.
fn slowly(old: &Engine, new: &Engine, lines: &str) -> (BTreeMap<String, [u64; 3]>, u64) {
    let (mut counts, mut different) = (BTreeMap::<String, [u64; 3]>::new(), 0);
    for alert in lines.lines().filter_map(|line| Alert::parse(line.as_bytes()).ok()) {
        let (before, after) = (shown(old, &alert), shown(new, &alert));
        different += u64::from(before != after);
        for (name, strategies) in &after {
            let [gained, _, changed] = counts.entry(name.clone()).or_default();
            match before.get(name) {
                None => *gained += 1,
                Some(earlier) => *changed += u64::from(earlier != strategies),
            }
        }
        for name in before.keys().filter(|name| !after.contains_key(*name)) {
            let [_, lost, _] = counts.entry(name.clone()).or_default();
            *lost += 1;
        }
    }
    counts.retain(|_, counts| *counts != [0; 3]);
    (counts, different)
}

fn fast(old: &Engine, new: &Engine, path: &Path, jobs: usize, chunk: usize) -> DiffTally {
    let judge = DiffJudge::new(old, new);
    let inputs = Inputs::find(&[path.to_owned()]);
    let mut whole = DiffTally::default();
    let options = Options { jobs, chunk, ..Options::default() };
    run(&inputs.files, &options, &judge, &mut |event| {
        match event {
            Event::Batch(batch) => whole.append(batch.output),
            Event::Failed(..) => unreachable!("the archive can be read"),
        }
        ControlFlow::Continue(())
    });
    whole
}

#[test]
fn the_counts_are_those_of_judging_each_alert_by_both() {
    let (old, new) = (engine(OLD), engine(NEW));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rulebook-diff");
    fs::create_dir_all(&folder).unwrap();
    for (name, shape) in [("mixed", Shape::Mixed), ("sidekick", Shape::Sidekick), ("tiny", Shape::Tiny)] {
        let path = folder.join(name);
        let lines = alerts::lines(shape, 5, 400);
        fs::write(&path, &lines).unwrap();
        let (counts, different) = slowly(&old, &new, std::str::from_utf8(lines.as_ref()).unwrap());
        let first = fast(&old, &new, &path, 1, 4096);
        let told = first
            .mitigations
            .iter()
            .map(|(name, one)| (name.clone(), [one.gained.count, one.lost.count, one.changed.count]));
        assert_eq!((told.collect::<BTreeMap<_, _>>(), first.different), (counts, different), "{name}");
        for (jobs, chunk) in [(2, 700), (3, 1 << 20)] {
            assert_eq!(fast(&old, &new, &path, jobs, chunk), first, "{name}: {jobs} jobs, chunks of {chunk}");
        }
    }
}
