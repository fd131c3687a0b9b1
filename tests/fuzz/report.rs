//! Any bytes are alerts, log lines or rejects; every alert has its report in every format, without a control
//! character that is not ours.

use falconer::alert::Limits;
use falconer::alert::input::{Entry, read};
use falconer::{Engine, Format, Loader, Report};
use std::sync::OnceLock;

static ENGINE: OnceLock<Engine> = OnceLock::new();

/// Holds for every input.
pub(crate) fn holds(bytes: &[u8]) {
    let engine = ENGINE.get_or_init(|| Engine::new(Loader::new().builtin(true).load().book));
    for entry in read(bytes, &Limits::default()) {
        let Entry::Alert(_, alert) = entry else { continue };
        let report = Report::new(engine, &alert, &engine.evaluate(&alert));
        for format in Format::ALL {
            let text = report.render(format);
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
            if format == Format::Json {
                serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
            }
        }
    }
}
