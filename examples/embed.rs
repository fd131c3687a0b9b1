//! The engine inside another program: alerts on stdin, one Markdown report per alert on stdout.
//!
//! ```sh
//! cargo run --example embed < alerts.ndjson
//! ```

use falconer::alert::{Limits, input::Entry, input::read};
use falconer::{Engine, Format, Loader, Report};
use std::io::{self, Read, Write};

fn main() -> io::Result<()> {
    // Once, at start: the engine is immutable and can be shared between threads behind an `Arc`.
    let loaded = Loader::new().builtin(true).load();
    if loaded.has_errors() {
        return Err(io::Error::other(format!("{:#?}", loaded.diagnostics)));
    }
    let engine = Engine::new(loaded.book);

    let mut input = Vec::new();
    io::stdin().read_to_end(&mut input)?;
    let mut out = io::stdout().lock();
    for entry in read(&input, &Limits::default()) {
        match entry {
            Entry::Alert(_, alert) => {
                let report = Report::new(&engine, &alert, &engine.evaluate(&alert));
                out.write_all(report.render(Format::Md).as_bytes())?;
            }
            Entry::Log(_) => {}
            Entry::Reject(reject) => writeln!(io::stderr(), "{reject}; {}", reject.hint())?,
        }
    }
    Ok(())
}
