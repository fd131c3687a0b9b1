//! Any text is a rulebook or says what is wrong, at places inside the text; what loads can be evaluated and rendered.

use falconer::{Alert, Engine, Format, Loader, Report};

/// Holds for every input.
pub(crate) fn holds(text: &str) {
    let loaded = Loader::new().text("fuzz.yaml", text).load();
    let mut problems = loaded.diagnostics;
    problems.extend(loaded.book.check_all());
    for problem in &problems {
        let file = loaded.book.sources().get(problem.primary.span.file).expect("a place in a file");
        assert!(file.text().get(problem.primary.span.bytes.range()).is_some(), "{problem:?}");
    }
    let engine = Engine::new(loaded.book);
    let alert = Alert::parse(br#"{"rule":"r","output_fields":{"proc.name":"'; $(id) `"}}"#).unwrap();
    for format in Format::ALL {
        let _ = Report::new(&engine, &alert, &engine.evaluate(&alert)).render(format);
    }
}
