//! Programs that run other programs: which words are the other's, and whether they are a script.

use super::parse;
use super::word::Word;

/// Programs of which the words after the first operand belong to another one.
pub(super) const RUNNERS: [&str; 28] = [
    "sudo", "doas", "env", "xargs", "parallel", "timeout", "nice", "ionice", "chrt", "watch", "ssh",
    "chroot", "nsenter", "nohup", "time", "setsid", "stdbuf", "command", "builtin", "exec", "unbuffer", "sh",
    "bash", "dash", "zsh", "ksh", "ash", "eval",
];

/// What a program runs.
pub(super) enum Runs {
    /// Nothing else.
    Nothing,
    /// The program that these words name, in its own place (`sudo`, `env`): the runner itself says nothing.
    Instead { words: Vec<Word>, xargs: bool },
    /// The program that these words name, besides (`docker exec`); `true` if inside a container.
    Also { words: Vec<Word>, container: bool },
    /// A script, besides.
    Script { script: Word, container: bool },
}

/// What a program with these words runs; `parsed` are the words after its name.
pub(super) fn runs(program: &str, words: &[Word], parsed: &parse::Parsed) -> Runs {
    let script_flag = |names: &[&str]| {
        parsed
            .flags
            .iter()
            .find(|flag| names.contains(&flag.name.as_str()))
            .and_then(|flag| flag.value.clone())
    };
    match program {
        "sudo" | "doas" | "nice" | "ionice" | "chrt" | "nohup" | "time" | "setsid" | "stdbuf" | "command"
        | "builtin" | "exec" | "unbuffer" => instead(all_operands(parsed), false),
        "env" => {
            let words = all_operands(parsed);
            let start = words.iter().position(|word| !is_assignment(word.as_str())).unwrap_or(words.len());
            instead(words.get(start..).unwrap_or_default().to_vec(), false)
        }
        "xargs" | "parallel" => instead(all_operands(parsed), true),
        "timeout" | "watch" if !parsed.operands.is_empty() => {
            let words = all_operands(parsed);
            if program == "watch" {
                return match words.as_slice() {
                    [one] => Runs::Script { script: one.clone(), container: false },
                    _ => instead(words, false),
                };
            }
            instead(words.get(1..).unwrap_or_default().to_vec(), false)
        }
        "sh" | "bash" | "dash" | "zsh" | "ksh" | "ash" => {
            match script_flag(&["c"]).or_else(|| bundled(parsed)) {
                Some(script) => Runs::Script { script, container: false },
                None => Runs::Nothing,
            }
        }
        "ansible" => match (script_flag(&["module-name"]), script_flag(&["args"])) {
            (Some(module), Some(script))
                if matches!(module.as_str().rsplit('.').next(), Some("shell" | "command" | "raw")) =>
            {
                Runs::Script { script, container: false }
            }
            _ => Runs::Nothing,
        },
        "gcloud" => match script_flag(&["command"]) {
            Some(script) if parsed.path == "compute ssh" => Runs::Script { script, container: false },
            _ => Runs::Nothing,
        },
        "su" | "runuser" => match script_flag(&["command"]) {
            Some(script) => Runs::Script { script, container: false },
            None => Runs::Nothing,
        },
        "eval" => joined(&all_operands(parsed), false),
        "ssh" => joined(&parsed.inner, false),
        "chroot" => also(parsed.inner.clone(), false),
        "nsenter" => also(all_operands(parsed), false),
        "find" => find_exec(words),
        "docker" | "podman" | "nerdctl" | "crictl" | "kubectl" | "oc"
            if !parsed.inner.is_empty() && parsed.path != "top" =>
        {
            also(parsed.inner.clone(), true)
        }
        "kubectl" | "oc" if parsed.path == "exec" => {
            also(parsed.operands.get(1..).unwrap_or_default().to_vec(), true)
        }
        _ => Runs::Nothing,
    }
}

/// `sh -xc SCRIPT`: the flag came in a bundle that ended with `c`.
fn bundled(parsed: &parse::Parsed) -> Option<Word> {
    let bundled = parsed
        .flags
        .iter()
        .any(|flag| flag.value.is_none() && flag.spelt.ends_with('c') && flag.spelt.len() > 2);
    if bundled { parsed.operands.first().cloned() } else { None }
}

fn all_operands(parsed: &parse::Parsed) -> Vec<Word> {
    parsed.operands.iter().chain(&parsed.inner).cloned().collect()
}

fn instead(words: Vec<Word>, xargs: bool) -> Runs {
    if words.is_empty() { Runs::Nothing } else { Runs::Instead { words, xargs } }
}

fn also(words: Vec<Word>, container: bool) -> Runs {
    if words.is_empty() { Runs::Nothing } else { Runs::Also { words, container } }
}

/// One word is a script; several are a command.
fn joined(words: &[Word], container: bool) -> Runs {
    match words {
        [] => Runs::Nothing,
        [one] => Runs::Script { script: one.clone(), container },
        _ => also(words.to_vec(), container),
    }
}

/// `find … -exec COMMAND {} ;`
fn find_exec(words: &[Word]) -> Runs {
    let starts = |word: &Word| matches!(word.as_str(), "-exec" | "-execdir" | "-ok" | "-okdir");
    let after = words.iter().skip_while(|word| !starts(word)).skip(1);
    also(after.take_while(|word| !matches!(word.as_str(), ";" | "+")).cloned().collect(), false)
}

/// `NAME=value`.
pub(in crate::lint::advice) fn is_assignment(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty()
            && !name.starts_with(|c: char| c.is_ascii_digit())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    })
}
