//! Actions of Go templates, which `docker inspect --format` and `kubectl -o go-template` take
//! (<https://pkg.go.dev/text/template>): by form, what a hole could never be.

/// First words of actions, beside those that begin with `.`, `$`, `-`, `/*` or a quote.
const WORDS: [&str; 34] = [
    "if", "else", "end", "range", "with", "block", "define", "template", "break", "continue", "and", "or",
    "not", "eq", "ne", "lt", "le", "gt", "ge", "index", "slice", "len", "print", "printf", "println", "html",
    "js", "urlquery", "call", "json", "join", "split", "table", "truncate",
];

/// Words that are actions on their own.
const ALONE: [&str; 4] = ["end", "else", "break", "continue"];

/// Whether what stands between `{{` and `}}` is a Go template's action.
pub(super) fn is_go_action(inner: &str) -> bool {
    let inner = inner.trim();
    if inner.starts_with(['.', '$', '-', '"', '`']) || inner.starts_with("/*") {
        return true;
    }
    let word = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let rest = inner.strip_prefix(word).unwrap_or("");
    let operands = rest.trim_start();
    if rest.is_empty() {
        return ALONE.contains(&word);
    }
    rest.starts_with(char::is_whitespace) && WORDS.contains(&word) && !operands.starts_with('|')
}

#[cfg(test)]
mod tests {
    use super::is_go_action;

    #[test]
    fn actions_are_told_from_holes() {
        for action in [
            ".State.Paused",
            "json .Mounts",
            "range .Mounts",
            "end",
            "if .State.Running",
            "index .Config.Env 0",
            "println .Name",
            "- .x -",
            "$x := .y",
            "/* c */",
            "len .Args | printf \"%d\"",
            "else",
            "else if .x",
        ] {
            assert!(is_go_action(action), "{action}");
        }
        for hole in
            ["proc.name", "file", "len(proc.args)", "json | upper", "basename(proc.exepath) | upper", ""]
        {
            assert!(!is_go_action(hole), "{hole}");
        }
    }
}
