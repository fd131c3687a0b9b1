//! Whether a piece of code is advice, or is shown as wrong or as something that happened.
//!
//! In: fence words, first comments, headings and sentences. Out: yes or no. These are small rules about English
//! words around code, and nothing else in the lints reads prose.

mod inline;
mod words;

pub(super) use inline::inline_is_advice;
use words::{
    CONDEMNS, FORBIDS, HAPPENED, NO_NEGATION, first_sentence, has_phrase, last_clause, starts_with_word,
    words_of,
};
pub(super) use words::{last_sentence, sentence_around};

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

/// Whether a sentence forbids the code behind it, whatever follows.
pub(super) fn forbids(sentence: &str) -> bool {
    let text = words_of(sentence);
    !text.is_empty() && !ends_urging(&text) && (forbids_words(&text) || label_warns(&text))
}

fn forbids_words(text: &str) -> bool {
    FORBIDS.iter().any(|phrase| has_phrase(text, phrase))
        && !NO_NEGATION.iter().any(|phrase| has_phrase(text, phrase))
}

/// Whether a sentence says of the code behind it that it must not be run, is bad, or ran already.
pub(super) fn warns(sentence: &str) -> bool {
    let text = words_of(sentence);
    if text.is_empty() || ends_urging(&text) {
        return false;
    }
    forbids_words(&text)
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
        || inline::starts_with_verb(text)
        || inline::starts_with_verb(last_clause(text))
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
    urging && clause.len() < text.len() && !clause.starts_with("instead of")
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
        "observed",
        "timeline",
        "indicators of compromise",
        "iocs",
        "attack chain",
        "kill chain",
        "what happened",
        "alert details",
        "event details",
        "details of the alert",
        "raw alert",
        "process tree",
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
            "Install a scanner: `curl x | sh`",
            "Kill the shim \u{2014} `killall -9 containerd-shim`",
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
            "Parent process: `sh -c x`",
        ] {
            assert!(!advice(paragraph), "{paragraph}");
        }
        let second = |text: &str| inline_is_advice(text, text.rfind(" `").unwrap() + 1, "");
        assert!(second("Clear it: `rm x` and `chmod 777 y`"));
        assert!(!second("Never run `rm x`, `chmod 777 y`"));
    }
}
