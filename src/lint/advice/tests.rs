//! Invariants of an audit, whatever the report.

use super::*;
use proptest::prelude::*;

/// Markdown made of pieces that readers are made for, in any order, whole or cut.
fn report() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "```sh\n",
        "```yaml\n",
        "```\n",
        "~~~diff\n",
        "$ ",
        "docker run --privileged ",
        "-v /:/x ",
        "kubectl delete pod ",
        "<pod> ",
        "$(",
        ")",
        "'",
        "\"",
        "\\\n",
        "<<EOF\n",
        "EOF\n",
        "| sh\n",
        "a: {b: ",
        "}\n",
        "- rule: x\n  condition: ",
        "`rm -rf /` ",
        "> ",
        "  - ",
        "# Bad\n",
        "é\u{202e}",
        "\0",
        "\t",
        "FROM a\nRUN ",
        "{{",
        "}}",
        "<!-- falconer-allow: FL1101 reason=\"",
        "-->\n",
        "ssh h 'sh -c \"",
        ";",
        "&&",
        "\r\n",
        "[",
        "---\n",
        "!x ",
        "&a ",
        "*a ",
        "\n\n",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_report_has_an_answer_whose_places_are_in_it(report in report()) {
        let audit = audit(FileId(0), &report, true);
        for one in &audit.diagnostics {
            prop_assert!(report.get(one.primary.span.bytes.range()).is_some(), "{one:?}");
        }
    }

    #[test]
    fn any_text_has_an_answer(report in "[\\s\\S]{0,200}") {
        let _ = audit(FileId(0), &report, false);
    }
}

/// Shapes that nest, or that stand in many places at once. That they cost what their size allows is measured on the
/// release build.
#[test]
fn hostile_reports_end() {
    for piece in [
        "`docker rm -f c` ",
        "> ",
        "- ",
        "```sh\nrm -rf /\n```\n",
        "# h\n",
        "[a](",
        "*",
        "<!-- falconer-allow: FL1 -->\n",
        "| a ",
        "docker kill c\n",
    ] {
        let _ = audit(FileId(0), &piece.repeat(500), true);
        let _ = audit(FileId(0), &format!("```sh\n{}\n```\n", piece.repeat(200)), true);
    }
}
