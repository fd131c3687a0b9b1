//! Archives: every form, packed in every way, gives the same for any number of workers and any size of reads; every
//! line is counted once; what cannot be read says so, and what was read before counts.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

use falconer::Loader;
use falconer::alert::Limits;
use falconer::archive::{
    Batch, Counts, Encoding, EvalJudge, EvalOutput, Event, FilterJudge, Inputs, Notice, Options, Position,
    Rejected, Selection, Stats, run,
};
use falconer::check::condition::Condition;
use falconer::report::summary::{Collector, Run, Summary};
use falconer::syntax::condition::ast::Dialect;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    max_line: Option<usize>,
    counts: Expected,
    #[serde(default)]
    rejects: Vec<String>,
    #[serde(default)]
    bytes: String,
}

#[derive(serde::Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Expected {
    lines: u64,
    alerts: u64,
    logs: u64,
    blank: u64,
    rejects: u64,
}

fn cases() -> Vec<Case> {
    yaml_serde::from_str(include_str!("archive/cases.yaml")).unwrap()
}

/// A folder of one test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("archive-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// The same bytes in every form.
fn packings(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let (first, second) = bytes.split_at(bytes.len() / 2);
    let skipped = [0x51, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, b'a', b'b', b'c'];
    vec![
        ("plain", bytes.to_vec()),
        ("gzip", gzip(bytes)),
        ("two members of gzip", [gzip(first), gzip(second)].concat()),
        ("zstd", zstd(bytes)),
        (
            "frames of zstd and some to skip",
            [&skipped[..], &zstd(first), &skipped, &zstd(second), &skipped].concat(),
        ),
    ]
}

fn condition(text: &str) -> Condition {
    let mut book = Loader::new().builtin(false).text("empty.yaml", "[]").load().book;
    book.check_condition(text, Dialect::Falconer).0.unwrap()
}

/// What came of an archive.
#[derive(Debug, Default, PartialEq)]
struct Outcome {
    counts: Counts,
    rejects: Vec<Rejected>,
    bytes: Vec<u8>,
    matches: usize,
    failed: Vec<String>,
}

fn filter(paths: &[PathBuf], options: &Options) -> Outcome {
    let judge = FilterJudge::new(&condition("alert.priority >= warning"), false, true);
    let mut outcome = Outcome::default();
    run(&Inputs::find(paths).files, options, &judge, &mut |event| {
        match event {
            Event::Failed(_, error) => outcome.failed.push(error.to_string()),
            Event::Batch(batch) => {
                outcome.counts.add(batch.counts);
                outcome.rejects.extend(batch.rejects);
                outcome.matches += batch.output.ends.len();
                outcome.bytes.extend_from_slice(&batch.output.bytes);
            }
        }
        ControlFlow::Continue(())
    });
    let Counts { lines, alerts, logs, blank, rejects, .. } = outcome.counts;
    assert_eq!(lines, alerts + logs + blank + rejects, "a line is lost or counted twice");
    outcome
}

fn options(jobs: usize, chunk: usize, max_line: Option<usize>) -> Options {
    let line = max_line.unwrap_or(Limits::default().line);
    Options { jobs, chunk, limits: Limits { line, ..Limits::default() }, ..Options::default() }
}

#[test]
fn every_form_gives_what_it_holds() {
    let folder = folder("forms");
    for case in cases() {
        for (packing, bytes) in packings(case.text.as_bytes()) {
            let path = folder.join("archive");
            fs::write(&path, bytes).unwrap();
            for (jobs, chunk) in [(1, 1 << 20), (1, 1), (2, 5), (8, 64)] {
                let told = format!("{} in {packing}, {jobs} jobs, {chunk} bytes at a time", case.name);
                let outcome = filter(std::slice::from_ref(&path), &options(jobs, chunk, case.max_line));
                let Counts { lines, alerts, logs, blank, rejects, bytes, .. } = outcome.counts;
                let expected = &case.counts;
                assert_eq!(
                    (lines, alerts, logs, blank, rejects),
                    (expected.lines, expected.alerts, expected.logs, expected.blank, expected.rejects),
                    "{told}"
                );
                let codes: Vec<_> = outcome.rejects.iter().map(|r| r.reject.kind.name()).collect();
                assert_eq!(codes, case.rejects, "{told}");
                assert_eq!(String::from_utf8(outcome.bytes).unwrap(), case.bytes, "{told}");
                assert_eq!(bytes, case.text.len() as u64, "{told}: every byte is counted");
                assert_eq!(outcome.failed, [""; 0], "{told}");
            }
        }
    }
}

#[test]
fn what_the_reference_encoder_of_zstd_writes_is_read() {
    // `zstd --long=27 --check` over the first case, twice, with a skippable frame between.
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive/reference.zst");
    let outcome = filter(&[path], &Options::default());
    assert_eq!((outcome.counts.alerts, outcome.matches, outcome.failed.len()), (6, 4, 0), "{outcome:?}");
}

#[test]
fn what_was_read_before_an_input_broke_counts() {
    let folder = folder("broken");
    let path = folder.join("archive");
    let lines = "{\"rule\":\"a\",\"priority\":\"Warning\"}\n".repeat(5000);
    let damaged = |mut bytes: Vec<u8>| {
        let at = bytes.len() - 3;
        bytes[at] ^= 0x55;
        bytes
    };
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() - 6].to_vec();
    let gz = [gzip(lines.as_bytes()), gzip(lines.as_bytes())].concat();
    let zst = [zstd(lines.as_bytes()), zstd(lines.as_bytes())].concat();
    let cases = [
        ("the gzip data ends too early", cut(gz.clone())),
        ("the gzip data is damaged", damaged(gz.clone())),
        ("the gzip data is damaged", [&gz[..], b"rubbish behind it"].concat()),
        ("the zstd data ends too early", cut(zst.clone())),
        ("the zstd data is damaged", damaged(zst.clone())),
        ("the zstd data is damaged", [&zst[..], b"rubbish behind it"].concat()),
    ];
    for (told, bytes) in cases {
        fs::write(&path, bytes).unwrap();
        for jobs in [1, 3] {
            let outcome = filter(std::slice::from_ref(&path), &options(jobs, 100, None));
            assert_eq!(outcome.failed, [told]);
            assert!(outcome.matches >= 4990, "{told}: {}", outcome.matches);
        }
    }
}

#[test]
fn what_holds_no_alerts_as_it_is_says_what_it_is() {
    let folder = folder("unsupported");
    let path = folder.join("archive");
    let tar = [vec![b'x'; 257], b"ustar\0".to_vec(), vec![0; 249]].concat();
    let cases: [(&str, Vec<u8>); 9] = [
        ("it is UTF-16", b"\xFF\xFE{\0\"\0".to_vec()),
        ("it is UTF-16", b"\0{\0\"".to_vec()),
        ("it is compressed with xz", b"\xFD7zXZ\0\0\0".to_vec()),
        ("it is compressed with bzip2", b"BZh91AY&SY".to_vec()),
        ("it is a zip archive", b"PK\x03\x04....".to_vec()),
        ("it is a Parquet file", b"PAR1....".to_vec()),
        ("it is a tar archive", tar.clone()),
        ("it is a tar archive", gzip(&tar)),
        ("it is compressed twice", gzip(&gzip(b"{}"))),
    ];
    for (told, bytes) in cases {
        fs::write(&path, bytes).unwrap();
        let outcome = filter(std::slice::from_ref(&path), &Options::default());
        assert_eq!(outcome.failed, [told]);
        assert_eq!(outcome.counts, Counts::default(), "{told}");
    }
}

#[test]
fn an_input_that_grows_too_far_is_stopped() {
    let folder = folder("bomb");
    let path = folder.join("archive");
    fs::write(&path, gzip(&"{\"rule\":\"a\"}\n".repeat(1000).into_bytes())).unwrap();
    let bounded = |max| Options { max_unpacked: Some(max), ..Options::default() };
    let paths = std::slice::from_ref(&path);
    assert_eq!(filter(paths, &bounded(13_000)).failed, [""; 0]);
    let stopped = filter(paths, &bounded(12_999));
    assert_eq!(stopped.failed, ["unpacks to more than it may"]);
    // A frame of zstd that asks for 2 GiB of memory.
    fs::write(&path, b"\x28\xB5\x2F\xFD\x00\xA8\x01\x00\x00").unwrap();
    assert_eq!(
        filter(paths, &Options::default()).failed,
        ["needs more than 128 MiB of memory to be unpacked"]
    );
}

/// Texts of archives, good and bad.
fn archive() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "{\"rule\":\"a\",\"priority\":\"Warning\"}\n",
        "{\"rule\":\"b\"}\r\n",
        "\n",
        "Mon May 20 10:13:58 2024: Falco\n",
        "{\n  \"rule\": \"pretty\",\n  \"priority\": \"alert\"\n}\n",
        "{\"cut\n",
        "  \"stray\": 1\n",
        "{\"rule\":\"long\",\"output\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}\n",
        "\u{e9}\u{202e}\n",
        "[{\"rule\":\"e\",\"priority\":\"error\"},\n {\"rule\":\"f\"}]\n",
    ]);
    prop::collection::vec(line, 0..60).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn nothing_depends_on_jobs_or_reads(
        text in archive(), jobs in 1_usize..=8, chunk in 1_usize..=4096, packing in 0_usize..5
    ) {
        let folder = folder("property");
        let (whole, packed) = (folder.join("whole"), folder.join("packed"));
        fs::write(&whole, &text).unwrap();
        fs::write(&packed, &packings(text.as_bytes())[packing].1).unwrap();
        let expected = filter(&[whole], &options(1, 1 << 20, Some(80)));
        let outcome = filter(&[packed], &options(jobs, chunk, Some(80)));
        prop_assert_eq!(outcome, expected);
    }
}

const RULES: &str = r"
- mitigation: named
  title: Named
  rule: a
  summary: It is a.
  strategies:
    - { strategy: look, title: Look, phase: triage, text: Look. }
- mitigation: other
  title: Other
  fallback: true
  condition: alert.priority exists
  summary: It is something.
  strategies:
    - { strategy: look-too, title: Look, phase: triage, text: Look. }
";

/// Findings and statistics of a run, which may stop after so many batches.
fn evaluate(inputs: &Inputs, options: &Options, stop: usize) -> (Vec<u8>, Stats, Option<Position>) {
    let engine = falconer::Engine::new(Loader::new().builtin(false).text("rules.yaml", RULES).load().book);
    let selection = Selection { condition: Some(condition("alert.rule != b")), ..Selection::default() };
    let encoding = Some(Encoding::Ndjson { with_alert: true });
    let judge = EvalJudge::new(&engine, selection, encoding, false);
    let (mut bytes, mut stats, mut end, mut batches) = (Vec::new(), Stats::default(), None, 0);
    run(&inputs.files, options, &judge, &mut |event| {
        if let Event::Batch(batch) = event {
            stats.add_lines(batch.counts, &batch.rejects);
            stats.add(&batch.output.outcomes);
            bytes.extend_from_slice(&batch.output.bytes);
            end = batch.end;
            batches += 1;
        }
        if batches >= stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let Stats { counts, matched, unmatched, skipped, .. } = stats;
    assert_eq!(counts.alerts, matched + unmatched + skipped, "an alert is lost or counted twice");
    (bytes, stats, end)
}

#[test]
fn every_alert_is_matched_unmatched_or_skipped_and_a_run_can_be_gone_on_with() {
    let folder = folder("eval");
    let text = "{\"rule\":\"a\",\"time\":\"2026-03-11T08:31:12Z\"}\n{\"rule\":\"b\"}\n\n{\"rule\":\"c\"}\nlog\n{\"rule\":\"d\",\"priority\":\"Error\"}\n"
        .repeat(40);
    fs::write(folder.join("1.json"), &text).unwrap();
    fs::write(folder.join("2.gz"), gzip(text.as_bytes())).unwrap();
    fs::write(folder.join("3.json"), "[{\"rule\":\"a\"},\n\n{\"rule\":\"a\"}]").unwrap();
    let inputs = Inputs::find(&[folder]);
    let (whole, stats, _) = evaluate(&inputs, &options(1, 1 << 20, None), usize::MAX);
    let Stats { counts, matched, matched_by_fallback, unmatched, skipped, findings, .. } = &stats;
    assert_eq!((counts.lines, counts.alerts, counts.blank, counts.rejects), (482, 322, 80, 80));
    assert_eq!((*matched, *matched_by_fallback, *unmatched, *skipped, *findings), (162, 80, 80, 80, 162));
    for stop in 1..30 {
        let (mut bytes, first, end) = evaluate(&inputs, &options(3, 300, None), stop);
        let Some(from) = end else { continue };
        let (rest, second, _) = evaluate(&inputs, &Options { from, ..options(2, 77, None) }, usize::MAX);
        bytes.extend(rest);
        assert!(bytes == whole, "gone on with after {stop} batches");
        assert_eq!(first.findings + second.findings, *findings);
    }
}

/// Findings of alerts in this order, without their places.
fn findings(name: &str, alerts: &[String]) -> Vec<serde_json::Value> {
    const RULES: &str = r"
- mitigation: any
  title: Any
  condition: proc.name exists
  group_by: [proc.name, container.id, proc.args]
  summary: It is a process.
  strategies:
    - { strategy: root, title: Root, phase: triage, text: Look., condition: user.name = root }
    - { strategy: www, title: WWW, phase: triage, text: Look., condition: user.name = www }
- mitigation: own-priority
  title: Own priority
  condition: proc.name = nc
  priority: error
  summary: It is nc.
  strategies:
    - { strategy: look-too, title: Look, phase: triage, text: Look. }
";
    let folder = folder(name);
    fs::write(folder.join("alerts.json"), alerts.concat()).unwrap();
    let loaded = Loader::new().builtin(false).text("rules.yaml", RULES).load();
    assert_eq!(loaded.diagnostics.len(), 0, "{:?}", loaded.diagnostics);
    let engine = falconer::Engine::new(loaded.book);
    let judge =
        EvalJudge::new(&engine, Selection::default(), Some(Encoding::Ndjson { with_alert: true }), false);
    let mut bytes = Vec::new();
    run(&Inputs::find(&[folder]).files, &options(1, 1 << 20, None), &judge, &mut |event| {
        if let Event::Batch(batch) = event {
            bytes.extend_from_slice(&batch.output.bytes);
        }
        ControlFlow::Continue(())
    });
    let lines = std::str::from_utf8(&bytes).unwrap().lines();
    let without_place = |line: &str| {
        let mut finding: serde_json::Value = serde_json::from_str(line).unwrap();
        let keys = finding.as_object_mut().unwrap();
        for key in ["input", "line", "offset"] {
            assert!(keys.remove(key).is_some());
        }
        finding
    };
    lines.map(without_place).collect()
}

#[test]
fn what_a_finding_says_does_not_depend_on_those_before() {
    let mut alerts = Vec::new();
    for rule in [r"a", r"b", r"a\u0020", r"a\nb", r"\u202e"] {
        // Of each of these, two that follow each other differ in nothing else.
        let tags = [r"[]", r#"["T1059"]"#, r#"["T1059","a\tb"]"#, r"null", r#"["T1059", 5]"#];
        let priorities = ["Error", "Notice", "nonsense"];
        let users = ["root", "www", "nobody", "root"];
        let processes = ["sh", "nc", r"n\u0063"];
        for (tag, priority, user) in tags
            .iter()
            .map(|tags| (tags, "Error", "root"))
            .chain(priorities.map(|priority| (&tags[1], priority, "root")))
            .chain(users.map(|user| (&tags[1], "Error", user)))
        {
            for process in processes {
                alerts.push(format!(
                    "{{\"rule\":\"{rule}\",\"priority\":\"{priority}\",\"tags\":{tag},\
                     \"output_fields\":{{\"proc.name\":\"{process}\",\"user.name\":\"{user}\",\
                     \"proc.args\":\"-c ::x #\"}}}}\n"
                ));
            }
        }
    }
    let mut alone: Vec<Vec<_>> =
        alerts.iter().map(|alert| findings("alone", std::slice::from_ref(alert))).collect();
    assert!(alone.concat().len() > alerts.len(), "some alerts have two findings");
    assert_eq!(findings("together", &alerts), alone.concat());
    alerts.reverse();
    alone.reverse();
    assert_eq!(findings("backwards", &alerts), alone.concat());
    // More rules than are remembered.
    let rules: Vec<String> = (0..2000).map(|n| format!("rule {n}")).collect();
    let alert =
        |rule: &String| format!("{{\"rule\":\"{rule}\",\"output_fields\":{{\"proc.name\":\"a\"}}}}\n");
    let named = findings("many", &rules.iter().map(alert).collect::<Vec<_>>());
    assert!(named.iter().map(|finding| finding["rule"].as_str().unwrap()).eq(rules));
}

/// The summary of a run.
fn summary(inputs: &Inputs, options: &Options) -> Summary {
    let engine = falconer::Engine::new(Loader::new().builtin(false).text("rules.yaml", RULES).load().book);
    let judge = EvalJudge::new(&engine, Selection::default(), None, true);
    let mut whole = Collector::new(&engine);
    run(&inputs.files, options, &judge, &mut |event| {
        if let Event::Batch(Batch { output: EvalOutput { collected: Some(part), .. }, .. }) = event {
            whole.append(part);
        }
        ControlFlow::Continue(())
    });
    whole.finish(Run { details: 3, ..Run::default() })
}

#[test]
fn a_summary_does_not_depend_on_jobs_or_reads() {
    let folder = folder("summary");
    let line = |n: usize| {
        let rule = ["a", "b", "c"][n % 3];
        format!(
            r#"{{"rule":"{rule}","priority":"Error","hostname":"h{}","time":"2026-03-{:02}T08:31:12Z"}}"#,
            n % 7,
            n % 28 + 1
        )
    };
    let lines: Vec<String> = (0..300).map(line).collect();
    fs::write(folder.join("1.json"), lines[..200].join("\n")).unwrap();
    fs::write(folder.join("2.gz"), gzip(lines[200..].join("\n").as_bytes())).unwrap();
    let inputs = Inputs::find(&[folder]);
    let whole = summary(&inputs, &options(1, 1 << 20, None));
    assert_eq!(whole.groups.iter().map(|group| group.alerts).sum::<u64>(), 300);
    for (jobs, chunk) in [(1, 100), (2, 777), (5, 4096), (8, 1)] {
        assert_eq!(summary(&inputs, &options(jobs, chunk, None)), whole, "{jobs} jobs, {chunk} bytes");
    }
}

#[test]
fn folders_are_read_in_the_order_of_bytes_and_each_file_once() {
    let folder = folder("walk");
    for name in ["b.json", "a/z.json", "a-b.json", "B.json", ".hidden", "a/deeper/x.log"] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "{\"rule\":\"a\"}\n").unwrap();
    }
    let names = |paths: &[PathBuf]| {
        let found = Inputs::find(paths);
        let strip = |path: &Path| path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
        let names: Vec<String> = found.files.iter().map(|input| strip(&input.path)).collect();
        (names, found.notices)
    };
    let all = ["B.json", "a-b.json", "a/deeper/x.log", "a/z.json", "b.json"];
    assert_eq!(names(std::slice::from_ref(&folder)).0, all);
    assert_eq!(names(&[folder.join("*.json")]).0, ["B.json", "a-b.json", "b.json"]);
    assert_eq!(names(&[folder.join("[ab]*/z.*")]).0, ["a/z.json"]);
    let (twice, notices) = names(&[folder.join("b.json"), folder.join("b.json")]);
    assert_eq!(twice, ["b.json"]);
    assert!(matches!(notices.as_slice(), [Notice::Twice(_)]), "{notices:?}");
    let (none, notices) = names(&[folder.join("*.nosuch"), folder.join("nosuch")]);
    assert!(none.is_empty());
    assert!(matches!(notices.as_slice(), [Notice::Unreadable(..), Notice::Unreadable(..)]), "{notices:?}");
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_a_folder_do_no_harm() {
    use std::os::unix::fs::symlink;
    let folder = folder("links");
    let inside = folder.join("inside");
    fs::create_dir_all(inside.join("sub")).unwrap();
    fs::write(inside.join("a.json"), "{\"rule\":\"a\"}\n").unwrap();
    fs::write(folder.join("outside.json"), "{\"rule\":\"a\"}\n").unwrap();
    symlink("a.json", inside.join("b.json")).unwrap();
    symlink("..", inside.join("sub/loop")).unwrap();
    symlink("../outside.json", inside.join("leaving.json")).unwrap();
    symlink("nowhere", inside.join("dangling")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(inside.join("pipe")).status();
    let found = Inputs::find(std::slice::from_ref(&inside));
    let names: Vec<_> = found.files.iter().map(|input| input.path.file_name().unwrap().to_owned()).collect();
    assert_eq!(names.len(), 1, "a file and the link to it are one: {names:?}");
    let count = |wanted: fn(&Notice) -> bool| found.notices.iter().filter(|notice| wanted(notice)).count();
    assert_eq!(count(|notice| matches!(notice, Notice::Leaving(_))), 1);
    assert_eq!(count(|notice| matches!(notice, Notice::Unreadable(..))), 1, "the dangling link");
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(count(|notice| matches!(notice, Notice::Special(_))), 1);
    }
}

#[test]
fn folders_are_followed_so_deep_and_no_deeper() {
    let folder = folder("deep");
    let mut path = folder.clone();
    for _ in 0..32 {
        path.push("d");
    }
    fs::create_dir_all(path.join("d")).unwrap();
    fs::write(path.join("a.json"), "{}").unwrap();
    fs::write(path.join("d/b.json"), "{}").unwrap();
    let found = Inputs::find(&[folder]);
    assert_eq!(found.files.len(), 1);
    // FL0953 too-many-inputs
    assert!(matches!(found.notices.as_slice(), [Notice::Cut(_)]), "{:?}", found.notices);
}
