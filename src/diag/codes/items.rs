//! FL03xx: items, names and overrides.

use super::{Code, Row, Severity};

codes! {
    UNKNOWN_KEY = "FL0301" "unknown-key" Error
        what "A key that this kind of item does not have. It would be ignored, so what it says would be lost."
        why "What an ignored key says is lost, often a condition that keeps a mitigation from matching everything."
        bad "conditon: proc.name = bash" good "condition: proc.name = bash";
    MISSING_KEY = "FL0302" "missing-key" Error
        what "A key without which the item says nothing."
        why "Half an item would be shown as a report with holes."
        bad "- macro: on_host" good "- macro: on_host\n  condition: container.id = host";
    WRONG_TYPE = "FL0303" "wrong-type" Error
        what "The value has another form than its key wants: a mapping where a text stands, one text where a sequence stands."
        why "Converting would be a guess, and a guess can change what matches."
        bad "items: bash" good "items: [bash]";
    DUPLICATE_KEY = "FL0304" "duplicate-key" Error
        what "A key stands twice in one mapping. Which of the two counts would be a guess."
        why "YAML's own readers disagree which one counts, so two tools would see two rulebooks."
        bad "- list: a\n  items: [x]\n  items: [y]" good "- list: a\n  items: [x, y]";
    EMPTY_VALUE = "FL0305" "empty-value" Error
        what "A key has no value. Leave the key out, or say what it is."
        why "An empty value may be a forgotten one."
        bad "condition:" good "condition: proc.name = bash";
    UNKNOWN_ITEM = "FL0306" "unknown-item" Error
        what "An entry of the file that is none of the six kinds: `list`, `macro`, `var`, `strategy`, `mitigation`, `required_falconer_version`."
        why "The entry would be ignored as a whole."
        bad "- mitigatoin: x\n  summary: A shell." good "- mitigation: x\n  rule: Terminal shell in container\n  summary: A shell.";
    MISREAD_VALUE = "FL0307" "misread-value" Error
        what "YAML reads the value as something else than its looks suggest: `{{ x }}` without quotes is a mapping in a mapping, `yes` is a text."
        why "The file says something else than it shows."
        bad "text: {{ proc.name }}" good "text: \"{{ proc.name }}\"";
    UNKNOWN_WORD = "FL0308" "unknown-word" Error
        what "The value is not one of the words that the key accepts."
        why "The value would have no effect, or the wrong one."
        bad "phase: containment" good "phase: contain";
    BAD_NAME = "FL0309" "bad-name" Error
        what "A name has characters that could not be spelled where it is used. Lists, macros, vars and parameters: a letter, then letters, digits and `_`. Strategies and mitigations: also `-` and `.`."
        why "A name that cannot be spelled can never be used."
        bad "- macro: on-host\n  condition: container.id = host" good "- macro: on_host\n  condition: container.id = host";
    DUPLICATE_NAME = "FL0310" "duplicate-name" Error
        what "Two items of one kind have the same name, and the second does not say what it does with the first. Falco would silently take the second."
        why "Which definition counts would depend on the order of files, which no reviewer sees."
        bad "- list: a\n  items: [x]\n- list: a\n  items: [y]"
        good "- list: a\n  items: [x]\n- list: a\n  items: [y]\n  override: { items: append }";
    UNDEFINED = "FL0311" "undefined" Error
        what "No item of this name is loaded."
        why "A part of the report, or of its condition, would be missing."
        bad "- use: isolate-pdo" good "- use: isolate-pod";
    USED_BEFORE_DEFINITION = "FL0312" "used-before-definition" Error
        what "A macro or list is used by one that was loaded earlier. Falco refuses this for macros; for lists it would take the name for a text."
        why "The meaning would change with the order of files."
        bad "- list: a\n  items: [b]\n- list: b\n  items: [x]" good "- list: b\n  items: [x]\n- list: a\n  items: [b]";
    CYCLE = "FL0313" "cycle" Error
        what "An item is defined by itself, directly or through others."
        why "Written out, the item would never end."
        bad "- macro: a\n  condition: a or proc.name = x" good "- macro: a\n  condition: proc.name = x";
    BAD_OVERRIDE = "FL0314" "bad-override" Error
        what "`override:` says something that cannot be done: a key that has no value here or cannot be overridden, or an item that was not loaded earlier."
        why "An override that does nothing leaves the old content in force."
        bad "override: { phase: append }" good "override: { phase: replace }";
    VERSION = "FL0315" "version" Error
        what "The file asks for a newer release than this one, or for something that is no version."
        why "An older release would misunderstand the file without saying so."
        bad "- required_falconer_version: 99.0.0" good "- required_falconer_version: 0.1.0";
    PARAMETER = "FL0316" "parameter" Error
        what "`with:` and the strategy's `params:` do not agree: a parameter is unknown, unbound, or declared twice."
        why "A hole without a field withholds its example in every report."
        bad "- use: copy-file" good "- use: copy-file\n  with: { file: proc.exepath }";
    LINK = "FL0317" "link" Error
        what "A reference is not an `https:` link."
        why "A reader must be able to open a source, and other schemes are not safe to follow."
        bad "references: [see the wiki]" good "references: [https://falco.org/docs/]";
    STRATEGY_TWICE = "FL0318" "strategy-twice" Error
        what "A mitigation uses a strategy twice with the same parameters, or gives two strategies one name."
        why "The report would hold the same step twice."
        bad "strategies:\n  - use: isolate-pod\n  - use: isolate-pod" good "strategies:\n  - use: isolate-pod";
}
