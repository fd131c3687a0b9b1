//! FL1501: an image by a name that means something else tomorrow.

use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::{Object, Site};
use crate::lint::advice::read::yaml;
use crate::lint::advice::snippet::Snippet;
use crate::source::Span;
use crate::source::yaml::Node;

pub(super) fn command(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let image = match (command.program.as_str(), command.path.as_str()) {
        ("docker" | "podman" | "nerdctl", "run" | "create") => command.operands.first(),
        ("kubectl" | "oc", "run" | "debug" | "create deployment") => {
            command.flag(&["image"]).and_then(|flag| flag.value.as_ref())
        }
        _ => None,
    };
    if let Some(image) =
        image.filter(|image| image.is_literal() && !site.subject.containers.contains(image.as_str()))
    {
        judge(image.as_str(), image.span(), site.snippet, findings);
    }
}

pub(super) fn check(object: &Object<'_>, findings: &mut Findings) {
    if object.is_policy() {
        return;
    }
    let lists = ["containers", "initContainers", "ephemeralContainers"];
    for (_, container) in yaml::mappings(object.root).into_iter().filter(|(name, _)| lists.contains(name)) {
        if let Some(image) = container.get("image") {
            let text = image.scalar().map_or("", |text| text.as_str());
            judge(text, object.span(image), object.snippet, findings);
        }
    }
    let services = object.root.get("services").and_then(Node::entries).unwrap_or_default();
    for (_, service) in services.iter().filter(|_| object.kind().is_empty()) {
        if let Some(image) = service.get("image") {
            judge(
                image.scalar().map_or("", |text| text.as_str()),
                object.span(image),
                object.snippet,
                findings,
            );
        }
    }
}

/// Judges an image's name.
pub(super) fn judge(image: &str, span: Span, snippet: &Snippet, findings: &mut Findings) {
    let stands_in = image.is_empty()
        || image.contains(['<', '$', '{', '@'])
        || image.chars().any(char::is_uppercase)
        || image.contains("xxx")
        || ["my", "your", "example", "image", "app", "sample"].iter().any(|word| image.starts_with(word));
    if stands_in || !floats(image) {
        return;
    }
    let severity = if snippet.hardens { Severity::Warning } else { Severity::Note };
    findings.add_as(
        severity,
        Code::FLOATING_TAG,
        span,
        format!("`{image}` is another image whenever someone pushes one"),
        "name it by its digest: `image@sha256:…`, or at least by a release: `image:1.2.3`",
    );
}

/// No tag, or `latest`.
fn floats(image: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or(image);
    match name.split_once(':') {
        None => true,
        Some((_, tag)) => matches!(tag, "latest" | "stable" | "edge" | "main" | "master"),
    }
}
