//! FL1112: ports for administration published on every interface.

use super::makes_container;
use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;

/// Ports by which a system is administrated or debugged.
const ADMIN: [&str; 16] = [
    "22", "23", "2375", "3389", "5005", "5432", "3306", "6379", "9200", "9229", "27017", "10250", "2379",
    "8001", "5900", "11211",
];

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    if !makes_container(site.command) || site.subject.incident && site.snippet.counter {
        return;
    }
    for flag in site.command.all(&["publish"]) {
        if let Some(inner) = open_admin_port(flag.text()).filter(|_| site.subject.incident) {
            findings.add(
                Code::ADMIN_PORT,
                flag.span,
                format!("port {inner} is reachable from every network of the host"),
                format!("bind it to the host itself: `-p 127.0.0.1:{inner}:{inner}`, or do not publish it"),
            );
        }
    }
}

/// The port for administration that a mapping such as `22:22` publishes on every interface.
pub(in crate::lint::advice::lints) fn open_admin_port(mapping: &str) -> Option<&str> {
    let parts: Vec<&str> = mapping.split('/').next().unwrap_or_default().split(':').collect();
    let (address, inner) = match parts.as_slice() {
        [_, inner] => ("", *inner),
        [address, _, inner] => (*address, *inner),
        _ => return None,
    };
    (ADMIN.contains(&inner) && matches!(address, "" | "0.0.0.0")).then_some(inner)
}
