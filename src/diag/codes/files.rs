//! FL00xx: files and YAML.

use super::{Code, Row, Severity};

codes! {
    FILE_UNREADABLE = "FL0001" "file-unreadable" Error
        what "A rulebook file cannot be read: it does not exist, is a folder where a file was meant, or permission is missing."
        bad "falconer check rulez/" good "falconer check rules/";
    NOT_TEXT = "FL0002" "not-text" Error
        what "A rulebook file is not UTF-8 text, or holds a NUL character. Windows editors may have saved it as UTF-16."
        bad "a file saved as UTF-16" good "the same file saved as UTF-8";
    YAML_SYNTAX = "FL0003" "yaml-syntax" Error
        what "The file is no valid YAML. Nothing behind the place is read, so that only this is reported of the file."
        bad "desc: a: b" good "desc: \"a: b\"";
    YAML_UNSUPPORTED = "FL0004" "yaml-unsupported" Error
        what "Tags (`!name`) and merge keys (`<<`) are valid YAML, but would let a value be other than it looks, so no rulebook may use them."
        bad "value: !env CASE" good "value: case-1";
    YAML_ALIAS = "FL0005" "yaml-alias" Error
        what "An alias (`*name`) names no earlier anchor (`&name`), or stands inside its own. A value that really begins with `*` wants quotes."
        bad "items: [*.sh]" good "items: [\"*.sh\"]";
    NOT_A_RULEBOOK = "FL0006" "not-a-rulebook" Error
        what "The file is something else than a rulebook: Falco rules, Talon rules, alerts, a manifest, or YAML that is no sequence of items."
        bad "falconer check falco_rules.yaml" good "falconer coverage --falco-rules falco_rules.yaml";
    NOTHING_LOADED = "FL0007" "nothing-loaded" Warning
        what "A file or folder that was named holds no item, so nothing of it was checked."
        bad "falconer check empty.yaml" good "falconer check rules/";
}
