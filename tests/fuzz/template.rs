//! Any text is a template or says what is wrong, as prose and as code of each language; what is accepted renders with
//! hostile values, and nothing in the outputs is a control character.
//!
//! The first byte chooses the language and the values.

use falconer::{Alert, Engine, Format, Loader, Report};

const LANGS: [&str; 6] = ["prose", "sh", "bash", "yaml", "json", "falco"];

const VALUES: [&str; 6] =
    ["a", "'; $(id) \"`", "--all", "\n```\n# x\n<b>", "\u{1b}[2J\u{202e}::error::x", "C:\\dir\\"];

/// Holds for every input.
pub(crate) fn holds(input: &[u8]) {
    let Some((&choice, text)) = input.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let choice = usize::from(choice);
    let (lang, value) = (LANGS[choice % LANGS.len()], VALUES[choice / LANGS.len() % VALUES.len()]);
    let quoted = serde_json::to_string(text).unwrap_or_default();
    let place = match lang {
        "prose" => format!("  summary: {quoted}\n"),
        _ => format!(
            "  strategies: [{{ strategy: s, title: t, phase: triage, examples: [{{ lang: {lang}, code: {quoted} }}] }}]\n"
        ),
    };
    let loaded = Loader::new().text("fuzz.yaml", format!("- mitigation: m\n  rule: r\n{place}")).load();
    let engine = Engine::new(loaded.book);
    let fields =
        serde_json::json!({ "proc.name": value, "fd.name": value, "proc.pid": 7, "k8s.pod.name": value });
    let alert = serde_json::json!({ "rule": "r", "output_fields": fields }).to_string();
    let alert = Alert::parse(alert.as_bytes()).unwrap();
    let report = Report::new(&engine, &alert, &engine.evaluate(&alert));
    for format in Format::ALL {
        let output = report.render(format);
        // A tab of the author's own code stays.
        assert!(!output.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')), "{output:?}");
    }
}
