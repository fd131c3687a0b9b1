//! FL1503: a signature checked in a way that anyone's signature passes.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    if !command.is(&["cosign"]) {
        return;
    }
    let hint = "`cosign verify --certificate-identity=ID --certificate-oidc-issuer=ISSUER IMAGE@sha256:…`";
    let loose =
        ["insecure-ignore-tlog", "insecure-ignore-sct", "allow-insecure-registry", "allow-http-registry"];
    if let Some(flag) = command.flag(&loose).filter(|flag| flag.is_on()) {
        findings.add(
            Code::SIGNATURE_UNCHECKED,
            flag.span,
            format!("`{}` leaves out a part of the check", flag.spelt),
            hint,
        );
    }
    if !command.path.starts_with("verify") {
        return;
    }
    let anyone = command
        .flag(&["certificate-identity-regexp", "certificate-oidc-issuer-regexp"])
        .filter(|flag| matches!(flag.text(), ".*" | ".+" | "" | "^.*$"));
    if let Some(flag) = anyone {
        findings.add(Code::SIGNATURE_UNCHECKED, flag.span, "the pattern accepts anyone's signature", hint);
    }
    let named = [
        "key",
        "certificate-identity",
        "certificate-identity-regexp",
        "sk",
        "certificate",
        "trusted-root",
        "policy",
    ];
    if command.flag(&named).is_none() && !command.operands.is_empty() {
        findings.add(
            Code::SIGNATURE_UNCHECKED,
            command.span,
            "nothing says whose signature it must be",
            hint,
        );
    }
}
