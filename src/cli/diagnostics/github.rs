//! Diagnostics as annotations of GitHub Actions: `::error file=…,line=…,col=…,title=…::message`.

use super::WRITTEN;
use crate::diag::{Diagnostic, Severity};
use crate::escape::{Encoded, GithubMessage, GithubProperty, Untrusted};
use crate::source::Sources;

pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().take(WRITTEN).map(|diagnostic| line(diagnostic, sources)).collect()
}

fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let property = |text: &str| Encoded::<GithubProperty>::of(Untrusted(text)).as_str().to_owned();
    let span = diagnostic.primary.span;
    let place = sources.get(span.file).map_or_else(String::new, |file| {
        let (start, end) = (file.location(span.bytes.start), file.location(span.bytes.end));
        let mut place = format!("file={},line={}", property(file.name()), start.line);
        if end.line > start.line {
            // GitHub takes columns only where there is one line.
            place.push_str(&format!(",endLine={}", end.line));
        } else {
            // GitHub names the last column, not the one after it.
            let last = end.column.saturating_sub(1).max(start.column);
            place.push_str(&format!(",col={},endColumn={last}", start.column));
        }
        place + ","
    });
    let title = property(&diagnostic.code.to_string());
    let hint = diagnostic.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    let text = format!("{}{hint}", diagnostic.message);
    let message = Encoded::<GithubMessage>::of(Untrusted(&text));
    format!("::{command} {place}title={title}::{}\n", message.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::source::{ByteRange, Span};

    #[test]
    fn nothing_ends_a_command_but_its_line() {
        let mut sources = Sources::default();
        let file = sources.add("a,b::c\n::error ::d.yaml", "- é: x\n- y: z\n");
        let at = |start, end| Span { file, bytes: ByteRange::new(start, end) };
        let found = [
            Diagnostic::new(Code::UNKNOWN_FIELD, at(2, 4), "50% of `a\r\n::stop-commands::x`").hint("no"),
            Diagnostic::new(Code::MITIGATION_WITHOUT_TEST, at(2, 10), "two lines"),
        ];
        let expected = "::warning file=a%2Cb%3A%3Ac\\n%3A\\u{3a}error %3A%3Ad.yaml,line=1,col=3,endColumn=3,\
                        title=FL0102 unknown-field::50%25 of `a\\r%0A:\\u{3a}stop-commands::x` (no)\n\
                        ::notice file=a%2Cb%3A%3Ac\\n%3A\\u{3a}error %3A%3Ad.yaml,line=1,endLine=2,\
                        title=FL0520 mitigation-without-test::two lines\n";
        assert_eq!(render(&found, &sources), expected);
    }
}
