//! FL05xx: lints of rulebooks: what loads and works, and is hardly what was meant.

use super::{Code, Row, Severity};

codes! {
    ALWAYS_TRUE = "FL0501" "always-true" Warning
        what "A condition that holds for every alert, without saying so by the macro `always`."
        why "A slip such as `or` for `and` makes a mitigation answer everything, and every report carries it."
        bad "condition: proc.name = bash or not proc.name = bash" good "condition: proc.name = bash";
    REDUNDANT_CHECK = "FL0502" "redundant-check" Warning
        what "A part of a condition that decides nothing: it stands there twice, or another part says it already."
        why "It was probably meant to ask something else."
        bad "condition: proc.name = bash and proc.name = bash" good "condition: proc.name = bash and proc.pname = sshd";
    DUPLICATE_CONDITION = "FL0503" "duplicate-condition" Warning
        what "Two mitigations answer the same rules under the same condition, so every alert of one is one of the other."
        why "Their reports are merged for every such alert, and a change of one is not a change of the other."
        bad "- mitigation: a\n  rule: Terminal shell in container\n  summary: A shell.\n- mitigation: b\n  rule: Terminal shell in container\n  summary: A shell."
        good "- mitigation: a\n  rule: Terminal shell in container\n  summary: A shell.\n- mitigation: b\n  rule: Clear Log Activities\n  summary: Logs.";
    DOUBLE_EQUALS = "FL0504" "double-equals" Note
        what "`==` for `=`. Both mean the same; Falco's own rules write `=`."
        why "One spelling is easier to search for."
        bad "condition: proc.name == bash" good "condition: proc.name = bash";
    DUPLICATE_LIST_ITEM = "FL0505" "duplicate-list-item" Warning
        what "A list names the same value twice."
        why "One of the two was probably meant to be another value."
        bad "- list: shells\n  items: [bash, sh, bash]" good "- list: shells\n  items: [bash, sh, zsh]";
    UNUSED_LIST = "FL0510" "unused-list" Warning
        what "A list that nothing uses, in a file that holds mitigations. A file without any is a library, whose users may be elsewhere."
        why "What it was meant to decide is decided by something else, or by nothing."
        bad "- list: shells\n  items: [bash]\n- mitigation: m\n  rule: Terminal shell in container\n  summary: A shell."
        good "- list: shells\n  items: [bash]\n- mitigation: m\n  rule: Terminal shell in container\n  condition: proc.name in (shells)\n  summary: A shell.";
    UNUSED_MACRO = "FL0511" "unused-macro" Warning
        what "A macro that nothing uses, in a file that holds mitigations. A file without any is a library, whose users may be elsewhere."
        why "What it was meant to decide is decided by something else, or by nothing."
        bad "- macro: shell\n  condition: proc.name = bash\n- mitigation: m\n  rule: Terminal shell in container\n  summary: A shell."
        good "- macro: shell\n  condition: proc.name = bash\n- mitigation: m\n  rule: Terminal shell in container\n  condition: shell\n  summary: A shell.";
    UNUSED_STRATEGY = "FL0512" "unused-strategy" Warning
        what "A strategy that no mitigation uses, in a file that holds mitigations. A file without any is a library, whose users may be elsewhere."
        why "No report will ever show it."
        bad "- strategy: look\n  title: Look\n  phase: triage\n- mitigation: m\n  rule: Terminal shell in container\n  summary: A shell."
        good "- strategy: look\n  title: Look\n  phase: triage\n- mitigation: m\n  rule: Terminal shell in container\n  summary: A shell.\n  strategies: [{ use: look }]";
    MITIGATION_WITHOUT_TEST = "FL0520" "mitigation-without-test" Note
        what "A mitigation without a test of its own."
        why "Nobody notices when a change keeps it from matching."
        bad "- mitigation: m\n  rule: Terminal shell in container\n  summary: A shell.\n  references: [https://falco.org/docs/]"
        good "- mitigation: m\n  rule: Terminal shell in container\n  summary: A shell.\n  references: [https://falco.org/docs/]\n  tests:\n    - test: any\n      alert: {}\n      expect: { match: true }";
    MITIGATION_WITHOUT_REFERENCE = "FL0521" "mitigation-without-reference" Note
        what "A mitigation that names no public source, neither itself nor through a strategy it uses."
        why "A reader cannot check its advice, and a reviewer cannot tell when it is out of date."
        bad "- mitigation: m\n  rule: Terminal shell in container\n  summary: A shell."
        good "- mitigation: m\n  rule: Terminal shell in container\n  summary: A shell.\n  references: [https://falco.org/docs/]";
    CONTAIN_WITHOUT_VERIFY = "FL0522" "contain-without-verify" Warning
        what "A strategy of the phase contain with commands that does not say how to see that it worked."
        why "A containment that silently failed is worse than none: everybody relies on it."
        bad "- strategy: s\n  title: Pause it\n  phase: contain\n  examples:\n    - { lang: sh, code: docker pause api }\n  rollback:\n    - { lang: sh, code: docker unpause api }"
        good "- strategy: s\n  title: Pause it\n  phase: contain\n  examples:\n    - { lang: sh, code: docker pause api }\n  verify:\n    - { lang: sh, code: docker ps }\n  rollback:\n    - { lang: sh, code: docker unpause api }";
    CONTAIN_WITHOUT_ROLLBACK = "FL0523" "contain-without-rollback" Warning
        what "A strategy of the phase contain with commands that does not say how to undo it."
        why "Alerts are often false: whoever stopped something must be able to start it again."
        bad "- strategy: s\n  title: Pause it\n  phase: contain\n  examples:\n    - { lang: sh, code: docker pause api }\n  verify:\n    - { lang: sh, code: docker ps }"
        good "- strategy: s\n  title: Pause it\n  phase: contain\n  examples:\n    - { lang: sh, code: docker pause api }\n  verify:\n    - { lang: sh, code: docker ps }\n  rollback:\n    - { lang: sh, code: docker unpause api }";
    NAME_OFF_PATTERN = "FL0524" "name-off-pattern" Warning
        what "The name of a mitigation or strategy does not follow the pattern that `falconer.toml` asks for."
        why "Names are keys of other systems, and one that is off the pattern is not found there."
        bad "name-pattern = \"IR-.*\", and a mitigation `shell`" good "a mitigation `IR-shell`";
    TACTIC_MISMATCH = "FL0530" "tactic-mismatch" Note
        what "The tags name an ATT&CK technique and tactics, and the technique belongs to none of these tactics."
        why "Coverage tables built from tags count the mitigation in the wrong column."
        bad "tags: [mitre_persistence, T1059.004]" good "tags: [mitre_execution, T1059.004]";
    UNKNOWN_MITIGATION_ID = "FL0531" "unknown-mitigation-id" Warning
        what "`mitigates:` names an ATT&CK mitigation that does not exist."
        why "The link behind it leads nowhere."
        bad "mitigates: [M1137]" good "mitigates: [M1037]";
    UNKNOWN_FALCO_RULE = "FL0540" "unknown-falco-rule" Warning
        what "`rule:` names no rule that Falco or its plugins ship, and is nearly the name of one. Rules of your own, which look like none of theirs, are not reported."
        why "Names are compared exactly, so the mitigation never answers."
        bad "rule: Terminal shell in containers" good "rule: Terminal shell in container";
    UNPRINTED_FIELD = "FL0541" "unprinted-field" Note
        what "A strategy needs a field that the mitigation's Falco rules do not print, and no other strategy of its phase goes without."
        why "As Falco is shipped, no report shows the strategy's commands. One entry of `append_output` in `falco.yaml` brings the field."
        bad "code: kill -STOP {{ proc.pid }}" good "code: docker pause {{ container.id }}";
}
