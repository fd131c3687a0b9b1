//! FL01xx: conditions.

use super::{Code, Row, Severity};

codes! {
    CONDITION_SYNTAX = "FL0101" "condition-syntax" Error
        what "The condition does not follow the grammar of Falco's filter language."
        why "A condition that cannot be read decides nothing, so its mitigation would never match."
        bad "condition: proc.name = bash AND user.name = root" good "condition: proc.name = bash and user.name = root";
    UNKNOWN_FIELD = "FL0102" "unknown-field" Warning
        what "A field that neither Falco nor its plugins define. It may come from a plugin this catalogue does not know; otherwise no alert will ever carry it. An error in the Falco dialect."
        why "A field that no alert carries makes its check false for ever, silently."
        bad "condition: proc.nmae = bash" good "condition: proc.name = bash";
    EMPTY_CONDITION = "FL0110" "empty-condition" Error
        what "The condition holds nothing. A mitigation that is meant for every alert says so with the macro `always`."
        why "An empty condition may be a forgotten one; matching everything has to be said."
        bad "falconer filter '' alerts.json" good "falconer filter always alerts.json";
    CONDITION_TOO_DEEP = "FL0111" "condition-too-deep" Error
        what "The condition nests deeper than Falco's own parser goes. Falco counts the calls of its parser up to 1,000: a parenthesis costs five, `not(` four, a transformer two."
        why "Falco would refuse to load the same condition, and nobody can review it."
        bad "condition: 200 opening parentheses" good "condition: parts of it as macros";
    NOT_FALCO = "FL0112" "not-falco" Error
        what "Units on numbers and `age()` are Falconer's own; Falco cannot read them."
        why "A condition that is meant for Falco too must not hold what Falco cannot read."
        bad "condition: proc.duration > 5s" good "condition: proc.duration > 5000000000";
    SWALLOWED_ITEM = "FL0120" "swallowed-item" Warning
        what "The first item of a list has an escape that Falco does not know. Falco swallows that error and reads the whole list as empty, so the check is never true."
        why "The check looks as if it worked and is never true."
        bad "condition: proc.name in ('\\q')" good "condition: proc.name in ('\\\\q')";
    MODIFIER_AS_TEXT = "FL0121" "modifier-as-text" Warning
        what "`oneof`, `anyof` or `allof` without a list after it. Falco compares with the text of the word."
        why "The word was meant to change how the list is compared; as a text it never equals a value."
        bad "condition: proc.name = oneof and in_pod" good "condition: proc.name = oneof (bash, sh) and in_pod";
    GLUED_KEYWORD = "FL0122" "glued-keyword" Warning
        what "A keyword runs into the next word. Falco ends the keyword in the middle and reads the rest as a name or as `and`, `or`."
        why "What was meant as one word is read as two, so the condition asks something else."
        bad "condition: proc.name inshell_binaries" good "condition: proc.name in (shell_binaries)";
    LOST_SPACE = "FL0123" "lost-space" Warning
        what "A backslash before a space in a quoted string. Falco makes one backslash of both, so the space is lost."
        why "The text that is compared is not the text that was written."
        bad "condition: proc.cmdline contains 'a\\ b'" good "condition: proc.cmdline contains 'a b'";
    QUOTE_GOES_ON = "FL0124" "quote-goes-on" Warning
        what "A quote directly after a backslash never ends a string, even where the backslash is itself escaped. What looks like the rest of the condition is part of the string."
        why "Checks that seem to follow the string are part of it and are never asked."
        bad "condition: fd.name = 'C:\\' and proc.name = '" good "condition: fd.name = C:\\ and proc.name = ''";
    OPERATOR_TYPE = "FL0140" "operator-type" Error
        what "The operator does not apply to the field's type, so Falco refuses the whole condition. The declared type decides, never the look of the value."
        why "Falco refuses the condition, and here the check would never hold."
        bad "condition: proc.pid contains 5" good "condition: proc.pid = 5";
    BAD_NUMBER = "FL0141" "bad-number" Error
        what "A constant for a numeric field that is not a whole decimal number. Falco reads no hexadecimal digits, fractions or exponents there."
        why "Falco refuses the condition; a number in another notation would be compared wrongly."
        bad "condition: proc.pid = 0x5" good "condition: proc.pid = 5";
    BAD_BOOL = "FL0142" "bad-bool" Error
        what "A constant for a yes-or-no field other than `true` and `false`."
        why "Falco refuses the condition; YAML's `yes` is a text."
        bad "condition: container.privileged = yes" good "condition: container.privileged = true";
    BAD_PORT = "FL0143" "bad-port" Error
        what "A constant for a port that is neither a decimal number nor the name of a well-known service."
        why "Falco refuses the condition; names of services are in lower case."
        bad "condition: fd.sport = HTTP" good "condition: fd.sport = http";
    BAD_ADDRESS = "FL0144" "bad-address" Error
        what "A constant for an address field that is not an IP address. Networks have fields of their own."
        why "Falco refuses the condition, and no address equals a network."
        bad "condition: fd.sip = 10.0.0.0/8" good "condition: fd.snet = 10.0.0.0/8";
    BAD_NETWORK = "FL0145" "bad-network" Error
        what "A constant for a network field that is not an address with a prefix length. Falco refuses `::/0` too, and takes lengths beyond 255 for others."
        why "Falco refuses the condition, or takes another network than was meant."
        bad "condition: fd.snet = 10.0.0.0/33" good "condition: fd.snet = 10.0.0.0/8";
    BAD_HEX = "FL0146" "bad-hex" Error
        what "A constant of `bcontains` or `bstartswith` that is not an even number of hexadecimal digits."
        why "Falco refuses the condition: two digits are one byte."
        bad "condition: evt.buffer bcontains 0x7f" good "condition: evt.buffer bcontains 7f";
    BAD_REGEX = "FL0147" "bad-regex" Error
        what "A regular expression that Falco refuses. It speaks RE2's POSIX syntax, without Perl's classes, flags and word borders."
        why "Falco refuses the condition; a pattern for another engine may also match other texts."
        bad "condition: proc.name regex '(?i)bash'" good "condition: proc.name regex '[Bb]ash'";
    CONSTANT_WITH_NUL = "FL0148" "constant-with-nul" Error
        what "A text constant with a NUL byte. Falco's texts end there, so it refuses the condition."
        why "Falco refuses the condition, because its texts end at a NUL."
        bad "condition: proc.name = 'a\\x00'" good "condition: proc.name = a";
    CONSTANT_TOO_LONG = "FL0149" "constant-too-long" Error
        what "A text constant of more than 255 bytes, which Falco refuses. Reported in the Falco dialect only."
        why "Falco refuses the condition, so it works here and not there."
        bad "condition: proc.cmdline contains (256 letters)" good "condition: proc.cmdline contains (255 letters)";
    FIELD_ARGUMENT = "FL0150" "field-argument" Error
        what "A field without the argument it needs, or with one it does not take."
        why "Falco refuses the condition; without its argument the field names no value."
        bad "condition: k8s.pod.label = web" good "condition: k8s.pod.label[app] = web";
    COMPARED_TYPES = "FL0151" "compared-types" Error
        what "Two fields of different types are compared. Falco compares only the same type, signedness and width included."
        why "Falco refuses the condition, since values of different types are never equal."
        bad "condition: evt.num = val(proc.pid)" good "condition: proc.pid = val(proc.ppid)";
    FIELD_ON_THE_RIGHT = "FL0152" "field-on-the-right" Error
        what "A field stands where Falco takes constants only: after `regex` and `pmatch`, and beside networks and fields with a comparison of their own."
        why "Falco refuses the condition: these operators prepare their constants before any event is seen."
        bad "condition: proc.name pmatch val(proc.pname)" good "condition: proc.name = val(proc.pname)";
    TRANSFORMER_TYPE = "FL0153" "transformer-type" Error
        what "A transformer on a field of a type it does not take, or on a field that Falco compares itself."
        why "Falco refuses the condition: the transformer has no meaning for this type."
        bad "condition: tolower(proc.pid) = 5" good "condition: tolower(proc.name) = bash";
    TRANSFORMER_ARGUMENTS = "FL0154" "transformer-arguments" Error
        what "A transformer with the wrong number or kind of arguments."
        why "Falco refuses the condition: the transformer would not know what to work on."
        bad "condition: concat(proc.name) = a" good "condition: concat(proc.name, proc.pname) = ab";
    UNKNOWN_EVENT = "FL0155" "unknown-event" Warning
        what "A constant of `evt.type` that is neither an event nor a system call Falco knows. A plugin may define more; the Falco dialect makes it an error."
        why "No event has this type, so the check never holds."
        bad "condition: evt.type = opne" good "condition: evt.type = open";
    UNKNOWN_LIST = "FL0156" "unknown-list" Error
        what "A name where a list must stand, and no such list is defined. Falco takes the name itself for a constant, so the check would rarely hold; the Falco dialect warns."
        why "The name itself would be the only constant, and hardly any value equals it."
        bad "condition: proc.name in shel_binaries" good "condition: proc.name in (shell_binaries)";
    UNKNOWN_MACRO = "FL0157" "unknown-macro" Error
        what "A name that is no macro, or one defined only later."
        why "A condition with an unknown part has no verdict, and Falco refuses it."
        bad "condition: in_pdo and proc.name = bash" good "condition: in_pod and proc.name = bash";
    LIST_AS_CONSTANT = "FL0158" "list-as-constant" Error
        what "The name of a list of several items, or of none, where one constant stands."
        why "One constant is compared, and it is unclear which of the list's was meant."
        bad "condition: proc.name = shell_binaries" good "condition: proc.name in (shell_binaries)";
    CONDITION_TOO_LARGE = "FL0159" "condition-too-large" Error
        what "The condition exceeds 1,000 levels or a million checks once its macros are written out."
        why "The cost of a condition must stay bounded, whoever wrote it."
        bad "macros that each use the one before ten times" good "fewer uses, or a list";
    MACRO_CYCLE = "FL0160" "macro-cycle" Error
        what "A macro that uses itself, directly or through others."
        why "Written out, the macro would never end."
        bad "macro a: `b or x exists`, macro b: `a`" good "macro a: `x.y exists`, macro b: `a`";
    BAD_PRIORITY = "FL0161" "bad-priority" Error
        what "A constant for `alert.priority` that is none of Falco's priorities."
        why "Priorities are compared by their order, and an unknown word has no place in it."
        bad "condition: alert.priority = high" good "condition: alert.priority >= warning";
    CONTRADICTION = "FL0170" "contradiction" Warning
        what "Two checks joined by `and` that ask one field for different values, so the condition never holds."
        why "The mitigation or strategy behind the condition is never shown."
        bad "condition: proc.name = bash and proc.name = sh" good "condition: proc.name = bash or proc.name = sh";
    OUT_OF_RANGE = "FL0171" "out-of-range" Warning
        what "A number that the field can never hold. Falco wraps it around silently and compares with another number."
        why "The check never holds here, and in Falco it holds for another number."
        bad "condition: fd.sport = 65616" good "condition: fd.sport = 80";
    CONSTANT_LIKE_FIELD = "FL0172" "constant-like-field" Warning
        what "A bare constant that is the name of a field. It is compared as text; a field on the right needs `val(…)`."
        why "Two values were meant to be compared, and one of them is only the other's name."
        bad "condition: proc.name = proc.pname" good "condition: proc.name = val(proc.pname)";
    TIME_AS_TEXT = "FL0173" "time-as-text" Warning
        what "A clock text of Falco's filters that alerts carry as a number, so no text comparison ever holds."
        why "The check never holds, although it does in a Falco rule."
        bad "condition: evt.time contains '12:'" good "condition: evt.time exists";
}
