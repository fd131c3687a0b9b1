//! What a condition costs before the first alert: 10,000 of the kind found in Falco's rules, parsed, then checked.
//!
//! `cargo bench --bench conditions` prints both times. A checked condition is the form that is evaluated: names
//! resolved, macros written in, constants typed, networks and regular expressions compiled. Every condition differs
//! from all others, so nothing can be remembered between them.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    clippy::expect_used,
    reason = "a bench prints its figures, and a condition it cannot use is a mistake in the bench"
)]

use falconer::Loader;
use falconer::syntax::condition::ast::Dialect;
use falconer::syntax::condition::{ParseOptions, parse};
use std::time::Instant;

const CONDITIONS: usize = 10_000;

/// Lists and macros as large and as deep as in Falco's own rules.
const NAMES: &str = r#"
- list: shells
  items: [ash, bash, csh, ksh, sh, tcsh, zsh, dash]
- list: package_tools
  items: [dpkg, apt, apt-get, aptitude, rpm, yum, dnf, microdnf, zypper, apk, pip, pip3, npm, gem, snapd]
- list: database_servers
  items: [mysqld, postgres, sqlplus, mongod, redis-server, couchdb, cassandra]
- list: known_programs
  items: [shells, package_tools, database_servers, sshd, cron, crond, systemd, dockerd, containerd, runc]
- macro: spawned
  condition: (evt.type in (execve, execveat))
- macro: opened_to_write
  condition: (evt.type in (open, openat, openat2) and evt.is_open_write = true and fd.typechar = f and fd.num >= 0)
- macro: in_container
  condition: (container.id != host)
- macro: by_package_tool
  condition: (proc.pname in (package_tools) or proc.aname[2] in (package_tools) or proc.name = unattended-upgr)
- macro: quiet_hours_job
  condition: (proc.pname in (cron, crond) and not by_package_tool and user.uid = 0)
"#;

/// One condition of each shape; `n` makes it one of its own.
fn condition(n: usize) -> String {
    match n % 10 {
        0 => format!(
            "spawned and in_container and proc.name in (shells) and proc.tty != 0 and container.image.repository != registry.example/app-{n}"
        ),
        1 => format!(
            "opened_to_write and fd.name startswith /etc/app-{n} and not proc.name in (known_programs) and not by_package_tool"
        ),
        2 => format!(
            "spawned and not quiet_hours_job and (proc.cmdline contains \"curl http://host-{n}\" or proc.cmdline icontains \"wget -O /tmp/{n}\")"
        ),
        3 => format!(
            "evt.type = connect and evt.dir = < and fd.typechar = 4 and fd.ip != \"0.0.0.0\" and fd.net != \"127.0.0.0/8\" and not fd.snet in (10.{}.0.0/16, 172.16.0.0/12)",
            n % 256
        ),
        4 => format!(
            "opened_to_write and fd.name pmatch (/usr/lib/app-{n}, /usr/local/lib, /lib, /opt/*/lib) and not container.image.repository endswith /base-{n}"
        ),
        5 => format!(
            "(spawned and proc.args regex \"^(-c|--command) .*{n}[a-z0-9]+$\") or (spawned and proc.name glob \"job-{n}-*\")"
        ),
        6 => format!(
            "k8s.ns.name exists and not k8s.ns.name in (kube-system, ns-{n}) and k8s.pod.name startswith pod-{n} and user.name != root and user.loginuid >= {}",
            n % 5000
        ),
        7 => format!(
            "evt.type in (rename, renameat, renameat2, unlink, unlinkat) and (fs.path.name glob /root/*_{n} or evt.arg.name endswith \"/.bash_history_{n}\")"
        ),
        8 => format!(
            "spawned and proc.is_exe_upper_layer = true and proc.exepath = /tmp/drop-{n} and container.duration > {n}000 and proc.vpid != 1"
        ),
        _ => format!(
            "evt.type = setuid and evt.arg.uid = {n} and not proc.pname in (sudo, su, sshd, cron) and (proc.aname[2] != systemd or proc.aname[3] in (known_programs)) and thread.cap_effective contains CAP_SETUID"
        ),
    }
}

fn main() {
    let conditions: Vec<String> = (0..CONDITIONS).map(condition).collect();
    let bytes: usize = conditions.iter().map(String::len).sum();
    println!("{CONDITIONS} conditions, {} bytes each on average:", bytes / CONDITIONS);

    let start = Instant::now();
    let parsed = conditions.iter().filter(|text| parse(text, ParseOptions::default()).is_ok()).count();
    println!("  parsed                    {:7.1} ms", start.elapsed().as_secs_f64() * 1e3);
    assert_eq!(parsed, CONDITIONS);

    let mut book = Loader::new().builtin(false).text("names.yaml", NAMES).load().book;
    let start = Instant::now();
    for text in &conditions {
        let (condition, problems) = book.check_condition(text, Dialect::Falconer);
        condition.unwrap_or_else(|| panic!("{text}: {:?}", problems.first().expect("a reason")));
    }
    println!("  parsed, checked, compiled {:7.1} ms", start.elapsed().as_secs_f64() * 1e3);
}
