//! Whether a piece of code is advice, or is shown as wrong or as something that happened.
//!
//! In: fence words, first comments, headings and sentences. Out: yes or no. These are small rules about English
//! words around code, and nothing else in the lints reads prose.

/// Whether the block itself says that it is a counter-example: in its fence, or in its first comment.
pub(super) fn is_marked(info: &str, code: &str) -> bool {
    let info = info.to_ascii_lowercase();
    let mut words = info.split(|c: char| c.is_whitespace() || ",{}".contains(c));
    if words.any(|word| {
        matches!(word.trim_start_matches('.'), "bad" | "falconer:bad" | "insecure" | "vulnerable" | "wrong")
    }) {
        return true;
    }
    let first = code.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let comment = first.strip_prefix('#').or_else(|| first.strip_prefix("//")).unwrap_or_default();
    let comment = comment.trim_start_matches(['#', '/', '!', ' ', '\u{274c}']).to_ascii_lowercase();
    [
        "bad",
        "wrong",
        "do not",
        "don't",
        "never",
        "avoid",
        "insecure",
        "vulnerable",
        "incorrect",
        "anti-pattern",
    ]
    .iter()
    .any(|word| starts_with_word(&comment, word))
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
}

/// Phrases that turn the code after them into what must not be done.
const FORBIDS: [&str; 34] = [
    "do not run",
    "don't run",
    "do not use",
    "don't use",
    "do not execute",
    "don't execute",
    "do not paste",
    "do not do",
    "don't do",
    "do not deploy",
    "don't deploy",
    "do not apply",
    "don't apply",
    "do not create",
    "never run",
    "never use",
    "never do",
    "never execute",
    "never paste",
    "never apply",
    "avoid running",
    "avoid using",
    "avoid commands",
    "avoid the following",
    "avoid this",
    "must not",
    "should not",
    "shouldn't",
    "instead of",
    "what not to do",
    "anti-pattern",
    "rather than",
    "not like this",
    "is dangerous",
];

/// Words that say that the code is bad, or that an attacker's hand wrote it.
const CONDEMNS: [&str; 16] = [
    "vulnerable",
    "insecure",
    "unsafe",
    "wrong",
    "incorrect",
    "attacker",
    "adversary",
    "adversaries",
    "malicious",
    "dangerous",
    "bad",
    "exploit",
    "threat actor",
    "intruder",
    "misconfigured",
    "harmful",
];

/// Words that say that something ran already.
const HAPPENED: [&str; 22] = [
    "ran",
    "executed",
    "was run",
    "invoked",
    "spawned",
    "launched",
    "attempted",
    "tried",
    "observed",
    "detected",
    "triggered",
    "has run",
    "had run",
    "was started",
    "was called",
    "issued by",
    "typed",
    "command line",
    "cmdline",
    "command was",
    "was used",
    "used by",
];

/// Words after which the code is meant to be run.
const URGES: [&str; 25] = [
    "run", "execute", "use", "using", "running", "with", "via", "try", "apply", "issue", "type", "enter",
    "invoke", "call", "by", "perform", "start", "stop", "add", "set", "pass", "specify", "append", "launch",
    "consider",
];

/// Phrases with a negation that urge all the same.
const NO_NEGATION: [&str; 9] = [
    "do not forget",
    "don't forget",
    "do not hesitate",
    "don't hesitate",
    "if you do not",
    "if you don't",
    "so that you do not",
    "never forget",
    "to avoid",
];

/// Whether a sentence says of the code behind it that it must not be run, is bad, or ran already.
pub(super) fn warns(sentence: &str) -> bool {
    let text = words_of(sentence);
    if text.is_empty() || ends_urging(&text) {
        return false;
    }
    let forbids = FORBIDS.iter().any(|phrase| has_phrase(&text, phrase))
        && !NO_NEGATION.iter().any(|phrase| has_phrase(&text, phrase));
    forbids
        || label_warns(&text)
        || CONDEMNS.iter().any(|word| has_phrase(&text, word)) && !is_remedy(&text)
        || happened(&text)
}

/// `Bad:`, `Before:`, `Wrong:` alone.
fn label_warns(text: &str) -> bool {
    let label = text.trim_end_matches([':', '.', ' ']);
    matches!(
        label,
        "bad"
            | "wrong"
            | "before"
            | "never"
            | "avoid"
            | "don't"
            | "do not"
            | "not recommended"
            | "incorrect"
            | "insecure"
    )
}

/// The sentence names a bad thing as the aim of a remedy: "to stop the attacker, run:".
fn is_remedy(text: &str) -> bool {
    [
        "to ",
        "run ",
        "use ",
        "execute ",
        "apply ",
        "stop ",
        "block ",
        "remove ",
        "kill ",
        "isolate ",
        "first",
        "then",
        "next",
        "delete ",
        "fix ",
        "restrict ",
    ]
    .iter()
    .any(|word| text.starts_with(word))
        || last_clause(text).split(' ').any(|word| {
            matches!(word, "run" | "use" | "execute" | "apply" | "remove" | "delete" | "kill" | "stop")
        })
}

/// Something ran: a verb of the past and no urging after it.
fn happened(text: &str) -> bool {
    let clause = last_clause(text);
    HAPPENED.iter().any(|word| has_phrase(clause, word))
        && !clause.split(' ').any(|word| matches!(word, "run" | "execute" | "use" | "should" | "can"))
}

/// The last clause is a plain request: "instead of that, run:".
fn ends_urging(text: &str) -> bool {
    let clause = last_clause(text);
    let first = clause.split(' ').next().unwrap_or_default();
    let urging = matches!(first, "run" | "execute" | "use" | "try" | "apply" | "instead" | "then" | "please");
    urging && clause.len() < text.len()
}

/// What stands behind the last comma, colon or semicolon that is not the sentence's end.
fn last_clause(text: &str) -> &str {
    let text = text.trim_end_matches([':', '.', ' ', ',', ';']);
    text.rsplit([',', ';', ':']).next().unwrap_or(text).trim()
}

/// Whether a heading says that what stands under it is wrong.
pub(super) fn heading_warns(heading: &str) -> bool {
    let text = words_of(heading);
    [
        "bad example",
        "counter-example",
        "what not to do",
        "anti-pattern",
        "do not do this",
        "insecure example",
        "vulnerable example",
        "what the attacker",
        "attacker's",
        "never do",
        "wrong way",
        "common mistakes",
        "things to avoid",
        "what to avoid",
        "attack simulation",
        "reproducing the attack",
    ]
    .iter()
    .any(|phrase| has_phrase(&text, phrase))
        || matches!(
            text.trim_end_matches(':'),
            "bad" | "before" | "wrong" | "insecure" | "vulnerable" | "don't" | "never" | "avoid"
        )
}

/// Whether the text after a block turns to something else.
pub(super) fn has_contrast(after: &str) -> bool {
    let text = words_of(first_sentence(after));
    text.is_empty()
        || [
            "use", "instead", "fixed", "good", "correct", "better", "rather", "after", "secure", "safe",
            "should", "right", "prefer",
        ]
        .iter()
        .any(|word| has_phrase(&text, word))
}

/// Whether inline code at byte `from` of a paragraph is advice: its clause urges to run it, or it opens a list
/// item. Code that merely names a thing, or tells what ran, is none.
pub(super) fn inline_is_advice(paragraph: &str, from: usize, heading: &str) -> bool {
    let sentence = sentence_around(paragraph, from);
    let start = paragraph.get(..from).map_or(0, sentence_start);
    let before = words_of(paragraph.get(start..from).unwrap_or_default());
    let after =
        words_of(paragraph.get(from..).and_then(|rest| rest.splitn(3, '`').nth(2)).unwrap_or_default());
    if heading_warns(heading) || warns(&before) || inline_negated(&before, &after) {
        return false;
    }
    let whole = words_of(sentence);
    if HAPPENED.iter().any(|word| has_phrase(&before, word)) {
        return false;
    }
    let clause = last_clause(&before);
    let urged = clause.split(' ').any(|word| URGES.contains(&word));
    let label = before.trim_end().ends_with(':')
        && URGES
            .iter()
            .chain(&[
                "restart", "kill", "delete", "remove", "isolate", "restrict", "fix", "disable", "restore",
                "clean", "verify", "rollback",
            ])
            .any(|word| has_phrase(&whole, word));
    before.trim().is_empty() || urged || label
}

/// "Never `x`", "not `x`", "`x` must not be used".
fn inline_negated(before: &str, after: &str) -> bool {
    let last: Vec<&str> = last_clause(before).split(' ').rev().take(4).collect();
    let negated = last.iter().any(|word| {
        matches!(*word, "never" | "not" | "don't" | "avoid" | "without" | "no" | "cannot" | "nor" | "than")
    });
    let after = after.split(['.', ';']).next().unwrap_or_default();
    negated
        || [
            "must not",
            "should not",
            "is dangerous",
            "is not",
            "never",
            "would",
            "was run",
            "was executed",
            "ran",
            "is wrong",
            "does not",
            "cannot",
            "destroys",
            "is unsafe",
            "is insecure",
        ]
        .iter()
        .any(|phrase| starts_with_word(after.trim_start(), phrase))
}

/// The sentence in which byte `at` stands.
pub(super) fn sentence_around(text: &str, at: usize) -> &str {
    let (head, tail) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = sentence_start(head);
    let end = at.saturating_add(sentence_end(tail).unwrap_or(tail.len()));
    text.get(start..end).unwrap_or(text)
}

/// The last sentence of a text.
pub(super) fn last_sentence(text: &str) -> &str {
    let text = text.trim_end();
    let body = text.trim_end_matches(['.', ':', '!', ' ']);
    text.get(sentence_start(body)..).unwrap_or(text).trim()
}

fn first_sentence(text: &str) -> &str {
    let text = text.trim_start();
    text.get(..sentence_end(text).unwrap_or(text.len())).unwrap_or(text)
}

/// Where the last sentence of a text begins.
fn sentence_start(text: &str) -> usize {
    let ends = [". ", "! ", "? ", "\n"];
    ends.iter().filter_map(|end| text.rfind(end).map(|at| at.saturating_add(end.len()))).max().unwrap_or(0)
}

/// Where the first sentence of a text ends.
fn sentence_end(text: &str) -> Option<usize> {
    let ends = [". ", "! ", "? ", "\n"];
    ends.iter().filter_map(|end| text.find(end)).min()
}

/// Lower case, curly apostrophes straight, markup left out.
fn words_of(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '*' | '_' | '"' | '\u{201c}' | '\u{201d}'))
        .map(|c| if c == '\u{2019}' { '\'' } else { c })
        .collect::<String>()
        .to_lowercase()
        .trim()
        .to_owned()
}

/// Whether a phrase stands in a text as whole words.
fn has_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text.get(at.saturating_add(phrase.len())..).and_then(|tail| tail.chars().next());
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
        !word(before) && !word(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_that_warn() {
        for sentence in [
            "Never run this on a production host:",
            "The attacker ran the following command:",
            "Bad:",
            "This manifest is insecure:",
            "The process executed:",
            "Do not use the following.",
            "Before:",
            "You should not do this:",
        ] {
            assert!(warns(sentence), "{sentence}");
        }
    }

    #[test]
    fn sentences_that_urge() {
        for sentence in [
            "Run the following command:",
            "To stop the attacker, run:",
            "Instead of restarting, run:",
            "Before you restart it, run:",
            "Do not forget to run this as well:",
            "To avoid downtime, run the following command:",
            "Restrict the container's privileges:",
            "",
        ] {
            assert!(!warns(sentence), "{sentence}");
        }
    }

    #[test]
    fn inline_code_is_advice_where_it_is_urged() {
        let advice = |paragraph: &str| inline_is_advice(paragraph, paragraph.find('`').unwrap(), "");
        for paragraph in [
            "Run `docker rm -f c` now.",
            "`docker rm -f c` removes it.",
            "It happened. Restart it with `docker restart c`.",
            "You can restrict it by using `docker run --privileged x`.",
        ] {
            assert!(advice(paragraph), "{paragraph}");
        }
        for paragraph in [
            "The process ran `curl x | sh` as root.",
            "Never use `docker rm -f c` first.",
            "Do not run `iptables -F`.",
            "Command line: `rm -rf /var/log`",
            "The command `rm -rf /` destroys everything.",
        ] {
            assert!(!advice(paragraph), "{paragraph}");
        }
    }
}
