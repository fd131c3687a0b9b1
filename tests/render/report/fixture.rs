//! Reports built by hand, so that formats are tested apart from rulebooks.

use falconer::plan::Specificity;
use falconer::report::{
    Code, Example, Facts, Filling, FindingName, Footer, Prose, Reason, Report, Row, RowContent, Strategy,
    Time, Value,
};
use falconer::syntax::prose::{Block, CodePart, Inline};
use falconer::syntax::rulebook::items::Phase;
use falconer::value::Priority;

/// Everything a report can hold. Each value of the alert passes `value`, so that a test may replace them all.
pub(crate) fn full(value: impl Fn(&str) -> String) -> Report {
    let v = |text: &str| Value::new(value(text));
    Report {
        facts: facts(&v),
        findings: vec![FindingName {
            name: "drop-and-execute".into(),
            title: "Drop and execute new binary in container".into(),
            specificity: Specificity::Rule,
        }],
        tried: Some(v("EACCES")),
        summary: vec![
            filled(
                vec![
                    Inline::Hole(0),
                    Inline::Text(" ran ".into()),
                    Inline::Code(vec![CodePart::Text("exe=".into()), CodePart::Hole(1)]),
                    Inline::Text(", which is *not* part of the image, in ".into()),
                    Inline::Hole(2),
                    Inline::Text(".".into()),
                ],
                vec![Some(v("root")), Some(v("/tmp/.x/kworkerd")), None],
            ),
            plain("The file was written 5.29 ms before it ran."),
        ],
        analysis: analysis(&v),
        missing: vec!["k8s.pod.name".into(), "proc.pid".into()],
        strategies: strategies(&v),
        conclusion: Some(plain("One event is no compromise: find out who started it.")),
        recommendations: vec![plain("Run images with a read-only root."), nested()],
        references: vec!["https://falco.org/docs/reference/rules/default-rules/".into()],
        left_out: Vec::new(),
        footer: Footer { engine: "falconer 0.1.0".into(), items: "ab".repeat(32), alert: "cd".repeat(32) },
    }
}

fn facts(v: &impl Fn(&str) -> Value) -> Facts {
    Facts {
        rule: v("Drop and execute new binary in container"),
        priority: Some(Priority::Critical),
        own_priority: Some(v("Warning")),
        time: Some(Time {
            human: "2024-05-20 10:14:03 UTC".into(),
            exact: "2024-05-20T10:14:03.412688903Z".into(),
        }),
        places: vec![
            ("Host", vec![v("node-3")]),
            ("Container", vec![v("checkout"), v("3f2c9a7be41d")]),
            ("Image", vec![v("registry.example.com/shop/checkout:2.14.1")]),
            ("Process", vec![v("kworkerd")]),
            ("User", vec![v("root")]),
        ],
        source: Some(v("syscall")),
        tags: vec![v("container"), v("TA0003")],
    }
}

fn analysis(v: &impl Fn(&str) -> Value) -> Vec<Row> {
    let decoded = |label: &str, field: &str, decoded: &str, raw: Option<&str>| Row {
        label: label.into(),
        field: Some(field.into()),
        content: RowContent::Decoded { decoded: v(decoded), raw: raw.map(v) },
    };
    vec![
        decoded("Executable", "proc.exepath", "/tmp/.x/kworkerd", None),
        decoded("Written before start", "proc.exe_ino.ctime_duration_proc_start", "5.29 ms", Some("5289288")),
        Row {
            label: "Command line".into(),
            field: None,
            content: RowContent::Prose(filled(
                vec![Inline::Text("started as ".into()), Inline::Hole(0)],
                vec![Some(v("kworkerd -o pool.example.net:4444"))],
            )),
        },
    ]
}

fn strategies(v: &impl Fn(&str) -> Value) -> Vec<Strategy> {
    let triage = Strategy {
        purpose: Some(plain("Ask whether a test or a deployment was planned for this time.")),
        ..strategy("Ask whether this was expected", Phase::Triage)
    };
    let preserve = Strategy {
        title: filled(
            vec![Inline::Text("Keep a copy of ".into()), Inline::Hole(0)],
            vec![Some(v("/tmp/.x/kworkerd"))],
        ),
        bindings: vec![("file".into(), "proc.exepath".into())],
        examples: vec![
            shown("sh", "docker cp 3f2c9a7be41d:'/tmp/.x/kworkerd' evidence/\nsha256sum evidence/*\n"),
            Example { title: Some(plain("From the node.")), ..withheld("proc.pid", "is not in the alert") },
        ],
        verify: vec![shown("sh", "sha256sum --check evidence.sha256")],
        ..strategy("", Phase::Preserve)
    };
    let contain = Strategy {
        purpose: Some(plain("Stop the pod from talking.")),
        examples: vec![shown("yaml", "# ```\nkind: NetworkPolicy\nmetadata: {name: quarantine}\n")],
        rollback: vec![withheld("k8s.ns.name", "begins with `-` and would be read as an option")],
        cost: Some(plain("Open sessions may survive.")),
        mitigates: vec!["M1037".into(), "D3-NI".into()],
        references: vec!["https://kubernetes.io/docs/concepts/services-networking/network-policies/".into()],
        ..strategy("Isolate the pod", Phase::Contain)
    };
    vec![triage, preserve, contain, strategy("Write an exception", Phase::Tune)]
}

pub(crate) fn strategy(title: &str, phase: Phase) -> Strategy {
    Strategy {
        name: "a-strategy".into(),
        bindings: Vec::new(),
        title: plain(title),
        phase,
        purpose: None,
        examples: Vec::new(),
        verify: Vec::new(),
        rollback: Vec::new(),
        cost: None,
        mitigates: Vec::new(),
        references: Vec::new(),
    }
}

pub(crate) fn shown(lang: &str, code: &str) -> Example {
    Example { title: None, lang: lang.into(), code: Code::Shown(code.into()) }
}

fn withheld(field: &str, why: &str) -> Example {
    let reason = Reason { field: field.into(), why: why.into() };
    Example { title: None, lang: "sh".into(), code: Code::Withheld(vec![reason]) }
}

pub(crate) fn plain(text: &str) -> Prose {
    filled(vec![Inline::Text(text.into())], Vec::new())
}

fn filled(inlines: Vec<Inline>, values: Vec<Option<Value>>) -> Prose {
    let fillings = values.into_iter().map(|value| value.map_or(Filling::Absent, Filling::Value)).collect();
    Prose { blocks: vec![Block::Paragraph(inlines)], fillings }
}

fn nested() -> Prose {
    let text = |text: &str| Block::Paragraph(vec![Inline::Text(text.into())]);
    let link = Inline::Link {
        url: "https://kubernetes.io/docs/".into(),
        text: vec![Inline::Strong(vec![Inline::Text("Kubernetes".into())])],
    };
    let blocks = vec![
        Block::Paragraph(vec![
            Inline::Text("Look at ".into()),
            link,
            Inline::SoftBreak,
            Inline::Text("- and".into()),
        ]),
        Block::List { start: Some(3), items: vec![vec![text("three")], vec![text("four"), text("more")]] },
        Block::Quote(vec![text("1. said")]),
    ];
    Prose { blocks, fillings: Vec::new() }
}
