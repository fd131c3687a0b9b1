//! FL09xx: bounds on untrusted sizes.

use super::{Code, Row, Severity};

codes! {
    FILE_TOO_LARGE = "FL0901" "file-too-large" Error
        what "A rulebook file is larger than 4 MiB."
        bad "a 5 MiB rulebook file" good "the same items in several files";
}
