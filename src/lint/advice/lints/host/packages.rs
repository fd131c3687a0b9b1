//! FL1312 and FL1505: software put on a suspected host, or software whose origin nobody checks.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Command;
use crate::lint::advice::snippet::Kind;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    unsigned(site.command, findings);
    let installs = site.command.is(&["apt", "apt-get", "yum", "dnf", "apk", "zypper", "pip", "pip3", "npm"])
        && site.command.operand(0).is_some_and(|word| matches!(word, "install" | "add"));
    if installs && site.subject.incident && site.snippet.kind == Kind::Shell && !site.snippet.hardens {
        findings.add(
            Code::INSTALL_ON_SUSPECT,
            site.command.span,
            "an installation writes over what is to be kept, with tools of a host that nobody trusts",
            "bring a static binary on a read-only medium, or look at a copy of the disk elsewhere",
        );
    }
}

fn unsigned(command: &Command, findings: &mut Findings) {
    let names: &[&str] = match command.program.as_str() {
        "apt" | "apt-get" => &["allow-unauthenticated", "force-yes", "allow-insecure-repositories"],
        "yum" | "dnf" | "microdnf" => &["nogpgcheck"],
        "zypper" => &["no-gpg-checks"],
        "apk" => &["allow-untrusted"],
        "rpm" => &["nosignature", "nodigest"],
        "pip" | "pip3" => &["trusted-host"],
        _ => return,
    };
    if let Some(flag) = command.flag(names) {
        findings.add(
            Code::UNSIGNED_PACKAGE,
            flag.span,
            format!("`{}` installs what nobody vouches for", flag.spelt),
            "leave it out, and install one version: `apt-get install PACKAGE=1.2-3`",
        );
    }
    let strict = command.is(&["npm", "yarn"])
        && command.operands.iter().any(|word| word.as_str() == "strict-ssl")
        && command.operands.iter().any(|word| word.as_str() == "false");
    if strict {
        findings.add(
            Code::UNSIGNED_PACKAGE,
            command.span,
            "packages come from whoever stands in between",
            "leave `strict-ssl` on",
        );
    }
}
