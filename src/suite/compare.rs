//! What a test expects against what came out.

use crate::source::{Span, Text};
use crate::syntax::rulebook::items::Expect;

/// What came out of a test's alert.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Observed {
    /// Whether the mitigation matched.
    pub(super) matched: bool,
    /// The strategies of its report, in order.
    pub(super) strategies: Vec<String>,
    /// Those of which an example is withheld.
    pub(super) withheld: Vec<String>,
    /// Its report as Markdown.
    pub(super) report: String,
}

/// An expectation that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The expectation's place.
    pub span: Span,
    /// Which one, and how it differs.
    pub what: Difference,
}

/// How what came out differs from what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// `match`: the mitigation matches and should not, or the other way round.
    Match {
        /// What the test expects.
        expected: bool,
    },
    /// `strategies` or `withheld`: other names, or another order.
    Names {
        /// The key.
        key: &'static str,
        /// What the test expects.
        expected: Vec<String>,
        /// What came out.
        actual: Vec<String>,
    },
    /// `report_contains`: the report lacks this.
    Lacks(String),
    /// `report_lacks`: the report holds this, on this line.
    Contains {
        /// The text.
        text: String,
        /// The first line that holds it.
        line: String,
    },
    /// The test's alert is none.
    NoAlert(String),
}

impl Difference {
    /// The difference in one line: lower case, no full stop, user text in backticks.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Match { expected: true } => "the mitigation does not match".to_owned(),
            Self::Match { expected: false } => "the mitigation matches".to_owned(),
            Self::Names { key, expected, actual } => {
                let names = |names: &[String]| match names {
                    [] => "none".to_owned(),
                    names => format!("`{}`", names.join("`, `")),
                };
                format!("`{key}` differs: expected {}, came {}", names(expected), names(actual))
            }
            Self::Lacks(text) => format!("the report does not hold `{text}`"),
            Self::Contains { text, line } => format!("the report holds `{text}`: {line}"),
            Self::NoAlert(reason) => format!("the alert is none: {reason}"),
        }
    }
}

/// All expectations that do not hold, in the order in which they are documented.
pub(super) fn compare(expect: &Expect, observed: &Observed) -> Vec<Failure> {
    let mut failures = Vec::new();
    if let Some((expected, span)) = expect.match_.filter(|&(expected, _)| expected != observed.matched) {
        failures.push(Failure { span, what: Difference::Match { expected } });
    }
    let lists = [
        ("strategies", &expect.strategies, &observed.strategies),
        ("withheld", &expect.withheld, &observed.withheld),
    ];
    for (key, expected, actual) in lists {
        let Some((names, span)) = expected else { continue };
        let expected: Vec<String> = names.iter().map(|name| name.as_str().to_owned()).collect();
        if &expected != actual {
            let what = Difference::Names { key, expected, actual: actual.clone() };
            failures.push(Failure { span: *span, what });
        }
    }
    let at = |text: &Text, what| Failure { span: text.span(), what };
    for text in &expect.report_contains {
        if !observed.report.contains(text.as_str()) {
            failures.push(at(text, Difference::Lacks(text.as_str().to_owned())));
        }
    }
    for text in &expect.report_lacks {
        if let Some(line) = line_with(&observed.report, text.as_str()) {
            failures.push(at(text, Difference::Contains { text: text.as_str().to_owned(), line }));
        }
    }
    failures
}

/// The line on which `text` begins in `report`.
fn line_with(report: &str, text: &str) -> Option<String> {
    let (before, rest) = report.split_at_checked(report.find(text)?)?;
    let start = before.rsplit('\n').next().unwrap_or_default();
    let end = rest.split('\n').next().unwrap_or_default();
    Some(format!("{start}{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{ByteRange, FileId};

    fn text(value: &str) -> Text {
        Text::whole_file(FileId(0), value)
    }

    fn span() -> Span {
        Span { file: FileId(0), bytes: ByteRange::new(0, 0) }
    }

    fn expect() -> Expect {
        Expect {
            match_: None,
            strategies: None,
            withheld: None,
            report_contains: Vec::new(),
            report_lacks: Vec::new(),
            span: span(),
        }
    }

    fn observed() -> Observed {
        Observed {
            matched: true,
            strategies: vec!["a".to_owned(), "b".to_owned()],
            withheld: Vec::new(),
            report: "# Title\n\nran `sh` here\n".to_owned(),
        }
    }

    #[track_caller]
    fn fails(expect: &Expect, with: &[Difference]) {
        let found: Vec<Difference> = compare(expect, &observed()).into_iter().map(|f| f.what).collect();
        assert_eq!(found, with);
    }

    #[test]
    fn what_is_not_expected_is_not_looked_at() {
        fails(&expect(), &[]);
    }

    #[test]
    fn each_expectation_can_hold_and_fail() {
        fails(&Expect { match_: Some((true, span())), ..expect() }, &[]);
        fails(
            &Expect { match_: Some((false, span())), ..expect() },
            &[Difference::Match { expected: false }],
        );

        let names = |names: &[&str]| Some((names.iter().map(|name| text(name)).collect(), span()));
        fails(&Expect { strategies: names(&["a", "b"]), withheld: names(&[]), ..expect() }, &[]);
        let different = |key, expected: &[&str], actual: &[&str]| Difference::Names {
            key,
            expected: expected.iter().map(ToString::to_string).collect(),
            actual: actual.iter().map(ToString::to_string).collect(),
        };
        fails(
            &Expect { strategies: names(&["b", "a"]), withheld: names(&["a"]), ..expect() },
            &[different("strategies", &["b", "a"], &["a", "b"]), different("withheld", &["a"], &[])],
        );

        fails(
            &Expect { report_contains: vec![text("`sh`")], report_lacks: vec![text("zsh")], ..expect() },
            &[],
        );
        fails(
            &Expect { report_contains: vec![text("zsh")], report_lacks: vec![text("`sh`")], ..expect() },
            &[
                Difference::Lacks("zsh".to_owned()),
                Difference::Contains { text: "`sh`".to_owned(), line: "ran `sh` here".to_owned() },
            ],
        );
    }
}
