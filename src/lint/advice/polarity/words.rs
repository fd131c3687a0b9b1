//! English in pieces: sentences, clauses and phrases, and the phrases that tell what code is for.
//!
//! In: prose. Out: parts of it, and whether a phrase stands there. Decides nothing.

/// Phrases that turn the code after them into what must not be done.
pub(super) const FORBIDS: [&str; 36] = [
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
    "not to do",
    "not to run",
    "anti-pattern",
    "rather than",
    "not like this",
    "is dangerous",
];

/// Words that say that the code is bad, or that an attacker's hand wrote it.
pub(super) const CONDEMNS: [&str; 16] = [
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
pub(super) const HAPPENED: [&str; 26] = [
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
    "have run",
    "would run",
    "was seen",
    "were seen",
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

/// Phrases with a negation that urge all the same.
pub(super) const NO_NEGATION: [&str; 9] = [
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

pub(super) fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
}

/// What stands behind the last comma, colon or semicolon that is not the sentence's end.
pub(super) fn last_clause(text: &str) -> &str {
    let text = text.trim_end_matches([':', '.', ' ', ',', ';']);
    text.rsplit([',', ';', ':']).next().unwrap_or(text).trim()
}

/// The sentence in which byte `at` stands.
pub(in crate::lint::advice) fn sentence_around(text: &str, at: usize) -> &str {
    let (head, tail) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = sentence_start(head);
    let end = at.saturating_add(sentence_end(tail).unwrap_or(tail.len()));
    text.get(start..end).unwrap_or(text)
}

/// The last sentence of a text.
pub(in crate::lint::advice) fn last_sentence(text: &str) -> &str {
    let text = text.trim_end();
    let body = text.trim_end_matches(['.', ':', '!', ' ']);
    text.get(sentence_start(body)..).unwrap_or(text).trim()
}

pub(super) fn first_sentence(text: &str) -> &str {
    let text = text.trim_start();
    text.get(..sentence_end(text).unwrap_or(text.len())).unwrap_or(text)
}

/// Where the last sentence of a text begins.
pub(super) fn sentence_start(text: &str) -> usize {
    let ends = [". ", "! ", "? ", "\n"];
    ends.iter().filter_map(|end| text.rfind(end).map(|at| at.saturating_add(end.len()))).max().unwrap_or(0)
}

/// Where the first sentence of a text ends.
fn sentence_end(text: &str) -> Option<usize> {
    let ends = [". ", "! ", "? ", "\n"];
    ends.iter().filter_map(|end| text.find(end)).min()
}

/// Lower case, curly apostrophes straight, markup left out.
pub(super) fn words_of(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '*' | '_' | '"' | '\u{201c}' | '\u{201d}'))
        .map(|c| if c == '\u{2019}' { '\'' } else { c })
        .collect::<String>()
        .to_lowercase()
        .trim()
        .to_owned()
}

/// Whether a phrase stands in a text as whole words.
pub(super) fn has_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text.get(at.saturating_add(phrase.len())..).and_then(|tail| tail.chars().next());
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
        !word(before) && !word(after)
    })
}
