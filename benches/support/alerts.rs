//! Archives for measurements: alerts as Falco prints them, the same for the same seed on every machine.
//!
//! In: a seed, a shape and a count. Out: lines of JSON, some 850 bytes each.
//! For benches and for `examples/generate_alerts.rs`.

use std::fmt::Write as _;

/// What an archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Every alert is of one rule.
    OneRule,
    /// Alerts of several rules, as a cluster has them.
    Cluster,
    /// Those, and Falco's own log lines, blank lines and lines that were cut among them.
    Mixed,
}

/// A rule, its priority, its tags and what its alerts say of a file.
const RULES: [(&str, &str, &str, &str); 5] = [
    (
        "Terminal shell in container",
        "Notice",
        r#"["T1059","container","maturity_stable","mitre_execution","shell"]"#,
        "null",
    ),
    (
        "Read sensitive file untrusted",
        "Warning",
        r#"["T1555","container","filesystem","host","maturity_stable","mitre_credential_access"]"#,
        r#""/etc/shadow""#,
    ),
    (
        "Drop and execute new binary in container",
        "Critical",
        r#"["PCI_DSS_11.5.1","TA0003","container","maturity_stable","mitre_persistence","process"]"#,
        "null",
    ),
    (
        "Contact K8S API Server From Container",
        "Notice",
        r#"["T1565","container","k8s","maturity_stable","mitre_discovery","network"]"#,
        r#""10.42.3.17:43512->10.43.0.1:443""#,
    ),
    ("Nightly job wrote to its cache", "Debug", r#"["site"]"#, r#""/var/cache/job/index""#),
];

const NAMESPACES: [&str; 6] = ["shop", "payments", "kube-system", "search", "ci", "team-blue"];
const PROGRAMS: [&str; 8] = ["bash", "sh", "python3", "curl", "java", "node", "xmrig", "cat"];

/// An archive, line by line.
#[derive(Debug, Clone)]
pub(crate) struct Generator {
    shape: Shape,
    state: u64,
    /// The time of the next alert, in nanoseconds since 1970.
    now: u64,
}

impl Generator {
    /// An archive of this shape.
    pub(crate) fn new(seed: u64, shape: Shape) -> Self {
        Self { shape, state: seed | 1, now: 1_773_217_872_000_000_000 }
    }

    /// Adds the next line.
    pub(crate) fn line(&mut self, out: &mut String) {
        let kind = if self.shape == Shape::Mixed { self.below(40) } else { 99 };
        match kind {
            0 => out
                .push_str("2026-03-11T08:31:12+0000: Falco internal: hot restart failure: 1 rules loaded\n"),
            1 => out.push('\n'),
            2 => {
                let start = out.len();
                self.alert(out);
                // A log shipper cuts where it likes; all of it is ASCII.
                out.truncate(start + 200 + usize::try_from(self.below(400)).unwrap_or(0));
                out.push('\n');
            }
            _ => self.alert(out),
        }
    }

    fn alert(&mut self, out: &mut String) {
        let rule = if self.shape == Shape::OneRule { 0 } else { self.below(RULES.len() as u64) };
        let (rule, priority, tags, file) = RULES[usize::try_from(rule).unwrap_or(0)];
        let namespace = NAMESPACES[usize::try_from(self.below(6)).unwrap_or(0)];
        let program = PROGRAMS[usize::try_from(self.below(8)).unwrap_or(0)];
        let (host, pod, pid, container) = (self.below(40), self.below(2000), self.below(60_000), self.next());
        self.now += self.below(2_000_000_000);
        let at = jiff::Timestamp::from_nanosecond(i128::from(self.now)).unwrap_or_default();
        let (time, clock) = (at.strftime("%Y-%m-%dT%H:%M:%S.%9fZ"), at.strftime("%H:%M:%S.%9f"));
        let work = self.next();
        let command = format!("{program} -c run --job {work:016x} --queue {namespace}");
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            r#"{{"hostname":"worker-{host}","output":"{clock}: {priority} {rule} (user=app command={command} pod=api-{pod})","output_fields":{{"container.id":"{:012x}","container.image.repository":"registry.example.com/{namespace}/api","container.name":"api","evt.time":{},"evt.type":"execve","fd.name":{file},"k8s.ns.name":"{namespace}","k8s.pod.name":"api-5d8c7b9f4-{pod:05}","proc.cmdline":"{command}","proc.exepath":"/usr/bin/{program}","proc.name":"{program}","proc.pid":{pid},"proc.pname":"runc","proc.tty":34816,"user.name":"app","user.uid":1000}},"priority":"{priority}","rule":"{rule}","source":"syscall","tags":{tags},"time":"{time}"}}"#,
            container & 0xFFFF_FFFF_FFFF,
            self.now,
        );
        out.push('\n');
    }

    /// xorshift64*, <https://en.wikipedia.org/wiki/Xorshift>.
    fn next(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: u64) -> u64 {
        (self.next() >> 33) % bound
    }
}
