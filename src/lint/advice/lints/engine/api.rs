//! FL1111: the engine's API open to the network without TLS.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    if !command.is(&["docker", "dockerd", "podman"]) || command.has(&["tlsverify"]) {
        return;
    }
    for flag in command.all(&["host"]) {
        let value = flag.text();
        let loopback = value.contains("127.0.0.1") || value.contains("localhost") || value.contains("[::1]");
        let plain = value.starts_with("tcp://") && !value.ends_with(":2376");
        if plain && !loopback {
            findings.add(
                Code::PLAIN_API,
                flag.span,
                format!("`{value}`: whoever reaches this port is root on the host"),
                "connect by ssh, `-H ssh://host`, or with client certificates: `--tlsverify` on port 2376",
            );
        }
    }
}
