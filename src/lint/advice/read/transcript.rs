//! Console transcripts: which lines were typed, which a program printed.
//!
//! In: the text of a snippet. Out: the same text with prompts and printed lines blanked, so that places stay.

/// The typed part of a transcript; the text itself where there is no prompt.
pub(in crate::lint::advice) fn typed(text: &str, console: bool) -> String {
    let dollar = text.lines().any(|line| prompt(line, false).is_some());
    let root = console && !dollar && text.lines().any(|line| prompt(line, true).is_some());
    if !dollar && !root {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut goes_on = false;
    let mut until: Option<String> = None;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        let kept = if let Some(end) = &until {
            let closes = body.trim() == end;
            until = until.clone().filter(|_| !closes);
            Some(0)
        } else if goes_on {
            Some(if body.trim_start().starts_with("> ") {
                body.len() - body.trim_start().len() + 2
            } else {
                0
            })
        } else {
            prompt(body, root)
        };
        match kept {
            Some(from) => {
                blank(line.get(..from).unwrap_or_default(), &mut out);
                out.push_str(line.get(from..).unwrap_or_default());
                goes_on = body.ends_with('\\');
                if until.is_none() {
                    until = here_document(body);
                }
            }
            None => blank(line, &mut out),
        }
    }
    out
}

/// Where the command begins behind a prompt.
fn prompt(line: &str, root: bool) -> Option<usize> {
    let indent = line.len() - line.trim_start().len();
    let rest = line.get(indent..)?;
    if rest.starts_with("$ ") || (root && rest.starts_with("# ")) {
        return Some(indent.saturating_add(2));
    }
    if root && rest.starts_with("% ") {
        return Some(indent.saturating_add(2));
    }
    // busybox, and a shell without a profile: `/ # `, `bash-5.1# `, `sh-4.4$ `.
    let bare = |mark: &str| rest.starts_with(mark).then(|| indent.saturating_add(mark.len()));
    if let Some(at) = bare("/ # ").or_else(|| bare("~ # ")).or_else(|| bare("/ $ ")) {
        return Some(at);
    }
    if let Some((head, _)) = rest.split_once("# ").or_else(|| rest.split_once("$ "))
        && head.strip_prefix("bash-").or_else(|| head.strip_prefix("sh-")).is_some_and(|version| {
            !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        })
    {
        return Some(indent.saturating_add(head.len()).saturating_add(2));
    }
    if let Some(mark) = ["\u{276f} ", "\u{279c} "].iter().find(|mark| rest.starts_with(**mark)) {
        // `➜  ~ `: the folder stands behind the mark.
        let after = rest.get(mark.len()..)?.trim_start();
        let folder = after.split(' ').next().filter(|word| word.starts_with(['~', '/']));
        let skipped = folder.map_or(0, |word| word.len().saturating_add(1));
        return Some(line.len().saturating_sub(after.len()).saturating_add(skipped).min(line.len()));
    }
    // `user@host:~$ `, `[root@host ~]# `
    let end =
        rest.find("$ ").or_else(|| rest.find("# ")).or_else(|| rest.find("> ").filter(|at| *at < 40))?;
    let head = rest.get(..end)?;
    let is_prompt = head.contains('@')
        && head.len() <= 60
        && !head.contains(['"', '\'', '=', '|', ';'])
        && head.split(' ').count() <= 2;
    is_prompt.then(|| indent.saturating_add(end).saturating_add(2))
}

fn blank(text: &str, out: &mut String) {
    out.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

/// The word that ends a here-document which begins on this line.
fn here_document(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("<<")?;
    let rest = rest.trim_start_matches(['-', ' ']);
    if rest.starts_with('<') {
        return None;
    }
    let word: String = rest
        .trim_start_matches(['\'', '"', '\\'])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    Some(word).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_lines_are_blank_and_lengths_stay() {
        let text = "$ kubectl get pod\nNAME é\n$ cat <<EOF\nx\nEOF\nout\n";
        let typed = typed(text, true);
        assert_eq!(typed.len(), text.len());
        let lines: Vec<&str> = typed.lines().map(str::trim).collect();
        assert_eq!(lines, ["kubectl get pod", "", "cat <<EOF", "x", "EOF", ""]);
    }

    #[test]
    fn a_script_is_no_transcript() {
        let text = "# a comment\nkubectl get pod\n";
        assert_eq!(typed(text, false), text);
        assert_eq!(typed("[root@node ~]# ls /\nbin\n", true).trim(), "ls /");
    }
}
