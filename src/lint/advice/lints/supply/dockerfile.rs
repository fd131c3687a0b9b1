//! FL1501, FL1502 and FL1111: Dockerfiles that run as root, or fetch what nobody checked.

use super::tags;
use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::read::dockerfile::Instruction;
use crate::lint::advice::snippet::Snippet;

pub(super) fn check(snippet: &Snippet, findings: &mut Findings) {
    let stages: Vec<String> =
        snippet.instructions.iter().filter(|one| one.name == "FROM").filter_map(stage).collect();
    for one in snippet.instructions.iter().filter(|one| one.name == "FROM") {
        let image =
            one.rest.as_str().split_whitespace().find(|word| !word.starts_with("--")).unwrap_or_default();
        if image != "scratch" && !stages.contains(&image.to_lowercase()) {
            tags::judge(image, one.rest.span(), snippet, findings);
        }
    }
    for one in snippet.instructions.iter().filter(|one| one.name == "ADD") {
        let word =
            one.rest.as_str().split_whitespace().find(|word| !word.starts_with("--")).unwrap_or_default();
        let remote = word.starts_with("http://")
            || word.starts_with("https://") && !one.rest.as_str().contains("--checksum=");
        if remote {
            findings.add(
                Code::DOCKERFILE,
                one.rest.span(),
                "`ADD` of an address takes whatever the server sends",
                "`ADD --checksum=sha256:…`, or fetch and verify it in a `RUN`",
            );
        }
    }
    user(snippet, findings);
}

fn stage(one: &Instruction) -> Option<String> {
    let words: Vec<&str> = one.rest.as_str().split_whitespace().collect();
    let at = words.iter().position(|word| word.eq_ignore_ascii_case("as"))?;
    words.get(at.saturating_add(1)).map(|name| name.to_lowercase())
}

/// The last user counts.
fn user(snippet: &Snippet, findings: &mut Findings) {
    let last_from = snippet.instructions.iter().rposition(|one| one.name == "FROM").unwrap_or(0);
    let last = snippet.instructions.iter().skip(last_from).rfind(|one| one.name == "USER");
    let hint = "end with `USER 10001:10001`";
    match last {
        Some(one) if matches!(one.rest.as_str().trim().split(':').next(), Some("root" | "0")) => {
            findings.add(Code::DOCKERFILE, one.rest.span(), "the image runs as root", hint);
        }
        None if snippet.hardens
            && snippet.instructions.iter().any(|one| matches!(one.name, "CMD" | "ENTRYPOINT")) =>
        {
            if let Some(from) = snippet.instructions.get(last_from) {
                findings.add(
                    Code::DOCKERFILE,
                    from.rest.span(),
                    "an image that is to be hardened runs as root",
                    hint,
                );
            }
        }
        _ => {}
    }
}
