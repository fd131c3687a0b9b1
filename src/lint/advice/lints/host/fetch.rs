//! FL1301 and FL1302: what is downloaded runs unseen, or comes from who knows whom.

use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::{Command, Flag, Via};
use crate::lint::advice::read::word::Word;

const INTERPRETERS: [&str; 14] = [
    "sh", "bash", "zsh", "dash", "ksh", "ash", "python", "python3", "perl", "ruby", "node", "php", "source",
    ".",
];

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    piped(site, findings);
    run_unseen(site, findings);
    unchecked(site, findings);
    any_host_key(site.command, findings);
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

/// `curl -o i.sh …; sh i.sh`: a file that was fetched runs, and nothing in between looked at it.
fn run_unseen(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let bare = |path: &str| path.trim_start_matches("./").to_owned();
    let runs = if command.is(&INTERPRETERS) {
        command.operands.first().map(|word| bare(word.as_str()))
    } else {
        Some(command.name.as_str()).filter(|name| name.starts_with(['.', '/'])).map(bare)
    };
    let Some(file) = runs.filter(|file| !file.is_empty()) else { return };
    let before = site.script.commands.get(..site.at).unwrap_or_default();
    let Some(fetched) = before.iter().rposition(|one| fetches(one).is_some_and(|name| bare(&name) == file))
    else {
        return;
    };
    let looks = |one: &Command| {
        one.is(&[
            "sha256sum",
            "sha512sum",
            "shasum",
            "gpg",
            "gpgv",
            "cosign",
            "minisign",
            "openssl",
            "slsa-verifier",
        ]) || one.is(&["gh"]) && one.path.starts_with("attestation")
            || one.is(&["less", "more", "cat", "vi", "vim", "nano", "diff", "bat"])
    };
    if !before.get(fetched..).unwrap_or_default().iter().any(looks) {
        findings.add_as(
            Severity::Warning,
            Code::PIPE_TO_SHELL,
            command.span,
            format!("`{file}` was fetched just before, and nobody has looked at it"),
            "compare its checksum with a published one, and read it, before it runs: `sha256sum -c FILE.sha256`",
        );
    }
}

/// The file that a download makes.
fn fetches(command: &Command) -> Option<String> {
    if !downloads(command) {
        return None;
    }
    if let Some(file) = command.value(&["output", "output-document"]) {
        return Some(file.to_owned()).filter(|file| file != "-");
    }
    if let Some(redirect) = command.writes().next() {
        return Some(redirect.target.as_str().to_owned());
    }
    let named = command.is(&["wget"]) || command.flag(&["remote-name", "O"]).is_some();
    let address = command.operands.iter().find(|word| word.as_str().contains("://")).filter(|_| named)?;
    address.as_str().rsplit('/').next().map(str::to_owned)
}

/// `ssh -o StrictHostKeyChecking=no`: whoever answers is taken for the host.
fn any_host_key(command: &Command, findings: &mut Findings) {
    let off = |text: &str| {
        let text = text.to_ascii_lowercase().replace(['=', ' ', '\t'], "");
        ["stricthostkeycheckingno", "stricthostkeycheckingoff", "userknownhostsfile/dev/null"]
            .iter()
            .any(|setting| text.contains(setting))
    };
    if command.is(&[
        "ssh",
        "scp",
        "sftp",
        "rsync",
        "ssh-copy-id",
        "sshpass",
        "ansible",
        "ansible-playbook",
        "git",
    ]) {
        // The command that is run on the other host is looked at by itself.
        if let Some(flag) = command.flags.iter().find(|flag| off(flag.text())) {
            tell(flag.span, flag.text(), findings);
        }
    }
    let written =
        command.is(&["echo", "printf"]) && command.writes().any(|one| one.target.as_str().contains("ssh"));
    let set = command.assignments.iter().chain(command.operands.iter().filter(|_| command.is(&["export"])));
    let unchecked = |word: &&Word| {
        let text = word.as_str();
        text.starts_with("GIT_SSH_COMMAND=") && off(text)
            || text.eq_ignore_ascii_case("ansible_host_key_checking=false")
    };
    if let Some(word) =
        set.clone().find(unchecked).or(command.operands.iter().find(|word| written && off(word.as_str())))
    {
        tell(word.span(), word.as_str(), findings);
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
        "skopeo" | "podman" | "buildah" => command
            .flag(&["tls-verify", "src-tls-verify", "dest-tls-verify"])
            .filter(|flag| flag.text() == "false"),
        _ => None,
    };
    let cluster = is_loopback(command);
    let switched = |flag: &&Flag| flag.is_on() || flag.name.ends_with("tls-verify") && flag.text() == "false";
    if let Some(flag) = flag.filter(|flag| switched(flag) && !cluster) {
        tell(flag.span, &flag.spelt, findings);
    }
    let configured = command.is(&["git"])
        && command.operand(0) == Some("config")
        && command.operands.iter().any(|word| word.as_str().eq_ignore_ascii_case("http.sslverify"))
        && command.operands.iter().any(|word| word.as_str() == "false");
    if configured {
        tell(command.span, "http.sslVerify false", findings);
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
        "leave the check on, and name whom you trust: `curl --cacert ca.pem https://…`; a host's key by `ssh-keyscan HOST | ssh-keygen -lf -`, compared with its console's",
    );
}

/// The kubelet's or a local service's certificate on the same machine.
fn is_loopback(command: &Command) -> bool {
    command
        .operands
        .iter()
        .any(|word| ["//localhost", "//127.0.0.1", "//[::1]"].iter().any(|host| word.as_str().contains(host)))
}
