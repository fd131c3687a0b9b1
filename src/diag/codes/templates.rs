//! FL02xx: templates and holes.

use super::{Code, Row, Severity};

codes! {
    TEMPLATE_SYNTAX = "FL0201" "template-syntax" Error
        what "The template does not follow its grammar: a hole or directive is not closed, or what stands in it cannot be read."
        bad "text: \"{{ proc.name\"" good "text: \"{{ proc.name }}\"";
}
