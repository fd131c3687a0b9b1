//! FL02xx: templates and holes.

use super::{Code, Row, Severity};

codes! {
    TEMPLATE_SYNTAX = "FL0201" "template-syntax" Error
        what "The template does not follow its grammar: a hole or directive is not closed, or what stands in it cannot be read."
        bad "text: \"{{ proc.name\"" good "text: \"{{ proc.name }}\"";
    TEMPLATE_TOO_LARGE = "FL0202" "template-too-large" Error
        what "A template is longer than 64 KiB, holds more than 4,096 holes, or nests `{% if %}` more than 16 deep."
        bad "text: seventeen `{% if %}` inside one another" good "text: \"{% if a exists and b exists %}…{% endif %}\"";
    UNKNOWN_HOLE_NAME = "FL0203" "unknown-hole-name" Error
        what "A hole names neither a parameter of its strategy nor a var."
        bad "text: \"{{ fiel }}\"" good "text: \"{{ file }}\"";
    UNKNOWN_FILTER = "FL0204" "unknown-filter" Error
        what "A hole uses a filter that does not exist."
        bad "text: \"{{ evt.time | timestmp }}\"" good "text: \"{{ evt.time | timestamp }}\"";
    FILTER_TYPE = "FL0205" "filter-type" Error
        what "A filter gets a value of a type it cannot work on."
        bad "text: \"{{ proc.name | duration }}\"" good "text: \"{{ proc.duration | duration }}\"";
    FILTER_ARGUMENTS = "FL0206" "filter-arguments" Error
        what "A filter has more or fewer arguments than it takes."
        bad "text: \"{{ user.name | default }}\"" good "text: \"{{ user.name | default('unknown') }}\"";
    UNSAFE_HOLE = "FL0207" "unsafe-hole" Error
        what "A hole in code stands where no value of an alert can be safe: inside quotes, a comment, a substitution, a key, as the command itself, or where a program would run it."
        bad "code: echo \"{{ proc.name }}\"" good "code: printf '%s\\n' {{ proc.name }}";
    PROSE_MARKUP = "FL0208" "prose-markup" Error
        what "Prose is a small part of Markdown: paragraphs, lists, quotations, emphasis, code spans and `https:` links. Everything else, such as HTML, images, headings and tables, would look different in each format."
        bad "text: \"Look at <b>this</b>\"" good "text: \"Look at **this**\"";
    HIDDEN_CHARACTER = "FL0230" "hidden-character" Error
        what "A text or an example holds a control character, a direction mark or another character that shows as nothing, or a command of a CI log (`::error::`, `##[error]`). A terminal, a shell or a log obeys it, and a reviewer does not see it."
        bad "title: \"Look\\e[2J\"" good "title: Look";
}
