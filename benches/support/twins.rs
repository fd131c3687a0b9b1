//! Rules written twice: as a rulebook of Falconer's and as Sigma rules that mean the same.
//!
//! In: a count. Out: [`Twin`]s and their two texts, the same for every run and machine. The first ten find something
//! in the alerts of `alerts.rs`, the others never do, so that findings stay the same however many rules there are.
//! No dependency: include it with `#[path = "support/twins.rs"] mod twins;`.
//!
//! Sigma compares without regard to case unless told `cased`, which is what Falco does. Sigma's wildcards (`*`, `?`)
//! and escapes do not occur in values, nor do quotes: both texts quote plainly.

#![allow(dead_code, reason = "each program that includes it uses a part")]

use std::fmt::Write;

/// How a field's value is compared with those given; one that holds is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Is,
    StartsWith,
    EndsWith,
    Contains,
    Above,
    Exists,
}

/// One comparison. Values made of digits are numbers.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    pub(crate) field: &'static str,
    pub(crate) how: How,
    pub(crate) values: Vec<String>,
}

/// A rule: every test of `all` holds, one of `any` if there are some, none of `none`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Twin {
    pub(crate) name: String,
    /// The Falco rule whose alerts alone it looks at.
    pub(crate) rule: Option<String>,
    pub(crate) all: Vec<Test>,
    pub(crate) any: Vec<Test>,
    pub(crate) none: Vec<Test>,
}

/// The first `count` rules.
pub(crate) fn twins(count: usize) -> Vec<Twin> {
    let numbered = |(n, twin)| Twin { name: format!("m{n}"), ..twin };
    let others = (LIVE..).map(quiet);
    live().into_iter().chain(others).take(count).enumerate().map(numbered).collect()
}

/// So many of the first rules find something.
const LIVE: usize = 10;

fn test<const N: usize>(field: &'static str, how: How, values: [&str; N]) -> Test {
    Test { field, how, values: values.map(str::to_owned).to_vec() }
}

fn of_rule(rule: &str) -> Option<String> {
    Some(rule.to_owned())
}

/// Those that find something; four look at the alerts of one Falco rule.
fn live() -> [Twin; LIVE] {
    use How::{Above, Contains, EndsWith, Exists, Is, StartsWith};
    let none = Twin::default;
    [
        Twin {
            rule: of_rule("Terminal shell in container"),
            all: vec![test("proc.name", Is, ["bash", "sh"])],
            ..none()
        },
        Twin {
            rule: of_rule("Drop and execute new binary in container"),
            all: vec![test("proc.exepath", StartsWith, ["/usr/bin/", "/usr/local/bin/"])],
            none: vec![test("proc.pname", Is, ["bash", "sh", "python3"])],
            ..none()
        },
        Twin {
            all: vec![test("proc.name", Is, ["nc"]), test("user.name", Is, ["root"])],
            none: vec![test("fd.name", EndsWith, ["redis"])],
            ..none()
        },
        Twin {
            all: vec![test("container.image.repository", EndsWith, ["/checkout"])],
            any: vec![test("evt.type", Is, ["connect"]), test("proc.pname", Is, ["curl"])],
            none: vec![test("user.name", Is, ["root", "node"])],
            ..none()
        },
        Twin {
            all: vec![
                test("proc.cmdline", Contains, ["python3 -c", "node -c"]),
                test("user.uid", Above, ["500"]),
            ],
            none: vec![test("proc.tty", Is, ["0"])],
            ..none()
        },
        Twin {
            rule: of_rule("Write below etc"),
            all: vec![test("fd.name", StartsWith, ["/etc/"]), test("container.id", Exists, [])],
            ..none()
        },
        Twin {
            all: vec![test("k8s.ns.name", Is, ["shop"]), test("proc.name", Is, ["postgres"])],
            any: vec![test("user.name", Is, ["postgres"]), test("fd.name", Contains, ["fluent"])],
            ..none()
        },
        Twin {
            rule: of_rule("Netcat Remote Code Execution in Container"),
            none: vec![test("proc.name", Is, ["nginx", "java"])],
            ..none()
        },
        Twin {
            all: vec![test("evt.type", Is, ["openat"]), test("proc.exepath", EndsWith, ["/dpkg", "/runc"])],
            ..none()
        },
        Twin { all: vec![test("proc.pname", Is, ["runc"]), test("user.uid", Is, ["0"])], ..none() },
    ]
}

/// Rules of nine kinds that find nothing; `n` makes each one of its own.
fn quiet(n: usize) -> Twin {
    use How::{Above, Contains, EndsWith, Exists, Is, StartsWith};
    let own = |field, how, text: &str| Test { field, how, values: vec![text.replace('#', &n.to_string())] };
    let none = Twin::default;
    match n % 9 {
        0 => Twin { all: vec![own("proc.name", Is, "prog-#"), test("evt.type", Is, ["execve"])], ..none() },
        1 => Twin {
            all: vec![
                own("fd.name", StartsWith, "/opt/app-#/"),
                test("evt.type", Is, ["open", "openat", "openat2"]),
            ],
            ..none()
        },
        2 => Twin {
            all: vec![own("proc.cmdline", Contains, "host-#.example")],
            none: vec![test("proc.pname", Is, ["systemd", "cron"])],
            ..none()
        },
        3 => Twin {
            all: vec![own("k8s.ns.name", Is, "team-#"), test("user.uid", Above, ["100"])],
            none: vec![test("user.name", Is, ["root"])],
            ..none()
        },
        4 => Twin {
            any: vec![
                own("container.image.repository", EndsWith, "/image-#"),
                own("container.name", Is, "gone-#"),
            ],
            ..none()
        },
        5 => Twin {
            rule: Some(format!("Rule {n}")),
            all: vec![test("container.id", Exists, [])],
            none: vec![test("proc.name", EndsWith, ["-exporter"])],
            ..none()
        },
        6 => Twin {
            all: vec![own("proc.exepath", StartsWith, "/srv/tool-#/bin/")],
            any: vec![test("user.name", Is, ["root"]), test("proc.pname", StartsWith, ["ba"])],
            ..none()
        },
        7 => Twin {
            all: vec![own("fd.name", EndsWith, "/key-#.pem")],
            none: vec![own("proc.name", Is, "keeper-#"), own("proc.pname", Is, "keeper-#")],
            ..none()
        },
        _ => Twin {
            all: vec![own("fd.sport", Is, "#"), test("evt.type", Is, ["connect"])],
            none: vec![own("proc.name", Contains, "agent-#")],
            ..none()
        },
    }
}

fn is_number(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_digit())
}

/// The rulebook file that holds all of them.
pub(crate) fn rulebook(twins: &[Twin]) -> String {
    let mut text = String::new();
    for twin in twins {
        let _ = writeln!(text, "- mitigation: {0}\n  title: {0}\n  summary: x", twin.name);
        if let Some(rule) = &twin.rule {
            let _ = writeln!(text, "  rule: {rule}");
        }
        let _ = writeln!(text, "  condition: '{}'", condition(twin));
    }
    text
}

fn condition(twin: &Twin) -> String {
    let mut parts: Vec<String> = twin.all.iter().map(comparison).collect();
    let either = |tests: &[Test]| tests.iter().map(comparison).collect::<Vec<_>>().join(" or ");
    if !twin.any.is_empty() {
        parts.push(format!("({})", either(&twin.any)));
    }
    if !twin.none.is_empty() {
        parts.push(format!("not ({})", either(&twin.none)));
    }
    parts.join(" and ")
}

fn comparison(Test { field, how, values }: &Test) -> String {
    let quoted: Vec<String> = values
        .iter()
        .map(|value| if is_number(value) { value.clone() } else { format!("\"{value}\"") })
        .collect();
    let operator = match how {
        How::Exists => return format!("{field} exists"),
        How::Is if quoted.len() > 1 => return format!("{field} in ({})", quoted.join(", ")),
        How::Is => "=",
        How::StartsWith => "startswith",
        How::EndsWith => "endswith",
        How::Contains => "contains",
        How::Above => ">",
    };
    let each: Vec<String> = quoted.iter().map(|value| format!("{field} {operator} {value}")).collect();
    if each.len() > 1 { format!("({})", each.join(" or ")) } else { each.concat() }
}

/// The Sigma rules, one YAML document each. `rule` is a field beside those of `output_fields`.
pub(crate) fn sigma(twins: &[Twin]) -> String {
    let documents: Vec<String> = twins.iter().map(document).collect();
    documents.join("---\n")
}

fn document(twin: &Twin) -> String {
    let mut text = format!("title: {}\nlogsource: {{product: falco}}\ndetection:\n", twin.name);
    let mut parts = Vec::new();
    let named =
        twin.rule.as_ref().map(|rule| Test { field: "rule", how: How::Is, values: vec![rule.clone()] });
    if named.is_some() || !twin.all.is_empty() {
        let _ = writeln!(text, "  every:");
        // One map: all of its keys hold.
        for test in named.iter().chain(&twin.all) {
            let _ = writeln!(text, "    {}", entry(test));
        }
        parts.push("every");
    }
    for (name, part, tests) in [("either", "either", &twin.any), ("except", "not except", &twin.none)] {
        if !tests.is_empty() {
            let _ = writeln!(text, "  {name}:");
            // A list of maps: one of them holds.
            for test in tests {
                let _ = writeln!(text, "    - {}", entry(test));
            }
            parts.push(part);
        }
    }
    let _ = writeln!(text, "  condition: {}", parts.join(" and "));
    text
}

fn entry(Test { field, how, values }: &Test) -> String {
    let number = values.iter().all(|value| is_number(value));
    let modifier = match how {
        How::Exists => return format!("{field}|exists: true"),
        How::Above => "|gt",
        How::Is if number => "",
        How::Is => "|cased",
        How::StartsWith => "|startswith|cased",
        How::EndsWith => "|endswith|cased",
        How::Contains => "|contains|cased",
    };
    let quoted: Vec<String> =
        values.iter().map(|value| if number { value.clone() } else { format!("'{value}'") }).collect();
    match quoted.as_slice() {
        [one] => format!("{field}{modifier}: {one}"),
        several => format!("{field}{modifier}: [{}]", several.join(", ")),
    }
}
