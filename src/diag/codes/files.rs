//! FL00xx: files and YAML.

use super::{Code, Row, Severity};

codes! {
    FILE_UNREADABLE = "FL0001" "file-unreadable" Error
        what "A rulebook file cannot be read: it does not exist, is a folder where a file was meant, or permission is missing."
        bad "falconer check rulez/" good "falconer check rules/";
}
