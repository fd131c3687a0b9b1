//! FL1314 and FL1315: acting against the peer, and giving evidence away.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Command;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    attacks(site, findings);
    uploads(site, findings);
}

const OFFENSIVE: [&str; 12] = [
    "nmap",
    "masscan",
    "hydra",
    "medusa",
    "nikto",
    "sqlmap",
    "msfconsole",
    "hping3",
    "slowloris",
    "zmap",
    "ncrack",
    "patator",
];

fn attacks(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let flood = command.is(&["ping", "ping6", "hping3"]) && command.flag(&["f", "flood"]).is_some();
    let at_peer = || command.arguments().any(|word| site.subject.peers.contains(word.as_str()));
    let dials =
        command.is(&["nc", "ncat", "netcat", "telnet"]) && command.flag(&["l"]).is_none() && at_peer();
    let offensive = command.is(&OFFENSIVE)
        && command
            .arguments()
            .any(|word| is_foreign(word.as_str()) || word.placeholder || !word.is_literal());
    if offensive && site.subject.incident || flood || dials {
        findings.add(
            Code::HACK_BACK,
            command.span,
            format!("`{}` acts against the peer: it warns them, may be a crime, and may hit a bystander", command.program),
            "block the address on your side and keep what it sent; leave the rest to the provider's abuse desk",
        );
    }
}

/// An address or name that is none of one's own network.
fn is_foreign(word: &str) -> bool {
    let word = word.split_once("://").map_or(word, |(_, rest)| rest);
    let host = word.split(['/', ':']).next().unwrap_or(word);
    match host.parse::<std::net::Ipv4Addr>() {
        Ok(ip) => !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified()),
        Err(_) => {
            host.contains('.')
                && host.split('.').all(|part| !part.is_empty())
                && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
                && !host.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        }
    }
}

/// Public sites where a file that was put there can be read by anyone.
const PUBLIC: [&str; 14] = [
    "transfer.sh",
    "file.io",
    "0x0.st",
    "pastebin.com",
    "paste.ee",
    "termbin.com",
    "ix.io",
    "catbox.moe",
    "anonfiles.com",
    "gofile.io",
    "virustotal.com",
    "hybrid-analysis.com",
    "any.run",
    "bashupload.com",
];

fn uploads(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let to_public = || command.arguments().any(|word| PUBLIC.iter().any(|host| word.as_str().contains(host)));
    let file = sends_file(command);
    let by_pipe = command.is(&["nc", "ncat", "netcat"]) && to_public();
    let gist = command.is(&["gh"]) && command.path == "gist create";
    let internal = || {
        command.arguments().any(|word| {
            [".internal", ".local", "localhost", "127.0.0.1", "example.com", "unix:"]
                .iter()
                .any(|part| word.as_str().contains(part))
        })
    };
    if gist || by_pipe || file && (to_public() || site.subject.incident && !internal()) {
        findings.add(
            Code::EVIDENCE_UPLOADED,
            command.span,
            "gives a file away: it may hold secrets, and whoever made it learns that it was found",
            "look its hash up instead: `sha256sum FILE`; share files through the case's own store",
        );
    }
}

/// Whether curl or wget sends the content of a file.
fn sends_file(command: &Command) -> bool {
    let curl = command.is(&["curl"])
        && (command.flag(&["upload-file"]).is_some()
            || command.all(&["form"]).any(|flag| flag.text().contains("=@"))
            || command.all(&["data", "data-binary"]).any(|flag| flag.text().starts_with('@')));
    let wget = command.is(&["wget"]) && command.flag(&["post-file", "body-file"]).is_some();
    curl || wget
}
