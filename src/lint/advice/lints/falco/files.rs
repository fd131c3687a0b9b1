//! FL1710: changes to the file that Falco's next release overwrites.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;

const SHIPPED: &str = "falco_rules.yaml";

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let edits = command.is(&["vi", "vim", "nano", "emacs"])
        || command.is(&["sed"]) && command.has(&["in-place"])
        || command.is(&["tee"]);
    let edited = command.operands.iter().find(|word| word.as_str().ends_with(SHIPPED)).filter(|_| edits);
    let written = command
        .writes()
        .map(|redirect| &redirect.target)
        .find(|word| word.as_str().ends_with(&format!("/falco/{SHIPPED}")));
    if let Some(word) = edited.or(written) {
        findings.add(
            Code::FALCO_SHIPPED_FILE,
            word.span(),
            "the next update of the rules overwrites this file",
            "put changes into a file under `/etc/falco/rules.d/`, which is loaded after it",
        );
    }
}
