//! FL1106: capabilities that lead out of a container.

use super::makes_container;
use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;

/// Capabilities beyond those that the Pod Security Standards call baseline and that give control of the host
/// (<https://kubernetes.io/docs/concepts/security/pod-security-standards/>).
const DANGEROUS: [&str; 15] = [
    "ALL",
    "SYS_ADMIN",
    "SYS_PTRACE",
    "SYS_MODULE",
    "NET_ADMIN",
    "DAC_READ_SEARCH",
    "BPF",
    "SYS_RAWIO",
    "SYS_BOOT",
    "SYS_TIME",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "PERFMON",
    "SYSLOG",
    "NET_RAW",
];

/// Whether a capability, with or without `CAP_`, leads out of a container.
pub(in crate::lint::advice::lints) fn is_dangerous(name: &str) -> bool {
    let name = name.trim().to_ascii_uppercase();
    let name = name.strip_prefix("CAP_").unwrap_or(&name);
    DANGEROUS.contains(&name) && name != "NET_RAW"
}

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    if !makes_container(site.command) {
        return;
    }
    for flag in site.command.all(&["cap-add"]) {
        for name in flag.text().split(',').filter(|name| is_dangerous(name)) {
            findings.add_as(
                super::severity(site.command),
                Code::DANGEROUS_CAPABILITY,
                flag.span,
                format!("the capability `{name}` gives control of more than the container"),
                "drop all and add only what the program fails without: `--cap-drop ALL --cap-add NET_BIND_SERVICE`",
            );
        }
    }
}
