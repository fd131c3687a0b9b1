//! Alerts by the million for benches and tests: seeded, so that every run and every machine reads the same bytes.
//!
//! In: a [`Shape`], a seed, a count. Out: lines as Falco or a forwarder writes them, each ended by a newline. No
//! clock, no dependency: include it with `#[path = "support/alerts.rs"] mod alerts;`.

#![allow(
    dead_code,
    clippy::indexing_slicing,
    reason = "each bench and test uses a part; a place is below the length"
)]

use std::fmt::Write;

/// What the lines look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// As Falco prints a system call's alert: 18 fields, keys sorted, about 850 bytes.
    Falco,
    /// The least that is an alert, about 60 bytes.
    Tiny,
    /// One command line of 64 KiB.
    Long,
    /// As Falcosidekick forwards it: other keys first, a `uuid`, a cut value.
    Sidekick,
    /// Escapes in every long string, as of command lines with quotes and line ends.
    Escaped,
    /// Paths and names that are not ASCII.
    NonAscii,
    /// As Falco's alerts, with its own log lines, blank lines and lines that were cut among them.
    Mixed,
}

impl Shape {
    /// All that hold alerts alone, with the name that a bench prints.
    pub(crate) const ALL: [(Self, &'static str); 6] = [
        (Self::Falco, "falco"),
        (Self::Tiny, "tiny"),
        (Self::Long, "64 KiB"),
        (Self::Sidekick, "falcosidekick"),
        (Self::Escaped, "escapes"),
        (Self::NonAscii, "non-ASCII"),
    ];
}

/// Rules that the alerts name, with the system call that each watches.
pub(crate) const RULES: [(&str, &str, &str); 8] = [
    ("Terminal shell in container", "execve", "Notice"),
    ("Drop and execute new binary in container", "execve", "Critical"),
    ("Read sensitive file untrusted", "openat", "Warning"),
    ("Clear Log Activities", "openat", "Warning"),
    ("Contact K8S API Server From Container", "connect", "Notice"),
    ("Write below etc", "openat", "Error"),
    ("Launch Privileged Container", "container", "Informational"),
    ("Netcat Remote Code Execution in Container", "execve", "Warning"),
];

const PROGRAMS: [&str; 12] =
    ["bash", "sh", "python3", "nc", "curl", "kworkerd", "node", "java", "nginx", "postgres", "dpkg", "runc"];
const IMAGES: [&str; 5] = ["shop/checkout", "shop/cart", "infra/fluent-bit", "team-a/api", "library/redis"];
const USERS: [&str; 4] = ["root", "node", "www-data", "postgres"];

/// `count` lines of one shape.
pub(crate) fn lines(shape: Shape, seed: u64, count: usize) -> Vec<u8> {
    let mut random = Random(seed);
    let mut text = String::new();
    for _ in 0..count {
        line(shape, &mut random, &mut text);
    }
    text.into_bytes()
}

/// About `bytes` bytes of whole lines.
pub(crate) fn megabytes(shape: Shape, seed: u64, bytes: usize) -> Vec<u8> {
    let mut random = Random(seed);
    let mut text = String::new();
    while text.len() < bytes {
        line(shape, &mut random, &mut text);
    }
    text.into_bytes()
}

/// A generator of numbers that looks random enough: SplitMix64 (<https://prng.di.unimi.it/splitmix64.c>).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// One of several; most often one of the first, as programs and images are in life.
    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        let most = of.len() as u64;
        let at = self.below(most).min(self.below(most));
        of[usize::try_from(at).unwrap_or_default()]
    }
}

/// What one alert tells, before it is written in a shape.
struct Event {
    rule: &'static str,
    call: &'static str,
    priority: &'static str,
    program: &'static str,
    parent: &'static str,
    image: &'static str,
    user: &'static str,
    container: u64,
    /// Nanoseconds after [`START`].
    time: u64,
    pid: u64,
    path: String,
}

/// 2026-03-11T00:00:00Z in seconds since 1970.
const START: u64 = 1_773_187_200;

impl Event {
    fn new(random: &mut Random) -> Self {
        let (rule, call, priority) = random.pick(&RULES);
        let (program, parent) = (random.pick(&PROGRAMS), random.pick(&PROGRAMS));
        Self {
            rule,
            call,
            priority,
            program,
            parent,
            image: random.pick(&IMAGES),
            user: random.pick(&USERS),
            container: random.next() & 0xFFFF_FFFF_FFFF,
            time: random.below(86_400_000_000_000),
            pid: random.below(32_768),
            path: format!("/usr/bin/{program}"),
        }
    }

    /// `02:47:19.583204117`
    fn clock(&self) -> String {
        let (seconds, nanoseconds) = (self.time / 1_000_000_000, self.time % 1_000_000_000);
        format!("{:02}:{:02}:{:02}.{nanoseconds:09}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    fn nanoseconds(&self) -> u64 {
        START * 1_000_000_000 + self.time
    }
}

/// Adds one line.
pub(crate) fn line(shape: Shape, random: &mut Random, out: &mut String) {
    let event = Event::new(random);
    match shape {
        Shape::Tiny => {
            let _ =
                writeln!(out, r#"{{"rule":"{}","output_fields":{{"proc.pid":{}}}}}"#, event.rule, event.pid);
        }
        Shape::Falco => alert(&event, "-c ls -la /var", random, out),
        Shape::Long => alert(&event, &"a b/c-d=e ".repeat(6554), random, out),
        Shape::Escaped => {
            alert(&event, r#"-c \"cat\u003c\/etc\\passwd\"\n\t\u00e9\ud83d\ude00"#, random, out)
        }
        Shape::NonAscii => alert(&event, "/srv/données/Überprüfung/文書 — 報告.txt", random, out),
        Shape::Sidekick => sidekick(&event, random, out),
        Shape::Mixed => mixed(&event, random, out),
    }
}

/// Mostly alerts.
fn mixed(event: &Event, random: &mut Random, out: &mut String) {
    let start = out.len();
    match random.below(40) {
        0 => out.push_str("2026-03-11T08:31:12+0000: Falco internal: hot restart failure: 1 rules loaded\n"),
        1 => out.push('\n'),
        2 => {
            alert(event, "-c ls -la /var", random, out);
            // A log shipper cuts where it likes; all of it is ASCII.
            out.truncate(start + 200 + usize::try_from(random.below(400)).unwrap_or_default());
            out.push('\n');
        }
        _ => alert(event, "-c ls -la /var", random, out),
    }
}

/// `output_fields` without its braces, keys sorted; `tail` ends every text.
fn fields(event: &Event, tail: &str, random: &mut Random, out: &mut String) {
    let Event { call, program, parent, image, user, path, pid, .. } = event;
    let odd = tail.contains('\\') || !tail.is_ascii();
    let odd = if odd { tail.split(' ').next_back().unwrap_or_default() } else { "" };
    let replica = random.below(0xFFFF_FFFF);
    let name = image.rsplit('/').next().unwrap_or_default();
    let _ = write!(
        out,
        r#""container.id":"{:012x}","container.image.repository":"registry.example.com/{image}","container.image.tag":"2.14.1","container.name":"{name}","evt.time":{},"evt.type":"{call}","fd.name":"/etc/{name}{odd}","k8s.ns.name":"shop","k8s.pod.name":"{name}-{replica:08x}-x2x4q","proc.aname[2]":"{parent}","proc.cmdline":"{program} {tail}","proc.exepath":"{path}{odd}","proc.name":"{program}","proc.pname":"{parent}","proc.pid":{pid},"proc.tty":{},"user.loginuid":-1,"user.name":"{user}","user.uid":{}"#,
        event.container,
        event.nanoseconds(),
        random.below(2) * 34816,
        random.below(3) * 500,
    );
}

/// A whole alert as Falco writes it, keys sorted.
fn alert(event: &Event, tail: &str, random: &mut Random, out: &mut String) {
    let Event { rule, priority, program, .. } = event;
    let clock = event.clock();
    let shown = if tail.len() > 1000 { "" } else { tail };
    let _ = write!(
        out,
        r#"{{"hostname":"worker-{}","output":"{clock}: {priority} {rule} | process={program} command={program} {shown} container_id={:012x}","output_fields":{{"#,
        random.below(40),
        event.container,
    );
    fields(event, tail, random, out);
    let _ = writeln!(
        out,
        r#"}},"priority":"{priority}","rule":"{rule}","source":"syscall","tags":["T1059","container","mitre_execution"],"time":"2026-03-11T{clock}Z"}}"#
    );
}

/// The same as Falcosidekick forwards it.
fn sidekick(event: &Event, random: &mut Random, out: &mut String) {
    let Event { rule, priority, program, .. } = event;
    let clock = event.clock();
    let _ = write!(
        out,
        r#"{{"uuid":"{:08x}-52c5-4d5d-9f3e-7f1f1f6f2f11","output":"{clock}: {priority} {rule} | process={program}","priority":"{priority}","rule":"{rule}","time":"2026-03-11T{clock}Z","output_fields":{{"#,
        random.next() & 0xFFFF_FFFF,
    );
    fields(event, "-o pool.example.net:4444 -u 44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33[...]", random, out);
    let _ = writeln!(
        out,
        r#"}},"source":"syscalls","tags":["container","mitre_execution"],"hostname":"worker-{}"}}"#,
        random.below(40)
    );
}
