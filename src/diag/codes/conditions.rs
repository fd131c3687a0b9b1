//! FL01xx: conditions.

use super::{Code, Row, Severity};

codes! {
    CONDITION_SYNTAX = "FL0101" "condition-syntax" Error
        what "The condition does not follow the grammar of Falco's filter language."
        bad "condition: proc.name = bash AND user.name = root" good "condition: proc.name = bash and user.name = root";
    UNKNOWN_FIELD = "FL0102" "unknown-field" Warning
        what "A field that neither Falco nor its plugins define. It may come from a plugin this catalogue does not know; otherwise no alert will ever carry it. An error in the Falco dialect."
        bad "condition: proc.nmae = bash" good "condition: proc.name = bash";
}
