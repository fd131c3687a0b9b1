//! What reading an archive costs, one thread: our two readers beside others that do less or more.
//!
//! `cargo bench --bench reading` prints gigabytes a second and the time as a multiple of the structural skip's, for
//! alerts of six shapes. All run in turn over the same lines in memory; newlines are found before, except by the first.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "support/alerts.rs"]
mod alerts;
#[path = "support/paired.rs"]
mod paired;

use alerts::Shape;
use falconer::Alert;
use falconer::alert::{Limits, Reader};
use falconer::plan::Slots;
use paired::{Contestant, best_times};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;

const BYTES: usize = 8 * 1024 * 1024;
const ROUNDS: usize = 15;

/// What the built-in rulebook and a site's own might read: more keys than an alert has.
const KEYS: [&str; 24] = [
    "container.id",
    "container.image.repository",
    "container.name",
    "evt.time",
    "evt.type",
    "fd.name",
    "fd.sip",
    "fd.sport",
    "k8s.ns.name",
    "k8s.pod.name",
    "ka.verb",
    "ka.user.name",
    "proc.aname[2]",
    "proc.cmdline",
    "proc.exepath",
    "proc.name",
    "proc.pname",
    "proc.pid",
    "proc.tty",
    "proc.args",
    "user.loginuid",
    "user.name",
    "user.uid",
    "evt.rawtime",
];

/// The least that must be done to trust a line: UTF-8 and grammar checked, nothing kept. `from_slice` would not look
/// at the UTF-8 of what it skips.
fn skips(line: &[u8]) -> bool {
    std::str::from_utf8(line).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok())
}

fn main() {
    for (shape, name) in Shape::ALL {
        let bytes = alerts::megabytes(shape, 7, BYTES);
        let lines: Vec<&[u8]> = bytes.split_inclusive(|&byte| byte == b'\n').collect();
        let mut reader = Reader::new(Arc::new(Slots::new(KEYS, [])), &Limits::default());
        let each = |judge: fn(&[u8]) -> bool| lines.iter().filter(|line| judge(line)).count();
        let mut contestants = [
            Contestant::new("structural skip (std, serde_json::IgnoredAny)", || each(skips)),
            Contestant::new("newline scan (memchr)", || memchr::memchr_iter(b'\n', &bytes).count()),
            Contestant::new("UTF-8 check (std)", || each(|line| std::str::from_utf8(line).is_ok())),
            Contestant::new("structural skip (serde_json, RawValue)", || {
                each(|line| serde_json::from_slice::<&RawValue>(line).is_ok())
            }),
            Contestant::new("map of RawValue (serde_json)", || {
                each(|line| serde_json::from_slice::<BTreeMap<String, &RawValue>>(line).is_ok())
            }),
            Contestant::new("tree (serde_json::Value)", || {
                each(|line| serde_json::from_slice::<serde_json::Value>(line).is_ok())
            }),
            Contestant::new("Alert::parse", || each(|line| Alert::parse(line).is_ok())),
            Contestant::new("Reader::read", || lines.iter().filter(|line| reader.read(line).is_ok()).count()),
        ];
        let times = best_times(&mut contestants, ROUNDS);
        println!("{name}, {} bytes a line:", bytes.len() / lines.len());
        let first = times.first().map_or(1.0, |time| time.as_secs_f64());
        for (contestant, time) in contestants.iter().zip(&times) {
            let seconds = time.as_secs_f64();
            #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
            let speed = bytes.len() as f64 / seconds / 1e9;
            println!("  {:<42} {speed:6.2} GB/s  {:6.2} ×", contestant.name, seconds / first);
        }
    }
}
