//! Values in commands, read back by real shells: one process for many values.
//!
//! The shells find no programs and stand in a folder of their own, so that even a broken encoder runs nothing.

use crate::contexts::pieces;
use crate::values;
use falconer::escape::{Lang, contexts, encode};
use falconer::fields::Shape;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Authors' commands in which every hole is a word or a part of one, and how many words they have.
const COMMANDS: &[(&str, usize)] = &[
    ("ls ◇", 1),
    ("ls -- ◇", 2),
    ("ls ./◇", 1),
    ("ls ◇:◇ evidence/", 2),
    ("ls --name=◇ -n x", 3),
    ("ls 'a b'◇\"c d\"", 1),
    ("ls \"it's\" ◇ 'x'", 3),
    ("ls \\\n  ◇", 1),
    ("ls $x◇ ${x}◇ $(true)◇", 3),
    ("ls `true`◇", 1),
    ("ls ◇ # it's a comment\n", 1),
    ("ls ◇ 2>/dev/null", 1),
    ("ls a#◇ ◇'*'", 2),
    ("ls ~◇ \"{a,\"◇}", 2),
    ("ls \\'◇\\\" y◇x", 2),
    (": <<'E' >/dev/null\nit's ${ \" text\nE\nls ◇", 1),
    ("{ ls ◇; }", 1),
    ("(ls ◇)", 1),
    ("if true; then ls ◇; fi", 1),
    ("true && ls ◇ || true", 1),
];

/// Takes the place of `ls`, which takes any text. Prints the number of words and each word with a length of its own, so that nothing in a word can look like
/// the frame around it.
const PRELUDE: &str = "LC_ALL=C; x=\n\
    ls() { printf '%s\\n' \"$#\"; for w in \"$@\"; do printf '%s:%s\\n' \"${#w}\" \"$w\"; done; }\n";

struct Run {
    code: &'static str,
    words: usize,
    value: String,
    holes: usize,
}

/// Runs all commands in one process of a shell and compares every word.
fn check(shell: &str, lang: Lang) -> usize {
    let mut script = PRELUDE.to_owned();
    let mut runs = Vec::new();
    for value in values::all(1500) {
        for &(code, words) in COMMANDS {
            let found = contexts(lang, &pieces(code)).unwrap_or_else(|e| panic!("{code}: {e:?}"));
            let encoded: Result<Vec<String>, _> = found.iter().map(|c| encode(c, &value, None)).collect();
            let Ok(encoded) = encoded else { continue };
            let mut parts = code.split('◇');
            script.push_str(parts.next().unwrap());
            for (part, word) in parts.zip(&encoded) {
                script.push_str(word);
                script.push_str(part);
            }
            script.push('\n');
            runs.push(Run { code, words, value: value.clone(), holes: encoded.len() });
        }
    }
    let output = run(shell, script);
    let mut rest = output.as_slice();
    for run in &runs {
        let words = take_words(&mut rest);
        assert_eq!(words.len(), run.words, "{shell}: {:?} with {:?} gave {words:?}", run.code, run.value);
        let text = words.concat();
        let found = text.windows(run.value.len()).filter(|w| *w == run.value.as_bytes()).count();
        assert!(found >= run.holes, "{shell}: {:?} with {:?} gave {words:?}", run.code, run.value);
    }
    assert!(rest.is_empty(), "{shell}: more output than commands");
    runs.len()
}

/// What a shell prints for a script.
fn run(shell: &str, script: String) -> Vec<u8> {
    run_in(Path::new(env!("CARGO_TARGET_TMPDIR")), shell, script)
}

/// The same, in a folder. Nothing is run on machines that lack the shell.
pub(crate) fn run_in(folder: &Path, shell: &str, script: String) -> Vec<u8> {
    if !Path::new(shell).exists() {
        return Vec::new();
    }
    let mut child = Command::new(shell)
        .env_clear()
        .env("PATH", "/nonexistent")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(script.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    output.stdout
}

fn take_words(rest: &mut &[u8]) -> Vec<Vec<u8>> {
    let count = take_number(rest, b'\n');
    (0..count)
        .map(|_| {
            let length = take_number(rest, b':');
            let (word, after) = rest.split_at(length);
            assert_eq!(after[0], b'\n');
            *rest = &after[1..];
            word.to_vec()
        })
        .collect()
}

fn take_number(rest: &mut &[u8], end: u8) -> usize {
    let at = rest.iter().position(|&b| b == end).expect("a frame");
    let number = std::str::from_utf8(&rest[..at]).unwrap().parse().unwrap();
    *rest = &rest[at + 1..];
    number
}

#[test]
fn sh_keeps_every_word() {
    let tried = check("/bin/sh", Lang::Sh);
    assert!(tried > 8_000, "only {tried} commands");
}

#[test]
fn bash_keeps_every_word() {
    if let Some(bash) = bash() {
        let tried = check(bash, Lang::Bash);
        assert!(tried > 20_000, "only {tried} commands");
    }
}

/// Where bash is, on machines that have one.
fn bash() -> Option<&'static str> {
    ["/bin/bash", "/usr/bin/bash"].into_iter().find(|path| Path::new(path).exists())
}

/// Authors' code made at random from pieces that the finder knows. Where it accepts the holes, a hostile value
/// must give the same commands with the same numbers of words as a plain one.
fn random_authors(shell: &str, lang: Lang, count: usize) -> usize {
    const PIECES: &[&str] = &[
        "◇", "◇", "◇", " ", " ", "ls ", "a", "x=1", "--o=", "-", "./", "'", "'", "\"", "\"", "\\", "$x",
        "${x}", "${x:-", "$(", ")", "(", "`", "$", "$'", "$((", "#", " #", "\n", ";", "|", "&&", "<<E\n",
        "<<'E'\n", "\nE\n", "{ ", "; }", "}", "[", "*", "~", "=", "!", ">f", "<<<", "2>", "case ", "esac",
        " in ", "a) ",
    ];
    let values: Vec<String> = values::hostile().into_iter().filter(|value| value.len() < 100).collect();
    let mut script = String::from("x=; ls() { printf '%s\\n' \"$#\"; }\n");
    let mut codes = Vec::new();
    for (at, pieces_of_code) in values::rows(PIECES, count).iter().enumerate() {
        let code = format!("ls {}\nls end", pieces_of_code.concat());
        let Ok(found) = contexts(lang, &pieces(&code)) else { continue };
        if found.is_empty() {
            continue;
        }
        let hostile = &values[at % values.len()];
        let fill = |value: &str| -> Option<String> {
            let mut parts = code.split('◇');
            let mut out = parts.next()?.to_owned();
            for (part, context) in parts.zip(&found) {
                out.push_str(&encode(context, value, None).ok()?);
                out.push_str(part);
            }
            Some(out)
        };
        let (Some(plain), Some(filled)) = (fill("vvv"), fill(hostile)) else { continue };
        for code in [&plain, &filled] {
            // A subshell, so that a syntax error ends only this code; what it left running is waited for.
            script.push_str(&format!(
                "(eval '{}'; wait) </dev/null; printf 'next\\n'\n",
                code.replace('\'', "'\\''")
            ));
        }
        codes.push((plain, filled));
    }
    let output = String::from_utf8_lossy(&run(shell, script)).into_owned();
    let runs: Vec<&str> = output.split("next\n").collect();
    assert_eq!(runs.len(), 2 * codes.len() + 1, "{shell}");
    for (pair, (plain, filled)) in runs.chunks(2).zip(&codes) {
        assert_eq!(pair[0], pair[1], "{shell}: {plain:?} and {filled:?}");
    }
    codes.len()
}

#[test]
fn random_authors_keep_their_commands() {
    let tried = random_authors("/bin/sh", Lang::Sh, 60_000);
    assert!(tried > 1000, "only {tried} commands");
    if let Some(bash) = bash() {
        let tried = random_authors(bash, Lang::Bash, 60_000);
        assert!(tried > 1000, "only {tried} commands");
    }
}

#[test]
fn values_are_refused_where_they_would_mean_more() {
    let refused: &[(&str, &str, Option<Shape>, &str)] = &[
        ("ls ◇", "-rf", None, "read as an option"),
        ("ls ◇", "+x", None, "read as an option"),
        ("ls ◇", "", None, "is empty"),
        ("ls -- ◇", "a\nb", None, "U+000A"),
        ("ls -- ◇", "a\u{202e}b", None, "U+202E"),
        ("ls -- ◇", "a\u{fffd}", None, "not text"),
        ("ls -- ◇", "/a/b[...]", None, "cut short"),
        ("ls -- ◇", "a\0b", None, "NUL"),
        ("kubectl get pod ◇", "secret/x", None, "no plain name"),
        ("kubectl get pod ◇", "API", Some(Shape::DnsSubdomain), "DNS-1123"),
        ("docker pause ◇", "host", Some(Shape::HexId), "hex"),
        ("aws x --user-name ◇", "file:///etc/passwd", None, "no plain word"),
        ("aws x --filter Name=a,Values=◇", "a,Name=b", None, "no plain word"),
        ("gh api -F a=◇", "@secret", None, "no plain word"),
        ("date > evidence/◇", "../x", None, "no plain file name"),
        ("date > evidence/◇", "..", None, "no plain file name"),
    ];
    for (code, value, shape, reason) in refused {
        let context = &contexts(Lang::Sh, &pieces(code)).unwrap()[0];
        let refusal = encode(context, value, *shape).expect_err(code);
        assert!(refusal.reason.contains(reason), "{code} with {value:?}: {}", refusal.reason);
    }
    let long = "a".repeat(4097);
    let context = &contexts(Lang::Sh, &pieces("ls -- ◇")).unwrap()[0];
    assert!(encode(context, &long, None).is_err());
    assert!(encode(context, &long[..4096], None).is_ok());
}
