//! FL03xx: items, names and overrides.

use super::{Code, Row, Severity};

codes! {
    UNKNOWN_KEY = "FL0301" "unknown-key" Error
        what "A key that this kind of item does not have. It would be ignored, so what it says would be lost."
        bad "conditon: proc.name = bash" good "condition: proc.name = bash";
}
