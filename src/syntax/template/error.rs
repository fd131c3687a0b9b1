//! What is wrong with a template.

use super::{MAX_NESTING, MAX_SOURCE};
use crate::diag::{Code, Diagnostic};
use crate::source::{ByteRange, Text};

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// Which kind.
    pub code: Code,
    /// Where, in bytes of the template.
    pub range: ByteRange,
    /// One line: lower case, no full stop, user text in backticks.
    pub message: String,
    /// What to write instead; empty if the message says it.
    pub hint: String,
}

impl TemplateError {
    pub(super) fn new(range: ByteRange, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code: Code::TEMPLATE_SYNTAX, range, message: message.into(), hint: hint.into() }
    }

    pub(super) fn too_long(length: usize) -> Self {
        let message = format!("the template has {length} bytes, more than {MAX_SOURCE}");
        let error = Self::new(ByteRange::new(0, 0), message, "make it several templates");
        Self { code: Code::TEMPLATE_TOO_LARGE, ..error }
    }

    pub(super) fn too_deep(range: ByteRange) -> Self {
        let message = format!("`{{% if %}}` nested more than {MAX_NESTING} deep");
        let error = Self::new(range, message, "join the conditions with `and`");
        Self { code: Code::TEMPLATE_TOO_LARGE, ..error }
    }

    /// As a diagnostic; `text` is what was parsed.
    #[must_use]
    pub fn diagnostic(&self, text: &Text) -> Diagnostic {
        let diagnostic = Diagnostic::new(self.code, text.span_at(self.range), self.message.as_str());
        if self.hint.is_empty() { diagnostic } else { diagnostic.hint(self.hint.as_str()) }
    }
}
