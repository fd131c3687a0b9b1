//! No text of an author and no value makes a parser, a finder or an encoder panic.

use crate::contexts::pieces;
use crate::values;
use falconer::escape::{Lang, contexts, encode};
use falconer::syntax::{prose, template};

#[test]
fn nothing_panics_on_any_text() {
    const PIECES: &[&str] = &[
        "{{",
        "}}",
        "{%",
        "%}",
        "{{ proc.name }}",
        "{% if a exists %}",
        "{% else %}",
        "{% endif %}",
        "|",
        "'",
        "\"",
        "`",
        "\\",
        "\n",
        "  ",
        "- ",
        "> ",
        "*",
        "_",
        "<b>",
        "[a](",
        ")",
        "◇",
        ": ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "#",
        "$(",
        "<<E\n",
        "|\n  ",
        "condition: ",
        "é",
        "\u{f0000}",
        "😀",
        "&",
        "~~~",
        "\t",
        "\u{0}",
        "default(",
        "\u{feff}",
    ];
    for row in values::rows(PIECES, 20_000) {
        let text = row.concat();
        for mode in [template::Mode::Prose, template::Mode::Code] {
            if let Err(errors) = template::parse(&text, mode) {
                assert!(errors.iter().all(|e| text.get(e.range.range()).is_some()), "{text:?}: {errors:?}");
            }
        }
        if let Err(errors) = prose::parse(&text) {
            assert!(errors.iter().all(|e| text.get(e.range.range()).is_some()), "{text:?}: {errors:?}");
        }
        for lang in [Lang::Sh, Lang::Bash, Lang::Yaml, Lang::Json, Lang::Falco, Lang::Other] {
            for context in contexts(lang, &pieces(&text)).unwrap_or_default() {
                let _ = encode(&context, &text, None);
            }
        }
    }
}
