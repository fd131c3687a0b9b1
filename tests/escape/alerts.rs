//! Whole alerts of attackers: every value and every key of realistic alerts replaced, rendered in every format with
//! the built-in rulebook, and all shell examples run by a real shell in which only planted functions exist.

use crate::{logs, values};
use falconer::report::Code;
use falconer::{Alert, Engine, Format, Loader, Report};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use std::path::Path;

/// In Kubernetes, in Docker, on a host, and from the audit log.
const ALERTS: [&str; 4] = [
    r#"{"uuid":"u","hostname":"node-3","output":"o","output_fields":{"container.id":"3f2c9a7be41d","container.name":"checkout",
    "container.image.repository":"registry.example.com/shop/checkout","container.image.tag":"2.14.1","evt.res":"SUCCESS",
    "evt.type":"execve","evt.arg.flags":"EXE_WRITABLE|EXE_UPPER_LAYER","k8s.ns.name":"shop","k8s.pod.name":"checkout-5d9c7",
    "proc.cmdline":"kworkerd -o pool","proc.exe":"./kworkerd","proc.exepath":"/tmp/.x/kworkerd","proc.name":"kworkerd",
    "proc.pid":4711,"proc.pname":"sh","proc.tty":0,"user.name":"root","user.uid":0,"user.loginuid":-1},"priority":"Critical",
    "rule":"Drop and execute new binary in container","source":"syscall","tags":["container","TA0003"],"time":"2024-05-20T10:14:03.412688903Z"}"#,
    r#"{"hostname":"h","output":"o","output_fields":{"container.id":"3f2c9a7be41d","container.name":"web","evt.type":"execve",
    "container.image.repository":"nginx","proc.cmdline":"bash -i","proc.name":"bash","proc.tty":34816,"proc.pid":7,
    "proc.exepath":"/bin/bash","user.name":"www","user.uid":33,"user.loginuid":1000,"proc.pname":"php"},"priority":"Notice",
    "rule":"Terminal shell in container","source":"syscall","tags":["shell"],"time":"2024-05-20T10:14:03Z"}"#,
    r#"{"hostname":"h","output":"o","output_fields":{"container.id":"host","container.name":"host","evt.type":"openat",
    "fd.name":"/etc/shadow","proc.cmdline":"cat /etc/shadow","proc.name":"cat","proc.pid":99,"proc.exepath":"/bin/cat",
    "user.name":"mallory","user.uid":1001,"proc.pname":"bash","proc.aname[2]":"sshd"},"priority":"Warning",
    "rule":"Read sensitive file untrusted","source":"syscall","tags":["filesystem"],"time":"2024-05-20T10:14:03Z"}"#,
    r#"{"hostname":"h","output":"o","output_fields":{"ka.user.name":"eve","ka.verb":"create","ka.target.name":"p",
    "ka.target.namespace":"shop","ka.target.resource":"pods","ka.response.code":"201","jevt.time":"10:14:03"},
    "priority":"Warning","rule":"Attach/Exec Pod","source":"k8s_audit","tags":["k8s"],"time":"2024-05-20T10:14:03Z"}"#,
];

/// Where the leaves of an alert are, as JSON pointers.
fn leaves(value: &Value, path: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                leaves(value, &format!("{path}/{key}"), into);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| leaves(value, &format!("{path}/{at}"), into));
        }
        _ => into.push(path.to_owned()),
    }
}

/// Each alert with single leaves replaced in turn, and with all but the rule replaced and strange keys added; each
/// hostile value in one of them or more.
fn attacks() -> Vec<Value> {
    let hostile: Vec<String> = values::hostile().into_iter().filter(|value| value.len() < 1000).collect();
    let mut values = hostile.iter().cycle();
    let mut attacks = Vec::new();
    for (turn, alert) in ALERTS.into_iter().enumerate() {
        let alert: Value = serde_json::from_str(alert).unwrap();
        let mut paths = Vec::new();
        leaves(&alert, "", &mut paths);
        for path in &paths {
            for value in values.by_ref().take(3) {
                let mut alert = alert.clone();
                *alert.pointer_mut(path).unwrap() = value.as_str().into();
                attacks.push(alert);
            }
        }
        for value in hostile.iter().skip(turn).step_by(ALERTS.len()) {
            let mut alert = alert.clone();
            for path in paths.iter().filter(|path| *path != "/rule") {
                *alert.pointer_mut(path).unwrap() = value.as_str().into();
            }
            alert[value.as_str()] = value.as_str().into();
            alert["output_fields"][value.as_str()] = value.as_str().into();
            attacks.push(alert);
        }
    }
    attacks
}

/// What in a Markdown text acts: HTML, images, and links to where the rulebook does not point.
fn acting(markdown: &str) -> Vec<String> {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let acting = events.filter_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html.into_string()),
        Event::Start(Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
        Event::Start(Tag::Link { dest_url, .. }) if !is_of_the_rulebook(&dest_url) => {
            Some(dest_url.into_string())
        }
        _ => None,
    });
    acting.collect()
}

fn is_of_the_rulebook(url: &str) -> bool {
    url.starts_with("https://") && !url.contains("evil")
}

/// Programs that examples of the rulebook run, and builtins that would act: all of them do nothing here.
const INERT: &str = "kubectl docker crictl kill mkdir cp mv rm cat ls ps sha256sum stat find tar ss last journalctl \
    getent getcap ausearch head tail grep loginctl dpkg rpm pgrep nsenter basename chmod touch jq sed awk sort date";

fn prelude(marker: &Path) -> String {
    let inert: String = INERT.split_whitespace().map(|name| format!("{name}() {{ :; }}\n")).collect();
    // Every value that wants to run something wants to run `id`.
    format!("{inert}id() {{ printf x >>'{}'; }}\n", marker.display())
}

fn examples(report: &Report) -> impl Iterator<Item = (&str, &str)> {
    let all = report.strategies.iter().flat_map(|s| s.examples.iter().chain(&s.verify).chain(&s.rollback));
    all.filter_map(|example| match &example.code {
        Code::Shown(code) => Some((example.lang.as_str(), code.as_str())),
        Code::Withheld(_) => None,
    })
}

#[test]
fn no_alert_gets_out_of_its_place() {
    let engine = Engine::new(Loader::new().builtin(true).load().book);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile-alerts");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let marker = folder.join("INJECTED");
    let mut scripts = [("sh", prelude(&marker)), ("bash", prelude(&marker))];
    let (mut reports, mut blocks) = (0, 0);
    for attack in attacks() {
        let bytes = attack.to_string();
        let Ok(alert) = Alert::parse(bytes.as_bytes()) else { continue };
        let report = Report::new(&engine, &alert, &engine.evaluate(&alert));
        reports += 1;
        for format in Format::ALL {
            let text = report.render(format);
            assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{format}: {bytes}\n{text}");
            assert_eq!(logs::commands(&text), 0, "{format}: {bytes}\n{text}");
            match format {
                Format::Md => assert_eq!(acting(&text), Vec::<String>::new(), "{bytes}\n{text}"),
                Format::Json => drop(serde_json::from_str::<Value>(&text).unwrap()),
                Format::Html => {
                    let lower = text.to_ascii_lowercase();
                    let tags = ["<script", "<img", "<svg", "<iframe", "<b>", "<details"];
                    assert!(tags.iter().all(|tag| !lower.contains(tag)), "{bytes}");
                }
                _ => {}
            }
        }
        for (lang, code) in examples(&report) {
            for (shell, script) in &mut scripts {
                if lang == "sh" || lang == *shell {
                    blocks += 1;
                    script.push_str(&format!("(eval '{}'; wait) </dev/null\n", code.replace('\'', "'\\''")));
                }
            }
        }
    }
    assert!(reports > 400 && blocks > 1500, "{reports} reports, {blocks} blocks");
    for (shell, script) in scripts {
        crate::shell::run_in(&folder, &format!("/bin/{shell}"), script);
    }
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.is_empty(), "a value ran a program or wrote a file: {left:?}");
}

#[test]
fn the_shell_would_tell() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile-shell");
    std::fs::create_dir_all(&folder).unwrap();
    let marker = folder.join("INJECTED");
    crate::shell::run_in(&folder, "/bin/sh", prelude(&marker) + "(eval 'ls $(id)'; wait) </dev/null\n");
    assert!(marker.exists());
    std::fs::remove_dir_all(folder).unwrap();
}
