//! FL1104 and FL1105: a container that shares the host's namespaces.

use super::makes_container;
use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    if !makes_container(site.command) {
        return;
    }
    for flag in site.command.all(&["pid", "ipc", "uts", "userns", "cgroupns"]) {
        if flag.text() == "host" {
            findings.add_as(
                super::severity(site.command),
                Code::HOST_NAMESPACE,
                flag.span,
                format!("`--{}=host` takes down the wall between the container and the host", flag.name),
                "leave it out; to see one container's processes join that one: `--pid=container:NAME`",
            );
        }
    }
    for flag in site.command.all(&["network", "net"]) {
        if flag.text() == "host" {
            findings.add_as(
                super::severity(site.command),
                Code::HOST_NETWORK,
                flag.span,
                "the container shares the host's network, loopback services included",
                "give it a network of its own: `--network app`, or `--network none`",
            );
        }
    }
}
