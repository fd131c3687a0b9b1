//! One line per diagnostic: `file:line:column: severity[code]: message`.

use super::word;
use crate::cli::shell::{path_text, visible};
use crate::diag::Diagnostic;
use crate::source::Sources;
use std::path::Path;

pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let span = diagnostic.primary.span;
    let place = sources.get(span.file).map_or_else(String::new, |file| {
        let at = file.location(span.bytes.start);
        format!("{}:{}:{}: ", path_text(Path::new(file.name())), at.line, at.column)
    });
    let hint = diagnostic.hint.as_ref().map(|hint| format!(" ({})", visible(hint))).unwrap_or_default();
    let (severity, code) = (word(diagnostic.severity), diagnostic.code.code());
    format!("{place}{severity}[{code}]: {}{hint}\n", visible(&diagnostic.message))
}
