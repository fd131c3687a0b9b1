//! FL1610: a sentence that says of a flag what it does not do. Known pairs only.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::markdown::Form;
use crate::lint::advice::snippet::Snippet;

/// Words of which one says what the sentence is about.
const RIGHTS: [&str; 7] = ["privilege", "capabilit", "permission", "restrict", "least", "isolat", "escalat"];
/// Words that take something away.
const TAKES: [&str; 8] = ["remov", "drop", "without", "omit", "delet", "leav", "disabl", "strip"];
/// Words that add something.
const ADDS: [&str; 6] = ["add", "using", "use ", "with ", "set", "pass"];

/// Flags of `docker run` that have nothing to do with rights, and what they do.
const UNRELATED: [(&str, &str); 9] = [
    ("-p", "publishes a port"),
    ("--publish", "publishes a port"),
    ("-P", "publishes ports"),
    ("-d", "runs the container in the background"),
    ("-it", "gives the container a terminal"),
    ("-t", "gives the container a terminal"),
    ("--rm", "removes the container at its end"),
    ("--name", "names the container"),
    ("-e", "sets a variable"),
];

/// Flags that give rights, however they are praised.
const GIVES: [&str; 5] = ["--privileged", "--cap-add", "--pid=host", "--network=host", "--net=host"];

pub(super) fn check(snippet: &Snippet, findings: &mut Findings) {
    let flag = snippet.text.as_str().trim();
    if snippet.form != Form::Inline || snippet.counter || !flag.starts_with('-') {
        return;
    }
    let sentence = snippet.sentence.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    if !says(&RIGHTS) {
        return;
    }
    if let Some((_, does)) = UNRELATED.iter().find(|(name, _)| *name == flag)
        && (says(&TAKES) || says(&ADDS))
    {
        findings.add(
            Code::PROSE_DIFFERS,
            snippet.text.span(),
            format!("`{flag}` {does}; it neither gives nor takes rights"),
            "rights are given by `--privileged`, `--cap-add`, `--security-opt` and mounts, and taken by `--cap-drop ALL`",
        );
    } else if GIVES.iter().any(|gives| flag.starts_with(gives))
        && says(&["restrict", "limit", "reduce", "least"])
        && says(&ADDS)
        && !says(&TAKES)
        && !says(&["not ", "never", "avoid", "instead"])
    {
        findings.add(
            Code::PROSE_DIFFERS,
            snippet.text.span(),
            format!("`{flag}` gives rights, and the sentence says that it takes them"),
            "`--cap-drop ALL --security-opt no-new-privileges`",
        );
    }
}
