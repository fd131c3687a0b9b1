//! FL1109: a container's name where an image must stand.

use super::makes_container;
use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let Some(image) = command.operands.first().filter(|_| makes_container(command)) else { return };
    let name = image.as_str();
    if site.subject.containers.contains(name) || is_id(name) || is_acted_on(site, name) {
        findings.add(
            Code::CONTAINER_AS_IMAGE,
            image.span(),
            format!("`{name}` is a container, and `{}` wants an image: it would start another one, and leave this one as it is", command.title()),
            "act on the container itself (`docker pause NAME`, `docker update`), or start the image by its digest: `registry.example.com/app@sha256:…`",
        );
    }
}

fn is_id(name: &str) -> bool {
    matches!(name.len(), 12 | 64)
        && name.bytes().all(|b| b.is_ascii_hexdigit())
        && name.bytes().any(|b| b.is_ascii_digit())
}

/// Whether the same script treats the name as a container.
fn is_acted_on(site: &Site<'_>, name: &str) -> bool {
    const ON_CONTAINERS: [&str; 10] =
        ["stop", "kill", "pause", "exec", "logs", "top", "diff", "restart", "commit", "export"];
    let named = |flag: &str| flag == name;
    site.script
        .commands
        .iter()
        .filter(|one| one.is_engine())
        .any(|one| ON_CONTAINERS.contains(&one.path.as_str()) && one.operand(0).is_some_and(named))
        && !site.script.commands.iter().any(|one| one.value(&["name"]) == Some(name))
}
