//! FL01xx: conditions.

use super::{Code, Row, Severity};

codes! {
    CONDITION_SYNTAX = "FL0101" "condition-syntax" Error
        what "The condition does not follow the grammar of Falco's filter language."
        bad "condition: proc.name = bash AND user.name = root" good "condition: proc.name = bash and user.name = root";
    UNKNOWN_FIELD = "FL0102" "unknown-field" Warning
        what "A field that neither Falco nor its plugins define. It may come from a plugin this catalogue does not know; otherwise no alert will ever carry it. An error in the Falco dialect."
        bad "condition: proc.nmae = bash" good "condition: proc.name = bash";
    EMPTY_CONDITION = "FL0110" "empty-condition" Error
        what "The condition holds nothing. A mitigation that is meant for every alert says so with the macro `always`."
        bad "condition: \"\"" good "condition: always";
    CONDITION_TOO_DEEP = "FL0111" "condition-too-deep" Error
        what "The condition nests deeper than Falco's own parser goes. Falco counts the calls of its parser up to 1,000: a parenthesis costs five, `not(` four, a transformer two."
        bad "condition: 200 opening parentheses" good "condition: parts of it as macros";
    NOT_FALCO = "FL0112" "not-falco" Error
        what "Units on numbers and `age()` are Falconer's own; Falco cannot read them."
        bad "condition: proc.duration > 5s" good "condition: proc.duration > 5000000000";
    SWALLOWED_ITEM = "FL0120" "swallowed-item" Warning
        what "The first item of a list has an escape that Falco does not know. Falco swallows that error and reads the whole list as empty, so the check is never true."
        bad "condition: proc.name in ('\\q')" good "condition: proc.name in ('\\\\q')";
    MODIFIER_AS_TEXT = "FL0121" "modifier-as-text" Warning
        what "`oneof`, `anyof` or `allof` without a list after it. Falco compares with the text of the word."
        bad "condition: proc.name = oneof and in_pod" good "condition: proc.name = oneof (bash, sh) and in_pod";
    GLUED_KEYWORD = "FL0122" "glued-keyword" Warning
        what "A keyword runs into the next word. Falco ends the keyword in the middle and reads the rest as a name or as `and`, `or`."
        bad "condition: proc.name inside" good "condition: proc.name in side";
    LOST_SPACE = "FL0123" "lost-space" Warning
        what "A backslash before a space in a quoted string. Falco makes one backslash of both, so the space is lost."
        bad "condition: proc.cmdline contains 'a\\ b'" good "condition: proc.cmdline contains 'a b'";
    QUOTE_GOES_ON = "FL0124" "quote-goes-on" Warning
        what "A quote directly after a backslash never ends a string, even where the backslash is itself escaped. What looks like the rest of the condition is part of the string."
        bad "condition: fd.name = \"C:\\\\\" and proc.name = \"x\\\\\"" good "condition: fd.name = C:\\ and proc.name = x\\";
}
