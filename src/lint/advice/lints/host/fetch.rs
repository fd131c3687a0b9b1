//! FL1301 and FL1302: what is downloaded runs unseen, or comes from who knows whom.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::{Command, Via};
use crate::lint::advice::read::word::Word;

const INTERPRETERS: [&str; 14] = [
    "sh", "bash", "zsh", "dash", "ksh", "ash", "python", "python3", "perl", "ruby", "node", "php", "source",
    ".",
];

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    piped(site, findings);
    unchecked(site, findings);
}

fn downloads(command: &Command) -> bool {
    command.is(&["curl", "wget", "fetch"])
}

fn piped(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let interprets = command.is(&INTERPRETERS) && runs_input(command);
    let from_pipe = interprets && site.upstream().any(downloads);
    let substituted = (command.is(&["eval"]) || command.is(&INTERPRETERS))
        && site.children(&[Via::Substitution, Via::Process]).any(downloads);
    if from_pipe || substituted {
        findings.add(
            Code::PIPE_TO_SHELL,
            command.span,
            format!("`{}` runs whatever the server sends, and nobody has seen it", command.program),
            "download it to a file, compare its checksum with a published one, read it, then run it",
        );
    }
}

/// Whether an interpreter reads its program from standard input.
fn runs_input(command: &Command) -> bool {
    let has_program = command.flag(&["c", "e", "m"]).is_some_and(|flag| flag.value.is_some());
    let has_file =
        command.operands.first().is_some_and(|word| word.as_str() != "-" && command.flag(&["s"]).is_none());
    !has_program && !has_file
}

fn unchecked(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let flag = match command.program.as_str() {
        "curl" => command.flag(&["insecure", "proxy-insecure", "doh-insecure"]),
        "wget" => command.flag(&["no-check-certificate"]),
        "kubectl" | "oc" | "helm" | "argocd" => command.flag(&["insecure-skip-tls-verify"]),
        "aws" => command.flag(&["no-verify-ssl"]),
        _ => None,
    };
    let cluster = is_loopback(command);
    if let Some(flag) = flag.filter(|flag| flag.is_on() && !cluster) {
        tell(flag.span, &flag.spelt, findings);
    }
    let git = command
        .all(&["c"])
        .find(|flag| command.is(&["git"]) && flag.text().eq_ignore_ascii_case("http.sslVerify=false"));
    if let Some(flag) = git {
        tell(flag.span, flag.text(), findings);
    }
    let settings = command.operands.iter().chain(&command.assignments);
    let off = |word: &&Word| {
        matches!(
            word.as_str(),
            "GIT_SSL_NO_VERIFY=true"
                | "GIT_SSL_NO_VERIFY=1"
                | "NODE_TLS_REJECT_UNAUTHORIZED=0"
                | "PYTHONHTTPSVERIFY=0"
        )
    };
    if let Some(word) =
        settings.clone().find(off).filter(|_| command.is(&["export", "env", "git", "npm", "node", "curl"]))
    {
        tell(word.span(), word.as_str(), findings);
    }
}

fn tell(span: crate::source::Span, what: &str, findings: &mut Findings) {
    findings.add(
        Code::TLS_UNCHECKED,
        span,
        format!("`{what}` takes the answer of anyone who stands in between"),
        "name the authority that signed the certificate: `curl --cacert ca.pem https://…`",
    );
}

/// The kubelet's or a local service's certificate on the same machine.
fn is_loopback(command: &Command) -> bool {
    command
        .operands
        .iter()
        .any(|word| ["//localhost", "//127.0.0.1", "//[::1]"].iter().any(|host| word.as_str().contains(host)))
}
