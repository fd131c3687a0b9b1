//! JUnit's XML, as CI servers read it: suites of cases, each passed or failed.
//!
//! The common part of what its many readers accept: `testsuites`, `testsuite`, `testcase`, `failure`,
//! `system-out`; no times, so that the same rulebook gives the same bytes.

use super::{Findings, WRITTEN, short, word};
use crate::diag::Diagnostic;
use crate::escape::{Encoded, Untrusted, XmlAttribute, XmlText};
use crate::source::FileId;

/// Cases that belong together.
pub(in crate::cli) struct Suite {
    pub(in crate::cli) name: String,
    pub(in crate::cli) cases: Vec<Case>,
}

/// One question and its answer.
pub(in crate::cli) struct Case {
    pub(in crate::cli) name: String,
    /// The short reason, and all of it, of a case that failed.
    pub(in crate::cli) failure: Option<(String, Vec<String>)>,
    /// What to say of a case that passed.
    pub(in crate::cli) output: Option<String>,
}

impl Suite {
    fn failures(&self) -> usize {
        self.cases.iter().filter(|case| case.failure.is_some()).count()
    }
}

/// The whole document.
pub(in crate::cli) fn render(title: &str, suites: &[Suite]) -> String {
    let tests: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let failures: usize = suites.iter().map(Suite::failures).sum();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n",
        attribute(title)
    );
    for suite in suites {
        out.push_str(&format!(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">\n",
            attribute(&suite.name),
            suite.cases.len(),
            suite.failures()
        ));
        suite.cases.iter().for_each(|case| out.push_str(&element(&suite.name, case)));
        out.push_str("  </testsuite>\n");
    }
    out + "</testsuites>\n"
}

fn element(suite: &str, case: &Case) -> String {
    let start =
        format!("    <testcase classname=\"{}\" name=\"{}\"", attribute(suite), attribute(&case.name));
    match (&case.failure, &case.output) {
        (Some((message, lines)), _) => {
            // Each line is encoded by itself: between them stand line ends of ours.
            let lines: Vec<String> = lines.iter().map(|line| content(line)).collect();
            format!(
                "{start}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                attribute(message),
                lines.join("\n")
            )
        }
        (None, Some(output)) => {
            format!("{start}>\n      <system-out>{}</system-out>\n    </testcase>\n", content(output))
        }
        (None, None) => format!("{start}/>\n"),
    }
}

fn attribute(text: &str) -> String {
    Encoded::<XmlAttribute>::of(Untrusted(text)).into_string()
}

fn content(text: &str) -> String {
    Encoded::<XmlText>::of(Untrusted(text)).into_string()
}

/// A suite for each file: a case for each problem, or one that passed.
pub(super) fn suites(findings: &Findings<'_>) -> Vec<Suite> {
    let of_problems = findings.problems.iter().map(|problem| problem.primary.span.file);
    let mut files: Vec<FileId> = findings.files.iter().copied().chain(of_problems).collect();
    files.sort_unstable();
    files.dedup();
    files.into_iter().map(|file| suite(file, findings)).collect()
}

fn suite(file: FileId, findings: &Findings<'_>) -> Suite {
    let name = findings.sources.get(file).map_or_else(String::new, |file| file.name().to_owned());
    let here = findings.problems.iter().take(WRITTEN).filter(|problem| problem.primary.span.file == file);
    let mut cases: Vec<Case> = here.map(|problem| case(problem, findings)).collect();
    if cases.is_empty() {
        cases.push(Case { name: "no problems".to_owned(), failure: None, output: None });
    }
    Suite { name, cases }
}

fn case(problem: &Diagnostic, findings: &Findings<'_>) -> Case {
    let at =
        findings.sources.get(problem.primary.span.file).map(|f| f.location(problem.primary.span.bytes.start));
    let place = at.map_or_else(String::new, |at| format!(" at {}:{}", at.line, at.column));
    let name = format!("{} {}{place}", word(problem.severity), problem.code);
    let line = short::render(problem, findings.sources).trim_end().to_owned();
    if problem.severity >= findings.fail_on {
        Case { name, failure: Some((problem.message.clone(), vec![line])), output: None }
    } else {
        Case { name, failure: None, output: Some(line) }
    }
}
