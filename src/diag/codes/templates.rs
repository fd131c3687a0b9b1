//! FL02xx: templates and holes.

use super::{Code, Row, Severity};

codes! {
    TEMPLATE_SYNTAX = "FL0201" "template-syntax" Error
        what "The template does not follow its grammar: a hole or directive is not closed, or what stands in it cannot be read."
        why "A template that cannot be read would show its own source to the reader of a report."
        bad "text: \"{{ proc.name\"" good "text: \"{{ proc.name }}\"";
    TEMPLATE_TOO_LARGE = "FL0202" "template-too-large" Error
        what "A template is longer than 64 KiB, holds more than 4,096 holes, or nests `{% if %}` more than 16 deep."
        why "The cost of a report must stay bounded, whoever wrote its rulebook."
        bad "text: seventeen `{% if %}` inside one another" good "text: \"{% if a exists and b exists %}…{% endif %}\"";
    UNKNOWN_HOLE_NAME = "FL0203" "unknown-hole-name" Error
        what "A hole names neither a parameter of its strategy nor a var."
        why "The hole would stay empty in every report."
        bad "text: \"{{ fiel }}\"" good "text: \"{{ file }}\"";
    UNKNOWN_FILTER = "FL0204" "unknown-filter" Error
        what "A hole uses a filter that does not exist."
        why "The value would be shown undecoded, or not at all."
        bad "text: \"{{ evt.rawtime | timestmp }}\"" good "text: \"{{ evt.rawtime | timestamp }}\"";
    FILTER_TYPE = "FL0205" "filter-type" Error
        what "A filter gets a value of a type it cannot work on."
        why "Decoding a value of another type gives nonsense."
        bad "text: \"{{ proc.name | duration }}\"" good "text: \"{{ proc.duration | duration }}\"";
    FILTER_ARGUMENTS = "FL0206" "filter-arguments" Error
        what "A filter has more or fewer arguments than it takes."
        why "The filter cannot do its work, and what it would do instead is a guess."
        bad "text: \"{{ user.name | default }}\"" good "text: \"{{ user.name | default('unknown') }}\"";
    UNSAFE_HOLE = "FL0207" "unsafe-hole" Error
        what "A hole in code stands where no value of an alert can be safe: inside quotes, a comment, a substitution, a key, as the command itself, or where a program would run it."
        why "Values come from an attacker: where no encoding makes them inert, a pasted command would run them."
        bad "code: echo \"{{ proc.name }}\"" good "code: printf '%s\\n' {{ proc.name }}";
    PROSE_MARKUP = "FL0208" "prose-markup" Error
        what "Prose is a small part of Markdown: paragraphs, lists, quotations, emphasis, code spans and `https:` links. Everything else, such as HTML, images, headings and tables, would look different in each format."
        why "A report says the same in every format only if its prose uses what all formats have."
        bad "text: \"Look at <b>this</b>\"" good "text: \"Look at **this**\"";
    HIDDEN_CHARACTER = "FL0230" "hidden-character" Error
        what "A text or an example holds a control character, a direction mark or another character that shows as nothing, or a command of a CI log (`::error::`, `##[error]`). A terminal, a shell or a log obeys it, and a reviewer does not see it."
        why "Text that hides, or that a terminal or a CI log obeys, does something that no reader of the rulebook sees."
        bad "- mitigation: m\n  rule: R\n  summary: \"Look\\e[2J\"" good "- mitigation: m\n  rule: R\n  summary: Look";
}
