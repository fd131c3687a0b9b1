//! FL00xx: files and YAML, comments that silence a diagnostic, configuration and baseline.

use super::{Code, Row, Severity};

codes! {
    FILE_UNREADABLE = "FL0001" "file-unreadable" Error
        what "A rulebook file cannot be read: it does not exist, is a folder where a file was meant, or permission is missing."
        why "A file that is left out silently would pass every check."
        bad "falconer check rulez/" good "falconer check rules/";
    NOT_TEXT = "FL0002" "not-text" Error
        what "A rulebook file is not UTF-8 text, or holds a NUL character. Windows editors may have saved it as UTF-16."
        why "YAML is UTF-8; any other encoding would be guessed at, and a guess can change names and conditions."
        bad "a file saved as UTF-16" good "the same file saved as UTF-8";
    YAML_SYNTAX = "FL0003" "yaml-syntax" Error
        what "The file is no valid YAML. Nothing behind the place is read, so that only this is reported of the file."
        why "Where YAML ends, nothing behind it has a meaning that could be checked."
        bad "desc: a: b" good "desc: \"a: b\"";
    YAML_UNSUPPORTED = "FL0004" "yaml-unsupported" Error
        what "Tags (`!name`) and merge keys (`<<`) are valid YAML, but would let a value be other than it looks, so no rulebook may use them."
        why "What stands in a rulebook must be what a reviewer sees; tags and merge keys let one line change another."
        bad "value: !env CASE" good "value: case-1";
    YAML_ALIAS = "FL0005" "yaml-alias" Error
        what "An alias (`*name`) names no earlier anchor (`&name`), or stands inside its own. A value that really begins with `*` wants quotes."
        why "Without its anchor an alias has no value, and `*` at the start of a plain value is easily meant literally."
        bad "items: [*.sh]" good "items: [\"*.sh\"]";
    NOT_A_RULEBOOK = "FL0006" "not-a-rulebook" Error
        what "The file is something else than a rulebook: Falco rules, Talon rules, alerts, a manifest, or YAML that is no sequence of items."
        why "A file handed over by mistake would be read as a rulebook with nothing right in it, and hundreds of messages would hide the one reason."
        bad "falconer check falco_rules.yaml" good "falconer coverage --falco-rules falco_rules.yaml";
    NOTHING_LOADED = "FL0007" "nothing-loaded" Warning
        what "A file or folder that was named holds no item, so nothing of it was checked."
        why "An empty folder or file usually means a wrong path, and a check of nothing must not be green."
        bad "falconer check empty.yaml" good "falconer check rules/";
    NOT_FALCO_RULES = "FL0008" "not-falco-rules" Error
        what "A file handed over as Falco rules is something else: a rulebook, alerts, a manifest, or YAML that is no sequence of items."
        why "What is compared with it would be nothing, and every mitigation would seem to name a rule that is not there."
        bad "falconer coverage --falco-rules our-rulebook.yaml" good "falconer coverage --falco-rules falco_rules.yaml our-rulebook.yaml";
    SUPPRESSION_SYNTAX = "FL0020" "suppression-syntax" Warning
        what "A comment begins like one that silences a diagnostic and does not name codes in brackets."
        why "It silences nothing, although its author believes so."
        bad "# falconer: ignore FL0102 the plugin is ours" good "# falconer: ignore[FL0102] the plugin is ours";
    SUPPRESSION_WITHOUT_REASON = "FL0021" "suppression-without-reason" Warning
        what "A comment silences a diagnostic and does not say why."
        why "Whoever reads it later cannot tell a decision from a shortcut, or when it may go."
        bad "# falconer: ignore[FL0102]" good "# falconer: ignore[FL0102] a field of our own plugin";
    SUPPRESSION_UNKNOWN_CODE = "FL0022" "suppression-unknown-code" Warning
        what "A comment silences a code that does not exist."
        why "It silences nothing, although its author believes so."
        bad "# falconer: ignore[FL0120O] a field of our own plugin"
        good "# falconer: ignore[FL0102] a field of our own plugin";
    SUPPRESSION_UNUSED = "FL0023" "suppression-unused" Warning
        what "A comment silences a diagnostic that is not there, neither on its own line nor on the next."
        why "The next mistake of this kind would pass unseen."
        bad "# falconer: ignore[FL0102] a field of our own plugin\n- macro: m\n  condition: proc.name = bash"
        good "- macro: m\n  condition: proc.name = bash";
    SUPPRESSION_OF_ERROR = "FL0024" "suppression-of-error" Warning
        what "A comment tries to silence an error. Warnings and notes can be silenced; an error keeps the rulebook from being loaded, whether it is shown or not."
        why "`check` would be green and `report` would refuse the same rulebook."
        bad "- macro: m\n  # falconer: ignore[FL0101] later\n  condition: proc.name = = bash"
        good "- macro: m\n  condition: proc.name = bash";
    CONFIG_SYNTAX = "FL0030" "config-syntax" Error
        what "`falconer.toml` is no valid TOML."
        why "No setting of it could be trusted to hold."
        bad "[severity" good "[severity]";
    CONFIG_UNKNOWN_KEY = "FL0031" "config-unknown-key" Error
        what "A key of `falconer.toml` that does not exist."
        why "What it says would have no effect, and nobody would see that a gate is open."
        bad "[severty]\nFL0520 = \"error\"" good "[severity]\nFL0520 = \"error\"";
    CONFIG_VALUE = "FL0032" "config-value" Error
        what "A value of `falconer.toml` that its key does not take: another type, an unknown code or severity, a pattern that cannot be read, or a severity below error for an error."
        why "What it says would have no effect, and nobody would see that a gate is open."
        bad "[severity]\nFL0520 = \"fatal\"" good "[severity]\nFL0520 = \"error\"";
    BASELINE_STALE = "FL0040" "baseline-stale" Warning
        what "The baseline allows problems that are not there any more."
        why "As many new ones of the same kind would pass unseen."
        bad "a baseline written before a mistake was mended" good "falconer check --write-baseline --baseline baseline.json rules/";
}
