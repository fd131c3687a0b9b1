//! Falco's priorities, ordered.

use std::fmt;

/// An alert's priority. Orders from debug (least) to emergency (most).
///
/// Spellings are Falco's: any case, `info` and `informational` alike
/// (<https://falco.org/docs/concepts/rules/basic-elements/#priority>).
///
/// ```
/// use falconer::value::Priority;
/// assert!(Priority::parse("Critical") > Priority::parse("warning"));
/// assert_eq!(Priority::parse("Info"), Some(Priority::Informational));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is Falco's own word")]
pub enum Priority {
    Debug,
    Informational,
    Notice,
    Warning,
    Error,
    Critical,
    Alert,
    Emergency,
}

impl Priority {
    /// All, from least to most.
    pub const ALL: [Self; 8] = [
        Self::Debug,
        Self::Informational,
        Self::Notice,
        Self::Warning,
        Self::Error,
        Self::Critical,
        Self::Alert,
        Self::Emergency,
    ];

    /// Reads Falco's spelling in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let spelled = |same: fn(&str, &str) -> bool| Self::ALL.into_iter().find(|p| same(p.as_str(), text));
        // Falco's own spelling is what nearly all alerts have.
        match spelled(|own, text| own == text) {
            None if text.eq_ignore_ascii_case("info") => Some(Self::Informational),
            None => spelled(str::eq_ignore_ascii_case),
            own => own,
        }
    }

    /// Falco's own spelling in alerts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "Debug",
            Self::Informational => "Informational",
            Self::Notice => "Notice",
            Self::Warning => "Warning",
            Self::Error => "Error",
            Self::Critical => "Critical",
            Self::Alert => "Alert",
            Self::Emergency => "Emergency",
        }
    }
}

impl fmt::Display for Priority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
