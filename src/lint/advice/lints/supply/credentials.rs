//! FL1504: a credential written into a command or file.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Command;
use crate::lint::advice::read::word::Word;
use crate::lint::advice::snippet::Snippet;
use crate::source::{ByteRange, Span};

const HINT: &str = "let the program ask for it, or read it from a file or variable: `--password-stdin`, `--env-file`; revoke what was printed";

pub(super) fn command(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let names: &[&str] = match command.program.as_str() {
        "mysql" | "mysqldump" | "mariadb" | "mysqladmin" | "sshpass" | "docker" | "podman" | "nerdctl"
        | "helm" | "wget" | "redis-cli" => &["password", "docker-password", "http-password", "pass"],
        "kubectl" | "oc" => &["docker-password", "token", "password"],
        "curl" => &["user"],
        _ => &[],
    };
    for flag in command.all(names) {
        if command.is(&["docker", "podman", "nerdctl"]) && command.path != "login" {
            continue;
        }
        let Some(value) = flag.value.as_ref() else { continue };
        let secret = match command.is(&["curl"]) {
            true => value.as_str().split_once(':').map_or("", |(_, secret)| secret),
            false => value.as_str(),
        };
        if value.is_literal() && is_literal(secret) {
            findings.add(
                Code::LITERAL_CREDENTIAL,
                flag.span,
                "a password in a command is seen by every process and kept in the history",
                HINT,
            );
        }
    }
    assigned(command, findings);
    if command.is(&["chpasswd"])
        && let Some(pair) = site.upstream().next().and_then(|one| one.operands.first())
        && pair.is_literal()
        && pair.as_str().split_once(':').is_some_and(|(_, secret)| is_literal(secret))
    {
        findings.add(
            Code::LITERAL_CREDENTIAL,
            pair.span(),
            "a password in a command is kept in the history",
            "`passwd USER` asks for it; better lock the account: `usermod --lock USER`",
        );
    }
    if command.is(&["sshpass"])
        && let Some(flag) =
            command.flags.iter().find(|flag| flag.spelt.starts_with("-p") && flag.spelt.len() > 2)
    {
        findings.add(
            Code::LITERAL_CREDENTIAL,
            flag.span,
            "a password in a command is seen by every process and kept in the history",
            HINT,
        );
    }
}

/// `export AWS_SECRET_ACCESS_KEY=…`, `PGPASSWORD=… psql`.
fn assigned(command: &Command, findings: &mut Findings) {
    let exported = command.operands.iter().filter(|_| command.is(&["export"]));
    for word in command.assignments.iter().chain(exported).filter(|word| word.is_literal()) {
        let Some((name, secret)) = word.as_str().split_once('=') else { continue };
        let is_secret = SECRETS.iter().any(|ending| name.ends_with(ending));
        if is_secret && is_literal(secret) && !secret.contains(['/', ' ']) || is_secret && secret.len() == 40
        {
            findings.add(
                Code::LITERAL_CREDENTIAL,
                word.span(),
                format!("the value of `{name}` is kept in the history"),
                HINT,
            );
        }
    }
}

/// How variables that hold a secret are called.
const SECRETS: [&str; 5] = ["PASSWORD", "_TOKEN", "SECRET_ACCESS_KEY", "API_KEY", "_SECRET"];

fn is_literal(secret: &str) -> bool {
    let stand_in = ["<", "$", "{", "YOUR", "PASSWORD", "EXAMPLE", "****", "xxxx", "...", "-"];
    secret.len() >= 3 && !stand_in.iter().any(|part| secret.to_uppercase().starts_with(&part.to_uppercase()))
}

/// Keys that are known by their form, wherever they stand in code.
pub(super) fn snippet(snippet: &Snippet, findings: &mut Findings) {
    let words: Vec<&Word> = snippet
        .scripts
        .iter()
        .flat_map(|script| &script.commands)
        .flat_map(|one| one.arguments().chain(&one.assignments))
        .collect();
    let mut told: Option<Span> = None;
    for word in words {
        if let Some(range) = known_key(word.as_str()) {
            let span = word.text.span_at(range);
            if told != Some(span) {
                told = Some(span);
                findings.add(Code::LITERAL_CREDENTIAL, span, "this is a credential", HINT);
            }
        }
    }
    for documents in &snippet.documents {
        if let Some(range) = known_key(documents.text.as_str()) {
            findings.add(
                Code::LITERAL_CREDENTIAL,
                documents.text.span_at(range),
                "this is a credential",
                HINT,
            );
        }
    }
}

/// Where a key of a well-known form stands, documentation's own left out.
fn known_key(text: &str) -> Option<ByteRange> {
    const PREFIXES: [(&str, usize); 8] = [
        ("AKIA", 20),
        ("ghp_", 40),
        ("gho_", 40),
        ("ghs_", 40),
        ("github_pat_", 40),
        ("xoxb-", 30),
        ("glpat-", 26),
        ("-----BEGIN RSA PRIVATE KEY-----", 31),
    ];
    // A shorter text cannot hold it, and most words are.
    for (prefix, length) in PREFIXES.into_iter().filter(|&(_, length)| length <= text.len()) {
        for (at, _) in text.match_indices(prefix) {
            let end = at.saturating_add(length);
            let Some(key) = text.get(at..end) else { continue };
            let body = key.get(prefix.len()..).unwrap_or_default();
            let plain = body.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
            let before = text.get(..at).and_then(|head| head.chars().next_back());
            let repeated = body.len() > 3 && body.bytes().all(|b| Some(b) == body.bytes().next());
            let sample =
                key.contains("EXAMPLE") || repeated || body.contains("XXXX") || body.contains("xxxx");
            if plain
                && !sample
                && !before.is_some_and(|c| c.is_ascii_alphanumeric())
                && (prefix != "AKIA" || body.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()))
            {
                return Some(ByteRange::new(at, end));
            }
        }
    }
    None
}
